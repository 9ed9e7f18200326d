// What a password must be: long, and not the name of its account (NIST SP 800-63B §5.1.1.2: length, no recipes).

const SHORTEST = 12;
/** Hashing costs time for every character. */
const LONGEST = 200;

const REFUSALS = {
  'password-short': `Mật khẩu phải có ít nhất ${SHORTEST} ký tự. Nên dùng một câu dễ nhớ.`,
  'password-long': `Mật khẩu không được dài quá ${LONGEST} ký tự.`,
  'password-username': 'Mật khẩu không được trùng với tên đăng nhập.',
  'password-monotonous': 'Mật khẩu không được chỉ lặp lại một vài ký tự.',
} as const;
type PasswordRefusal = keyof typeof REFUSALS;

/** Fewer different characters than this are no password, whatever their number. */
const VARIETY = 5;

/** The sentence for whoever chose it; null: it will do. */
export function refusePassword(password: string, username: string): string | null {
  const refusal = judge(passwordText(password), username);
  return refusal && REFUSALS[refusal];
}

/** As it is hashed: keyboards write the same Vietnamese letter in two ways (Unicode NFC and NFD). */
export function passwordText(typed: string): string {
  return typed.normalize('NFC');
}

function judge(password: string, username: string): PasswordRefusal | null {
  const letters = [...password];
  if (letters.length > LONGEST) return 'password-long';
  // A name written several times over is that name.
  if (password.toLowerCase().replaceAll(username, '').trim() === '') return 'password-username';
  if (letters.length < SHORTEST) return 'password-short';
  if (new Set(letters).size < VARIETY) return 'password-monotonous';
  return null;
}
