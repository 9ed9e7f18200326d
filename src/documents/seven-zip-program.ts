// Runs 7-Zip, compiled to WebAssembly, with a bound on its memory and nothing of this machine in its reach.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { SevenZipModule, SevenZipModuleFactory } from '7z-wasm';
import { BEYOND, mountArchive, mountTarget, type Written } from './seven-zip-disk.ts';

export interface Said {
  /** What it printed, errors marked as such. */
  lines: string[];
  written: Written[];
}

/** The archive, for its arguments. */
export const ARCHIVE = '/in/archive';
export const TARGET = '/out';

interface Extraction {
  /** Where the files are written to. */
  folder: string;
  /** Whether so many files and bytes may be written; asked before they are. */
  may(files: number, bytes: number): boolean;
}

/** Errors: BEYOND, and those of the disk; what is wrong with the archive stands in the lines. */
export async function runSevenZip(archive: string, args: string[], out?: Extraction): Promise<Said> {
  const lines: string[] = [];
  const program = await start((line) => {
    if (lines.length < MOST_LINES) lines.push(line);
  });
  const closeArchive = mountArchive(program, '/in', 'archive', archive);
  const target = out && mountTarget(program, TARGET, out.folder, out.may);
  // It sets the exit code of the process that it believes to be its own.
  const { exitCode } = process;
  try {
    program.callMain(args);
  } catch (error) {
    // It ends with an exception that carries its exit code, or breaks: what went wrong is in its words.
    if (error === BEYOND || isOfDisk(error)) throw error;
  } finally {
    process.exitCode = exitCode;
    closeArchive();
    target?.close();
  }
  return { lines, written: target?.written ?? [] };
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** A hundred thousand entries are seen to be too many before they are all told. */
const MOST_LINES = 40_000;

/** What WebAssembly is used for here: Node has it, its types do not. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<Instance>;
};
interface Instance {
  exports: Record<string, unknown>;
}
interface Memory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}

const require = createRequire(import.meta.url);
/** The package is CommonJS, and its types say otherwise. */
const SevenZip = require('7z-wasm') as SevenZipModuleFactory;
let compiled: Promise<object> | undefined;

async function start(say: (line: string) => void): Promise<SevenZipModule> {
  compiled ??= readFile(require.resolve('7z-wasm/7zz.wasm')).then((bytes) => WebAssembly.compile(bytes));
  const code = await compiled;
  const options = {
    print: say,
    printErr: (line: string) => say(line.startsWith('ERROR') ? line : `ERROR: ${line}`),
    instantiateWasm(imports: object, done: (instance: Instance, code: object) => void) {
      WebAssembly.instantiate(code, imports).then((instance) => {
        boundMemory(instance);
        done(instance, code);
      });
    },
  };
  return SevenZip(options);
}

/** Dictionaries of honest archives take 64 MB, at most 256 (bytes). */
const MOST_MEMORY = 400 * 1024 * 1024;
const PAGE = 64 * 1024;

/** An archive may ask for two gigabytes to be unpacked; 7-Zip then says that it cannot have them. */
function boundMemory({ exports }: Instance): void {
  for (const memory of Object.values(exports).filter(isMemory)) {
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      if (memory.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError('memory is bounded');
      return grow(pages);
    };
  }
}

function isMemory(value: unknown): value is Memory {
  return value instanceof Object && 'grow' in value && 'buffer' in value;
}
