// Presets and numbers for what an account may send, and who keeps copies.
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';

const of = (SMTP_URL: string, more = {}) => readSettings({ SMTP_URL, ...more }, '/');
const gmail = 'smtps://phong%40gmail.com:p@smtp.gmail.com';
const workspace = 'smtps://hopthu%40example.vn:p@smtp.gmail.com';
const microsoft = 'smtp://hopthu%40example.vn:p@smtp.office365.com';
const own = 'smtps://hopthu:p@mail.example.vn';

describe('what an account may send', () => {
  it.each([
    ['a Gmail account', gmail, null, 500, false],
    ['Google Workspace', workspace, null, 2_000, false],
    ['Microsoft 365', microsoft, 30, 10_000, false],
    ['a server of the office', own, null, null, true],
  ])('%s', (_, url, perMinute, perDay, savesCopies) => {
    expect(of(url)).toMatchObject({ smtpLimits: { perMinute, perDay }, savesCopies });
  });

  it.each([
    ['none', null, null],
    ['Workspace', null, 2_000],
    ['30/minute', 30, null],
    ['200/day', null, 200],
    [' 20/minute , 100/day ', 20, 100],
  ])('SMTP_LIMITS=%s', (SMTP_LIMITS, perMinute, perDay) => {
    expect(of(gmail, { SMTP_LIMITS }).smtpLimits).toEqual({ perMinute, perDay });
  });

  it.each(['0/day', '5', 'many', '5/day,', '-1/minute', '5/week'])(
    'refuses SMTP_LIMITS=%s',
    (SMTP_LIMITS) => {
      expect(() => of(gmail, { SMTP_LIMITS })).toThrow('SMTP_LIMITS: expected gmail');
    },
  );

  it('SENT_COPIES overrides what the name of the server tells', () => {
    expect(of(gmail, { SENT_COPIES: 'on' }).savesCopies).toBe(true);
    expect(of(own, { SENT_COPIES: 'off' }).savesCopies).toBe(false);
  });
});
