// An SMTP server that behaves, except where the script of a test says otherwise.
import { type Conversation, startLineServer } from './line-server.ts';

/** One exception: what the server does on a command, on connecting, or when a message has come to its final dot. */
export interface SmtpRule {
  on: RegExp | 'greeting' | 'message';
  /** Its answer, a line or several; none: silence. */
  say?: string | string[];
  /** Sends the answer byte by byte. */
  slowly?: boolean;
  /** Afterwards; "stall": nothing more is ever said. */
  and?: 'cut' | 'stall';
  /** How often it holds; always, unless given. */
  times?: number;
  /** "message" only: reads no more than this many bytes of it first. */
  after?: number;
}

export interface ScriptedSmtp {
  port: number;
  /** Every command. */
  heard: string[];
  /** Every message that came to its final dot, dots unstuffed; whatever was answered. */
  messages: string[];
  connections(): number;
  stop(): Promise<void>;
}

const BEHAVED: SmtpRule[] = [
  { on: 'greeting', say: '220 mail.example.vn ready' },
  { on: /^(MAIL|RCPT|RSET|NOOP)/, say: '250 2.1.0 Ok' },
  { on: /^DATA/, say: '354 End data with <CR><LF>.<CR><LF>' },
  { on: 'message', say: '250 2.0.0 Ok: queued as 4RWxyz' },
  { on: /^AUTH/, say: '235 2.7.0 Authentication successful' },
  { on: /^QUIT/, say: '221 2.0.0 Bye', and: 'cut' },
  { on: /./, say: '502 5.5.2 Command not recognised' },
];

/** RFC 2920 §3.1: pipelined commands come although one before them was refused. */
const NO_RECIPIENTS: SmtpRule = { on: /^DATA/, say: '554 5.5.1 No valid recipients' };

/** @param extensions lines of the answer to EHLO, such as PIPELINING or STARTTLS */
export async function startScriptedSmtp(
  script: SmtpRule[],
  extensions: string[] = [],
): Promise<ScriptedSmtp> {
  const heard: string[] = [];
  const messages: string[] = [];
  const greeted = ['mail.example.vn', ...extensions];
  const ehlo = greeted.map((line, at) => `250${at === greeted.length - 1 ? ' ' : '-'}${line}`);
  const rules: SmtpRule[] = [...script, { on: /^(EHLO|HELO)/, say: ehlo }, ...BEHAVED].map((rule) => ({
    ...rule,
  }));

  /** The first rule that fits and is not used up. */
  function ruleFor(event: string): SmtpRule {
    const rule = rules.find(
      ({ on, times = 1 }) => times > 0 && (typeof on === 'string' ? on === event : on.test(event)),
    );
    if (!rule) throw new Error(`no rule for ${event}`);
    if (rule.times !== undefined) rule.times--;
    return rule;
  }

  async function takeMessage(peer: Conversation): Promise<void> {
    const rule = ruleFor('message');
    if (rule.after === undefined) messages.push(await readMessage(peer));
    else await peer.bytes(rule.after);
    await obey(peer, rule);
  }

  const server = await startLineServer(async (peer) => {
    await obey(peer, ruleFor('greeting'));
    let agreed = '';
    for (;;) {
      const command = await peer.line();
      heard.push(command);
      const rule = command === 'DATA' && agreed !== 'MAIL RCPT' ? NO_RECIPIENTS : ruleFor(command);
      agreed = agreedAfter(agreed, command, rule);
      await obey(peer, rule);
      if (command === 'DATA' && agrees(rule)) await takeMessage(peer);
    }
  });
  return { port: server.port, heard, messages, connections: server.count, stop: server.stop };
}

function agrees({ say }: SmtpRule): boolean {
  return /^[23]/.test(String(say));
}

/** The commands of this transaction that were agreed to. */
function agreedAfter(before: string, command: string, rule: SmtpRule): string {
  if (/^MAIL/.test(command)) return agrees(rule) ? 'MAIL' : '';
  return /^RCPT/.test(command) && agrees(rule) ? `${before} RCPT` : before;
}

async function obey(peer: Conversation, { say = [], slowly, and }: SmtpRule): Promise<void> {
  const text = [say]
    .flat()
    .map((line) => `${line}\r\n`)
    .join('');
  if (slowly) await peer.sayByByte(text);
  else if (text) peer.say(text);
  if (and === 'stall') await peer.stall();
  if (and === 'cut') peer.cut();
}

async function readMessage(peer: Conversation): Promise<string> {
  const lines: string[] = [];
  for (let line = await peer.line(); line !== '.'; line = await peer.line())
    lines.push(line.replace(/^\./, ''));
  return lines.map((line) => `${line}\r\n`).join('');
}
