// The HTML of a letter: the same words as the text, in one document that needs nothing from elsewhere.

const FONT = "font-family:'Times New Roman',Times,serif;font-size:16px;line-height:1.5;color:#1a1a1a";

/** @param body blocks parted by blank lines, values escaped; a block that begins with a tag stays as it is */
export function htmlDocument(subject: string, body: string): string {
  const blocks = body
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(htmlBlock);
  return `<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${subject}</title>
</head>
<body style="margin:0;padding:16px;background:#ffffff">
<div style="max-width:680px;margin:0 auto;${FONT}">
${blocks.join('\n')}
</div>
</body>
</html>
`;
}

function htmlBlock(block: string): string {
  if (block.startsWith('<')) return block;
  if (isTitle(block)) return `<h1 style="margin:16px 0;text-align:center;font-size:18px">${block}</h1>`;
  return `<p style="margin:0 0 12px">${block.split('\n').join('<br>\n')}</p>`;
}

/** A line of capitals by itself is the letter's title. */
function isTitle(block: string): boolean {
  return (
    !block.includes('\n') &&
    /\p{Lu}{2}/u.test(block) &&
    block === block.toLocaleUpperCase('vi') &&
    !/\d/.test(block)
  );
}
