// Sizes of files as staff read them.

const KB = 1024;
const MB = KB * KB;

/** "640 B", "12 KB", "3,4 MB" */
export function sizeText(bytes: number): string {
  if (bytes < KB) return `${bytes} B`;
  if (bytes < MB) return `${Math.round(bytes / KB)} KB`;
  return `${(bytes / MB).toFixed(1).replace('.', ',')} MB`;
}
