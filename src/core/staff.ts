// Who works here: accounts and their roles, and what is noted of what each looks at.
import { ROLES, type Role } from './states.ts';

/** The member of staff who is logged in. */
export interface Viewer {
  username: string;
  /** As the history shows it. */
  name: string;
  role: Role;
}

/** Each role may do what those before it may. */
export function mayActAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** What is written down of it; the check constraint of access_log repeats them. */
export const ACCESSES = ['login', 'view', 'download', 'export', 'print'] as const;
export type Access = (typeof ACCESSES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  leader: 'Lãnh đạo',
  officer: 'Cán bộ tiếp nhận',
  administrator: 'Quản trị',
};

export const USERNAME_RULE =
  'Tên đăng nhập gồm 2 đến 32 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới; bắt đầu bằng chữ hoặc số.';

/** As the check constraint of staff has it. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;

export function isUsername(text: string): boolean {
  return USERNAME.test(text);
}

/** What somebody typed to log in: telephones begin with a capital letter and end with a space. */
export function typedUsername(text: string): string {
  return text.trim().toLowerCase().slice(0, 32);
}

const LONGEST_NAME = 100;

export const NAME_RULE = 'Đề nghị ghi họ và tên, không quá 100 ký tự.';

/** Null: not a name that the history could show. */
export function staffName(text: string): string | null {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return name !== '' && name.length <= LONGEST_NAME && !/\p{C}/u.test(name) ? name : null;
}
