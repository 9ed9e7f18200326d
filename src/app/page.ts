// Serves the page: with the secret that its forms are proven by, and a link for the first administrator where there is none.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WebSettings } from '../../config/settings.ts';
import { Fault } from '../core/fault.ts';
import { inviteFirstAdministrator } from '../store/invitations.ts';
import { FIRST_LINK_LASTS, invitationLink, newInvitation } from '../web/invitations.ts';
import type { WebDeps } from '../web/page-deps.ts';
import { pageUrl } from '../web/place.ts';
import { openWeb, type Web } from '../web/server.ts';
import type { Log } from './log.ts';

/** Errors: Fault web-port-unusable, file-unwritable */
export async function servePage(deps: WebDeps, settings: WebSettings, log: Log): Promise<Web> {
  const secret = settings.secret ?? (await keptSecret(settings.secretFile));
  const web = await openWeb(deps, { ...settings, secret });
  log.info({ at: web.url }, 'serving');
  const { token, invitation } = newInvitation(deps.now(), FIRST_LINK_LASTS);
  if (await inviteFirstAdministrator(deps.db, invitation)) {
    const first = invitationLink(pageUrl(settings, Number(new URL(web.url).port)), token);
    log.warn(
      { link: first },
      'there is no administrator: whoever opens this link within 24 hours becomes one',
    );
  }
  return web;
}

/** Made at the first start, for its owner alone. Processes that start at once agree on one, for it appears whole. */
async function keptSecret(path: string): Promise<string> {
  const made = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(made, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
    await link(made, path).catch(unlessThere);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Fault('file-unwritable', { transient: false, detail: path, cause });
  } finally {
    await rm(made, { force: true });
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
