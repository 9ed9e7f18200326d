// Completes package-lock.json after an `npm install` against a registry that lacks other platforms' optional packages:
// npm leaves those out of the lock then, and `npm ci` refuses the lock it has just written. Usage: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  windows: 'win32',
  win32: 'win32',
  openharmony: 'openharmony',
  aix: 'aix',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  sunos: 'sunos',
};
const PROCESSORS = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];
const LIBRARIES = { musl: 'musl', gnu: 'glibc' };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const known = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

for (const parent of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (known.has(name)) continue;
    const words = name.split('/').pop().split('-');
    const os = words.map((word) => SYSTEMS[word]).filter(Boolean);
    const cpu = PROCESSORS.filter((word) => words.includes(word));
    const libc = words.map((word) => LIBRARIES[word]).filter(Boolean);
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(cpu.length > 0 && { cpu }),
      ...(parent.dev && { dev: true }),
      ...(libc.length > 0 && { libc }),
      optional: true,
      ...(os.length > 0 && { os }),
    };
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(
  'package-lock.json',
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
