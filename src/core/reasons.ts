// The closed list of reasons: stored, logged, counted, and said in Vietnamese to staff and, where it helps them, to units.

interface ReasonText {
  /** The sentence for staff. */
  staff: string;
  /** The words for a letter, where the unit should know. */
  letter?: string;
}

export const REASONS = {
  // why a message is never answered (RFC 3834 and kin)
  'own-message': { staff: 'Thư do chính hộp thư này gửi đi.' },
  'auto-replied': { staff: 'Thư trả lời tự động (vắng mặt, báo đã nhận thư).' },
  'auto-submitted': { staff: 'Thư do máy hoặc phần mềm tự gửi (Auto-Submitted và các dấu hiệu tương tự).' },
  'read-receipt': { staff: 'Thư báo đã đọc hoặc chưa đọc.' },
  'calendar-message': { staff: 'Thư mời hoặc thư trả lời của phần mềm lịch họp.' },
  'null-return-path': { staff: 'Thư hệ thống không có địa chỉ nhận trả lời (Return-Path trống).' },
  'mailing-list': { staff: 'Thư gửi theo danh sách (List-Id hoặc List-Unsubscribe).' },
  'bulk-precedence': { staff: 'Thư gửi hàng loạt (Precedence hoặc dấu hiệu của phần mềm gửi thư).' },
  'delivery-report': { staff: 'Thông báo về việc chuyển thư của máy chủ.' },
  'robot-sender': {
    staff: 'Người gửi là hệ thống tự động hoặc máy quét (no-reply, mailer-daemon, postmaster, scanner).',
  },
  // why its letters wait all the same, where it brings a dossier
  'sent-by-machine': {
    staff: 'Hồ sơ do máy gửi đến (máy quét, phần mềm, danh sách thư): đã vào sổ, thư trả lời chờ duyệt.',
  },

  // why a message is where it is
  'no-attachment': { staff: 'Thư nói về hồ sơ nhưng không có tệp đính kèm.' },
  'no-documents': { staff: 'Thư không có tài liệu và không nói về hồ sơ sáng kiến.' },
  'kind-unclear': { staff: 'Có tệp đính kèm nhưng chưa rõ có phải hồ sơ sáng kiến không.' },
  'kind-for-staff': { staff: 'Loại thư do cán bộ xử lý.' },
  plan: { staff: 'Kế hoạch hưởng ứng phong trào: cán bộ xử lý.' },
  enquiry: { staff: 'Thư hỏi, không kèm hồ sơ: cán bộ trả lời.' },
  'nothing-to-propose': { staff: 'Đơn vị báo không có nội dung đề nghị.' },
  'message-too-large': { staff: 'Thư vượt giới hạn dung lượng, chỉ giữ được phần đầu; đã đề nghị gửi lại.' },
  'found-in-junk': { staff: 'Thư nằm trong mục Thư rác (Junk), có dấu hiệu là hồ sơ.' },
  junk: { staff: 'Thư nằm trong mục Thư rác (Junk), không phải hồ sơ.' },
  'ordinary-mail': { staff: 'Thư công tác thông thường, không phải hồ sơ.' },
  'unit-unknown': { staff: 'Chưa xác định được đơn vị gửi hồ sơ.' },
  'unit-conflict': { staff: 'Các căn cứ chỉ đến những đơn vị khác nhau.' },
  'code-unfit': { staff: 'Thư ghi mã hồ sơ nhưng người gửi không thuộc hồ sơ đó.' },
  'same-files': { staff: 'Toàn bộ tệp đã có trong hồ sơ đã tiếp nhận.' },
  'same-files-elsewhere': {
    staff: 'Toàn bộ tệp đã có trong hồ sơ của đơn vị này, nhưng người gửi chưa có trong hồ sơ đó.',
  },
  'same-message': { staff: 'Cùng một thư xuất hiện thêm lần nữa trong hộp thư.' },
  'reply-without-documents': { staff: 'Thư trả lời không kèm tài liệu mới, cần người xem.' },
  'attempts-exhausted': { staff: 'Đã thử nhiều lần nhưng không xử lý được thư; nội dung gốc vẫn được giữ.' },

  // why a file is refused or ignored, or what staff should know of one that is not
  unpacked: { staff: 'Tệp chứa các tệp khác, được xét riêng từng tệp.' },
  macros: { staff: 'Tệp có macro: chỉ mở ở chế độ được bảo vệ.' },
  'unsafe-entry': {
    staff: 'Tệp nén chứa đường dẫn hoặc liên kết không an toàn.',
    letter: 'tệp bị chặn vì lý do an toàn',
  },
  'too-large': {
    staff: 'Tệp vượt giới hạn về dung lượng, số trang hoặc số điểm ảnh.',
    letter: 'tệp quá lớn',
  },
  'archive-limits': {
    staff: 'Tệp nén vượt giới hạn về số tệp, dung lượng giải nén hoặc số lớp lồng nhau.',
    letter: 'tệp nén quá lớn hoặc quá nhiều lớp',
  },
  'ignored-name': { staff: 'Tệp phụ của phần mềm, không phải tài liệu.' },
  'inline-image': { staff: 'Hình trong nội dung thư (biểu trưng, chữ ký).' },
  'signature-part': { staff: 'Phần chữ ký số, danh thiếp hoặc lịch của thư.' },
  infected: {
    staff: 'Tệp có mã độc: đã cách ly, không mở, không tải về.',
    letter: 'tệp có mã độc, đã được cách ly',
  },
  'empty-file': { staff: 'Tệp rỗng.', letter: 'tệp rỗng' },
  encrypted: { staff: 'Tệp có mật khẩu.', letter: 'có mật khẩu' },
  damaged: { staff: 'Tệp hỏng, không mở được.', letter: 'tệp hỏng' },
  'took-too-long': {
    staff: 'Đọc tệp vượt quá giới hạn thời gian hoặc bộ nhớ.',
    letter: 'tệp không đọc được',
  },
  executable: {
    staff: 'Tệp chương trình, bị chặn vì lý do an toàn.',
    letter: 'tệp bị chặn vì lý do an toàn',
  },
  'unsupported-type': { staff: 'Định dạng không hỗ trợ.', letter: 'định dạng không hỗ trợ' },

  // why a document is on the list of what is missing
  'none-received': { staff: 'Chưa có.', letter: 'chưa có' },
  'signed-missing': {
    staff: 'Mới có bản mềm, chưa có bản ký.',
    letter: 'mới có bản mềm, chưa có bản ký, đóng dấu (PDF hoặc ảnh chụp rõ nét)',
  },
  'signed-none': {
    staff: 'Chưa có bản ký.',
    letter: 'chưa có bản ký, đóng dấu (PDF hoặc ảnh chụp rõ nét)',
  },
  'editable-none': { staff: 'Chưa có bản mềm.', letter: 'chưa có bản mềm (Word/Excel)' },
  'editable-missing': {
    staff: 'Mới có bản ký, chưa có bản mềm.',
    letter: 'mới có bản ký, chưa có bản mềm (Word/Excel)',
  },
  'sent-by-link': { staff: 'Gửi qua liên kết, chưa lưu được.', letter: 'gửi qua liên kết, chưa lưu được' },
  'only-unreadable': { staff: 'Chỉ có tệp không mở được.', letter: 'tệp không mở được' },

  // why a letter waits for staff
  'letter-review': { staff: 'Thư chờ duyệt trước khi gửi.' },
  'letter-cap': { staff: 'Địa chỉ này đã nhận đủ số thư tự động trong một giờ hoặc 24 giờ.' },
  'letter-flood': {
    staff:
      'Hộp thư đã viết đủ số thư tự động trong một giờ hoặc 24 giờ, có thể do thư lặp hoặc bị gửi dồn: chờ duyệt thư.',
  },
  'sender-unverified': {
    staff: 'Máy chủ thư không xác nhận được người gửi (DMARC, SPF, DKIM): có thể giả mạo, chờ duyệt thư.',
  },
  'decided-by-staff': {
    staff:
      'Cán bộ đã quyết định không tiếp nhận hồ sơ này hoặc đã gộp vào hồ sơ khác: thư trả lời chờ duyệt.',
  },
  'staff-only': { staff: 'Loại thư chỉ gửi khi cán bộ đồng ý.' },
  'letter-budget': { staff: 'Đã gửi đủ số thư cho phép; thư chờ đến lượt và sẽ tự gửi.' },
  'account-paused': {
    staff: 'Máy chủ báo tài khoản gửi thư đã hết hạn mức; thư chờ và sẽ tự gửi lại.',
  },
  restored: {
    staff: 'Dữ liệu được khôi phục từ bản sao lưu: thư này có thể đã gửi trước đó, chờ kiểm tra.',
  },
  'answered-before': { staff: 'Thư đến đã được trả lời trước khi khôi phục dữ liệu.' },
  discarded: { staff: 'Cán bộ quyết định không gửi thư này.' },
  overtaken: { staff: 'Nội dung thư không còn đúng; đã có thư khác thay.' },
  'outcome-unknown': { staff: 'Không rõ thư đã được máy chủ nhận hay chưa; không tự gửi lại.' },

  // why somebody is not reminded
  'letters-off': { staff: 'Hệ thống đang được cài đặt không gửi thư.' },
  'mailbox-unconnected': { staff: 'Hộp thư chưa được kết nối lần nào nên chưa gửi thư được.' },
  'no-address': { staff: 'Đơn vị chưa có địa chỉ thư điện tử đã xác nhận.' },
  'address-unread': { staff: 'Địa chỉ thư là của hệ thống tự động hoặc của chính hộp thư tiếp nhận.' },
  'never-told': { staff: 'Chưa có thông báo bổ sung nào được gửi cho hồ sơ này.' },
  'mail-waits': { staff: 'Có thư của đơn vị đang chờ xử lý hoặc phân loại.' },
  'reminded-lately': { staff: 'Đã nhắc trong 02 ngày làm việc gần đây.' },

  // why a letter came back, or is late, as mail servers tell it
  'address-unknown': { staff: 'Địa chỉ người nhận không tồn tại.' },
  'domain-unknown': { staff: 'Không tìm thấy máy chủ thư của tên miền người nhận.' },
  'mailbox-full': { staff: 'Hộp thư người nhận đã đầy.' },
  'mailbox-closed': { staff: 'Hộp thư người nhận đã bị khóa hoặc ngừng dùng.' },
  'letter-too-large': { staff: 'Thư vượt dung lượng mà máy chủ người nhận cho phép.' },
  'letter-rejected': { staff: 'Máy chủ người nhận từ chối thư.' },
  'server-unreachable': { staff: 'Máy chủ thư của người nhận không liên lạc được hoặc chưa nhận thư.' },
  'delivery-failed': { staff: 'Máy chủ không chuyển được thư và không nói rõ lý do.' },
} as const satisfies Record<string, ReasonText>;

export type Reason = keyof typeof REASONS;

/** The words for a letter; a reason that units never read has none, and asking for it is a bug. */
export function reasonForLetter(reason: Reason): string {
  const text: ReasonText = REASONS[reason];
  if (!text.letter) throw new Error(`reason ${reason} has no words for a letter`);
  return text.letter;
}

export function reasonForStaff(reason: Reason): string {
  return REASONS[reason].staff;
}
