// Archives of other kinds than ZIP, and what Outlook and Exchange wrap mails in.
import { makeMsg } from '../../documents/make-msg.ts';
import { makeLockedRar, makeRar4, makeRar5 } from '../../documents/make-rar.ts';
import { makeSevenZip } from '../../documents/make-seven-zip.ts';
import { makeTnef } from '../../documents/make-tnef.ts';
import { entry, zip } from '../archives.ts';
import type { Case, Part, Recipe } from '../case.ts';
import { part } from '../files.ts';
import { accepted, complete, define, type Kit, owing, refused } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  PHO_LU,
  PHONG_NIEN,
  PHU_NHUAN,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_QUANG,
} from '../senders.ts';

interface File {
  name: string;
  content: Buffer;
}

/** The parts' files, written now, under names of a folder. */
async function filesOf(parts: Part[], folder = ''): Promise<File[]> {
  const written = parts.map(async ({ name, content }) => ({
    name: `${folder}${name}`,
    content: await content(),
  }));
  return Promise.all(written);
}

function wrapped(parts: Part[], wrap: (files: File[]) => Buffer | Promise<Buffer>, folder = ''): Recipe {
  return async () => wrap(await filesOf(parts, folder));
}

function sent(k: Kit, name: string, content: Recipe, type?: string) {
  const attachment = part(name, content, type ? { type } : {});
  return { from: k.from, subject: k.subject, text: k.text, attachments: [attachment] };
}

function inside(path: string) {
  return [
    accepted(`${path}/Tờ trình.docx`, 'to_trinh', 'editable'),
    accepted(`${path}/Tờ trình.pdf`, 'to_trinh', 'signed'),
    accepted(`${path}/Báo cáo mô tả sáng kiến.docx`, 'bao_cao_mo_ta', 'editable'),
    accepted(`${path}/Báo cáo mô tả sáng kiến.pdf`, 'bao_cao_mo_ta', 'signed'),
  ];
}

export const WRAPPINGS: Case[] = [
  define(
    'rar-4',
    'RAR of the old version, with a folder of a Vietnamese name: opened like any archive.',
    SON_HA,
    (k) => [
      {
        ...sent(k, 'HO SO SK XA SON HA.rar', wrapped(k.full(), makeRar4, 'Hồ sơ/')),
        want: complete(k.unit, {
          documents: [
            { name: 'HO SO SK XA SON HA.rar', verdict: 'accepted', reason: 'unpacked' },
            ...inside('HO SO SK XA SON HA.rar/Hồ sơ'),
          ],
          items: [k.title],
        }),
      },
    ],
  ),
  define('rar-5', 'RAR of the new version.', SON_HAI, (k) => [
    {
      ...sent(k, 'ho so.rar', wrapped(k.full(), makeRar5, 'Hồ sơ/')),
      want: complete(k.unit, { documents: inside('ho so.rar/Hồ sơ') }),
    },
  ]),
  define(
    'rar-with-password',
    'A RAR whose very list is behind a password may hold everything: to be sent again, nothing called missing.',
    THAI_NIEN,
    (k) => [
      {
        ...sent(k, 'ho so.rar', async () => Buffer.concat([makeLockedRar(5), Buffer.from(k.mark)])),
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('ho so.rar', 'encrypted')],
        }),
      },
    ],
  ),
  define('rar-called-zip', 'A RAR named .zip is opened as the RAR it is.', BAN_PHIET, (k) => [
    {
      ...sent(k, 'ho so.zip', wrapped(k.full(), makeRar5)),
      want: complete(k.unit, { documents: inside('ho so.zip') }),
    },
  ]),
  define('seven-zip', '7z, made by 7-Zip itself.', BAN_CAM, (k) => [
    {
      ...sent(
        k,
        'ho so.7z',
        wrapped(k.full(), (files) => makeSevenZip(files), 'Hồ sơ/'),
      ),
      want: complete(k.unit, { documents: inside('ho so.7z/Hồ sơ') }),
    },
  ]),
  define(
    'rar-in-zip-lacks-the-report',
    'A RAR in a ZIP is opened, too: what is in neither is asked for.',
    PHO_LU,
    (k) => [
      {
        ...sent(
          k,
          'ngoai.zip',
          zip([entry('trong.rar', wrapped([k.orderWord(), k.orderPdf(), k.reportWord()], makeRar5))]),
        ),
        want: owing(k.unit, [['bao_cao_mo_ta', 'signed', 1]], {
          documents: [accepted('ngoai.zip/trong.rar/Tờ trình.pdf', 'to_trinh', 'signed')],
        }),
      },
    ],
  ),
  define(
    'winmail',
    'Exchange wraps all files in a winmail.dat: they are taken out under their long names.',
    TANG_LOONG,
    (k) => [
      {
        ...sent(
          k,
          'winmail.dat',
          wrapped(k.full(), (files) => makeTnef(k.subject, k.text, files)),
          'application/ms-tnef',
        ),
        want: complete(k.unit, { documents: inside('winmail.dat'), items: [k.title] }),
      },
    ],
  ),
  define(
    'winmail-beside-files',
    'A winmail.dat that holds only the report, beside a Tờ trình sent as usual: one dossier of both.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part(
            'winmail.dat',
            wrapped(k.full().slice(2), (files) => makeTnef(k.subject, k.text, files)),
          ),
        ],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'outlook-message',
    'A mail that Outlook saved as .msg and somebody passed on: its files count.',
    PHU_NHUAN,
    (k) => [
      {
        ...sent(
          k,
          'Ho so.msg',
          wrapped(k.full(), (files) => makeMsg({ subject: k.subject, sender: 'MTTQ', body: k.text }, files)),
        ),
        subject: `FW: ${k.subject}`,
        want: complete(k.unit, { documents: inside('Ho so.msg') }),
      },
    ],
  ),
  define(
    'message-in-outlook-message',
    'A message within an Outlook message, as forwarded ones are kept there.',
    PHONG_NIEN,
    (k) => [
      {
        ...sent(
          k,
          'FW.msg',
          wrapped(k.full(), (files) =>
            makeMsg({ subject: `FW: ${k.subject}`, sender: 'UBND', body: 'Chuyển tiếp.' }, [
              {
                name: 'Ho so',
                message: { subject: k.subject, sender: 'MTTQ', body: k.text },
                attachments: files,
              },
            ]),
          ),
        ),
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'seven-zip-with-password',
    'A 7z behind a password: to be sent again, nothing called missing.',
    XUAN_QUANG,
    (k) => [
      {
        ...sent(k, 'ho so.7z', async () => Buffer.from(LOCKED_SEVEN_ZIP, 'base64')),
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('ho so.7z', 'encrypted')],
        }),
      },
    ],
  ),
];

/** Made once by 7-Zip (-pmk): its salt is random, so that it would be another one every time. */
const LOCKED_SEVEN_ZIP = `
  N3q8ryccAAS/vNA8IAAAAAAAAABmAAAAAAAAAHqo5AThjwvZiHQFMhtIEZfe6Row52ob1Zi6wWLfdM5FyFti6QEEBgABCSAABwsBAAIkBvEHARJT
  D80JE8BnMr83OiCOgk+mpQwhIQEAAQAMIBwACAoBzuTpkAAABQEZAQARHQBUAN0eIAB0AHIA7ABuAGgALgBkAG8AYwB4AAAAFQYBACCApIEAAA==`;
