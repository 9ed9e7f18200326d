// Fields of the forms about accounts.
import type { ComponentChildren } from 'preact';

interface FieldProps {
  name: string;
  label: string;
  secret?: boolean;
  value?: string;
  /** What browsers and password managers fill in. */
  autocomplete?: string;
  hint?: string;
}

export function Field({ name, label, secret = false, value = '', autocomplete = 'off', hint }: FieldProps) {
  return (
    <div class="mb-3">
      <label class="form-label" for={name}>
        {label}
      </label>
      <input
        class="form-control"
        id={name}
        name={name}
        {...(secret ? { type: 'password' } : { type: 'text' })}
        value={value}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        required
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
      {hint && (
        <div class="form-hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

export function NewPassword() {
  return (
    <>
      <Field
        name="password"
        label="Mật khẩu mới"
        secret
        autocomplete="new-password"
        hint="Ít nhất 12 ký tự, không trùng tên đăng nhập. Nên dùng một câu dễ nhớ."
      />
      <Field name="again" label="Nhập lại mật khẩu mới" secret autocomplete="new-password" />
    </>
  );
}

export function Refusal({ children }: { children: ComponentChildren }) {
  return children ? (
    <div class="alert alert-danger" role="alert">
      {children}
    </div>
  ) : null;
}

/** A form that people see who are not logged in. */
export function OpenForm({
  action,
  proof,
  children,
}: {
  action: string;
  proof: string;
  children: ComponentChildren;
}) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="_csrf" value={proof} />
      {children}
    </form>
  );
}
