import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS, minutesToWait, networkOf, WINDOW } from '../../src/core/login-limits.ts';
import { passwordText, refusePassword } from '../../src/core/password.ts';
import { isUsername, staffName, typedUsername } from '../../src/core/staff.ts';

describe('refusePassword', () => {
  it.each([
    ['mười hai ký tự', null],
    ['hoa ban nở trắng rừng', null],
    ['ngắn quá', 'ít nhất 12 ký tự'],
    ['x'.repeat(201), 'quá 200 ký tự'],
    ['canbo.tiepnhan', 'tên đăng nhập'],
    ['CanBo.TiepNhan', 'tên đăng nhập'],
    ['canbo.tiepnhancanbo.tiepnhan', 'tên đăng nhập'],
    ['aaaaaaaaaaaa', 'lặp lại'],
    ['abababababab', 'lặp lại'],
  ])('%s: %s', (password, want) => {
    const refusal = refusePassword(password, 'canbo.tiepnhan');
    if (want === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(want);
  });

  it('counts letters as people do, whichever way a keyboard writes them', () => {
    const eleven = 'ệệữữổổấấềềử';
    expect(refusePassword(eleven.normalize('NFD'), 'canbo')).toContain('12');
    expect(passwordText(eleven.normalize('NFD'))).toBe(passwordText(eleven.normalize('NFC')));
  });
});

describe('names', () => {
  it('takes usernames as Postgres does', () => {
    for (const good of ['an', 'nguyen.van-an_2', '9a', 'a'.repeat(32)]) expect(isUsername(good)).toBe(true);
    for (const bad of ['', 'a', 'An', 'ánh', '-an', 'a b', 'a'.repeat(33), 'an\n', 'constructor\u0000']) {
      expect(isUsername(bad)).toBe(false);
    }
    expect(typedUsername(' Canbo ')).toBe('canbo');
    expect(typedUsername('x'.repeat(9_999))).toHaveLength(32);
  });

  it('makes a name of one line, or none', () => {
    expect(staffName('  Nguyễn  Văn\tAn ')).toBe('Nguyễn Văn An');
    expect(staffName(' ')).toBeNull();
    expect(staffName('x'.repeat(101))).toBeNull();
    expect(staffName('An\u202e')).toBeNull();
  });
});

describe('limits on logins', () => {
  const now = new Date('2022-08-08T02:15:00Z');
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

  it('lets one wait until the failure that is one too many is out of the window', () => {
    expect(minutesToWait([], 5, now)).toBe(0);
    expect(minutesToWait([1, 2, 3, 4].map(ago), 5, now)).toBe(0);
    expect(minutesToWait([1, 2, 3, 4, 14].map(ago), 5, now)).toBe(1);
    expect(minutesToWait([0, 0, 0, 0, 0].map(ago), 5, now)).toBe(15);
    expect(minutesToWait([1, 2, 3, 4, 15].map(ago), 5, now)).toBe(0);
  });

  it('never lets one wait longer than the window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: WINDOW }), { maxLength: 30 }), (ages) => {
        const latest = ages.sort((a, b) => a - b).map((age) => new Date(now.getTime() - age));
        const wait = minutesToWait(latest, LIMITS.account, now);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(15);
      }),
    );
  });

  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (address, network) => expect(networkOf(address)).toBe(network));
});
