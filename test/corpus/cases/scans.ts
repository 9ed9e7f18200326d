// Scans and photos that OCR can read: judged by what stands on the page once it was read, never called missing before.
import { makeLandscape, makePage, makeScannedPdf } from '../../documents/make-scan.ts';
import type { Case, Recipe } from '../case.ts';
import { linesOf, part, word } from '../files.ts';
import { accepted, checking, complete, define, owing } from '../kit.ts';
import type { Content } from '../papers.ts';
import { GIA_PHU, NOBODY, PHU_NHUAN, SON_HAI, THAI_NIEN, TRI_QUANG } from '../senders.ts';

/** Lines as they fit on a page: long ones broken, the left column above the right one. */
function pageOf(content: Content): string[] {
  return linesOf(content).flatMap((line) => line.match(/.{1,62}(?:\s|$)/g) ?? [line]);
}

const scanned =
  (content: Content): Recipe =>
  () =>
    makeScannedPdf(pageOf(content));
const photographed =
  (content: Content): Recipe =>
  () =>
    makePage(pageOf(content));

export const SCANS: Case[] = [
  define(
    'scans-read',
    'Scans of unclear name are read: one is the Tờ trình, the other the report, and nothing is owed.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.reportWord(),
          part('scan0001.pdf', scanned(k.order())),
          part('scan0002.pdf', scanned(k.report(k.title))),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('scan0001.pdf', 'to_trinh', 'signed'),
            accepted('scan0002.pdf', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define('photos-read', 'Pages photographed by phone are read like scans.', SON_HAI, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: 'Bản ký em chụp ạ.',
      attachments: [
        k.orderWord(),
        k.reportWord(),
        part('z3628612345678_0f1e2d3c4b5a69788796a5b4c3d2e1f0.jpg', photographed(k.order())),
        part('z3628612345679_1f1e2d3c4b5a69788796a5b4c3d2e1f0.jpg', photographed(k.report(k.title))),
      ],
      want: complete(k.unit),
    },
  ]),
  define(
    'scan-read-is-another-paper',
    'The only scan is read and is the Tờ trình: now it is certain that the signed report did not come.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), part('scan0001.pdf', scanned(k.order()))],
        want: owing(k.unit, [['bao_cao_mo_ta', 'signed', 1]], {
          documents: [accepted('scan0001.pdf', 'to_trinh', 'signed')],
        }),
      },
    ],
  ),
  define(
    'photo-without-words',
    'A photo on which nothing can be read may still be a bad photo of the signed page: a person looks.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.reportWord(),
          k.reportPdf(),
          part('IMG_1234.jpg', async () => Buffer.concat([makeLandscape(), Buffer.from(k.mark)])),
        ],
        want: checking(k.unit),
      },
    ],
  ),
  define(
    'unit-on-the-scan',
    'Only the scanned letterhead names the unit: once it was read, the dossier is the unit’s, and the unit need not be asked.',
    PHU_NHUAN,
    (k) => {
      const bare = k.papersOf(NOBODY);
      return [
        {
          from: k.address('Ngọc Mai', 'ngocmai', 'gmail.example'),
          subject: 'Nộp hồ sơ sáng kiến',
          text: 'Em gửi ạ.',
          attachments: [
            part('Tờ trình.docx', word(bare.order())),
            part('scan0001.pdf', scanned(k.order())),
            part('Báo cáo mô tả sáng kiến.docx', word(bare.report(k.title))),
            part('scan0002.pdf', scanned(bare.report(k.title))),
          ],
          want: complete(k.unit),
        },
      ];
    },
  ),
];
