// How many letters an outgoing account may send, and whether its server saves copies: as the settings say, else by its name.
import type { SendingLimits } from '../src/core/budget.ts';
import type { SmtpSettings } from './mail-server.ts';

const NONE: SendingLimits = { perMinute: null, perDay: null };

// What the providers publish. People who send by hand from the same account use up the same limit.
const GMAIL: SendingLimits = { perMinute: null, perDay: 500 };
const WORKSPACE: SendingLimits = { perMinute: null, perDay: 2_000 };
const MICROSOFT_365: SendingLimits = { perMinute: 30, perDay: 10_000 };

const PRESETS = new Map([
  ['none', NONE],
  ['gmail', GMAIL],
  ['workspace', WORKSPACE],
  ['microsoft365', MICROSOFT_365],
]);

/** Null where the text is neither a preset nor a list such as "30/minute,500/day". */
export function parseLimits(text: string): SendingLimits | null {
  const preset = PRESETS.get(text.toLowerCase());
  if (preset) return preset;
  const limits = { ...NONE };
  for (const part of text.split(',')) {
    const [, count, per] = /^\s*([1-9]\d{0,6})\s*\/\s*(minute|day)\s*$/i.exec(part) ?? [];
    if (!count || !per) return null;
    limits[per.toLowerCase() === 'day' ? 'perDay' : 'perMinute'] = Number(count);
  }
  return limits;
}

const GOOGLE = ['smtp.gmail.com', 'smtp.googlemail.com'];
const MICROSOFT = ['smtp.office365.com', 'smtp-mail.outlook.com'];

export function usualLimits({ host, user }: Pick<SmtpSettings, 'host' | 'user'>): SendingLimits {
  if (MICROSOFT.includes(host)) return MICROSOFT_365;
  if (!GOOGLE.includes(host)) return NONE;
  // An address of its own domain is Google Workspace.
  return /@(gmail|googlemail)\.com$/i.test(user ?? '') ? GMAIL : WORKSPACE;
}

/** Gmail and Microsoft 365 put what they take into the Sent folder. */
export function keepsSent({ host }: Pick<SmtpSettings, 'host'>): boolean {
  return GOOGLE.includes(host) || MICROSOFT.includes(host);
}
