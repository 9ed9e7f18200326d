// What the office's own mail server found of a sender, and nothing that a forger may have written below it.
import { describe, expect, it } from 'vitest';
import { judgeAuthentication } from '../../src/core/authentication.ts';
import { envelope } from './facts.ts';

const TRUSTED = 'mx.example.vn';
function judge(results: string[], trusted: string | null = TRUSTED) {
  const headers = results.map((value) =>
    value === 'received'
      ? { name: 'received', value: 'from a by b' }
      : { name: 'authentication-results', value },
  );
  return judgeAuthentication(envelope({ from: { name: '', address: 'mttq@example.vn' }, headers }), trusted);
}

describe('judgeAuthentication', () => {
  it.each<[string, string, 'pass' | 'fail' | 'none']>([
    [
      'DMARC fails',
      'mx.example.vn; spf=pass smtp.mailfrom=evil.example; dmarc=fail header.from=example.vn',
      'fail',
    ],
    ['DMARC passes', 'mx.example.vn; dkim=fail; dmarc=pass (p=REJECT) header.from=example.vn', 'pass'],
    ['a signature of the domain', 'mx.example.vn; dkim=pass header.d=example.vn', 'pass'],
    ['a signature of another domain', 'mx.example.vn; dkim=pass header.d=evil.example', 'none'],
    ['SPF says no', 'mx.example.vn; spf=fail smtp.mailfrom=mttq@example.vn', 'fail'],
    ['SPF doubts, and a signature is broken', 'mx.example.vn; spf=softfail; dkim=fail', 'fail'],
    ['SPF doubts', 'mx.example.vn; spf=softfail', 'none'],
    [
      'upper case, a version, comments and folds',
      'MX.Example.VN 1; (a; dmarc=pass) DMARC = Fail\r\n (b)',
      'fail',
    ],
    ['nothing was checked', 'mx.example.vn; none', 'none'],
  ])('%s', (_, results, want) => {
    expect(judge([results])).toBe(want);
  });

  it('believes nobody but the trusted server, and nothing below where the mail came in', () => {
    expect(judge(['mx.evil.example; dmarc=fail'])).toBe('none');
    expect(judge(['mx.example.vn; dmarc=fail'], null)).toBe('none');
    expect(judge(['mx.example.vn; dmarc=fail', 'received', 'mx.example.vn; dmarc=pass'])).toBe('fail');
    expect(judge(['mx.example.vn; spf=none', 'received', 'mx.example.vn; dmarc=fail'])).toBe('none');
  });
});
