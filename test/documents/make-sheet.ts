// Makes Excel workbooks, old and new, of rows of cells.
import { CFB, utils, write } from '@e965/xlsx';
import { makeCompound } from './make-doc.ts';

export type Row = (string | number | Date | null)[];
type BookType = 'xls' | 'xlsx' | 'ods';

/** @param sheets rows by the sheet's name */
export function makeSheet(sheets: Record<string, Row[]> | Row[], type: BookType): Buffer {
  const book = utils.book_new();
  const named = Array.isArray(sheets) ? { 'Danh sách': sheets } : sheets;
  for (const [name, rows] of Object.entries(named)) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  }
  return write(book, {
    type: 'buffer',
    bookType: type === 'xls' ? 'biff8' : type,
    compression: true,
  }) as Buffer;
}

/** An old workbook behind a password: the record FilePass follows the first one (MS-XLS §2.4.117). */
export function makeLockedXls(rows: Row[]): Buffer {
  const stream = Buffer.from(
    CFB.find(CFB.read(makeSheet(rows, 'xls'), { type: 'buffer' }), '/Workbook')?.content ?? [],
  );
  const first = 4 + stream.readUInt16LE(2);
  const pass = Buffer.alloc(4 + 54);
  pass.writeUInt16LE(0x2f, 0);
  pass.writeUInt16LE(54, 2);
  pass.writeUInt16LE(1, 4);
  pass.writeUInt16LE(1, 6);
  pass.writeUInt16LE(1, 8);
  return makeCompound({ Workbook: Buffer.concat([stream.subarray(0, first), pass, stream.subarray(first)]) });
}

/** A new file of Office behind a password: an OLE file that holds it encrypted (MS-OFFCRYPTO §1.3.2). */
export function makeLockedOffice(): Buffer {
  return makeCompound({ EncryptionInfo: Buffer.alloc(600, 7), EncryptedPackage: Buffer.alloc(5_000, 9) });
}
