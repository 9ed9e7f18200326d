// The campaign file: what may be submitted, what a dossier must hold, until when. Faults come with their lines.
import { z } from 'zod';
import { type Campaign, STAFF_REASONS } from '../src/core/campaign.ts';
import { type CampaignDoubt, findDoubts } from '../src/core/campaign-doubts.ts';
import { foldedPattern, namePattern } from './pattern.ts';
import { readYamlFile } from './yaml-file.ts';

/** Errors: Fault settings-invalid, which lists every fault of the file at once. */
export function readCampaign(path: string): Campaign {
  return readYamlFile(path, (raw) => campaignSchema(documentCodes(raw)));
}

/** What is allowed but probably not meant, a sentence each. */
export function campaignWarnings(campaign: Campaign, now: Date): string[] {
  return findDoubts(campaign, now).map(warningOf);
}

function warningOf(doubt: CampaignDoubt): string {
  switch (doubt.what) {
    case 'test-mode':
      return 'test_mode is on: every letter says that it has no value';
    case 'day-off':
      return `${doubt.period === null ? 'deadline.closes_at' : `the deadline of "${doubt.period}"`} falls on a weekend or holiday`;
    case 'long-past':
      return `the deadline passed ${doubt.days} days ago: is this the right campaign?`;
    case 'no-holidays':
      return `supplement.holidays lists no day of ${doubt.year}: supplement deadlines may fall on holidays`;
  }
}

/** Codes of the document types, as far as they can be told before the file is checked. */
function documentCodes(raw: unknown): string[] {
  const entry = z.object({ code: z.string() }).catch({ code: '' });
  return z
    .object({ documents: z.array(entry) })
    .catch({ documents: [] })
    .parse(raw)
    .documents.map(({ code }) => code);
}

const text = z.string('expected text (a number in quotes)').trim().min(1, 'is empty');
const CODE = /^[a-z0-9]+([_-][a-z0-9]+)*$/;

/** Codes of one list; each may stand there once. */
function uniqueCode() {
  const seen = new Set<string>();
  return z
    .string('expected a code')
    .regex(CODE, 'expected lower-case letters a-z, digits, - and _')
    .refine((code) => !seen.has(code) && seen.add(code), 'stands here a second time');
}

const instant = z
  .string('expected a time in quotes')
  .refine((value) => z.iso.datetime({ offset: true }).safeParse(value).success, {
    error: 'expected a time with its offset, such as 2022-08-09T23:59:59+07:00',
  })
  .transform((value) => new Date(value));

const time = z
  .string('expected a time in quotes')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 17:00');

const office = z
  .strictObject({
    name: text,
    short_name: text,
    section: text,
    contact: text,
    phone: z.string('expected a telephone number in quotes, or ""').trim(),
  })
  .transform(({ short_name, ...rest }) => ({ ...rest, shortName: short_name }));

const deadline = z
  .strictObject({ closes_at: instant, grace_until: instant.nullable(), wording: text })
  .refine(({ closes_at, grace_until }) => grace_until === null || grace_until > closes_at, {
    path: ['grace_until'],
    error: 'expected a time after closes_at, or null',
    when: ({ value }) => z.object({ closes_at: z.date(), grace_until: z.date() }).safeParse(value).success,
  })
  .transform(({ closes_at, grace_until, wording }) => ({
    closesAt: closes_at,
    graceUntil: grace_until,
    wording,
  }));

const supplement = z
  .strictObject({
    working_days: z
      .int('expected a whole number')
      .min(1, 'expected at least 1')
      .max(60, 'expected at most 60'),
    closes_at: time,
    holidays: z.array(z.iso.date('expected a day such as 2022-09-02'), 'expected a list of days'),
  })
  .transform(({ working_days, closes_at, holidays }) => ({
    workingDays: working_days,
    closesAt: closes_at,
    holidays,
  }));

const codePart = z
  .string('expected a code')
  .regex(/^[A-Z0-9]{2,8}$/, 'expected 2 to 8 capital letters A-Z or digits');

const period = z.strictObject({
  name: text,
  words: z.array(foldedPattern, 'expected a list of patterns'),
  deadline,
});

const PERIOD = /^([1-9]\d{0,3}) (days|years)$/;

const A_PERIOD = 'expected a period such as 90 days or 10 years';

const keeping = z
  .string(A_PERIOD)
  .regex(PERIOD, A_PERIOD)
  .transform((value) => {
    const [, count, unit] = PERIOD.exec(value) ?? [];
    return { count: Number(count), unit: unit === 'days' ? ('days' as const) : ('years' as const) };
  });

const retention = z.strictObject({
  dossiers: keeping.prefault('10 years'),
  others: keeping.prefault('5 years'),
  ordinary: keeping.prefault('90 days'),
});

function kindSchema(code: z.ZodType<string>, documents: string[]) {
  return z.strictObject({
    code,
    name: text,
    words: z.array(foldedPattern, 'expected a list of patterns'),
    documents: z.array(
      z.string('expected a code').refine((one) => documents.includes(one), 'is not a document of this file'),
      'expected a list of document codes',
    ),
    handling: z.enum(['dossier', 'report', 'staff'], 'expected dossier, report or staff'),
    only: z
      .enum(
        ['without-documents', 'without-reports', 'any'],
        'expected without-documents, without-reports or any',
      )
      .default('any'),
    reason: z.enum(STAFF_REASONS, `expected one of ${STAFF_REASONS.join(', ')}`).default('kind-for-staff'),
    periods: z.array(period, 'expected a list of periods').default([]),
  });
}

function documentSchema(code: z.ZodType<string>) {
  return z
    .strictObject({
      code,
      name: text,
      short: text.max(8, 'expected at most 8 characters').nullable().default(null),
      headings: z.array(foldedPattern, 'expected a list of patterns'),
      names: z.array(foldedPattern, 'expected a list of patterns'),
      required: z.enum(['always', 'if-several-items', 'never'], 'expected always, if-several-items or never'),
      per: z.enum(['dossier', 'item'], 'expected dossier or item'),
      forms: z.array(
        z.enum(['signed', 'editable'], 'expected signed or editable'),
        'expected a list of forms',
      ),
    })
    .refine(({ required, forms }) => required === 'never' || forms.length > 0, {
      path: ['forms'],
      error: 'is empty; a required document needs signed, editable or both',
      when: ({ value }) =>
        z.object({ required: z.string(), forms: z.array(z.unknown()) }).safeParse(value).success,
    });
}

const letterLimit = z.int('expected a whole number').min(1, 'expected at least 1');

/** Lists that a campaign may leave out. */
function categories() {
  const code = uniqueCode();
  return z
    .array(
      z.strictObject({ code, name: text, words: z.array(foldedPattern, 'expected a list of patterns') }),
      'expected a list',
    )
    .default([]);
}

function campaignSchema(documents: string[]): z.ZodType<Campaign> {
  return z
    .strictObject(
      {
        code: z.string('expected a code').regex(CODE, 'expected lower-case letters a-z, digits, - and _'),
        test_mode: z.boolean('expected true or false').default(false),
        title: text,
        basis: text,
        office,
        time_zone: z
          .string('expected a time zone')
          .refine(isTimeZone, 'expected a zone such as Asia/Ho_Chi_Minh'),
        opens_at: instant.nullable().default(null),
        deadline,
        supplement,
        dossier_code: z.strictObject({ program: codePart, office: codePart }),
        paper_note: text.nullable(),
        kinds: z.array(kindSchema(uniqueCode(), documents)).min(1, 'expected at least one kind'),
        documents: z.array(documentSchema(uniqueCode())).min(1, 'expected at least one document'),
        sectors: categories(),
        object_kinds: categories(),
        ignored_names: z.array(namePattern, 'expected a list of patterns'),
        quiet_seconds: z
          .int('expected a whole number')
          .min(0, 'expected 0 or more')
          .max(86_400, 'expected at most 86400'),
        burst_hours: z
          .int('expected a whole number')
          .min(0, 'expected 0 or more')
          .max(720, 'expected at most 720'),
        burst_words: z.array(foldedPattern, 'expected a list of patterns'),
        letters_per_address_per_hour: letterLimit.default(10),
        letters_per_address_per_day: letterLimit,
        letters_per_hour: letterLimit.default(8_000),
        letters_per_day: letterLimit.default(20_000),
        retention: retention.prefault({}),
      },
      'expected the keys of a campaign',
    )
    .transform(
      ({
        test_mode,
        time_zone,
        dossier_code,
        paper_note,
        opens_at,
        object_kinds,
        ignored_names,
        quiet_seconds,
        burst_hours,
        burst_words,
        letters_per_address_per_hour,
        letters_per_address_per_day,
        letters_per_hour,
        letters_per_day,
        ...rest
      }) => ({
        ...rest,
        testMode: test_mode,
        timeZone: time_zone,
        dossierCode: dossier_code,
        paperNote: paper_note,
        opensAt: opens_at,
        objectKinds: object_kinds,
        ignoredNames: ignored_names,
        quietSeconds: quiet_seconds,
        burstHours: burst_hours,
        burstWords: burst_words,
        lettersPerAddress: { perHour: letters_per_address_per_hour, perDay: letters_per_address_per_day },
        lettersInAll: { perHour: letters_per_hour, perDay: letters_per_day },
      }),
    );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
