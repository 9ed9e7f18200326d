// What /metrics tells: figures of the whole service from the database, whichever process is asked, and this process's own.
import { ALARMS } from '../core/alarm-codes.ts';
import type { Bells } from '../queue/bells.ts';
import { findStandingAlarms } from '../store/alarms.ts';
import type { Database } from '../store/database.ts';
import { countLetters, countMessages } from '../store/figures.ts';
import {
  countOverBudget,
  findMailboxHealth,
  findSteps,
  type MailboxFigures,
  type StepRow,
} from '../store/health.ts';
import { type Family, gauge, type Sample } from './exposition.ts';
import type { Meter } from './meter.ts';

export interface MetricsDeps {
  db: Database;
  bells: Bells;
  now: () => Date;
  meter: Meter;
  /** Names of the mailboxes that are set up. */
  mailboxes: string[];
}

/** Labels are mailboxes of the office and words from closed lists: nothing that a sender can add to. */
export async function measure(deps: MetricsDeps): Promise<Family[]> {
  const at = deps.now();
  const [ofDatabase, ofQueue] = await Promise.all([
    databaseFamilies(deps, at).catch(() => null),
    deps.bells.depths(),
  ]);
  return [
    gauge('tiepnhan_up', 'Whether what the service stands on answers.', [
      { labels: { dependency: 'database' }, value: ofDatabase ? 1 : 0 },
      { labels: { dependency: 'queue' }, value: ofQueue ? 1 : 0 },
    ]),
    gauge('tiepnhan_measured_timestamp_seconds', 'When these figures were read.', [
      { value: at.getTime() / 1000 },
    ]),
    gauge(
      'tiepnhan_queue_waiting',
      'Rings not yet answered.',
      labelled('bell', Object.entries(ofQueue ?? {})),
    ),
    ...(ofDatabase ?? []),
  ];
}

async function databaseFamilies({ db, mailboxes }: MetricsDeps, now: Date): Promise<Family[]> {
  return [
    gauge('tiepnhan_messages', 'Messages by outcome.', labelled('outcome', await countMessages(db))),
    gauge('tiepnhan_letters', 'Letters by state.', labelled('state', await countLetters(db))),
    gauge('tiepnhan_letters_over_budget', 'Letters that wait because enough was sent.', [
      { value: await countOverBudget(db) },
    ]),
    ...mailboxFamilies(await findMailboxHealth(db, mailboxes), now),
    ...stepFamilies(await findSteps(db, now), now),
    gauge(
      'tiepnhan_alarm',
      'Alarms that stand.',
      (await findStandingAlarms(db)).map(({ code, subject }) => ({
        labels: { code, subject, severity: ALARMS[code].severity },
        value: 1,
      })),
    ),
  ];
}

function mailboxFamilies(mailboxes: MailboxFigures[], now: Date): Family[] {
  const of = (value: (mailbox: MailboxFigures) => number) =>
    labelled(
      'mailbox',
      mailboxes.map((mailbox) => [mailbox.name, value(mailbox)] as const),
    );
  return [
    gauge(
      'tiepnhan_mailbox_success_age_seconds',
      'Time since the last whole pass; since it was first connected to where there was none.',
      of(({ succeededAt, connectedAt }) => age(succeededAt ?? connectedAt, now)),
    ),
    gauge(
      'tiepnhan_mailbox_failing',
      'Whether the last pass failed.',
      of(({ failingSince }) => (failingSince ? 1 : 0)),
    ),
    gauge(
      'tiepnhan_mailbox_missing',
      'Messages on the server that the log lacks.',
      of((one) => one.missing),
    ),
    gauge(
      'tiepnhan_mailbox_withheld',
      'Messages that the server withholds.',
      of((one) => one.withheld),
    ),
  ];
}

function stepFamilies(steps: StepRow[], now: Date): Family[] {
  const of = (value: (step: StepRow) => number) =>
    labelled(
      'step',
      steps.map((step) => [step.name, value(step)] as const),
    );
  const free = steps.flatMap(({ archiveFree }) => (archiveFree === null ? [] : [archiveFree]));
  return [
    gauge(
      'tiepnhan_step_due',
      'Rows that a step could work on now.',
      of(({ due }) => due),
    ),
    gauge(
      'tiepnhan_step_seen_age_seconds',
      'Time since a process last said that it runs the step.',
      of(({ seenAt }) => age(seenAt, now)),
    ),
    gauge(
      'tiepnhan_step_done_age_seconds',
      'Time since the step last finished something.',
      of(({ doneAt }) => age(doneAt, now)),
    ),
    gauge(
      'tiepnhan_archive_free_bytes',
      'Room left on the disk of the archive.',
      free.length > 0 ? [{ value: Math.min(...free) }] : [],
    ),
  ];
}

/** Seconds; what has never happened is infinitely long ago. */
function age(at: Date | null, now: Date): number {
  return at ? Math.max(0, (now.getTime() - at.getTime()) / 1000) : Number.POSITIVE_INFINITY;
}

function labelled(label: string, values: Iterable<readonly [string, number]>): Sample[] {
  return [...values].map(([name, value]) => ({ labels: { [label]: name }, value }));
}
