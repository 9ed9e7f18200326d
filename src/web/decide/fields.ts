// What a form says becomes a decision, and a decision the fields of the form that confirms it.
import { z } from 'zod';
import type { DossierDecision, MessageDecision } from '../../core/decision.ts';
import { LETTER_KINDS } from '../../core/letter.ts';

/** A code or a name; longer ones are nobody's. */
const short = z.string().trim().max(300);
const named = short.min(1);
/** Of a dossier, as people copy it or type it. */
const code = named.toUpperCase();
const long = z.string().trim().max(2000);
/** An empty field. */
const orNull = z.preprocess((value) => (value === '' ? null : value), short.nullable());
const number = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const list = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(of).max(500));
const ticked = z.preprocess((value) => value === 'yes', z.boolean());
const date = z.iso.date();

const dossierDecision = z.discriminatedUnion('what', [
  z.object({ what: z.literal('set-unit'), unit: named, learn: ticked }),
  z.object({ what: z.literal('set-kind'), kind: named }),
  z.object({
    what: z.literal('set-document'),
    attachment: number,
    type: orNull,
    form: z.enum(['signed', 'editable', 'other']),
    item: z.preprocess((value) => (value === '' ? null : value), long.nullable()),
  }),
  z.object({ what: z.literal('move-documents'), attachments: list(number), to: code }),
  z.object({ what: z.literal('split'), attachments: list(number) }),
  z.object({ what: z.literal('merge'), into: code }),
  z.object({ what: z.literal('complete') }),
  z.object({ what: z.literal('forward') }),
  z.object({ what: z.literal('refuse'), reason: long }),
  z.object({ what: z.literal('not-a-submission') }),
  z.object({ what: z.literal('reopen'), reason: long }),
  z.object({ what: z.literal('record-paper'), sets: number.max(1000), receivedOn: date }),
  z.object({ what: z.literal('remove-paper') }),
  z.object({ what: z.literal('assign'), to: orNull }),
  z.object({ what: z.literal('note'), text: long }),
]) satisfies z.ZodType<DossierDecision>;

const messageDecision = z.discriminatedUnion('what', [
  z.object({ what: z.literal('register'), kind: named, unit: orNull }),
  z.object({ what: z.literal('add-to'), dossier: code }),
  z.object({ what: z.literal('not-a-submission') }),
]) satisfies z.ZodType<MessageDecision>;

/** With what it was decided from. */
const version = z.object({ version: z.coerce.number().int().min(0) });
const state = z.object({ state: short });
const confirmed = z.object({ send: list(z.enum(LETTER_KINDS)) });

/** A unit is still what somebody typed. Null: no form of ours. */
export function readDossierForm(body: unknown): { decision: DossierDecision; version: number } | null {
  return readForm(dossierDecision, version, body);
}

export function readMessageForm(body: unknown): { decision: MessageDecision; state: string } | null {
  return readForm(messageDecision, state, body);
}

/** Kinds of the letters that were left ticked. */
export function readConfirmed(body: unknown) {
  return confirmed.safeParse(body).data?.send ?? [];
}

function readForm<Decision, Basis extends object>(
  decision: z.ZodType<Decision>,
  basis: z.ZodType<Basis>,
  body: unknown,
): ({ decision: Decision } & Basis) | null {
  const decided = decision.safeParse(body);
  const from = basis.safeParse(body);
  return decided.success && from.success ? { decision: decided.data, ...from.data } : null;
}

/** Name and value of each field that says the same once more. */
export function fieldsOf(decision: DossierDecision | MessageDecision): [string, string][] {
  return Object.entries(decision).flatMap(([name, value]): [string, string][] => {
    if (Array.isArray(value)) return value.map((one) => [name, String(one)]);
    if (typeof value === 'boolean') return value ? [[name, 'yes']] : [];
    return [[name, value === null ? '' : String(value)]];
  });
}
