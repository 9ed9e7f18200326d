// A form that changes something: it carries the proof that it is one of ours.
import type { ComponentChildren } from 'preact';
import { useView } from './viewing.ts';

interface FormProps {
  action: string;
  /** For fields that stand elsewhere in the page. */
  id?: string;
  class?: string;
  /** It carries files. */
  files?: boolean;
  children: ComponentChildren;
}

export function Form({ action, id, class: className, files, children }: FormProps) {
  const { csrf } = useView();
  return (
    <form
      method="post"
      action={action}
      id={id}
      class={className}
      enctype={files ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name="_csrf" value={csrf} />
      {children}
    </form>
  );
}
