// Style sheets and scripts, served from memory: compressed once, under a name that changes with their content.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);
const own = (name: string) => join(fileURLToPath(import.meta.resolve('#package.json')), '..', 'assets', name);

const FILES = {
  'tabler.css': { file: require.resolve('@tabler/core/dist/css/tabler.min.css'), type: 'text/css' },
  'htmx.js': { file: require.resolve('htmx.org/dist/htmx.min.js'), type: 'text/javascript' },
  'app.css': { file: own('app.css'), type: 'text/css' },
  'app.js': { file: own('app.js'), type: 'text/javascript' },
  'icon.svg': { file: own('icon.svg'), type: 'image/svg+xml' },
} as const;
type Name = keyof typeof FILES;

interface Asset {
  path: string;
  type: string;
  plain: Buffer;
}

const assets = new Map(Object.entries(FILES).map(([name, { file, type }]) => [name, load(name, file, type)]));

function load(name: string, file: string, type: string): Asset {
  // A map of the source is nothing to ask for.
  const plain = Buffer.from(readFileSync(file, 'utf8').replace(/^\/[/*]# sourceMappingURL=.*$/m, ''));
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  return { path: `assets/${hash}/${name}`, type: `${type}; charset=utf-8`, plain };
}

/** Relative to the base of a page. */
export function assetPath(name: Name): string {
  return assets.get(name)?.path ?? '';
}

export function serveAssets(server: FastifyInstance): void {
  for (const asset of assets.values()) {
    const packed = {
      br: brotliCompressSync(asset.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      gzip: gzipSync(asset.plain),
    };
    server.get(`/${asset.path}`, { config: { access: 'public' } }, async (request, reply) => {
      const accepted = String(request.headers['accept-encoding'] ?? '');
      const coding = (['br', 'gzip'] as const).find((one) => accepted.includes(one));
      reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
      if (coding) reply.header('content-encoding', coding);
      return reply.type(asset.type).send(coding ? packed[coding] : asset.plain);
    });
  }
}
