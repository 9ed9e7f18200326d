// Progress of long work: one line that renews itself on a terminal, a plain line now and then elsewhere.

export interface Progress {
  /** @param total null where the end is not known yet */
  show(done: number, total: number | null): void;
  end(): void;
}

const WIDTH = 30;
/** Elsewhere than on a terminal, a line at most this often (ms). */
const SELDOM = 5_000;

export function openProgress(label: string, out: NodeJS.WriteStream = process.stderr): Progress {
  let shown = '';
  let last = 0;
  return {
    show(done, total) {
      const line = total === null ? `${label}: ${done}` : `${label}: ${done}/${total}`;
      if (line === shown) return;
      if (out.isTTY) {
        out.write(`\r\x1b[K${total === null ? line : `${bar(done, total)} ${line}`}`);
        shown = line;
      } else if (Date.now() - last >= SELDOM) {
        out.write(`${line}\n`);
        shown = line;
        last = Date.now();
      }
    },
    end() {
      if (out.isTTY && shown) out.write('\r\x1b[K');
    },
  };
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? WIDTH : Math.floor((WIDTH * done) / total);
  return `[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}]`;
}
