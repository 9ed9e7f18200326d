// The button that takes a decision back.
import { Form } from './form.tsx';

export function UndoButton({ id, dossier }: { id: number; dossier: string }) {
  return (
    <Form action={`undo/${id}`}>
      <input type="hidden" name="dossier" value={dossier} />
      <button class="btn btn-sm" type="submit">
        Hoàn tác
      </button>
    </Form>
  );
}
