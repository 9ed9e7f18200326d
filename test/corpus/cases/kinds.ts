// What a message is at all: a dossier, another paper of the movement, a question, or ordinary mail of the same mailbox.
import { makeDeliveryReport } from '../../../demo/delivery-report.ts';
import type { Case } from '../case.ts';
import { part, pdf, word } from '../files.ts';
import { accepted, complete, define, ORDINARY, unanswered } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  body,
  GIA_PHU,
  HEALTH_CENTRE,
  NOBODY,
  PHO_LU,
  PHONG_HAI,
  PHONG_NIEN,
  PHU_NHUAN,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  VETERANS,
  WOMEN,
  XUAN_GIAO,
  XUAN_QUANG,
} from '../senders.ts';

const DISTRICT = body(
  null,
  'Văn phòng cơ quan',
  ['ỦY BAN MTTQ VIỆT NAM', 'HUYỆN BẢO THẮNG', 'BAN THƯỜNG TRỰC'],
  'MTTQ-BTT',
);

export const KINDS: Case[] = [
  define(
    'half-year-report',
    'The report on the movement of the first six months is owed to the same people, yet it is no dossier and lacks nothing.',
    XUAN_QUANG,
    (k) => {
      const paper = k.paper('BC', {
        title: ['BÁO CÁO', 'Kết quả thực hiện phong trào thi đua “Đoàn kết sáng tạo” 6 tháng đầu năm 2022'],
        paragraphs: ['1. Công tác tuyên truyền: 05 hội nghị.', '2. Kết quả: 02 mô hình được áp dụng./.'],
      });
      return [
        {
          from: k.from,
          subject: 'Báo cáo kết quả phong trào thi đua Đoàn kết sáng tạo 6 tháng đầu năm 2022',
          text: 'Xã Xuân Quang gửi báo cáo 6 tháng.',
          receivedAt: '2022-06-08 15:20',
          attachments: [part('BC 6 tháng.docx', word(paper)), part('BC 6 tháng.signed.pdf', pdf(paper))],
          want: {
            outcome: 'registered',
            kind: 'periodic-report',
            unit: 'MTTQ-XUANQUANG',
            status: 'complete',
            deadline: 'on-time',
            missing: [],
            letters: ['report-receipt'],
            documents: [
              accepted('BC 6 tháng.docx', 'bao_cao_dinh_ky', 'editable'),
              accepted('BC 6 tháng.signed.pdf', 'bao_cao_dinh_ky', 'signed'),
            ],
          },
        },
      ];
    },
  ),
  define(
    'year-report',
    'The report on the movement of the whole year: a periodic report, never an incomplete dossier.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: 'MTTQ xã Thái Niên gửi báo cáo tổng kết phong trào Đoàn kết sáng tạo năm 2022',
        text: 'Xã gửi báo cáo năm ạ.',
        receivedAt: '2022-11-17 10:00',
        attachments: [
          part(
            'Bao cao tong ket phong trao DKST 2022.docx',
            word(
              k.paper('BC', {
                title: ['BÁO CÁO', 'Tổng kết phong trào thi đua “Đoàn kết sáng tạo” năm 2022'],
                paragraphs: ['Trong năm có 03 sáng kiến được công nhận cấp cơ sở./.'],
              }),
            ),
          ),
        ],
        want: {
          outcome: 'registered',
          kind: 'periodic-report',
          unit: 'MTTQ-THAINIEN',
          deadline: 'on-time',
          missing: [],
          letters: ['report-receipt'],
          documents: [accepted('Bao cao tong ket phong trao DKST 2022.docx', 'bao_cao_dinh_ky', 'editable')],
        },
      },
    ],
  ),
  define(
    'plan',
    'The plan a commune makes for the movement is a kind of its own, for staff: nothing of a dossier is asked for.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: 'Kế hoạch hưởng ứng phong trào Đoàn kết sáng tạo xã Bản Cầm',
        text: 'Xã Bản Cầm gửi kế hoạch.',
        receivedAt: '2022-04-20 08:30',
        attachments: [
          part(
            'KH trien khai phong trao DKST xa Ban Cam.pdf',
            pdf(
              k.paper('KH', {
                title: ['KẾ HOẠCH', 'Hưởng ứng phong trào thi đua “Đoàn kết sáng tạo” năm 2022'],
                paragraphs: ['I. MỤC ĐÍCH, YÊU CẦU', 'Phấn đấu mỗi khu dân cư có ít nhất 01 sáng kiến.'],
              }),
            ),
          ),
        ],
        want: unanswered('unsorted', 'plan', {
          documents: [accepted('KH trien khai phong trao DKST xa Ban Cam.pdf', 'ke_hoach', 'signed')],
        }),
      },
    ],
  ),
  define(
    'question-without-documents',
    'A question about the form of the report is for a person: no dossier, and nothing is asked for.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: 'Hỏi về mẫu báo cáo mô tả sáng kiến',
        text: 'Kính gửi Ban Thường trực, cho xã hỏi mẫu báo cáo mô tả sáng kiến năm nay lấy ở đâu, hồ sơ cần mấy bộ ạ? Xin cảm ơn.',
        want: unanswered('unsorted', 'enquiry'),
      },
    ],
  ),
  define(
    'nothing-to-propose',
    'A unit that has nothing to propose says so: counted apart from those who are silent, and not told that a file is missing.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: 'Xã Phú Nhuận báo cáo về việc đề nghị công nhận sáng kiến năm 2022',
        text: 'Kính gửi Ban Thường trực, năm 2022 MTTQ xã Phú Nhuận không có sáng kiến, mô hình đề nghị xét, công nhận. Xin báo cáo để tổng hợp.',
        want: { outcome: 'unsorted', reason: 'nothing-to-propose' },
      },
    ],
  ),
  define(
    'announced-but-empty',
    'A dossier is announced "as attached" and nothing is attached: the unit is told so, without a code.',
    VETERANS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Cựu chiến binh huyện gửi hồ sơ đề nghị công nhận sáng kiến',
        text: 'Kính gửi Ban Thường trực, Hội gửi hồ sơ sáng kiến như tệp đính kèm.',
        want: { outcome: 'unsorted', reason: 'no-attachment', letters: ['no-attachment'] },
      },
    ],
  ),
  define(
    'application-alone',
    'An application by an author speaks for a dossier by itself; Tờ trình and report are owed.',
    WOMEN,
    (k) => {
      const paper = k.paper('ĐN', {
        title: ['ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN'],
        paragraphs: [
          'Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
          'Là tác giả đề nghị xét công nhận sáng kiến: Nuôi gà bằng đệm lót sinh học.',
        ],
      });
      return [
        {
          from: k.from,
          subject: 'Hội Liên hiệp Phụ nữ huyện gửi đơn',
          text: 'Hội gửi đơn của hội viên.',
          attachments: [part('Đơn.docx', word(paper)), part('Đơn.pdf', pdf(paper))],
          want: {
            outcome: 'registered',
            kind: 'initiative',
            unit: 'HLHPN-H',
            missing: [
              ['to_trinh', 'any', null],
              ['bao_cao_mo_ta', 'any', null],
            ],
            documents: [accepted('Đơn.docx', 'don_de_nghi', 'editable')],
          },
        },
      ];
    },
  ),
  define(
    'cover-letter-as-order',
    'A công văn "V/v giới thiệu sáng kiến" stands for the Tờ trình.',
    HEALTH_CENTRE,
    (k) => {
      const paper = k.paper('CV', {
        number: 'Số: 214/TTYT-TCHC',
        title: ['V/v giới thiệu sáng kiến đề nghị xét, công nhận năm 2022'],
        addressee: 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
        paragraphs: ['Trung tâm Y tế huyện trân trọng giới thiệu 01 sáng kiến kèm theo./.'],
      });
      return [
        {
          from: k.from,
          subject: 'TTYT huyện Bảo Thắng giới thiệu sáng kiến',
          text: 'Kính gửi Ban Thường trực.',
          attachments: [
            part('214.docx', word(paper)),
            part('214.pdf', pdf(paper)),
            k.reportWord(),
            k.reportPdf(),
          ],
          want: complete(k.unit, {
            documents: [
              accepted('214.docx', 'to_trinh', 'editable'),
              accepted('214.pdf', 'to_trinh', 'signed'),
            ],
          }),
        },
      ];
    },
  ),
  define('invitation', 'An invitation to a meeting is ordinary mail: not answered.', DISTRICT, (k) => [
    {
      from: k.from,
      subject: 'Giấy mời dự hội nghị giao ban quý III',
      text: 'Trân trọng kính mời đại biểu dự hội nghị giao ban lúc 08 giờ 00 phút thứ Hai tại hội trường.',
      attachments: [
        part(
          'Giấy mời.docx',
          word(
            k.paper('GM', {
              title: ['GIẤY MỜI', 'Dự hội nghị giao ban công tác quý III'],
              paragraphs: ['Trân trọng kính mời đại biểu dự hội nghị tại hội trường./.'],
            }),
          ),
        ),
      ],
      want: ORDINARY,
    },
  ]),
  define('invitation-in-words', 'An invitation without any file: not a submission.', DISTRICT, (k) => [
    {
      from: k.from,
      subject: 'Mời họp',
      text: 'Kính mời các đồng chí họp giao ban lúc 14 giờ ngày 09/8/2022 tại phòng họp tầng 2.',
      want: ORDINARY,
    },
  ]),
  define(
    'weekly-report',
    'The weekly report of a commune mentions an initiative in passing: still ordinary mail, not answered.',
    PHONG_NIEN,
    (k) => [
      {
        from: k.from,
        subject: 'Báo cáo công tác tuần 31 xã Phong Niên',
        text: 'Xã Phong Niên gửi báo cáo tuần.',
        attachments: [
          part(
            'Bao cao tuan 31.docx',
            word(
              k.paper('BC', {
                title: ['BÁO CÁO', 'Kết quả công tác Mặt trận tuần 31 năm 2022'],
                paragraphs: [
                  '1. Công tác tuyên truyền: phát thanh 06 buổi, tổng hợp ý kiến của nhân dân.',
                  '2. Công tác an sinh xã hội: thăm 03 hộ nghèo, trao 03 suất quà; vận động Quỹ “Vì người nghèo”.',
                  '3. Công tác khác: dự họp thôn, đôn đốc các khu dân cư viết sáng kiến theo kế hoạch của huyện.',
                ],
              }),
            ),
          ),
        ],
        want: ORDINARY,
      },
    ],
  ),
  define(
    'order-for-money',
    'A Tờ trình that asks for money is a Tờ trình too, but nothing of the campaign: a person looks.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: 'Tờ trình xin kinh phí xã Gia Phú',
        text: 'Xã Gia Phú gửi tờ trình xin hỗ trợ kinh phí Đại hội.',
        attachments: [
          part(
            'To trinh xin kinh phi.docx',
            word(
              k.paper('TTr', {
                title: ['TỜ TRÌNH', 'Về việc xin hỗ trợ kinh phí tổ chức Ngày hội Đại đoàn kết'],
                paragraphs: ['Kính đề nghị Ban Thường trực xem xét, hỗ trợ kinh phí./.'],
              }),
            ),
          ),
        ],
        want: ORDINARY,
      },
    ],
  ),
  define(
    'advertisement',
    'Advertising with a flashy subject: not a submission, not answered.',
    NOBODY,
    (k) => [
      {
        from: k.address('Siêu thị văn phòng phẩm', 'khuyenmai', 'quangcao.example'),
        subject: 'KHUYẾN MÃI 50% mực in, giấy A4 trong tháng 8!!!',
        html: '<h1>Giảm giá sốc</h1><p>Mua 2 tặng 1. <a href="https://quangcao.example/mua">Mua ngay</a></p>',
        want: ORDINARY,
      },
    ],
  ),
  define(
    'newsletter',
    'A newsletter that writes about initiatives is bulk mail: its headers say so, and it is never answered.',
    NOBODY,
    (k) => [
      {
        from: k.address('Bản tin', 'bantin', 'tintuc.example'),
        subject: 'Bản tin tuần: những sáng kiến hay trong phong trào Đoàn kết sáng tạo',
        text: 'Điểm tin sáng kiến trong tuần.',
        headers: { 'List-Unsubscribe': '<mailto:huy@tintuc.example>', 'List-Id': '<bantin.tintuc.example>' },
        want: unanswered('automatic', 'mailing-list'),
      },
    ],
  ),
  define('vacation', 'An out-of-office answer to a receipt is never answered.', PHO_LU, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: k.full(),
      want: complete(k.unit),
    },
    {
      from: k.from,
      subject: (earlier) => `Trả lời tự động: ${earlier.letter(0, 'receipt').subject}`,
      text: 'Tôi đi công tác đến hết tuần, sẽ trả lời thư sau.',
      answers: [0, 'receipt'],
      headers: { 'Auto-Submitted': 'auto-replied' },
      receivedAt: '2022-08-08 09:20',
      want: unanswered('automatic', 'auto-replied'),
    },
  ]),
  define(
    'bounce',
    'A mail server says that a letter could not be delivered: no new dossier, no answer.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: 'mailer-daemon@example.vn',
        subject: '',
        raw: (earlier, messageId) =>
          makeDeliveryReport({
            messageId,
            to: 'hopthu@example.vn',
            recipient: `vanthu.${k.mark}@example.vn`,
            letter: earlier.letter(0, 'receipt').messageId,
          }),
        want: unanswered('automatic', 'delivery-report'),
      },
    ],
  ),
  define(
    'robot-sender',
    'A notice from a no-reply address, whatever it is called, is never answered.',
    NOBODY,
    (k) => [
      {
        from: `Hệ thống thông báo <no-reply@${k.mark}.example>`,
        subject: 'Thông báo: hồ sơ sáng kiến của bạn đã được lưu trên hệ thống',
        text: 'Đây là thư tự động, vui lòng không trả lời.',
        want: unanswered('automatic', 'robot-sender'),
      },
    ],
  ),
  define('read-receipt', 'A read receipt for one of our letters is a report of a program.', NOBODY, (k) => [
    {
      from: k.from,
      subject: 'Đã đọc: Xác nhận đã tiếp nhận hồ sơ',
      raw: (_, messageId) => Buffer.from(readReceipt(`vanthu.${k.mark}@example.vn`, messageId)),
      want: unanswered('automatic', 'read-receipt'),
    },
  ]),
  define(
    'own-letter',
    'A mail from our own address is never answered, or we would write to ourselves for ever.',
    NOBODY,
    () => [
      {
        from: 'Bộ phận tiếp nhận hồ sơ <hopthu@example.vn>',
        subject: 'Chuyển hồ sơ sáng kiến',
        text: 'Chuyển nội bộ hồ sơ sáng kiến.',
        want: unanswered('automatic', 'own-message'),
      },
    ],
  ),
  define(
    'thanks-for-the-receipt',
    'A thank-you under our receipt brings nothing: it joins its dossier for a person to see and is not answered.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'receipt').subject}`,
        text: 'Vâng, em cảm ơn ạ.',
        answers: [0, 'receipt'],
        receivedAt: '2022-08-08 10:00',
        want: unanswered('supplement', 'reply-without-documents', { dossierOf: 0 }),
      },
    ],
  ),
  define(
    'award-form',
    'Proposals for merit awards are a dossier of another kind of work: a person looks, nobody is told anything.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: 'Xã Xuân Giao gửi hồ sơ đề nghị khen thưởng Ngày hội Đại đoàn kết',
        text: 'Gửi hồ sơ khen thưởng.',
        attachments: [
          part(
            'To trinh khen thuong.docx',
            word(
              k.paper('TTr', {
                title: ['TỜ TRÌNH', 'Về việc đề nghị khen thưởng khu dân cư tiêu biểu'],
                paragraphs: ['Kính đề nghị Ban Thường trực xem xét, khen thưởng./.'],
              }),
            ),
          ),
        ],
        want: ORDINARY,
      },
    ],
  ),
  define(
    'idea-and-model',
    'The campaign also takes models, products and new ideas: a dossier need not say "sáng kiến".',
    BAN_PHIET,
    (k) => {
      const order = k.order({
        title: ['TỜ TRÌNH', 'Về việc đề nghị xét, công nhận mô hình sáng tạo năm 2022'],
        paragraphs: ['Kính đề nghị xét, công nhận mô hình sáng tạo kèm theo Tờ trình này./.'],
      });
      const report = k.report(k.title, {
        title: ['BÁO CÁO', 'Mô tả mô hình sáng tạo'],
        paragraphs: [
          `1. Tên mô hình: ${k.title}`,
          '2. Tác giả: Ban công tác Mặt trận',
          '3. Tính mới: lần đầu có ở xã.',
        ],
      });
      return [
        {
          from: k.from,
          subject: 'Xã Bản Phiệt gửi hồ sơ mô hình sáng tạo',
          text: 'MTTQ xã gửi hồ sơ mô hình.',
          attachments: [
            part('To trinh.docx', word(order)),
            part('To trinh.pdf', pdf(order)),
            part('Mo hinh.docx', word(report)),
            part('Mo hinh.pdf', pdf(report)),
          ],
          want: complete(k.unit, {
            items: [k.title],
            documents: [
              accepted('Mo hinh.docx', 'bao_cao_mo_ta', 'editable'),
              accepted('Mo hinh.pdf', 'bao_cao_mo_ta', 'signed'),
            ],
          }),
        },
      ];
    },
  ),
  define(
    'question-beside-a-dossier',
    'A whole dossier with a question in its words is a dossier: the papers decide.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text} Cho xã hỏi Ban đã nhận được hồ sơ chưa ạ?`,
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'nothing-elsewhere',
    'A dossier whose words say that other villages have nothing to propose is a dossier.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text} Các thôn còn lại không có sáng kiến đề nghị xét.`,
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'nothing-to-propose-on-paper',
    'The same said in an official letter, attached: read there, and no Tờ trình is asked for.',
    SON_HAI,
    (k) => {
      const paper = k.paper('CV', {
        number: 'Số: 31/MTTQ-BTT',
        title: ['V/v báo cáo nội dung đề nghị công nhận sáng kiến năm 2022'],
        addressee: 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
        paragraphs: [
          'Năm 2022, Ủy ban MTTQ Việt Nam xã Sơn Hải không có sáng kiến, mô hình đề nghị xét, công nhận./.',
        ],
      });
      return [
        {
          from: k.from,
          subject: 'MTTQ xã Sơn Hải báo cáo không có sáng kiến đề nghị năm 2022',
          text: 'Xã gửi văn bản báo cáo.',
          attachments: [part('31.pdf', pdf(paper))],
          want: { outcome: 'unsorted', reason: 'nothing-to-propose' },
        },
      ];
    },
  ),
  define(
    'report-and-dossier-together',
    'The six-month report and a dossier in one mail: the dossier must not be lost in the report.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: 'MTTQ xã Trì Quang gửi báo cáo 6 tháng phong trào và hồ sơ sáng kiến',
        text: 'Xã gửi báo cáo và hồ sơ sáng kiến.',
        attachments: [
          ...k.full(),
          part(
            'BC 6 thang phong trao DKST.docx',
            word(
              k.paper('BC', {
                title: [
                  'BÁO CÁO',
                  'Kết quả thực hiện phong trào thi đua “Đoàn kết sáng tạo” 6 tháng đầu năm 2022',
                ],
              }),
            ),
          ),
        ],
        want: complete(k.unit, {
          items: [k.title],
          documents: [accepted('BC 6 thang phong trao DKST.docx', 'bao_cao_dinh_ky', 'editable')],
        }),
      },
    ],
  ),
  define(
    'asks-whether-it-arrived',
    'The unit asks whether its dossier has come: for a person to answer, and no second dossier.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.from,
        subject: 'Hỏi về hồ sơ sáng kiến',
        text: 'Cho xã hỏi Ban đã nhận được hồ sơ sáng kiến của xã chưa ạ?',
        receivedAt: '2022-08-08 15:00',
        want: {
          outcome: ['unsorted', 'supplement'],
          reason: ['enquiry', 'reply-without-documents'],
          letters: [],
        },
      },
    ],
  ),
  define(
    'empty-return-path',
    'A mail without a return path is a program’s notice, whatever it says of dossiers.',
    NOBODY,
    (k) => [
      {
        from: k.from,
        subject: 'Thông báo về hồ sơ sáng kiến',
        text: 'Thư của bạn đã được chuyển.',
        headers: { 'Return-Path': '<>' },
        want: unanswered('automatic', 'null-return-path'),
      },
    ],
  ),
  define('bulk-mail', 'Bulk mail about the movement is not answered.', NOBODY, (k) => [
    {
      from: k.from,
      subject: 'Thể lệ cuộc thi sáng kiến năm 2022',
      text: 'Mời các đơn vị gửi hồ sơ sáng kiến dự thi.',
      headers: { Precedence: 'bulk' },
      want: unanswered('automatic', 'bulk-precedence'),
    },
  ]),
  define(
    'asks-for-no-automatic-answers',
    'A sender who wants no automatic answers is no automat: the dossier is registered and gets its receipt.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        headers: { 'X-Auto-Response-Suppress': 'All', 'Disposition-Notification-To': 'vanthu@example.vn' },
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
];

/** RFC 8098 §3. */
function readReceipt(from: string, messageId: string): string {
  return [
    `From: ${from}`,
    'To: hopthu@example.vn',
    'Subject: Read: receipt',
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="mdn"',
    '',
    '--mdn',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'The message was displayed.',
    '',
    '--mdn',
    'Content-Type: message/disposition-notification',
    '',
    `Final-Recipient: rfc822; ${from}`,
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '',
    '--mdn--',
    '',
  ].join('\r\n');
}
