// Hashes of passwords: Argon2id, as OWASP's Password Storage Cheat Sheet has it (19 MiB, two passes, one lane).
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { passwordText } from '../core/password.ts';

/** Argon2id is what the library takes by itself. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(passwordText(password), COST);
}

export type CheckPassword = (password: string, passwordHash: string | null) => Promise<boolean>;

/** A hash of null, that of an account which does not exist, takes as long as one of a password. */
export async function openPasswords(): Promise<CheckPassword> {
  const nobody = await hashPassword(randomBytes(32).toString('hex'));
  return async (password, passwordHash) => {
    const right = await verify(passwordHash ?? nobody, passwordText(password));
    return right && passwordHash !== null;
  };
}
