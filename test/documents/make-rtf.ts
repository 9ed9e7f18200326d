// Makes Rich Text files as Word writes them, in Unicode or in the bytes of old fonts and code pages.

/** @param font of all the text; letters outside ASCII are bytes of it if `asBytes` */
export function makeRtf(
  lines: (string | string[])[],
  { font = 'Times New Roman', asBytes = false }: { font?: string; asBytes?: boolean } = {},
): Buffer {
  const body = lines.map((line) =>
    typeof line === 'string'
      ? `\\pard\\plain \\f0\\fs28 ${escapeRtf(line, asBytes)}\\par\r\n`
      : `\\trowd\\cellx2000${line.map((cell) => `\\pard\\intbl\\f0 ${escapeRtf(cell, asBytes)}\\cell`).join('')}\\row\r\n`,
  );
  const fonts = `{\\fonttbl{\\f0\\froman\\fcharset0\\fprq2{\\*\\panose 02020603050405020304}${font};}{\\f1\\fnil Symbol;}}`;
  const styles = '{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}{\\info{\\title Mau}{\\author Nguoi soan}}';
  return Buffer.from(
    `{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0${fonts}${styles}\r\n${body.join('')}}`,
    'latin1',
  );
}

function escapeRtf(text: string, asBytes: boolean): string {
  return text.replace(/[\\{}]|[^\0-\x7f]/g, (letter) => {
    const code = letter.charCodeAt(0);
    if (code < 0x80) return `\\${letter}`;
    if (asBytes) return `\\'${code.toString(16).padStart(2, '0')}`;
    return `\\u${code > 0x7fff ? code - 0x10000 : code}?`;
  });
}
