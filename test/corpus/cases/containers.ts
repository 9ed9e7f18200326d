// Files within files: archives, forwarded mails, Outlook’s wrappings; and those that are made to do harm.
import { crc32, deflateRawSync } from 'node:zlib';
import { entry, zip } from '../archives.ts';
import type { Case, Part, Recipe } from '../case.ts';
import { cp437, windows1258 } from '../code-pages.ts';
import { bytes, lockedPdf, part, pdf, scan, truncated, word } from '../files.ts';
import { accepted, complete, define, ignored, type Kit, owing, refused } from '../kit.ts';
import { writeNested } from '../mime.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  GIA_PHU,
  PHO_LU,
  PHONG_HAI,
  PHONG_NIEN,
  PHU_NHUAN,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_GIAO,
  XUAN_QUANG,
} from '../senders.ts';

const RFC822 = { type: 'message/rfc822' };
const ORDER = 'Tờ trình';
const REPORT = 'Báo cáo mô tả sáng kiến';

/** The usual four files as entries. */
function entries(k: Kit, folder = '', named: (name: string) => string | Buffer = (name) => name) {
  return [
    entry(named(`${folder}${ORDER}.docx`), word(k.order())),
    entry(named(`${folder}${ORDER}.pdf`), pdf(k.order())),
    entry(named(`${folder}${REPORT}.docx`), word(k.report(k.title))),
    entry(named(`${folder}${REPORT}.pdf`), pdf(k.report(k.title))),
  ];
}

/** The usual four files, as they are to be found in a container. */
function inside(path: string) {
  return [
    accepted(`${path}/${ORDER}.docx`, 'to_trinh', 'editable'),
    accepted(`${path}/${ORDER}.pdf`, 'to_trinh', 'signed'),
    accepted(`${path}/${REPORT}.docx`, 'bao_cao_mo_ta', 'editable'),
    accepted(`${path}/${REPORT}.pdf`, 'bao_cao_mo_ta', 'signed'),
  ];
}

/** A mail with one archive. */
function archived(k: Kit, name: string, content: Recipe) {
  return { from: k.from, subject: k.subject, text: k.text, attachments: [part(name, content)] };
}

function nested(k: Kit, id: string, attachments: Part[], text = k.text): Recipe {
  return () =>
    writeNested(
      { from: k.address('Cán bộ xã', 'xa'), subject: k.subject, text, attachments },
      `${k.mark}-${id}`,
    );
}

export const CONTAINERS: Case[] = [
  define(
    'zip',
    'Everything in one archive: unpacked, each file judged by itself; the archive is no document.',
    GIA_PHU,
    (k) => [
      {
        ...archived(k, 'hs dkst 2022.zip', zip(entries(k, 'Hồ sơ/'))),
        want: complete(k.unit, {
          documents: [
            { name: 'hs dkst 2022.zip', verdict: 'accepted', reason: 'unpacked' },
            ...inside('hs dkst 2022.zip/Hồ sơ'),
          ],
          items: [k.title],
        }),
      },
    ],
  ),
  define(
    'zip-utf8-unmarked',
    'Names in UTF-8 without the mark that says so, as phones write them.',
    SON_HA,
    (k) => [
      {
        ...archived(k, 'hoso.zip', zip(entries(k), false)),
        want: complete(k.unit, { documents: inside('hoso.zip') }),
      },
    ],
  ),
  define('zip-windows-1258', 'Names in the Vietnamese code page of old Windows.', SON_HAI, (k) => [
    {
      ...archived(k, 'hoso.zip', zip(entries(k, '', windows1258), false)),
      want: complete(k.unit, { documents: inside('hoso.zip') }),
    },
  ]),
  define(
    'zip-cp437',
    'Names in the code page of DOS: letters of French fit there, and are shown.',
    XUAN_QUANG,
    (k) => [
      {
        ...archived(
          k,
          'hoso.zip',
          zip(
            [
              entry(cp437('tò trình.docx'), word(k.order())),
              entry(cp437('tò trình.pdf'), pdf(k.order())),
              ...entries(k).slice(2),
            ],
            false,
          ),
        ),
        want: complete(k.unit, {
          documents: [accepted('hoso.zip/tò trình.docx', 'to_trinh', 'editable')],
        }),
      },
    ],
  ),
  define(
    'zip-folder-per-initiative',
    'A folder for each initiative, with the same names in each: two initiatives, both complete.',
    EDUCATION,
    (k) => [
      {
        ...archived(
          k,
          'HO SO SANG KIEN.zip',
          zip([
            entry('1. To trinh/To trinh.docx', word(k.order())),
            entry('1. To trinh/To trinh.pdf', pdf(k.order())),
            entry('2. Danh sach/Danh sach.docx', word(k.list(k.titles.slice(0, 2)))),
            ...[0, 1].flatMap((at) => [
              entry(`3. Sang kien/SK ${at + 1}/Bao cao.docx`, word(k.report(k.titles[at]))),
              entry(`3. Sang kien/SK ${at + 1}/Bao cao.pdf`, pdf(k.report(k.titles[at]))),
            ]),
          ]),
        ),
        subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ sáng kiến',
        want: complete(k.unit, { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'zip-with-litter',
    'What Windows and macOS leave in archives is ignored there, too.',
    THAI_NIEN,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip([
            ...entries(k),
            entry('Thumbs.db', bytes(`thumbs ${k.mark}`)),
            entry('~$ trinh.docx', bytes(`MTTQ ${k.mark}`)),
            entry(`__MACOSX/._${ORDER}.docx`, bytes(`\0\x05\x16\x07 ${k.mark}`)),
          ]),
        ),
        want: complete(k.unit, {
          documents: [
            ...inside('ho so.zip'),
            ignored('ho so.zip/Thumbs.db', 'ignored-name'),
            ignored('ho so.zip/~$ trinh.docx', 'ignored-name'),
          ],
        }),
      },
    ],
  ),
  define('zip-in-zip', 'An archive within an archive is opened, too.', BAN_CAM, (k) => [
    {
      ...archived(k, 'ngoai.zip', zip([entry('trong.zip', zip(entries(k)))])),
      want: complete(k.unit, { documents: inside('ngoai.zip/trong.zip') }),
    },
  ]),
  define(
    'zip-and-loose-files',
    'Some files in an archive, some beside it: one dossier of them all.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.orderPdf(), part('Bao cao.zip', zip(entries(k).slice(2)))],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'zip-lacks-the-signed-order',
    'The archive was opened and everything in it is known: what it lacks is asked for.',
    PHO_LU,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip([entries(k)[0], entries(k)[2], entries(k)[3]].flatMap((one) => one ?? [])),
        ),
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
    ],
  ),
  define(
    'zip-with-password',
    'An archive behind a password may hold everything: it is to be sent again, and nothing is called missing.',
    TANG_LOONG,
    (k) => [
      {
        ...archived(k, 'HO SO.zip', zip(entries(k).map((one) => ({ ...one, locked: true })))),
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('HO SO.zip', 'encrypted')],
        }),
      },
    ],
  ),
  define(
    'zip-truncated',
    'An archive cut off on its way: damaged, to be sent again, nothing called missing.',
    TRI_QUANG,
    (k) => [
      {
        ...archived(k, 'HO SO.zip', truncated(zip(entries(k)))),
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('HO SO.zip', 'damaged')],
        }),
      },
    ],
  ),
  define(
    'password-within-zip',
    'One file in an archive has a password: it is told apart from the archive, which was opened.',
    PHONG_NIEN,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip(entries(k).map((one, at) => (at === 1 ? entry(`${ORDER}.pdf`, lockedPdf(k.order())) : one))),
        ),
        want: owing(k.unit, [['to_trinh', 'signed', null, 'only-unreadable']], {
          documents: [refused(`ho so.zip/${ORDER}.pdf`, 'encrypted')],
        }),
      },
    ],
  ),
  define(
    'forwarded-as-attachment',
    'The commune’s mail forwarded as a file: what lies in it counts as if it had come itself.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: `Fwd: ${k.subject}`,
        text: 'Chuyển tiếp hồ sơ của xã.',
        attachments: [part('Ho so.eml', nested(k, 'a', k.full()), { type: 'message/rfc822' })],
        want: complete(k.unit, {
          documents: [
            accepted(`Ho so.eml/${ORDER}.docx`, 'to_trinh', 'editable'),
            accepted(`Ho so.eml/${REPORT}.pdf`, 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'forwarded-without-a-name',
    'A forwarded mail without a file name, as most programs attach it.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: `FW: ${k.subject}`,
        text: 'Chuyển hồ sơ.',
        attachments: [part(null, nested(k, 'a', k.full()), { type: 'message/rfc822' })],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'forwarded-three-times',
    'Forwarded by one after the other, each mail within the next.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: `Fwd: Fwd: Fwd: ${k.subject}`,
        text: 'Chuyển tiếp.',
        attachments: [
          part(
            'thu 1.eml',
            nested(k, 'a', [
              part(
                'thu 2.eml',
                nested(k, 'b', [part('thu 3.eml', nested(k, 'c', k.full()), RFC822)]),
                RFC822,
              ),
            ]),
            RFC822,
          ),
        ],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'forwarded-inline',
    'Forwarded the usual way: the words of the first mail below a line, its files attached.',
    GIA_PHU,
    (k) => [
      {
        from: k.address('Văn phòng', 'vanphong'),
        subject: `Chuyển tiếp: ${k.subject}`,
        text: `Chuyển Ban Phong trào.\n\n---------- Forwarded message ---------\nTừ: MTTQ xã Gia Phú <giaphu@example.vn>\nChủ đề: ${k.subject}\n\n${k.text}`,
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define('archive-in-forwarded-mail', 'An archive in a forwarded mail.', SON_HA, (k) => [
    {
      from: k.from,
      subject: `Fwd: ${k.subject}`,
      text: 'Chuyển tiếp.',
      attachments: [part('thu.eml', nested(k, 'a', [part('hoso.zip', zip(entries(k)))]), RFC822)],
      want: complete(k.unit, {
        documents: [accepted(`thu.eml/hoso.zip/${ORDER}.docx`, 'to_trinh', 'editable')],
      }),
    },
  ]),
  define(
    'logo-in-forwarded-mail',
    'The logo that a forwarded mail shows is ignored there, too.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: `Fwd: ${k.subject}`,
        text: 'Chuyển tiếp.',
        attachments: [
          part(
            'thu.eml',
            () =>
              writeNested(
                {
                  from: k.address('Xã', 'xa'),
                  subject: k.subject,
                  html: `<p>Gửi hồ sơ</p><img src="cid:l.${k.mark}">`,
                  attachments: [
                    part('image001.png', bytes(logo(k.mark)), { type: 'image/png', cid: `l.${k.mark}` }),
                    k.orderWord(),
                    k.reportWord(),
                    k.reportPdf(),
                  ],
                },
                `${k.mark}-a`,
              ),
            RFC822,
          ),
        ],
        want: owing(k.unit, [['to_trinh', 'signed', null]], {
          documents: [ignored('thu.eml/image001.png', 'inline-image')],
        }),
      },
    ],
  ),
  define(
    'zip-bomb',
    'A file of zeros that unpacks to far more than any dossier: refused with its reason; the others count.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [...k.full(), part('anh.zip', () => bomb(k.mark))],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [],
          documents: [accepted(`${ORDER}.docx`, 'to_trinh', 'editable'), { name: 'anh.zip' }],
        },
      },
    ],
  ),
  define(
    'traversal',
    'A path that climbs out of the archive is refused as unsafe; nothing is written anywhere, the others count.',
    BAN_CAM,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip([
            ...entries(k),
            entry('../../../../tmp/to trinh.docx', word(k.order({ number: 'Số: 66/TTr' }))),
          ]),
        ),
        want: complete(k.unit, { documents: inside('ho so.zip') }),
      },
    ],
  ),
  define('absolute-path', 'An absolute path, and one of Windows, are refused alike.', BAN_PHIET, (k) => [
    {
      ...archived(
        k,
        'ho so.zip',
        zip([
          ...entries(k),
          entry('/etc/passwd', bytes(`root ${k.mark}`)),
          entry('C:\\Windows\\system32\\a.dll', bytes(`dll ${k.mark}`)),
        ]),
      ),
      want: complete(k.unit, { documents: inside('ho so.zip') }),
    },
  ]),
  define(
    'symbolic-link',
    'A symbolic link in an archive is not followed: refused as unsafe.',
    PHO_LU,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip([...entries(k), { name: 'lien ket.pdf', content: bytes('/etc/shadow'), link: true }]),
        ),
        want: complete(k.unit, {
          documents: [...inside('ho so.zip'), refused('ho so.zip/lien ket.pdf', 'unsafe-entry')],
        }),
      },
    ],
  ),
  define(
    'too-many-entries',
    'Thousands of entries: the archive ends as refused, and may hold what seems to be missing.',
    TANG_LOONG,
    (k) => [
      {
        ...archived(
          k,
          'ho so.zip',
          zip(Array.from({ length: 3_000 }, (_, at) => entry(`tep ${at}.txt`, bytes(`${k.mark} ${at}`)))),
        ),
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          status: ['awaiting-documents', 'checking'],
          missing: [],
        },
      },
    ],
  ),
  define(
    'too-deep',
    'Archives within archives beyond every sane depth: refused at the limit, the mail registered.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [...k.full(), part('sau.zip', deep(k, 30))],
        want: { outcome: 'registered', unit: k.unit.code, missing: [], documents: [{ name: 'sau.zip' }] },
      },
    ],
  ),
  define(
    'unreadable-archive-of-photos',
    'A damaged archive named for its photos, beside a complete dossier: nothing is owed but a word about the archive.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('hinh anh mo hinh.zip', truncated(zip([entry('anh 1.pdf', scan(k.seed))]))),
        ],
        want: complete(k.unit, { documents: [refused('hinh anh mo hinh.zip', 'damaged')] }),
      },
    ],
  ),
];

function logo(mark: string): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(mark)]);
}

function deep(k: Kit, levels: number): Recipe {
  let inner: Recipe = zip([entry('day.txt', bytes(k.mark))]);
  for (let at = 0; at < levels; at++) inner = zip([entry(`lop ${at}.zip`, inner)]);
  return inner;
}

/** A gigabyte of zeros, deflated a thousandfold. */
function bomb(mark: string): Buffer | Promise<Buffer> {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const packed = { data: deflateRawSync(zeros), crc: crc32(zeros) };
  const names = Array.from({ length: 16 }, (_, at) => `${mark} ${at}.bmp`);
  return zip(names.map((name) => ({ name, content: () => zeros, packed })))();
}
