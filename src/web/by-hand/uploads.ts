// Forms that carry files: read into memory within limits, so that the guard finds their proof where other forms have it.
import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { HandedFile } from '../../core/decisions.ts';
import { type Notice, sendNotice } from '../notice.tsx';

const MB = 1024 * 1024;

/** Of one form. */
export const MOST_FILES = 25;
export const MOST_BYTES = 100 * MB;

const LIMITS = {
  files: MOST_FILES,
  // One more, so that what is too large is not silently cut.
  fileSize: MOST_BYTES + 1,
  fields: 20,
  fieldSize: 10_000,
  parts: MOST_FILES + 20,
};

const TOO_LARGE: Notice = {
  title: 'Tệp quá lớn',
  text: `Mỗi lần thêm được tối đa ${MOST_FILES} tệp, tổng dung lượng tối đa ${MOST_BYTES / MB} MB.`,
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Bytes of the files in the form so far. */
    uploaded: number;
  }
}

/** Routes that `serve` adds take such forms; a file in the body is a HandedFile, under the name of its field. */
export async function takeUploads(
  server: FastifyInstance,
  base: string,
  serve: (scope: FastifyInstance) => void,
): Promise<void> {
  await server.register(async (scope) => {
    scope.decorateRequest('uploaded', 0);
    await scope.register(multipart, {
      limits: LIMITS,
      attachFieldsToBody: 'keyValues',
      async onFile(part) {
        const chunks: Buffer[] = [];
        for await (const chunk of part.file as AsyncIterable<Buffer>) {
          this.uploaded += chunk.length;
          if (this.uploaded > MOST_BYTES) throw new scope.multipartErrors.RequestFileTooLargeError();
          chunks.push(chunk);
        }
        part.value = { name: part.filename, bytes: Buffer.concat(chunks) } satisfies HandedFile;
      },
    });
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      // The rest of the form is not read: the connection is of no more use.
      if (error.statusCode === 413)
        return sendNotice(reply.header('connection', 'close'), 413, TOO_LARGE, base);
      throw error;
    });
    serve(scope);
  });
}

/** The files of a field. An empty one is what browsers send where none was chosen. */
export function filesIn(body: unknown): HandedFile[] {
  const { files } = (body ?? {}) as { files?: unknown };
  const all = files === undefined ? [] : [files].flat();
  return all.filter(isFile).filter(({ name, bytes }) => name !== '' || bytes.length > 0);
}

function isFile(value: unknown): value is HandedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes);
}
