// Style sheets, scripts and fonts, served from memory: packed once, under a name that changes with their content.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('#package.json'));
const font = (part: string) => ({
  file: require.resolve(`@fontsource-variable/inter/files/inter-${part}-wght-normal.woff2`),
  type: 'font/woff2',
});

/** What a style sheet names stands before it. */
const FILES = {
  'inter-latin.woff2': font('latin'),
  'inter-latin-ext.woff2': font('latin-ext'),
  'inter-vietnamese.woff2': font('vietnamese'),
  'tabler.css': { file: require.resolve('@tabler/core/dist/css/tabler.min.css'), type: 'text/css' },
  'htmx.js': { file: require.resolve('htmx.org/dist/htmx.min.js'), type: 'text/javascript' },
  'app.css': { file: join(root, 'assets', 'app.css'), type: 'text/css' },
  'app.js': { file: join(root, 'assets', 'app.js'), type: 'text/javascript' },
  'icon.svg': { file: join(root, 'assets', 'icon.svg'), type: 'image/svg+xml' },
} as const;

interface Asset {
  path: string;
  type: string;
  plain: Buffer;
  /** It becomes smaller when it is packed. */
  packs: boolean;
}

const assets = new Map<string, Asset>();
for (const [name, { file, type }] of Object.entries(FILES)) assets.set(name, load(name, file, type));

function load(name: string, file: string, type: string): Asset {
  const isText = !type.startsWith('font/');
  const plain = isText ? Buffer.from(linked(readFileSync(file, 'utf8'))) : readFileSync(file);
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
