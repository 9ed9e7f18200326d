// Letters of a service that is tried out say that they have no value.
import type { RenderedLetter } from '../core/letter.ts';
import { htmlBanner } from './html.ts';

/** Said of every letter while the service is tried out, whatever its template says. */
const BANNER = 'THƯ THỬ NGHIỆM – không có giá trị';
const MARK = ' (thư thử nghiệm)';

export function withoutValue({ subject, text, html }: RenderedLetter): RenderedLetter {
  return { subject: `${subject}${MARK}`, text: `${BANNER}\n\n${text}`, html: htmlBanner(BANNER, html) };
}

export function isTrial(text: string): boolean {
  return text.startsWith(BANNER);
}

/** The words of a letter without what a trial adds to them. */
export function withoutTrial<Words extends { subject: string; text: string }>(words: Words): Words {
  const { subject, text } = words;
  return {
    ...words,
    subject: subject.endsWith(MARK) ? subject.slice(0, -MARK.length) : subject,
    text: isTrial(text) ? text.slice(BANNER.length).trimStart() : text,
  };
}
