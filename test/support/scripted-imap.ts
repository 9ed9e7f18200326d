// An IMAP server with one folder that behaves, except where the script of a test says otherwise.
import { type Conversation, startLineServer } from './line-server.ts';

/** One exception: what the server does on a command (its tag left out), or on connecting. */
export interface ImapRule {
  on: RegExp | 'greeting';
  /** Lines said first; `$tag` stands for the command's tag. */
  say?: (string | Buffer)[];
  /** Afterwards: "behave" answers as well as it can, "cut" ends the connection, "stall" says nothing more. None: nothing. */
  and?: 'behave' | 'cut' | 'stall';
  /** How often it holds; always, unless given. */
  times?: number;
}

export interface ImapContents {
  /** Null: the server gives none. */
  uidValidity?: number | null;
  /** By UID. */
  messages?: Record<number, string>;
  capabilities?: string;
  /** The LIST answer; INBOX and a Sent folder, unless given. */
  folders?: string[];
}

export interface ScriptedImap {
  port: number;
  /** Every command, without its tag; literals are replaced by their bytes. */
  heard: string[];
  connections(): number;
  stop(): Promise<void>;
}

const CAPABILITIES = 'IMAP4rev1 UIDPLUS SPECIAL-USE IDLE';
const FOLDERS = ['(\\HasNoChildren) "/" INBOX', '(\\HasNoChildren \\Sent) "/" Sent'];

export async function startScriptedImap(
  script: ImapRule[],
  contents: ImapContents = {},
): Promise<ScriptedImap> {
  const heard: string[] = [];
  const rules = script.map((rule) => ({ ...rule }));

  function ruleFor(event: string): ImapRule | undefined {
    const rule = rules.find(
      ({ on, times = 1 }) => times > 0 && (typeof on === 'string' ? on === event : on.test(event)),
    );
    if (rule?.times !== undefined) rule.times--;
    return rule;
  }

  const server = await startLineServer(async (peer) => {
    await answer(peer, ruleFor('greeting'), '', () => peer.say('* OK ready\r\n'));
    for (;;) {
      const [tag, command] = await readCommand(peer);
      heard.push(command);
      await answer(peer, ruleFor(command), tag, () => behave(peer, tag, command, contents));
    }
  });
  return { port: server.port, heard, connections: server.count, stop: server.stop };
}

/** One message in a FETCH answer; `announce` is the size of the literal it claims, `send` the bytes that follow. */
export function fetched(uid: number, send: string, announce = Buffer.byteLength(send), seq = uid): string {
  return `* ${seq} FETCH (UID ${uid} BODY[] {${announce}}\r\n${send})`;
}

async function answer(
  peer: Conversation,
  rule: ImapRule | undefined,
  tag: string,
  well: () => void | Promise<void>,
): Promise<void> {
  for (const line of rule?.say ?? []) {
    peer.say(typeof line === 'string' ? `${line.replaceAll('$tag', tag)}\r\n` : line);
  }
  if (!rule || rule.and === 'behave') await well();
  if (rule?.and === 'stall') await peer.stall();
  if (rule?.and === 'cut') peer.cut();
}

async function readCommand(peer: Conversation): Promise<[tag: string, command: string]> {
  let text = await peer.line();
  for (let literal = LITERAL.exec(text); literal; literal = LITERAL.exec(text)) {
    const [marker, size, plus] = literal;
    if (!plus) peer.say('+ go on\r\n');
    text = text.slice(0, -marker.length) + (await peer.bytes(Number(size))) + (await peer.line());
  }
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}

const LITERAL = /~?\{(\d+)(\+?)\}$/;

async function behave(
  peer: Conversation,
  tag: string,
  command: string,
  contents: ImapContents,
): Promise<void> {
  if (/^IDLE/.test(command)) {
    peer.say('+ idling\r\n');
    while ((await peer.line()) !== 'DONE');
  }
  const lines = [...answersTo(command, contents), `${tag} OK done`];
  peer.say(lines.map((line) => `${line}\r\n`).join(''));
  if (/^LOGOUT/.test(command)) peer.cut();
}

function answersTo(command: string, contents: ImapContents): string[] {
  const { capabilities = CAPABILITIES, folders = FOLDERS } = contents;
  const uids = Object.keys(contents.messages ?? {}).map(Number);
  if (/^CAPABILITY/.test(command)) return [`* CAPABILITY ${capabilities}`];
  if (/^LIST "" ""/.test(command)) return ['* LIST (\\Noselect) "/" ""'];
  if (/^LIST/.test(command)) return folders.map((folder) => `* LIST ${folder}`);
  if (/^(SELECT|EXAMINE)/.test(command)) return selected(uids, contents);
  if (/^STATUS/.test(command)) return [`* STATUS INBOX (UIDNEXT ${nextOf(uids)} MESSAGES ${uids.length})`];
  if (/^UID SEARCH/.test(command)) return [`* SEARCH ${named(command.slice(11), uids).join(' ')}`.trimEnd()];
  if (/^UID FETCH/.test(command)) return fetch(command, uids, contents.messages ?? {});
  if (/^LOGOUT/.test(command)) return ['* BYE see you'];
  return [];
}

function selected(uids: number[], { uidValidity = 1 }: ImapContents): string[] {
  return [
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
    `* ${uids.length} EXISTS`,
    '* 0 RECENT',
    ...(uidValidity === null ? [] : [`* OK [UIDVALIDITY ${uidValidity}] valid`]),
    `* OK [UIDNEXT ${nextOf(uids)}] next`,
  ];
}

function nextOf(uids: number[]): number {
  return Math.max(0, ...uids) + 1;
}

function fetch(command: string, uids: number[], messages: Record<number, string>): string[] {
  const [, , set = '', ...items] = command.split(' ');
  const wanted = items.join(' ');
  const piece = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/.exec(wanted);
  return named(set, uids).map((uid) => {
    const raw = Buffer.from(messages[uid] ?? '');
    const from = Number(piece?.[1] ?? 0);
    const bytes = piece ? raw.subarray(from, from + Number(piece[2])) : raw;
    const facts = [`UID ${uid}`];
    if (/RFC822\.SIZE/.test(wanted)) facts.push(`RFC822.SIZE ${raw.length}`);
    if (/INTERNALDATE/.test(wanted)) facts.push('INTERNALDATE "08-Aug-2022 09:15:00 +0700"');
    if (/BODY\.PEEK\[\]/.test(wanted))
      facts.push(`BODY[]${piece ? `<${from}>` : ''} {${bytes.length}}\r\n${bytes.toString()}`);
    return `* ${uids.indexOf(uid) + 1} FETCH (${facts.join(' ')})`;
  });
}

/** UIDs that a set such as "1:3,7:*" names; "n:*" names the last one at least (RFC 3501 §6.4.8). */
function named(set: string, uids: number[]): number[] {
  const last = Math.max(...uids);
  const ranges = set
    .replace(/^UID /, '')
    .split(',')
    .map((range) => range.split(':').map((end) => (end === '*' ? last : Number(end))));
  return uids.filter((uid) =>
    ranges.some(([a = 0, b = a]) => uid >= Math.min(a, b) && uid <= Math.max(a, b)),
  );
}
