// Whose dossier it is: the order of evidence, and the names that are easily taken for one another.
import type { Case, Want } from '../case.ts';
import { part, pdf, word } from '../files.ts';
import { accepted, complete, define, type Kit } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  body,
  EDUCATION,
  FARMERS,
  GIA_PHU,
  NOBODY,
  PHO_LU,
  PHONG_HAI,
  PHONG_NIEN,
  PHU_NHUAN,
  POLICE,
  PROPAGANDA,
  type Sender,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  WOMEN,
  XUAN_GIAO,
  XUAN_QUANG,
} from '../senders.ts';

/** The four files with a letterhead that names nobody, so that the mail's words must do. */
function bare(k: Kit) {
  const papers = k.papersOf(NOBODY);
  return [
    part('Tờ trình.docx', word(papers.order())),
    part('Tờ trình.pdf', pdf(papers.order())),
    part('Báo cáo mô tả sáng kiến.docx', word(papers.report(k.title))),
    part('Báo cáo mô tả sáng kiến.pdf', pdf(papers.report(k.title))),
  ];
}

/** A dossier that is complete but for its unit. */
const WITHOUT_UNIT: Want = { outcome: 'unsorted', status: 'unsorted', unit: null, missing: [] };

const SCHOOL: Sender = {
  code: null,
  name: 'Trường THCS số 1 Gia Phú',
  place: 'Gia Phú',
  letterhead: ['PHÒNG GD&ĐT BẢO THẮNG', 'TRƯỜNG THCS SỐ 1 GIA PHÚ'],
  symbol: 'THCS',
};

export const UNITS: Case[] = [
  define(
    'son-ha-not-son-hai',
    'Written without accents "son ha" is the beginning of "son hai": the whole word decides.',
    SON_HA,
    (k) => [
      {
        from: k.address('mttq son ha'),
        subject: 'Ho so sang kien mttq xa son ha',
        text: 'Kinh gui ban thuong truc, em gui ho so sang kien.',
        attachments: bare(k),
        want: complete(k.unit),
      },
    ],
  ),
  define('son-hai-not-son-ha', 'And the other way round.', SON_HAI, (k) => [
    {
      from: k.address('mttq son hai'),
      subject: 'Ho so sang kien mttq xa son hai',
      text: 'Kinh gui ban thuong truc, em gui ho so sang kien.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define(
    'customs-office',
    '"Phòng Hải quan" without its accents holds "phong hai", and is no commune: nobody is taken for the sender.',
    NOBODY,
    (k) => [
      {
        from: k.address('Văn thư', 'haiquan'),
        subject: 'Phòng Hải quan cửa khẩu gửi hồ sơ đề nghị công nhận sáng kiến',
        text: 'Kính gửi Ban Thường trực, Phòng Hải quan gửi hồ sơ sáng kiến.',
        attachments: bare(k),
        want: { ...WITHOUT_UNIT, reason: 'unit-unknown', letters: ['unknown-unit'] },
      },
    ],
  ),
  define('phong-hai', 'The town Nông trường Phong Hải in its short form.', PHONG_HAI, (k) => [
    {
      from: k.address('UBMTTQ TTNT Phong Hải'),
      subject: 'UBMTTQ TTNT Phong Hải gửi hồ sơ sáng kiến',
      text: 'Thị trấn gửi hồ sơ.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define('tt-is-a-town', '"TT Phố Lu" after the Front’s name is the town.', PHO_LU, (k) => [
    {
      from: k.address('Văn thư'),
      subject: 'BTT UBMTTQ TT Phố Lu nộp hồ sơ sáng kiến',
      text: 'TT UBMTTQ gửi hồ sơ.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define(
    'tt-is-a-centre',
    '"TT Y tế" is a centre, not a town: the health centre submits, not the town where it stands.',
    body('TTYT', 'TT Y tế huyện', ['SỞ Y TẾ LÀO CAI', 'TRUNG TÂM Y TẾ HUYỆN BẢO THẮNG'], 'TTYT'),
    (k) => [
      {
        from: k.from,
        subject: 'TT Y tế huyện Bảo Thắng gửi hồ sơ sáng kiến',
        text: 'Kính gửi Ban Thường trực, Trung tâm Y tế huyện gửi hồ sơ sáng kiến.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'letterhead-only',
    'Name, subject and words say nothing of the unit; the letterhead of the Tờ trình does.',
    THAI_NIEN,
    (k) => [
      {
        from: k.address('Hoang B', 'hb1985', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Em gửi ạ.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'letterhead-of-scan-unreadable',
    'Files that say nothing, but the signature under the mail does.',
    BAN_PHIET,
    (k) => [
      {
        from: k.address('Văn thư xã', 'vt', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Kính gửi Ban Thường trực, xã gửi hồ sơ sáng kiến năm 2022.\n\n--\nỦy ban MTTQ Việt Nam xã Bản Phiệt\nĐịa chỉ: xã Bản Phiệt, huyện Bảo Thắng',
        attachments: bare(k),
        want: complete(k.unit),
      },
    ],
  ),
  define('subject-only', 'The subject alone names Front and place: enough.', TRI_QUANG, (k) => [
    {
      from: k.address('Nguyễn C', 'nc', 'gmail.example'),
      subject: 'Mặt trận xã Trì Quang gửi hồ sơ sáng kiến',
      text: 'Em gửi ạ.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define('body-only-unit', 'Only the words of the mail name the unit.', XUAN_GIAO, (k) => [
    {
      from: k.address('Phạm D', 'pd', 'gmail.example'),
      subject: 'Nộp hồ sơ sáng kiến',
      text: 'Kính gửi Ban Thường trực, UBMTTQ xã Xuân Giao xin gửi hồ sơ đề nghị công nhận sáng kiến năm 2022.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define(
    'personal-address-no-hint',
    'A personal address, files and words that name nobody: the sender is asked which unit it is, and nothing else.',
    NOBODY,
    (k) => [
      {
        from: k.address('Minh Anh', 'minhanh', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Em gửi bác ạ.',
        attachments: bare(k),
        want: { ...WITHOUT_UNIT, reason: 'unit-unknown', letters: ['unknown-unit'] },
      },
    ],
  ),
  define(
    'unit-told-afterwards',
    'The sender answers with the unit’s name: the same dossier gets it, and its receipt.',
    SON_HA,
    (k) => [
      {
        from: k.address('Lan Chi', 'lanchi', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Em gửi bác ạ.',
        attachments: bare(k),
        want: { ...WITHOUT_UNIT, reason: 'unit-unknown', letters: ['unknown-unit'] },
      },
      {
        from: k.address('Lan Chi', 'lanchi', 'gmail.example'),
        subject: (earlier) => `Re: ${earlier.letter(0, 'unknown-unit').subject}`,
        text: '1. Tên cơ quan, đơn vị: Ủy ban MTTQ Việt Nam xã Sơn Hà\n2. Tên sáng kiến: như hồ sơ',
        answers: [0, 'unknown-unit'],
        receivedAt: '2022-08-08 10:40',
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          unit: 'MTTQ-SONHA',
          status: 'complete',
          missing: [],
          letters: ['receipt'],
        },
      },
    ],
  ),
  define(
    'two-units-disagree',
    'The letterhead says Gia Phú, the subject Xuân Quang: both are strong, so a person decides and no unit is guessed.',
    GIA_PHU,
    (k) => [
      {
        from: k.address('Văn thư', 'vt', 'gmail.example'),
        subject: 'MTTQ xã Xuân Quang gửi hồ sơ sáng kiến',
        text: 'Em gửi hồ sơ ạ.',
        attachments: k.full(),
        want: { ...WITHOUT_UNIT, reason: 'unit-conflict', letters: ['receipt-checking'] },
      },
    ],
  ),
  define(
    'school-in-a-commune',
    'A school in Gia Phú is not the Front of Gia Phú: its dossier is not counted for the commune.',
    SCHOOL,
    (k) => [
      {
        from: k.from,
        subject: 'Trường THCS số 1 Gia Phú gửi hồ sơ sáng kiến',
        text: 'Kính gửi Ban Thường trực, Trường THCS số 1 Gia Phú gửi hồ sơ đề nghị công nhận sáng kiến.',
        attachments: k.full(),
        want: { outcome: 'registered', notUnit: 'MTTQ-GIAPHU', kind: 'initiative', missing: [] },
      },
    ],
  ),
  define(
    'kindergarten',
    'Another school, of another kind: a provisional unit as well.',
    {
      code: null,
      name: 'Trường Mầm non Hoa Mai',
      place: 'Phú Nhuận',
      letterhead: ['PHÒNG GIÁO DỤC VÀ ĐÀO TẠO BẢO THẮNG', 'TRƯỜNG MẦM NON HOA MAI'],
      symbol: 'MN',
    },
    (k) => [
      {
        from: k.from,
        subject: 'Trường Mầm non Hoa Mai xã Phú Nhuận gửi hồ sơ sáng kiến',
        text: 'Nhà trường gửi hồ sơ sáng kiến.',
        attachments: k.full(),
        want: { outcome: 'registered', notUnit: 'MTTQ-PHUNHUAN', kind: 'initiative', missing: [] },
      },
    ],
  ),
  define(
    'peoples-committee-of-a-commune',
    'The people’s committee of Bản Cầm is not its Front.',
    {
      code: null,
      name: 'UBND xã Bản Cầm',
      place: 'Bản Cầm',
      letterhead: ['UBND HUYỆN BẢO THẮNG', 'ỦY BAN NHÂN DÂN XÃ BẢN CẦM'],
      symbol: 'UBND',
    },
    (k) => [
      {
        from: k.from,
        subject: 'UBND xã Bản Cầm gửi hồ sơ sáng kiến',
        text: 'Kính gửi Ban Thường trực, UBND xã Bản Cầm gửi hồ sơ sáng kiến.',
        attachments: k.full(),
        want: { outcome: 'registered', notUnit: 'MTTQ-BANCAM', kind: 'initiative', missing: [] },
      },
    ],
  ),
  define(
    'farmers-of-a-commune',
    'The Farmers’ association of a commune is not that of the district.',
    {
      code: null,
      name: 'Hội Nông dân xã Sơn Hải',
      place: 'Sơn Hải',
      letterhead: ['HỘI NÔNG DÂN HUYỆN BẢO THẮNG', 'HỘI NÔNG DÂN XÃ SƠN HẢI'],
      symbol: 'HND',
    },
    (k) => [
      {
        from: k.from,
        subject: 'Hội Nông dân xã Sơn Hải gửi hồ sơ sáng kiến',
        text: 'Hội Nông dân xã Sơn Hải gửi hồ sơ.',
        attachments: k.full(),
        want: { outcome: 'registered', notUnit: 'HND-H', kind: 'initiative', missing: [] },
      },
    ],
  ),
  define(
    'school-for-its-commune',
    'A school’s mailbox sends the papers of its commune’s Front: the letterhead is the Front’s, and beats the sender’s name.',
    PHONG_NIEN,
    (k) => [
      {
        from: 'Trường Tiểu học <truong.phongnien@example.vn>',
        subject: 'Gửi giúp hồ sơ sáng kiến',
        text: 'Nhà trường gửi giúp hồ sơ của MTTQ xã Phong Niên ạ.',
        headers: { Cc: 'ubnd@example.vn, hoinongdan@example.vn, phunu@example.vn' },
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'district-body-by-letterhead',
    'A body of the district: parent above, issuer below in the letterhead.',
    EDUCATION,
    (k) => [
      {
        from: k.address('Chuyên viên', 'cv', 'gmail.example'),
        subject: 'Hồ sơ sáng kiến',
        text: 'Gửi Ban Thường trực.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define('district-body-by-abbreviation', 'A body of the district by its abbreviation.', WOMEN, (k) => [
    {
      from: k.address('Văn phòng'),
      subject: 'Hội LHPN huyện gửi hồ sơ sáng kiến',
      text: 'Hội LHPN huyện gửi hồ sơ.',
      attachments: bare(k),
      want: complete(k.unit),
    },
  ]),
  define('police', 'A body of the armed forces, by letterhead and subject together.', POLICE, (k) => [
    {
      from: k.from,
      subject: 'Công an huyện Bảo Thắng gửi hồ sơ đề nghị công nhận sáng kiến',
      text: 'Kính gửi Ban Thường trực.',
      attachments: k.full(),
      want: complete(k.unit),
    },
  ]),
  define(
    'many-places-in-the-words',
    'The report tells of other communes that took the idea over: the letterhead still decides.',
    FARMERS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Nông dân huyện gửi hồ sơ sáng kiến',
        text: 'Hội Nông dân huyện gửi hồ sơ. Mô hình đã áp dụng tại xã Gia Phú, xã Xuân Quang và thị trấn Phố Lu.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'addressee-is-not-the-sender',
    'Every letter is addressed to the Front of the district: that names the office, not the sender.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: 'Kính gửi MTTQ huyện Bảo Thắng hồ sơ sáng kiến thị trấn Tằng Loỏng',
        text: 'Kính gửi Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng, MTTQ thị trấn Tằng Lỏng gửi hồ sơ sáng kiến.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'xuan-quang-not-tri-quang',
    'Xuân Quang, Xuân Giao and Trì Quang share their words, two by two.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.address('mttq xa xuan quang'),
        subject: 'Mat tran xa Xuan Quang nop ho so sang kien',
        text: 'gui ho so sang kien',
        attachments: bare(k),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'phu-nhuan-in-file-names',
    'File names and the sender’s name agree where nothing else speaks: two weak hints are enough together.',
    PHU_NHUAN,
    (k) => {
      const papers = k.papersOf(NOBODY);
      return [
        {
          from: k.address('UBMTTQ xã Phú Nhuận'),
          subject: 'Nộp hồ sơ sáng kiến',
          text: 'Em gửi ạ.',
          attachments: [
            part('To trinh MTTQ xa Phu Nhuan.docx', word(papers.order())),
            part('To trinh MTTQ xa Phu Nhuan.pdf', pdf(papers.order())),
            part('Bao cao mo ta sang kien MTTQ xa Phu Nhuan.docx', word(papers.report(k.title))),
            part('Bao cao mo ta sang kien MTTQ xa Phu Nhuan.pdf', pdf(papers.report(k.title))),
          ],
          want: complete(k.unit, {
            documents: [accepted('To trinh MTTQ xa Phu Nhuan.docx', 'to_trinh', 'editable')],
          }),
        },
      ];
    },
  ),
  define(
    'quoted-office-signature',
    'Our own letter quoted below names other units; only what the sender wrote counts.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\n\nVào Th 2, 1 thg 8, 2022, Bộ phận tiếp nhận hồ sơ <hopthu@example.vn> đã viết:\n> Kính gửi: MTTQ xã Gia Phú, MTTQ xã Xuân Quang, MTTQ xã Thái Niên\n> Đề nghị gửi hồ sơ sáng kiến trước ngày 10/8.`,
        attachments: bare(k),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'party-body',
    'A body of the Party: no state motto on the right, its own letterhead on the left.',
    PROPAGANDA,
    (k) => {
      const motto = ['ĐẢNG CỘNG SẢN VIỆT NAM'];
      return [
        {
          from: k.address('Chuyên viên', 'cv', 'gmail.example'),
          subject: 'Ban Tuyên giáo Huyện ủy gửi hồ sơ sáng kiến',
          text: 'Gửi Ban Thường trực.',
          attachments: [
            part('Tờ trình.docx', word(k.order({ motto }))),
            part('Tờ trình.pdf', pdf(k.order({ motto }))),
            part('Báo cáo mô tả sáng kiến.docx', word(k.report(k.title, { motto }))),
            part('Báo cáo mô tả sáng kiến.pdf', pdf(k.report(k.title, { motto }))),
          ],
          want: complete(k.unit),
        },
      ];
    },
  ),
  define(
    'reports-of-bodies-in-the-commune',
    'The commune’s Front sends reports that its associations wrote: the Tờ trình’s letterhead decides, theirs do not contradict it.',
    GIA_PHU,
    (k) => {
      const women = k.papersOf({
        code: null,
        name: '',
        place: 'Gia Phú',
        letterhead: ['HỘI LHPN HUYỆN BẢO THẮNG', 'HỘI LHPN XÃ GIA PHÚ'],
        symbol: 'BC-HPN',
      });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('Báo cáo mô tả sáng kiến.docx', word(women.report(k.title))),
            part('Báo cáo mô tả sáng kiến.pdf', pdf(women.report(k.title))),
          ],
          want: complete(k.unit),
        },
      ];
    },
  ),
  define(
    'reports-of-schools',
    'The department of education sends the reports of its schools: its own Tờ trình tells who submits.',
    EDUCATION,
    (k) => {
      const school = k.papersOf(SCHOOL);
      return [
        {
          from: k.from,
          subject: 'Phòng GD&ĐT gửi hồ sơ sáng kiến',
          text: 'Phòng GD&ĐT huyện gửi hồ sơ.',
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('Báo cáo mô tả sáng kiến.docx', word(school.report(k.title))),
            part('Báo cáo mô tả sáng kiến.pdf', pdf(school.report(k.title))),
          ],
          want: complete(k.unit),
        },
      ];
    },
  ),
  define(
    'letterhead-beats-personal-name',
    'A private name and address, a letterhead of Bản Phiệt: the address is a hint and no proof, the letterhead counts.',
    BAN_PHIET,
    (k) => [
      {
        from: k.address('Hoa Ban Phiet Gia Phu', 'giaphu85', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Gửi hồ sơ.',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
];
