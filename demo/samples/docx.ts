// Makes a real Word document in the form of an administrative letter.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Content } from './documents.ts';

const MOTTO = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'];

export async function makeDocx(content: Content): Promise<Buffer> {
  const document = new Document({
    creator: 'mẫu',
    sections: [
      {
        children: [
          head(content),
          ...content.title.map((line) => centered(line, true)),
          ...(content.addressee ? [centered(`Kính gửi: ${content.addressee}`)] : []),
          ...content.paragraphs.map((text) => new Paragraph({ text, spacing: { after: 120 } })),
          ...(content.table.length > 0 ? [grid(content.table)] : []),
          centered(content.signer, true),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Two columns without borders: the issuer on the left, the motto on the right. */
function head({ letterhead, number, placeAndDate }: Content): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: NO_BORDERS,
    rows: [
      new TableRow({
        children: [column([...letterhead, number]), column([...MOTTO, placeAndDate])],
      }),
    ],
  });
}

function column(lines: string[]): TableCell {
  return new TableCell({ borders: NO_BORDERS, children: lines.map((line) => centered(line)) });
}

function grid(rows: string[][]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells) =>
        new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
    ),
  });
}

function centered(text: string, bold = false): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text, bold })] });
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
const NO_BORDERS = {
  top: NONE,
  bottom: NONE,
  left: NONE,
  right: NONE,
  insideHorizontal: NONE,
  insideVertical: NONE,
};
