// Style sheets, scripts and fonts, served from memory: packed once, under a name that changes with their content.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('#package.json'));
const own = (...path: string[]) => join(root, 'assets', ...path);
const font = (part: string) => ({
  files: [require.resolve(`@fontsource-variable/inter/files/inter-${part}-wght-normal.woff2`)],
  type: 'font/woff2',
});

/** Each section of the page has its own; they are served as one. */
const SHEETS = ['frame', 'log', 'letters', 'dossier', 'overview', 'admin'].map((name) =>
  own('css', `${name}.css`),
);

/** What a style sheet names stands before it. */
const FILES = {
  'inter-latin.woff2': font('latin'),
  'inter-latin-ext.woff2': font('latin-ext'),
  'inter-vietnamese.woff2': font('vietnamese'),
  'tabler.css': { files: [require.resolve('@tabler/core/dist/css/tabler.min.css')], type: 'text/css' },
  'htmx.js': { files: [require.resolve('htmx.org/dist/htmx.min.js')], type: 'text/javascript' },
  'app.css': { files: SHEETS, type: 'text/css' },
  'app.js': { files: [own('app.js')], type: 'text/javascript' },
  'icon.svg': { files: [own('icon.svg')], type: 'image/svg+xml' },
} as const;

interface Asset {
  path: string;
  type: string;
  plain: Buffer;
  /** It becomes smaller when it is packed. */
  packs: boolean;
}

const assets = new Map<string, Asset>();
for (const [name, { files, type }] of Object.entries(FILES)) assets.set(name, load(name, files, type));

function load(name: string, files: readonly string[], type: string): Asset {
  const isText = !type.startsWith('font/');
  const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
  const plain = isText ? Buffer.from(linked(bytes.toString())) : bytes;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  return {
    path: `assets/${hash}/${name}`,
    type: isText ? `${type}; charset=utf-8` : type,
    plain,
    packs: isText,
  };
}

/** With the paths of fonts, and without the source map that nobody could ask for. */
function linked(text: string): string {
  return text
    .replace(/^\/[/*]# sourceMappingURL=.*$/m, '')
    .replace(/url\(([\w-]+\.woff2)\)/g, (_, name: string) => `url(../../${assets.get(name)?.path})`);
}

/** Relative to the base of a page. */
export function assetPath(name: keyof typeof FILES): string {
  return assets.get(name)?.path ?? '';
}

export function serveAssets(server: FastifyInstance): void {
  for (const asset of assets.values()) {
    const packed = pack(asset);
    server.get(`/${asset.path}`, { config: { access: 'public' } }, async (request, reply) => {
      const accepted = String(request.headers['accept-encoding'] ?? '');
      const coding = (['br', 'gzip'] as const).find((one) => packed[one] && accepted.includes(one));
      reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
      if (coding) reply.header('content-encoding', coding);
      return reply.type(asset.type).send((coding && packed[coding]) ?? asset.plain);
    });
  }
}

function pack({ plain, packs }: Asset): { br?: Buffer; gzip?: Buffer } {
  if (!packs) return {};
  // The last steps of brotli take seconds on a large style sheet.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return { br: brotliCompressSync(plain, { params }), gzip: gzipSync(plain) };
}
