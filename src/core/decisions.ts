// Decisions as the page asks for them: looked at first, then carried out.
import type { ByHand, Decided, DossierDecision, MessageDecision } from './decision.ts';
import type { LetterKind } from './letter.ts';

export interface Intent {
  /** Name of the account. */
  actor: string;
  /**
   * Kinds of the letters that are to be sent, of those it writes; preview: nothing is changed, the answer tells what would
   * be.
   */
  send: readonly LetterKind[] | 'preview';
}

/** A file that somebody put into a form. */
export interface HandedFile {
  name: string;
  bytes: Buffer;
}

export interface Decisions {
  /** @param version of the dossier as it was shown */
  onDossier(code: string, version: number, decision: DossierDecision, intent: Intent): Promise<Decided>;
  /** @param state of the message as it was shown */
  onMessage(id: number, state: string, decision: MessageDecision, intent: Intent): Promise<Decided>;
  /** Undoes a decision while nothing else has happened to the dossiers it changed. */
  undo(id: number, actor: string): Promise<Decided>;
  /** On the same path as mail; returns the number of its message. `sender`: where a receipt goes; null: nowhere. */
  addByHand(order: ByHand, files: HandedFile[], sender: string | null, actor: string): Promise<number>;
}
