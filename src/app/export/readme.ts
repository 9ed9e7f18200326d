// The note that lies on top of an export: what is where, and how to check that nothing has changed.
import type { Scope } from '../../store/exports.ts';

export function readmeText({ campaign }: Scope, at: Date, left: number): string {
  return `GÓI HỒ SƠ XUẤT TỪ PHẦN MỀM TIẾP NHẬN HỒ SƠ

Xuất lúc: ${at.toISOString()}
Phạm vi: ${campaign ? `hồ sơ của đợt ${campaign}` : 'toàn bộ hồ sơ và thư'}
${left > 0 ? `CHÚ Ý: có ${left} tệp thiếu hoặc hỏng trong kho lưu, xem khong-xuat.csv.\n` : ''}
muc-luc-ho-so.xlsx   Mục lục hồ sơ
so-tiep-nhan.csv     Sổ tiếp nhận: mỗi thư một dòng, mở bằng Excel
so-tiep-nhan.jsonl   Sổ tiếp nhận đầy đủ, dùng cho phần mềm
tai-lieu.csv         Danh sách tài liệu: thuộc thư nào, tên khi gửi, tên trong gói
thu-tra-loi.csv      Danh sách thư đã lập, trạng thái gửi và câu trả lời của máy chủ thư
lich-su.csv          Lịch sử xử lý: ai, việc gì, lúc nào
don-vi.csv           Danh sách đơn vị
khong-xuat.csv       Tệp không xuất hoặc thiếu, kèm lý do
ho-so/<mã hồ sơ>/    Hồ sơ: tai-lieu (tài liệu đã tách), thu-den (thư gốc), thu-tra-loi (thư của cơ quan)
${
  campaign
    ? ''
    : `thu/                 Thư gốc không thuộc hồ sơ nào
thu-tra-loi/         Thư trả lời những thư đó
`
}cach-ly/             Thư gốc có tệp chứa mã độc, nén .gz: chỉ giải nén trên máy cách ly
SHA256SUMS           Mã kiểm tra của mọi tệp trong gói

Thư gốc (.eml) giữ nguyên từng byte như khi nhận. Số thư (000123) là số trong sổ tiếp nhận. Tên tài liệu đã được sửa cho
hợp lệ trên Windows; tên trùng được đánh số. Tệp chứa mã độc và tệp chương trình không được tách ra khỏi thư gốc. Thư có
nội dung đã hủy do hết thời hạn lưu chỉ còn dòng trong sổ.

Kiểm tra gói không bị thay đổi: mở thư mục này bằng dòng lệnh và chạy

    sha256sum -c SHA256SUMS

Gói chứa thông tin cá nhân: bảo quản và chỉ giao cho người có thẩm quyền.
`;
}
