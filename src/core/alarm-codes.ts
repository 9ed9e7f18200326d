// The closed list of alarms: what each says to staff in Vietnamese, what is to be done, and how long it may last unsaid.

interface AlarmText {
  severity: 'critical' | 'warning';
  /** A trouble that ends before this is a hiccup, and nobody is told (ms). */
  grace: number;
  /** What is wrong; {subject}, {count} and {numbers} are filled in. */
  cause: string;
  /** What is to be done. */
  mend: string;
}

const MINUTE = 60_000;

export const ALARMS = {
  // a mailbox; its subject is the mailbox's name
  'oauth-refused': {
    severity: 'critical',
    grace: 5 * MINUTE,
    cause: 'Quyền truy cập hộp thư {subject} (OAuth2) đã hết hạn hoặc bị từ chối.',
    mend: 'Cấp lại quyền cho hộp thư, ghi MAIL_OAUTH_REFRESH_TOKEN mới rồi khởi động lại dịch vụ. Thư mới vẫn nằm trong hộp thư.',
  },
  'mailbox-login-refused': {
    severity: 'critical',
    grace: 5 * MINUTE,
    cause: 'Máy chủ thư từ chối đăng nhập hộp thư {subject}.',
    mend: 'Kiểm tra tên đăng nhập và mật khẩu (mật khẩu ứng dụng) trong MAILBOX_URL. Thư mới vẫn nằm trong hộp thư.',
  },
  'mailbox-failing': {
    severity: 'critical',
    grace: 15 * MINUTE,
    cause: 'Không đọc được hộp thư {subject}.',
    mend: 'Kiểm tra máy chủ thư và đường truyền; chạy "tiepnhan check" để biết nguyên nhân. Thư mới vẫn nằm trong hộp thư.',
  },
  'mailbox-silent': {
    severity: 'critical',
    grace: 0,
    cause: 'Đã lâu không đọc xong hộp thư {subject} lần nào.',
    mend: 'Khởi động lại tiến trình receive; nếu lặp lại, xem nhật ký của tiến trình này.',
  },
  'mailbox-unwatched': {
    severity: 'critical',
    grace: 3 * MINUTE,
    cause: 'Không có tiến trình nào theo dõi hộp thư {subject}.',
    mend: 'Kiểm tra các tiến trình receive có đang chạy và có cùng cấu hình hay không.',
  },
  'mailbox-differs': {
    severity: 'critical',
    grace: 5 * MINUTE,
    cause: 'Hộp thư {subject} có {count} thư chưa vào sổ tiếp nhận.',
    mend: 'Chạy "tiepnhan check" để đối chiếu; báo người quản trị nếu số thư không giảm sau một giờ.',
  },
  'mailbox-withholds': {
    severity: 'warning',
    grace: 75 * MINUTE, // two comparisons
    cause: 'Máy chủ thư không giao {count} thư có trong hộp thư {subject}.',
    mend: 'Mở hộp thư bằng trình duyệt để xem các thư này; báo đơn vị quản lý máy chủ thư.',
  },

  // the service itself; the subject of a step is its name
  'step-not-running': {
    severity: 'critical',
    grace: 3 * MINUTE,
    cause: 'Không có tiến trình nào chạy bước {subject}; {count} mục đang chờ.',
    mend: 'Khởi động tiến trình của bước này ("tiepnhan start {subject}").',
  },
  'step-stuck': {
    severity: 'critical',
    grace: 15 * MINUTE,
    cause: 'Bước {subject} đang chạy nhưng không tiến triển; {count} mục đang chờ.',
    mend: 'Khởi động lại tiến trình của bước này và xem nhật ký.',
  },
  'queue-away': {
    severity: 'critical',
    grace: 3 * MINUTE,
    cause: 'Hàng đợi không trả lời.',
    mend: 'Kiểm tra Redis (REDIS_URL). Không mất thư nào; công việc tiếp tục khi hàng đợi trở lại.',
  },
  'archive-nearly-full': {
    severity: 'critical',
    grace: 0,
    cause: 'Ổ đĩa của kho lưu sắp đầy, chỉ còn {count} GB.',
    mend: 'Giải phóng dung lượng hoặc mở rộng ổ đĩa chứa DATA_DIR. Khi đầy, thư mới sẽ chờ trong hộp thư.',
  },
  'clamd-away': {
    severity: 'warning',
    grace: 15 * MINUTE,
    cause: 'Chương trình quét mã độc (clamd) không trả lời; tệp của {count} thư chưa được quét.',
    mend: 'Kiểm tra clamd và CLAMD_URL; chưa mở các tệp này khi chưa quét xong.',
  },

  // work that needs a person; {numbers} are those of the log
  'messages-failed': {
    severity: 'critical',
    grace: 0,
    cause: '{count} thư đến xử lý không thành công{numbers}.',
    mend: 'Nội dung gốc vẫn được giữ. Xem nguyên nhân trong nhật ký, rồi chạy "tiepnhan retry" kèm số thư.',
  },
  'messages-delayed': {
    severity: 'warning',
    grace: 30 * MINUTE,
    cause: '{count} thư đến chưa xử lý được, đang chờ thử lại.',
    mend: 'Xem nhật ký của bước read và register; thường do kho lưu hoặc ổ đĩa.',
  },
  'letters-unknown': {
    severity: 'warning',
    grace: 5 * MINUTE,
    cause: '{count} thư trả lời không rõ đã gửi được hay chưa{numbers}.',
    mend: 'Hỏi đơn vị đã nhận được chưa, rồi chạy "tiepnhan letters release" hoặc "tiepnhan letters discard" kèm số thư trả lời.',
  },
  'letters-undelivered': {
    severity: 'warning',
    grace: 0,
    cause: '{count} thư trả lời không gửi được hoặc bị trả lại trong 3 ngày gần đây.',
    mend: 'Xem lý do trong sổ tiếp nhận và liên hệ các đơn vị bằng cách khác.',
  },
  'letters-delayed': {
    severity: 'critical',
    grace: 15 * MINUTE,
    cause: '{count} thư trả lời quá một giờ chưa gửi được.',
    mend: 'Kiểm tra máy chủ gửi thư (SMTP_URL): chạy "tiepnhan check". Thư vẫn chờ và sẽ tự gửi.',
  },
  'letters-over-budget': {
    severity: 'warning',
    grace: 30 * MINUTE,
    cause: '{count} thư trả lời chờ đến lượt vì đã đủ số thư được gửi.',
    mend: 'Không cần làm gì, thư sẽ tự gửi; nếu gấp, xem lại SMTP_LIMITS.',
  },
} as const satisfies Record<string, AlarmText>;

export type AlarmCode = keyof typeof ALARMS;

/** A trouble that the facts tell of at this moment. */
export interface Trouble {
  code: AlarmCode;
  /** Mailbox or step; empty: the service as a whole. */
  subject: string;
  count: number;
  /** Numbers of messages or letters, the first few. */
  numbers: number[];
  /** Since when, as far as the facts know; null: since now. */
  since: Date | null;
}

/** What is wrong, in a sentence. */
export function causeOf({ code, subject, count, numbers }: Omit<Trouble, 'since'>): string {
  const more = count > numbers.length ? ', …' : '';
  const listed = numbers.length > 0 ? ` (số ${numbers.join(', ')}${more})` : '';
  return ALARMS[code].cause
    .replace('{subject}', () => subject)
    .replace('{count}', String(count))
    .replace('{numbers}', listed);
}

export function mendOf({ code, subject }: Pick<Trouble, 'code' | 'subject'>): string {
  return ALARMS[code].mend.replace('{subject}', () => subject);
}
