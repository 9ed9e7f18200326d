// What addresses and forms of the section bring, or null where it is nothing that a page of ours would send.
import { z } from 'zod';
import { REMINDERS } from '../../core/reminders.ts';
import { LETTER_STATES } from '../../core/states.ts';
import { TABS } from './tabs.ts';

const NUMBER = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

const PATH = z.object({ id: NUMBER });
const LIST = z.object({
  tab: z
    .enum(TABS.map(({ code }) => code))
    .optional()
    .transform((code) => TABS.find((tab) => tab.code === code) ?? TABS[0]),
  before: NUMBER.optional().transform((before) => before ?? null),
});

/** "12.3": letter 12 as it was after its third edit. */
const SHOWN = z
  .string()
  .regex(/^[1-9]\d{0,14}\.[1-9]\d{0,8}$/)
  .transform((text) => {
    const [id = 0, version = 0] = text.split('.').map(Number);
    return { id, version };
  });
/** Boxes that are marked: none, one, or several. */
const MARKED = z
  .union([SHOWN.transform((one) => [one]), z.array(SHOWN).max(200)])
  .default([])
  .transform((all) => all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at));

const STATE = z.enum(LETTER_STATES);
/** Longer than any letter of a template. */
const LONGEST = { subject: 500, text: 50_000 };

const WORDS = z.object({
  shown: SHOWN,
  subject: z.string().max(LONGEST.subject),
  text: z.string().max(LONGEST.text),
});

/** Of a page of reminders: which list, and from where on. */
const REMIND = {
  what: z.enum(REMINDERS).default('supplement-reminder'),
  campaign: z.string().max(100).optional(),
  period: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .optional(),
};
/** "12.3" of a dossier, or the code of a unit. */
const KEY = z.string().regex(/^[\w.-]{1,100}$/);
/** Letters that are shown, or sent, at a time. */
const MOST_PICKED = 100;
const PICKED = z
  .union([KEY.transform((one) => [one]), z.array(KEY).max(MOST_PICKED)])
  .default([])
  .transform((keys) => [...new Set(keys)]);

const parser =
  <T extends z.ZodType>(schema: T) =>
  (input: unknown): z.output<T> | null =>
    schema.safeParse(input ?? {}).data ?? null;

export const parsePath = parser(PATH);
export const parseList = parser(LIST);
export const parseMarked = parser(z.object({ id: MARKED }));
export const parseDiscard = parser(z.object({ id: MARKED, state: z.enum(['held', 'unknown']) }));
export const parseApproveAll = parser(z.object({ upTo: NUMBER }));
export const parseWords = parser(WORDS);
export const parseResend = parser(z.object({ shown: SHOWN, state: STATE, recipient: z.string().max(320) }));
export const parseRemind = parser(z.object({ ...REMIND, after: KEY.optional() }));
export const parsePicked = parser(z.object({ ...REMIND, id: PICKED }));
