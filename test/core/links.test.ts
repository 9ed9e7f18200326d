import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLinks } from '../../src/core/links.ts';

const ID = '1AbCdEfGhIjKlMnOpQrStUvWxYz012345';

describe('findLinks', () => {
  it.each<[string, string]>([
    [`https://drive.google.com/file/d/${ID}/view?usp=sharing`, 'Google Drive'],
    [`https://drive.google.com/open?id=${ID}&usp=drive_copy`, 'Google Drive'],
    [`https://drive.google.com/drive/folders/${ID}`, 'Google Drive'],
    [`https://drive.google.com/drive/u/0/folders/${ID}`, 'Google Drive'],
    [`https://drive.google.com/uc?export=download&id=${ID}`, 'Google Drive'],
    [`https://docs.google.com/document/d/${ID}/edit`, 'Google Drive'],
    [`HTTP://Drive.Google.Com/file/d/${ID}/view`, 'Google Drive'],
    [`drive.google.com/file/d/${ID}/view`, 'Google Drive'],
    ['https://1drv.ms/u/s!AbCdEf?e=xyz', 'OneDrive'],
    ['https://onedrive.live.com/?authkey=%21A&id=B%21123&cid=C', 'OneDrive'],
    ['https://xagiaphu-my.sharepoint.com/:w:/g/personal/a/EabC?e=1', 'SharePoint'],
    ['https://we.tl/t-AbCdEf', 'WeTransfer'],
    ['https://wetransfer.com/downloads/abc/def', 'WeTransfer'],
    ['https://www.fshare.vn/file/ABCDEF', 'Fshare'],
    ['https://fshare.vn/folder/ABCDEF?token=1', 'Fshare'],
    ['https://zalo.me/s/12345/tai-lieu', 'Zalo'],
    ['https://f12-zfc.zdn.vn/abc/to-trinh.docx', 'Zalo'],
    ['https://b-f5.zadn.vn/abc/to-trinh.docx', 'Zalo'],
    ['https://www.dropbox.com/s/abc/to%20trinh.docx?dl=0', 'Dropbox'],
    ['https://www.dropbox.com/scl/fi/abc/a.docx?rlkey=x', 'Dropbox'],
    ['https://mega.nz/file/AbCd#key', 'MEGA'],
    ['https://mega.nz/#!AbCd!key', 'MEGA'],
    ['https://www.mediafire.com/file/abc/a.rar/file', 'MediaFire'],
    ['https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws.icloud-content.com%2Fa', 'iCloud'],
    ['https://www.icloud.com/attachments/abc', 'iCloud'],
  ])('%s is a document on %s, in words and behind them', (url, service) => {
    expect(findLinks(`Hồ sơ: ${url}, xin gửi.`, []).map((one) => one.service)).toEqual([service]);
    const [link] = findLinks('', [url]);
    expect(link?.service).toBe(service);
    expect(findLinks(`(${url})`, [url])).toEqual([link]);
  });

  it.each([
    'https://zalo.me/0000000000',
    'https://zalo.me/0000.000.000',
    'zalo.me/+84000000000',
    'https://zalo.me/1234567890123456789?src=qr',
    'https://zalo.me/pc',
    'https://zalo.me/download/zalo-pc',
    'https://zalo.me/g/abcdef123',
    'https://zalo.me/',
    'https://drive.google.com/',
    'https://drive.google.com/drive/my-drive',
    'https://docs.google.com/forms/d/e/1FAIpQLSabcdefghijk/viewform',
    'https://www.dropbox.com/install',
    'https://www.dropbox.com/referrals/abc',
    'https://mega.nz/',
    'https://www.icloud.com/',
    'https://aka.ms/o0ukef',
    'https://mail.google.com/mail/u/0',
    'https://example.vn/drive.google.com/file/d/1AbCdEfGhIjKl',
    'https://drive.google.com@example.vn/file/d/1AbCdEfGhIjKl/view',
    'https://drive.google.com.example.vn/file/d/1AbCdEfGhIjKl/view',
    'https://notdrive.google.com/file/d/1AbCdEfGhIjKl/view',
    'javascript:https://drive.google.com/file/d/1AbCdEfGhIjKl/view',
    'mailto:a@drive.google.com',
    'a@drive.google.com/file/d/1AbCdEfGhIjKl',
  ])('%s is none', (url) => {
    expect(findLinks('', [url])).toEqual([]);
    if (!url.startsWith('javascript')) expect(findLinks(`Liên hệ ${url} nhé`, [])).toEqual([]);
  });

  const SENT = `https://drive.google.com/file/d/${ID}/view`;

  it.each([
    `https://www.google.com/url?q=${encodeURIComponent(SENT)}&sa=D&ust=1`,
    `https://www.google.com.vn/url?sa=t&url=${encodeURIComponent(SENT)}`,
    `https://apc01.safelinks.protection.outlook.com/?url=${encodeURIComponent(SENT)}&data=05%7C01&reserved=0`,
    `https://apc01.safelinks.protection.outlook.com/?url=${encodeURIComponent(`https://www.google.com/url?q=${encodeURIComponent(SENT)}`)}`,
    `https://l.facebook.com/l.php?u=${encodeURIComponent(SENT)}`,
  ])('is found inside %s', (wrapped) => {
    expect(findLinks(`xem ${wrapped}`, [])).toEqual([{ service: 'Google Drive', url: SENT }]);
    expect(findLinks('', [wrapped, SENT])).toHaveLength(1);
  });

  it('tells one document once, however it is pointed to', () => {
    const ways = [
      `https://drive.google.com/open?id=${ID}`,
      `${SENT}?usp=sharing`,
      `${SENT}?usp=drive_web`,
      `http://drive.google.com/file/d/${ID}`,
      `https://drive.google.com/uc?id=${ID}`,
    ];
    expect(findLinks(ways.join('\n'), ways)).toEqual([{ service: 'Google Drive', url: ways[0] }]);
    expect(findLinks('https://we.tl/t-a https://we.tl/t-b https://we.tl/t-a?x=1', [])).toHaveLength(2);
    expect(findLinks('https://mega.nz/file/a#k https://mega.nz/file/b#k', [])).toHaveLength(2);
  });

  it('leaves the sentence around it alone', () => {
    for (const words of [`(xem ${SENT}).`, `[${SENT}]`, `"${SENT}"`, `<${SENT}>`, `${SENT}…`, `*${SENT}*`]) {
      expect(findLinks(words, [])).toEqual([{ service: 'Google Drive', url: SENT }]);
    }
  });

  it('is bounded', () => {
    const many = Array.from({ length: 200 }, (_, at) => `https://we.tl/t-${at}`);
    expect(findLinks(many.join(' '), many)).toHaveLength(50);
    const [long] = findLinks(`https://we.tl/t-${'a'.repeat(5_000)}`, []);
    expect(long?.url).toHaveLength(2_000);
    expect(findLinks('', [`https://we.tl/t-${'a'.repeat(50_000)}`])).toEqual([]);
    const started = performance.now();
    for (const piece of [
      'https://',
      'a.',
      'a-',
      'we.tl/',
      'we.tl/) ',
      '))',
      'drive.google.com/?id=',
      'a ',
      '%',
    ]) {
      findLinks(piece.repeat(200_000), [piece.repeat(200_000), piece.repeat(2_000)]);
      findLinks(`https://we.tl/${piece.repeat(200_000)}`, []);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('never fails, and tells nothing but web addresses', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'https://',
        'drive.google.com',
        '/url?q=',
        'www.google.com',
        '/d/',
        ID,
        'we.tl/',
        'zalo.me/',
        '%2F',
        ' ',
        ':',
        '@',
        '#',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(piece, { maxLength: 5 }), (words, targets) => {
        for (const { url, service } of findLinks(words.join(''), targets)) {
          expect(url).toMatch(/^https:\/\/[a-z\d.-]+(:\d+)?\/[!-~]*$/);
          expect(service).not.toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
