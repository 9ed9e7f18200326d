// A page with one sentence: what cannot be done, and what to do instead.
import type { FastifyReply } from 'fastify';
import { Bare } from './layout.tsx';
import { sendPage } from './render.ts';

export interface Notice {
  title: string;
  text: string;
}

export const FORBIDDEN: Notice = {
  title: 'Không có quyền',
  text: 'Bạn không có quyền thực hiện thao tác này.',
};
export const NOT_OURS: Notice = {
  title: 'Trang đã hết hiệu lực',
  text: 'Phiên làm việc đã thay đổi từ khi trang này được mở. Đề nghị quay lại, tải lại trang và thực hiện lại.',
};
export const NOT_FOUND: Notice = {
  title: 'Không tìm thấy',
  text: 'Không có trang hoặc hồ sơ này.',
};
export const NO_ADDRESS: Notice = {
  title: 'Địa chỉ không đúng',
  text: 'Địa chỉ của trang không đúng. Đề nghị mở lại từ sổ tiếp nhận.',
};
export const FAILED: Notice = {
  title: 'Có lỗi',
  text: 'Hệ thống chưa thực hiện được. Đề nghị thử lại; nếu vẫn lỗi, đề nghị báo quản trị.',
};
/** Somebody else was quicker. */
export const CHANGED: Notice = {
  title: 'Hồ sơ đã thay đổi',
  text: 'Hồ sơ vừa được người khác cập nhật, đề nghị tải lại trang.',
};

export function sendNotice(
  reply: FastifyReply,
  status: number,
  { title, text }: Notice,
  base: string,
): FastifyReply {
  return sendPage(
    reply.status(status),
    <Bare title={title} base={base}>
      <p>{text}</p>
      <a class="btn" href="log">
        Về sổ tiếp nhận
      </a>
    </Bare>,
  );
}
