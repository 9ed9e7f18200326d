// Where a file lay: its name, behind the names of what it lay in.

/** Folders shown of one path; more are somebody's joke. */
const MOST_FOLDERS = 20;

/** "ho so.rar" and "Hồ sơ\To trinh.docx" become "ho so.rar/Hồ sơ/To trinh.docx". @param name as repaired */
export function placeInside(parent: string | null, nameAsSent: string | null, name: string): string {
  const folders = parent === null ? [] : [parent, ...foldersOf(nameAsSent ?? '')];
  return [...folders, name].join('/');
}

/** Folders as the archive names them, without what leads out of it. */
function foldersOf(nameAsSent: string): string[] {
  return nameAsSent
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .split(/[\\/]/)
    .slice(0, -1)
    .map((folder) => folder.trim())
    .filter((folder) => !/^(\.*|[a-z]:)$/i.test(folder))
    .slice(0, MOST_FOLDERS);
}
