// Types by content: magic numbers by file-type, and rules of our own where it knows no better.
import type { Entry } from 'yauzl';
import { FILE_TYPES, type FileType } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';
import type { Bytes } from './bytes.ts';
import { isCutShort, readOleRoot } from './ole.ts';
import { isPlainText, sniffText } from './plain.ts';
import { openZip, type Zip } from './zip.ts';

export interface Sniffed {
  type: FileType;
  problem: Reason | null;
  macros: boolean;
  /** Its directory, where it has one. */
  zip?: Zip | null;
}

/** Bytes looked at where the first ones must tell. */
const START = 4096;

export async function sniff(file: Bytes): Promise<Sniffed> {
  const start = file.read(0, START);
  if (startsWith(start, PDF_MAGIC)) return told('pdf');
  if (startsWith(start, JPEG_MAGIC) && start[JPEG_MAGIC.length] !== JPEG_LS) return told('jpg');
  if (startsWith(start, OLE_MAGIC)) return sniffOle(file);
  if (startsWith(start, ZIP_MAGIC)) return sniffZip(file, start);
  if (startsWith(start, TNEF_MAGIC)) return told('tnef');
  return told(await sniffOther(file.path, start));
}

/** What most files are, told without opening them once more. */
const PDF_MAGIC = Buffer.from('%PDF-');
const JPEG_MAGIC = Buffer.from('ffd8ff', 'hex');
/** Another format, which begins alike. */
const JPEG_LS = 0xf7;

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ZIP_MAGIC = Buffer.from('504b0304', 'hex');
/** MS-OXTNEF §2.1.3.1, little-endian */
const TNEF_MAGIC = Buffer.from('789f3e22', 'hex');

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

function told(type: FileType, macros = false): Sniffed {
  return { type, problem: type === 'exe' ? 'executable' : null, macros };
}

/** file-type's extensions in our words; ours are the same for most. */
const ALIASES: Partial<Record<string, FileType>> = {
  ...Object.fromEntries(FILE_TYPES.map((type) => [type, type])),
  jpeg: 'jpg',
  apng: 'png',
  tif: 'tiff',
  heif: 'heic',
  m4v: 'mp4',
  ...Object.fromEntries(
    ['elf', 'macho', 'lnk', 'class', 'wasm', 'deb', 'rpm', 'crx'].map((extension) => [extension, 'exe']),
  ),
};

/** Some scanners write a few bytes before the head; readers of PDF look for it in the first 1024. */
const PDF_HEAD_WITHIN = 1024;

async function sniffOther(path: string, start: Buffer): Promise<FileType> {
  const { fileTypeFromFile } = await import('file-type');
  const known = ALIASES[(await fileTypeFromFile(path))?.ext ?? ''];
  // Two letters are all that marks these, and "BM 01: Báo cáo" begins with them too.
  const doubtful = known === 'bmp' || known === 'exe';
  if (known && !(doubtful && isPlainText(start, START))) return known;
  // Only now: an archive may begin with a PDF that it holds unpacked.
  return start.subarray(0, PDF_HEAD_WITHIN).includes('%PDF-') ? 'pdf' : sniffText(start, START);
}

/** Names that tell what a ZIP archive is (ECMA-376 part 2; JAR and APK); the first that is found decides. */
const ZIP_ENTRIES: [string, FileType][] = [
  ['AndroidManifest.xml', 'exe'],
  ['META-INF/MANIFEST.MF', 'exe'],
  // Word on the web writes document2.xml.
  ['word/document', 'docx'],
  ['xl/workbook.', 'xlsx'],
  ['ppt/presentation.xml', 'pptx'],
];

/** An archive cut short has lost its directory, but the names stand before the entries too. */
async function sniffZip(file: Bytes, start: Buffer): Promise<Sniffed> {
  const zip = openZip(file);
  const names = zip ? [...zip.entries.keys()] : namesIn(start);
  const found = ZIP_ENTRIES.find(([beginning]) => names.some((name) => name.startsWith(beginning)));
  const type = found?.[1] ?? sniffOpenDocument(start) ?? (await sniffOther(file.path, start));
  if (type === 'exe') return told(type);
  if (!zip) return { type: type === 'unknown' ? 'zip' : type, problem: 'damaged', macros: false };
  const entries = [...zip.entries.values()];
  // Of an archive, what is locked is told entry by entry.
  const locked =
    entries.some((entry) => entry.isEncrypted()) && (type !== 'zip' || entries.every(isLockedOrFolder));
  const macros = type !== 'zip' && names.some((name) => MACROS.test(name));
  return { ...(locked ? { type, problem: 'encrypted', macros } : told(type, macros)), zip };
}

/** VBA in Office Open XML, Basic in OpenDocument. */
const MACROS = /(^|\/)vbaProject\.bin$|^Basic\/.*\.xml$/i;

const SLASH = 0x2f;

function isLockedOrFolder(entry: Entry): boolean {
  return entry.isEncrypted() || entry.fileNameRaw.at(-1) === SLASH;
}

function namesIn(start: Buffer): string[] {
  const text = start.toString('latin1');
  return ZIP_ENTRIES.map(([name]) => name).filter((name) => text.includes(name));
}

/** OpenDocument tells its type first of all, unpacked (ODF 1.2 part 3 §3.3). */
function sniffOpenDocument(start: Buffer): FileType | null {
  const type = start.toString('latin1', 30, 100);
  if (type.startsWith('mimetypeapplication/vnd.oasis.opendocument.text')) return 'odt';
  return type.startsWith('mimetypeapplication/vnd.oasis.opendocument.spreadsheet') ? 'ods' : null;
}

/** What stands in the root folder of an OLE file; the first that is found decides. */
const OLE_STREAMS: [string, Sniffed][] = [
  ['EncryptedPackage', { type: 'unknown', problem: 'encrypted', macros: false }],
  ['WordDocument', told('doc')],
  ['Workbook', told('xls')],
  ['Book', told('xls')],
  ['PowerPoint Document', told('ppt')],
  ['__properties_version1.0', told('msg')],
];
/** Windows Installer: {000C1084-0000-0000-C000-000000000046} */
const INSTALLER = '84100c0000000000c000000000000046';

function sniffOle(file: Bytes): Sniffed {
  const root = readOleRoot(file);
  if (!root) return { type: 'unknown', problem: 'damaged', macros: false };
  if (root.classId === INSTALLER) return told('exe');
  const found = OLE_STREAMS.find(([name]) => root.names.has(name));
  const macros = ['Macros', '_VBA_PROJECT_CUR', 'VBA'].some((name) => root.names.has(name));
  if (found) {
    const damaged = isCutShort(file, found[0]);
    return { ...found[1], macros, problem: found[1].problem ?? (damaged ? 'damaged' : null) };
  }
  return { type: 'unknown', problem: root.names.size === 0 ? 'damaged' : null, macros };
}
