// Where to go after the login: the page that was asked for, never one of another site.

const SOMEWHERE = 'http://page.invalid';
/** Pages to which nobody returns. */
const NOT_BACK = /^(login|logout|invitation)\b/;

/** @param asked relative to `base`, as the guard wrote it, or as somebody forged it */
export function nextPage(asked: string, base: string): string {
  const home = `${base}log`;
  if (!URL.canParse(asked, SOMEWHERE + base)) return home;
  const { origin, pathname, search } = new URL(asked, SOMEWHERE + base);
  const ours = origin === SOMEWHERE && pathname.startsWith(base) && !pathname.startsWith('//');
  return ours && !NOT_BACK.test(pathname.slice(base.length)) ? pathname + search : home;
}
