// Plain text as HTML that looks the same: paragraphs, line ends, and the spaces that people draw with.

/** Escaped whatever it says; empty where there is nothing but white space. */
export function paragraphs(text: string): string {
  const clean = text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trimEnd();
  const found = clean.split(/\n(?:[ \t]*\n)+/).filter((paragraph) => paragraph.trim() !== '');
  return found.map((paragraph) => `<p>${paragraph.split('\n').map(lineOf).join('<br>')}</p>`).join('\n');
}

function lineOf(line: string): string {
  return escapeHtml(line)
    .replaceAll('\t', '    ')
    .replace(/^ | (?= )/g, '\u00a0');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
