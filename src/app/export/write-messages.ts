// The mails of an export: each original as it came, its documents under clean names, and the letters that answered it.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Archive } from '../../archive/archive.ts';
import { findQuarantined } from '../../core/handout.ts';
import { FORMS, LETTER_STATES, LETTERS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import { uniqueName } from '../../core/safe-name.ts';
import { buildLetter } from '../../mail/compose.ts';
import type { Database } from '../../store/database.ts';
import {
  type ExportedFile,
  type ExportedLetter,
  type ExportedMessage,
  findLettersOn,
} from '../../store/exports.ts';
import type { PackageFolder, PackageTable } from './package-folder.ts';

export interface ExportDeps {
  db: Database;
  archive: Archive;
  /** The From header of letters of a mailbox. */
  mailFromOf(mailbox: string): string;
}

export interface MessageTables {
  documents: PackageTable;
  letters: PackageTable;
  left: PackageTable;
}

/** Where a message belongs in the package. */
export interface Shelf {
  /** Folder of its dossier, or the package itself. */
  folder: string;
  /** Folder of the originals in it. */
  mails: string;
  code: string | null;
  /** Names of documents that are taken there. */
  taken: Set<string>;
}

export async function openMessageTables(folder: PackageFolder): Promise<MessageTables> {
  return {
    documents: await folder.table('tai-lieu.csv', DOCUMENT_COLUMNS),
    letters: await folder.table('thu-tra-loi.csv', LETTER_COLUMNS),
    left: await folder.table('khong-xuat.csv', LEFT_COLUMNS),
  };
}

const DOCUMENT_COLUMNS = [
  'Số thư',
  'Mã hồ sơ',
  'Tệp trong gói',
  'Tên khi gửi',
  'Loại tài liệu',
  'Hình thức',
  'Dung lượng',
  'SHA-256',
  'Ghi chú',
];
const LETTER_COLUMNS = [
  'Số thư trả lời',
  'Trả lời thư số',
  'Mã hồ sơ',
  'Loại thư',
  'Người nhận',
  'Tiêu đề',
  'Trạng thái',
  'Lập lúc',
  'Gửi lúc',
  'Máy chủ trả lời',
  'Tệp trong gói',
];
const LEFT_COLUMNS = ['Số thư', 'Mã hồ sơ', 'Tệp', 'SHA-256', 'Lý do'];

/** Returns how many files could not be read whole from the archive. */
export async function writeMessage(
  deps: ExportDeps,
  folder: PackageFolder,
  tables: MessageTables,
  shelf: Shelf,
  message: ExportedMessage,
): Promise<number> {
  // Of a purged message nothing is left to write; the registers say so.
  if (message.purgedAt) return 0;
  let bad = await writeOriginal(deps, folder, tables, shelf, message);
  const quarantined = findQuarantined(message.files);
  for (const file of message.files) {
    if (!(await writeDocument(deps, folder, tables, shelf, message.id, file, quarantined))) bad++;
  }
  await writeLetters(deps, folder, tables.letters, shelf, await findLettersOn(deps.db, message.id));
  return bad;
}

const numbered = (id: number) => String(id).padStart(6, '0');

/** A mail with an infected file is packed, so that no click opens it. */
async function writeOriginal(
  deps: ExportDeps,
  folder: PackageFolder,
  { left }: MessageTables,
  { mails, code }: Shelf,
  { id, sha256, files }: ExportedMessage,
): Promise<number> {
  const infected = files.some((file) => file.infected);
  const path = infected ? `cach-ly/${numbered(id)}.eml.gz` : `${mails}/${numbered(id)}.eml`;
  if (infected)
    await left.add([id, code, path, sha256, 'Thư có tệp chứa mã độc: bản gốc nén trong cach-ly.']);
  const problem = await copyOut(deps.archive, folder, path, sha256, infected);
  if (problem) await left.add([id, code, path, sha256, problem]);
  return problem ? 1 : 0;
}

/** False where the archive does not have it whole. */
async function writeDocument(
  { archive }: ExportDeps,
  folder: PackageFolder,
  { documents, left }: MessageTables,
  { folder: home, code, taken }: Shelf,
  messageId: number,
  file: ExportedFile,
  quarantined: ReadonlySet<number>,
): Promise<boolean> {
  const { name, path: origin, sha256, size, type, form, reason, isDocument } = file;
  const note = reason ? reasonForStaff(reason) : '';
  const isQuarantined = quarantined.has(file.position);
  const keptBack = isQuarantined || reason === 'executable' || (isDocument && sha256 === null);
  if (keptBack)
    await left.add([messageId, code, origin, sha256, isQuarantined ? reasonForStaff('infected') : note]);
  if (keptBack || !isDocument || sha256 === null) return true;
  const path = `${home}/tai-lieu/${uniqueName(name, taken)}`;
  const problem = await copyOut(archive, folder, path, sha256, false);
  if (problem) await left.add([messageId, code, path, sha256, problem]);
  await documents.add([messageId, code, path, origin, type, form && FORMS[form], size, sha256, note]);
  return problem === null;
}

/** Copies a file of the archive; null, or what is wrong with it. */
async function copyOut(
  archive: Archive,
  folder: PackageFolder,
  path: string,
  sha256: string,
  packed: boolean,
): Promise<string | null> {
  const hash = createHash('sha256');
  let unreadable = false;
  const bytes = async function* () {
    try {
      for await (const chunk of (await archive.open(sha256)) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      unreadable = true;
      throw error;
    }
  };
  try {
    await folder.write(path, packed ? pack(bytes()) : bytes());
  } catch (error) {
    if (unreadable) return 'Không đọc được từ kho lưu: tệp thiếu hoặc hỏng.';
    throw error;
  }
  return hash.digest('hex') === sha256 ? null : 'Tệp trong kho lưu đã hỏng: nội dung khác với khi nhận.';
}

/** An error of the bytes is one of the packed stream. */
function pack(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return pipeline(Readable.from(bytes), createGzip(), () => {});
}

export async function writeLetters(
  { mailFromOf }: ExportDeps,
  folder: PackageFolder,
  table: PackageTable,
  { folder: home, code }: Pick<Shelf, 'folder' | 'code'>,
  letters: ExportedLetter[],
): Promise<void> {
  for (const letter of letters) {
    const path = `${home === '.' ? '' : `${home}/`}thu-tra-loi/${numbered(letter.id)} ${letter.kind}.eml`;
    await folder.write(path, await buildLetter(letter, mailFromOf(letter.mailbox)));
    await table.add([
      letter.id,
      letter.answers,
      code,
      LETTERS[letter.kind],
      letter.recipient,
      letter.subject,
      LETTER_STATES[letter.state],
      letter.writtenAt.toISOString(),
      letter.sentAt?.toISOString() ?? null,
      letter.smtpAnswer,
      path,
    ]);
  }
}
