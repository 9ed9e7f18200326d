// Junk: a mail server's filter errs, so what looks like a dossier is taken in from there too, for staff to see.

/** Files that dossiers are made of, by the ends of their names. */
const DOSSIER_FILE = /\.(pdf|docx?|xlsx?|rtf|odt|ods|zip|rar|7z|jpe?g|png|heic|tiff?)$/i;

/** Whether a message in Junk is worth taking in: from somebody we know, or with files such as dossiers have. */
export function mayBeDossier(fileNames: string[], senderIsKnown: boolean): boolean {
  return senderIsKnown || fileNames.some((name) => DOSSIER_FILE.test(name.trim()));
}
