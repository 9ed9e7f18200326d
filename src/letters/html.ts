// The HTML of a letter: the same words as the text, in one document that needs nothing from elsewhere.

const FONT = "font-family:'Times New Roman',Times,serif;font-size:17px;line-height:1.5;color:#1a1a1a";

const BODY = '<body style="margin:0;padding:16px;background:#ffffff">';

/** @param body blocks parted by blank lines, values escaped; a block that begins with a tag stays as it is */
export function htmlDocument(subject: string, body: string): string {
  const blocks = body.split('\n\n').map(htmlBlock);
  return `<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${subject}</title>
</head>
${BODY}
<div style="max-width:680px;margin:0 auto;overflow-wrap:anywhere;${FONT}">
${blocks.join('\n')}
</div>
</body>
</html>
`;
}

/** Puts a line above all that a finished document shows. */
export function htmlBanner(line: string, document: string): string {
  const style = `margin:0 auto 12px;padding:8px;max-width:664px;border:2px solid #b00020;text-align:center;${FONT}`;
  return document.replace(BODY, `$&\n<p style="${style}"><strong>${line}</strong></p>`);
}

function htmlBlock(block: string): string {
  if (block.startsWith('<')) return block;
  if (isTitle(block)) return `<h1 style="margin:16px 0;text-align:center;font-size:20px">${block}</h1>`;
  const lines = block.split('\n').map((line) => line.replace(/^ +| {2,}/g, keepSpaces));
  return `<p style="margin:0 0 12px">${lines.join('<br>\n')}</p>`;
}

/** One line of capitals, two words at least, is the letter's title. */
function isTitle(block: string): boolean {
  return /^\p{Lu}{2,} \p{Lu}{2,}[^\n]*$/u.test(block) && block === block.toLocaleUpperCase('vi');
}

/** HTML would show one space; the last of them stays one, so that a narrow screen can break the line there. */
function keepSpaces(spaces: string, at: number): string {
  return at === 0 ? '&nbsp;'.repeat(spaces.length) : `${'&nbsp;'.repeat(spaces.length - 1)} `;
}
