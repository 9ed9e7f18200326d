// What a page says after something was done: a word in the address, its sentence here.

export const DONE = {
  saved: 'Đã lưu.',
  merged: 'Đã gộp đơn vị, hồ sơ đã chuyển sang đơn vị được chọn.',
  retried: 'Đã đưa thư trở lại để xử lý.',
  queued: 'Đã đưa vào hàng đợi gửi.',
  decided: 'Đã thực hiện.',
  'decided-and-queued': 'Đã thực hiện; thư đã đưa vào hàng đợi gửi.',
  undone: 'Đã hoàn tác.',
  'taken-in': 'Đã nhận tài liệu, hệ thống đang đọc.',
  out: 'Đã đăng xuất.',
  password: 'Đã đặt mật khẩu mới.',
  held: 'Thư đã được soạn, đang chờ duyệt.',
  discarded: 'Thư sẽ không được gửi.',
  paused: 'Đã tạm dừng gửi thư.',
  resumed: 'Đã tiếp tục gửi thư.',
} as const;
export type Done = keyof typeof DONE;

export function doneMessage(word: unknown): string | null {
  return typeof word === 'string' && Object.hasOwn(DONE, word) ? DONE[word as Done] : null;
}
