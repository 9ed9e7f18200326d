// Reminders to units that are expected to send a dossier, or a periodic report, and have sent none.
import type { Campaign } from '../core/campaign.ts';
import { hindranceOf, type OwedReport, periodsOf, type ReminderAsk } from '../core/reminders.ts';
import { withoutRobots } from '../core/resending.ts';
import type { Queryable } from '../store/database.ts';
import { findSilentUnits, type Silence, type SilentUnit, type Which } from '../store/reminders.ts';
import type { RemindDesk, Reminder } from './reminder.ts';

/** Null: the campaign has no such report. */
export async function findUnitReminders(
  tx: Queryable,
  at: RemindDesk,
  { kind, period }: ReminderAsk,
  now: Date,
  which: Which<string>,
): Promise<Reminder[] | null> {
  const report = kind === 'report-reminder' ? periodsOf(at.campaign)[period] : null;
  if (report === undefined) return null;
  const units = await findSilentUnits(tx, silenceOf(at.campaign, report), which);
  return units.map((unit) => reminderOf(unit, at, report, now));
}

function silenceOf({ code: campaign, kinds, opensAt: since }: Campaign, report: OwedReport | null): Silence {
  if (report) {
    const { kind, period } = report;
    return {
      campaign,
      kinds: [kind.code],
      period: period.name,
      mayDecline: false,
      since,
      reminder: 'report-reminder',
    };
  }
  const dossiers = kinds.filter(({ handling }) => handling === 'dossier');
  return {
    campaign,
    kinds: dossiers.map(({ code }) => code),
    period: null,
    mayDecline: true,
    since,
    reminder: 'submission-reminder',
  };
}

function reminderOf(
  { code, name, shortName, required, addresses: known, remindedAt, mailWaits }: SilentUnit,
  { campaign, desk, mailbox }: RemindDesk,
  report: OwedReport | null,
  now: Date,
): Reminder {
  const addresses = withoutRobots(known, desk.ownAddresses);
  const standing = { addresses, known: known.length, remindedAt, told: true, mailWaits };
  return {
    kind: report ? 'report-reminder' : 'submission-reminder',
    candidate: {
      key: code,
      place: code,
      unit: name,
      dossier: null,
      required,
      addresses: addresses.length > 0 ? addresses : known,
      remindedAt,
      hindrance: hindranceOf(standing, campaign, now),
    },
    dossierId: null,
    mailbox: { id: mailbox?.id ?? 0 },
    desk,
    async write() {
      const letters = desk.lettersOf(campaign);
      const facts = { unit: { name, shortName }, asOf: now, mailbox: desk.mailAddress };
      if (!report) return letters.render('submission-reminder', facts);
      const { name: period, deadline } = report.period;
      return letters.render('report-reminder', {
        ...facts,
        report: { period, deadlineWording: deadline.wording },
      });
    },
  };
}
