// The story of the demo: the mails that units send in the last days of a campaign, and what should become of each.
import { localDay } from '../src/core/code.ts';
import { instantOf } from '../src/core/deadline.ts';
import { makeDeliveryReport } from './delivery-report.ts';
import { ACCOUNT } from './office.ts';
import type { Expected, FindLetter, Sample } from './play.ts';
import { baoCaoMoTa, danhSach, type SampleUnit, toTrinh } from './samples/documents.ts';
import { makeDocx } from './samples/docx.ts';
import { type Mail, makeMail } from './samples/eml.ts';
import { makePng } from './samples/image.ts';
import { makePdf, makeScan } from './samples/pdf.ts';

interface Sender extends SampleUnit {
  from: string;
}

function commune(level: 'xã' | 'thị trấn', place: string, domain: string): Sender {
  return {
    from: `MTTQ ${level} ${place} <mttq@${domain}.example>`,
    letterhead: ['ỦY BAN MTTQ VIỆT NAM', `${level} ${place}`.toUpperCase(), 'BAN THƯỜNG TRỰC'],
    place,
  };
}

const GIA_PHU = commune('xã', 'Gia Phú', 'giaphu');
const PHO_LU = commune('thị trấn', 'Phố Lu', 'pholu');
const XUAN_QUANG = commune('xã', 'Xuân Quang', 'xuanquang');
const THAI_NIEN = commune('xã', 'Thái Niên', 'thainien');
const SON_HAI = commune('xã', 'Sơn Hải', 'sonhai');
const EDUCATION: Sender = {
  from: 'Văn thư <vanthu@gddt.example>',
  letterhead: ['UBND HUYỆN BẢO THẮNG', 'PHÒNG GIÁO DỤC VÀ ĐÀO TẠO'],
  place: 'Bảo Thắng',
};
const FARMERS = 'Hội Nông dân huyện <hoinongdan@baothang.example>';
const DISTRICT = 'Văn phòng <vanphong@baothang.example>';
/** Neither name, address nor letterhead tells which of the communes this is. */
const SOMEBODY: Sender = {
  from: 'Ban công tác <khudancu3@mail.example>',
  letterhead: ['BAN CÔNG TÁC MẶT TRẬN', 'KHU DÂN CƯ SỐ 3'],
  place: 'Khu dân cư số 3',
};

/** In the order in which they are played; `now` is the day after the deadline. */
export async function writeStory(now: Date): Promise<Sample[]> {
  const twoDaysAgo = daysBefore(now, 2, '09:15');
  const yesterday = daysBefore(now, 1, '16:40');
  const giaPhu = await dossierOf(GIA_PHU, 'Mô hình tổ tự quản thu gom rác thải tại hộ gia đình');
  const phoLu = await dossierOf(PHO_LU, 'Tuyến phố văn minh không rác thải nhựa');
  const xuanQuang = await dossierOf(XUAN_QUANG, 'Mô hình camera an ninh do nhân dân đóng góp');
  const thaiNien = await dossierOf(THAI_NIEN, 'Cải tiến máy tách hạt ngô dùng mô tơ điện');
  const sonHai = await dossierOf(SON_HAI, 'Nhóm Zalo tiếp nhận ý kiến của nhân dân');
  const somebody = await dossierOf(SOMEBODY, 'Tổ hợp tác trồng rau an toàn');

  return [
    sample('complete', GIA_PHU.from, twoDaysAgo, {
      tells: 'A commune sends a complete dossier: signed and editable copies, and a photo.',
      subject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022 của xã Gia Phú',
      text: 'Kính gửi Ban Thường trực, xã Gia Phú gửi hồ sơ đề nghị công nhận sáng kiến.',
      attachments: [...all(giaPhu), { name: 'Ảnh mô hình.png', content: makePng(1) }],
      expected: expected('registered', 'MTTQ-GIAPHU', 'complete', ['receipt']),
    }),
    sample('no-editable-report', PHO_LU.from, twoDaysAgo, {
      tells: 'A town forgets the Word copy of its report: a receipt, then the list of what is missing.',
      subject: 'THỊ TRẤN PHỐ LU NỘP HỒ SƠ SÁNG KIẾN',
      text: 'Kính gửi Ban Thường trực, thị trấn Phố Lu gửi hồ sơ ạ.',
      attachments: [phoLu.orderWord, phoLu.orderScan, phoLu.reportScan],
      expected: expected('registered', 'MTTQ-PHOLU', 'awaiting-documents', INCOMPLETE),
    }),
    sample('no-order', XUAN_QUANG.from, yesterday, {
      tells: 'A commune sends its report and forgets the Tờ trình.',
      subject: 'Xã Xuân Quang gửi báo cáo mô tả sáng kiến',
      text: 'Em gửi báo cáo ạ.',
      attachments: [xuanQuang.reportWord, xuanQuang.reportScan],
      expected: expected('registered', 'MTTQ-XUANQUANG', 'awaiting-documents', INCOMPLETE),
    }),
    sample('order-follows', XUAN_QUANG.from, null, {
      tells: 'It answers the letter with the Tờ trình, and the same dossier becomes complete.',
      answers: ['no-order', 'missing-documents'],
      text: 'Em gửi bổ sung tờ trình ạ.',
      attachments: [xuanQuang.orderWord, xuanQuang.orderScan],
      expected: expected('supplement', 'MTTQ-XUANQUANG', 'complete', ['supplement-complete']),
    }),
    sample('again', GIA_PHU.from, null, {
      tells: 'The first commune sends its dossier once more, to be sure.',
      subject: 'Gửi lại: Hồ sơ sáng kiến xã Gia Phú',
      text: 'Xã Gia Phú gửi lại hồ sơ vì sợ thư trước chưa đến.',
      attachments: all(giaPhu),
      expected: expected('duplicate', 'MTTQ-GIAPHU', 'complete', ['duplicate'], 'same-files'),
    }),
    sample('two-items', EDUCATION.from, yesterday, {
      tells: 'An office proposes two initiatives at once, with their list.',
      subject: 'Phòng Giáo dục và Đào tạo: hồ sơ đề nghị công nhận sáng kiến (02 sáng kiến)',
      text: 'Phòng Giáo dục và Đào tạo gửi Tờ trình, danh sách và 02 báo cáo mô tả sáng kiến.',
      attachments: await dossierOfTwo(),
      expected: expected('registered', 'P-GDDT', 'complete', ['receipt']),
    }),
    sample('scans', THAI_NIEN.from, yesterday, {
      tells:
        'A commune sends Word copies, and scans whose names tell nothing: they are looked at, not asked for.',
      subject: 'Hồ sơ sáng kiến xã Thái Niên',
      text: 'Xã Thái Niên gửi hồ sơ, bản ký em quét gửi kèm.',
      attachments: [
        thaiNien.orderWord,
        thaiNien.reportWord,
        { name: 'scan0001.pdf', content: await makeScan(1) },
        { name: 'SKM_C22722080809150.pdf', content: await makeScan(2) },
      ],
      expected: expected('registered', 'MTTQ-THAINIEN', 'checking', ['receipt-checking']),
    }),
    sample('no-attachment', FARMERS, yesterday, {
      tells: 'Somebody announces a dossier and attaches nothing.',
      subject: 'Hội Nông dân huyện gửi hồ sơ đề nghị công nhận sáng kiến',
      text: 'Kính gửi Ban Thường trực, Hội Nông dân huyện gửi hồ sơ sáng kiến như tệp đính kèm.',
      expected: { outcome: 'unsorted', reason: 'no-attachment', letters: ['no-attachment'] },
    }),
    sample('unknown-unit', SOMEBODY.from, yesterday, {
      tells: 'A dossier comes from nobody knows where.',
      subject: 'Nộp hồ sơ sáng kiến',
      text: 'Em gửi bác ạ.',
      attachments: all(somebody),
      expected: expected('unsorted', null, 'unsorted', ['unknown-unit'], 'unit-unknown'),
    }),
    sample('unit-named', SOMEBODY.from, null, {
      tells: 'The answer names the unit, and the receipt follows.',
      answers: ['unknown-unit', 'unknown-unit'],
      text: '1. Tên cơ quan, đơn vị: Ủy ban MTTQ Việt Nam xã Sơn Hà',
      expected: expected('supplement', 'MTTQ-SONHA', 'complete', ['receipt']),
    }),
    sample('late', SON_HAI.from, null, {
      tells: 'A dossier comes today, after the deadline: registered all the same, and marked.',
      subject: 'Hồ sơ đề nghị xét, công nhận sáng kiến xã Sơn Hải',
      text: 'Xã Sơn Hải gửi hồ sơ, kính mong được tiếp nhận.',
      attachments: all(sonHai),
      expected: expected('registered', 'MTTQ-SONHAI', 'complete', ['receipt'], undefined, 'late'),
    }),
    sample('out-of-office', GIA_PHU.from, null, {
      tells:
        'An out-of-office answer to a receipt: not answered, or two robots would write to each other for ever.',
      answers: ['complete', 'receipt'],
      text: 'Tôi đi công tác đến hết tuần, sẽ trả lời thư sau.',
      headers: { 'Auto-Submitted': 'auto-replied' },
      expected: { outcome: 'automatic', reason: 'auto-replied', letters: [] },
    }),
    sample('invitation', DISTRICT, null, {
      tells: 'An invitation to a meeting: ordinary mail, not answered.',
      subject: 'Giấy mời dự hội nghị giao ban quý',
      text: 'Trân trọng kính mời dự hội nghị giao ban lúc 08 giờ 00 phút thứ Hai tại hội trường.',
      expected: { outcome: 'not-a-submission', reason: 'ordinary-mail', letters: [] },
    }),
    undelivered('returned', addressOf(PHO_LU.from), ['no-editable-report', 'missing-documents']),
  ];
}

const INCOMPLETE: Expected['letters'] = ['receipt-checking', 'missing-documents'];

function expected(
  outcome: string,
  unit: string | null,
  status: string,
  letters: Expected['letters'],
  reason?: string,
  deadline = 'on-time',
): Expected {
  return { outcome, reason, dossier: { unit, status, deadline }, letters };
}

type Answers = Parameters<FindLetter>;

interface SampleMail
  extends Pick<Mail, 'text' | 'attachments' | 'headers'>,
    Pick<Sample, 'tells' | 'expected'> {
  /** Of a new mail; an answer takes the letter's. */
  subject?: string;
  answers?: Answers;
}

/** @param receivedAt null: as it is played */
function sample(name: string, from: string, receivedAt: Date | null, mail: SampleMail): Sample {
  const { tells, expected, answers, subject = '', ...content } = mail;
  const messageId = `<${name}@${addressOf(from).split('@')[1]}>`;
  const write = (letterTo: FindLetter) => {
    const answered = answers ? answerTo(letterTo(...answers), content.text) : { subject };
    const date = receivedAt ?? new Date();
    return makeMail({ ...content, from, to: ACCOUNT.user, messageId, date, ...answered });
  };
  return { name, messageId, tells, receivedAt, write, expected };
}

/** As mail programs answer: threaded, with the letter quoted below. */
function answerTo(letter: ReturnType<FindLetter>, text: string) {
  const { messageId, subject } = letter;
  return {
    subject: `Re: ${subject}`,
    inReplyTo: messageId,
    references: messageId,
    text: `${text}\n\nVào hôm nay, ${ACCOUNT.user} đã viết:\n> ${subject}\n`,
  };
}

function undelivered(name: string, recipient: string, letter: Answers): Sample {
  const messageId = `<${name}@${recipient.split('@')[1]}>`;
  return {
    name,
    messageId,
    tells: 'A mail server reports that it could not deliver one of the letters: not answered.',
    receivedAt: null,
    write: async (letterTo) =>
      makeDeliveryReport({
        messageId,
        to: ACCOUNT.user,
        recipient,
        letter: letterTo(...letter).messageId,
      }),
    expected: { outcome: 'automatic', reason: 'delivery-report', letters: [] },
  };
}

type Attachment = NonNullable<Mail['attachments']>[number];
type Dossier = Record<'orderWord' | 'orderScan' | 'reportWord' | 'reportScan', Attachment>;

/** Everything that is required of one initiative. */
async function dossierOf(unit: SampleUnit, title: string): Promise<Dossier> {
  return { ...(await orderOf(unit)), ...(await reportOf(unit, title, 'Báo cáo mô tả sáng kiến')) };
}

async function dossierOfTwo(): Promise<Attachment[]> {
  const titles = ['Thư viện lưu động cho học sinh điểm trường lẻ', 'Đồ dùng dạy học từ vật liệu tái chế'];
  const reports = await Promise.all(
    titles.map((title, at) => reportOf(EDUCATION, title, `Báo cáo mô tả sáng kiến ${at + 1}`)),
  );
  const list = { name: 'Danh sách trích ngang.docx', content: await makeDocx(danhSach(EDUCATION, titles)) };
  return [...all(await orderOf(EDUCATION)), list, ...reports.flatMap(all)];
}

async function orderOf(unit: SampleUnit) {
  const content = toTrinh(unit);
  return {
    orderWord: { name: 'Tờ trình.docx', content: await makeDocx(content) },
    orderScan: { name: 'Tờ trình.signed.pdf', content: await makePdf(content) },
  };
}

async function reportOf(unit: SampleUnit, title: string, name: string) {
  const content = baoCaoMoTa(unit, title);
  return {
    reportWord: { name: `${name}.docx`, content: await makeDocx(content) },
    reportScan: { name: `${name}.pdf`, content: await makePdf(content) },
  };
}

function all(files: Record<string, Attachment>): Attachment[] {
  return Object.values(files);
}

function addressOf(from: string): string {
  return from.replace(/^.*<|>$/g, '');
}

/** A time of day, so many days ago, by the office's clock. */
function daysBefore(now: Date, days: number, time: string): Date {
  const zone = 'Asia/Ho_Chi_Minh';
  return instantOf(localDay(new Date(now.getTime() - days * 24 * 3600_000), zone), time, zone);
}
