// The sender's own words: a body without what mail programs quote from earlier messages.

/** The line with which mail programs open a quotation; everything below belongs to somebody else. */
const OPENERS = [
  /^-{2,}\s*(original message|thư gốc|tin nhắn gốc|forwarded message|thư chuyển tiếp)\s*-{2,}/i,
  /^(on|vào)\b.{5,200}(wrote|đã viết|viết)\s*:\s*$/i,
  /^_{10,}\s*$/,
];
/** Outlook repeats the head of the mail it answers. */
const OUTLOOK_HEAD = /^(from|từ)\s*:\s.+/i;
const OUTLOOK_NEXT = /^(sent|date|đã gửi|ngày|gửi)\s*:\s/i;

export function withoutQuotes(body: string): string {
  const lines = body.split(/\r?\n/);
  const end = lines.findIndex((line, at) => opensQuote(line.trim(), (lines[at + 1] ?? '').trim()));
  const own = end === -1 ? lines : lines.slice(0, end);
  return own
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trim();
}

function opensQuote(line: string, next: string): boolean {
  return (
    OPENERS.some((opener) => opener.test(line) || opener.test(`${line} ${next}`)) ||
    (OUTLOOK_HEAD.test(line) && OUTLOOK_NEXT.test(next))
  );
}
