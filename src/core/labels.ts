// How staff read outcomes, statuses, deadlines and letters: in the log, in registers and on the page.
import type { Form } from './campaign.ts';
import type { LetterKind } from './letter.ts';
import type { DeadlineVerdict, DossierStatus, LetterState, MessageState } from './states.ts';

export const OUTCOMES: Record<Exclude<MessageState, 'read'>, string> = {
  received: 'Đang xử lý',
  registered: 'Đã vào sổ',
  supplement: 'Bổ sung hồ sơ',
  duplicate: 'Trùng',
  unsorted: 'Chờ phân loại',
  'not-a-submission': 'Không phải hồ sơ',
  automatic: 'Thư tự động',
  failed: 'Lỗi, cần thử lại',
};

export const STATUSES: Record<DossierStatus, string> = {
  unsorted: 'Chờ phân loại',
  checking: 'Đang kiểm tra',
  'awaiting-documents': 'Chờ bổ sung',
  supplemented: 'Đã bổ sung – chờ kiểm tra',
  complete: 'Đủ hồ sơ',
  forwarded: 'Đã chuyển thẩm định',
  refused: 'Không tiếp nhận',
  duplicate: 'Trùng hồ sơ',
  'not-a-submission': 'Không phải hồ sơ',
};

export const DEADLINES: Record<DeadlineVerdict, string> = {
  'on-time': 'Đúng hạn',
  grace: 'Trong ân hạn',
  late: 'Sau hạn',
};

export const FORMS: Record<Form | 'other', string> = { signed: 'bản ký', editable: 'bản mềm', other: 'khác' };

export const LETTERS: Record<LetterKind, string> = {
  receipt: 'Xác nhận tiếp nhận',
  'receipt-checking': 'Đã nhận, đang kiểm tra',
  'missing-documents': 'Đề nghị bổ sung',
  'supplement-complete': 'Đã đủ thành phần',
  'supplement-missing': 'Bổ sung còn thiếu',
  'no-attachment': 'Chưa có tệp',
  'unknown-unit': 'Hỏi tên đơn vị',
  duplicate: 'Trùng hồ sơ',
  'unreadable-files': 'Có tệp không mở được',
  'external-links': 'Tài liệu gửi qua liên kết',
  'message-too-large': 'Thư quá lớn',
  replacement: 'Đã nhận bản thay thế',
  'supplement-reminder': 'Nhắc bổ sung',
  'submission-reminder': 'Đôn đốc gửi hồ sơ',
  'report-receipt': 'Xác nhận báo cáo',
  'report-reminder': 'Đôn đốc báo cáo',
  refusal: 'Không tiếp nhận',
  'daily-summary': 'Tổng hợp ngày',
};

export const LETTER_STATES: Record<LetterState, string> = {
  pending: 'chờ gửi',
  held: 'chờ duyệt',
  sending: 'đang gửi',
  sent: 'đã gửi',
  failed: 'gửi không được',
  bounced: 'bị trả lại',
  unknown: 'chưa rõ đã gửi',
};

/** Groups of units as config/units.yaml has them; an office's own group is its own name. */
const UNIT_GROUPS: Record<string, string> = {
  'commune-front': 'MTTQ xã, thị trấn',
  'district-office': 'Cơ quan, phòng ban huyện',
  'member-organisation': 'Tổ chức chính trị - xã hội',
  'other-association': 'Hội, đoàn thể khác',
  'party-body': 'Cơ quan Đảng',
  'public-service': 'Đơn vị sự nghiệp',
  'armed-forces': 'Lực lượng vũ trang',
};

export function groupName(group: string): string {
  return UNIT_GROUPS[group] ?? group;
}
