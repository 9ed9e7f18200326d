import { describe, expect, it } from 'vitest';
import { rewriteLetter } from '../../src/letters/rewrite.ts';

const TRIAL = 'THƯ THỬ NGHIỆM – không có giá trị';

describe('new words for a letter', () => {
  it('stand in text and HTML alike, and are markup in neither', () => {
    const { subject, text, html } = rewriteLetter('Cũ.\n', {
      subject: ' Đề\r\nnghị <x> ',
      text: '\r\nGIẤY XÁC NHẬN\r\n\r\n\r\n\r\nKính gửi: <script>"A" & B</script>  \r\n   1. Một\r\n',
    });
    expect(subject).toBe('Đề nghị <x>');
    expect(text).toBe('GIẤY XÁC NHẬN\n\nKính gửi: <script>"A" & B</script>\n   1. Một\n');
    expect(html).toContain('<title>Đề nghị &lt;x&gt;</title>');
    expect(html).toContain('GIẤY XÁC NHẬN</h1>');
    expect(html).toContain(
      'Kính gửi: &lt;script&gt;&#34;A&#34; &amp; B&lt;/script&gt;<br>\n&nbsp;&nbsp;&nbsp;1. Một</p>',
    );
  });

  it('hold no control characters, and composed letters', () => {
    const { subject, text } = rewriteLetter('', {
      subject: 'a\u0000b\u001bc',
      text: 'Tie\u0302\u0301ng\u0000 Việt',
    });
    expect([subject, text]).toEqual(['a b c', 'Tiếng  Việt\n']);
  });

  it('say in a trial that they have no value, once, whether staff left that there or not', () => {
    const before = `${TRIAL}\n\nCũ.\n`;
    for (const words of [
      { subject: 'Mới', text: 'Mới.' },
      { subject: 'Mới (thư thử nghiệm)', text: `${TRIAL}\n\nMới.` },
    ]) {
      const { subject, text, html } = rewriteLetter(before, words);
      expect([subject, text]).toEqual(['Mới (thư thử nghiệm)', `${TRIAL}\n\nMới.\n`]);
      expect(html.split(TRIAL)).toHaveLength(2);
    }
  });
});
