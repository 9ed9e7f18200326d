// Who works with the page, and who may do what.
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
