// Objects in a bucket, spoken to by S3: every request is bounded in time, and its errors become faults without secrets.
import { PassThrough, type Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Fault, type FaultCode } from '../core/fault.ts';

/** A bucket, or a part of it: the objects whose keys begin with the prefix. */
export interface Bucket {
  /** https://host:port, or http:// without TLS. */
  endpoint: string;
  region: string;
  name: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  keyId: string;
  secret: string;
}

/** Keys are without the bucket's prefix. Errors of all: Fault archive-unreachable, archive-refused, archive-bucket-missing. */
export interface Objects {
  /** Returns when the server has it; `read` gives its bytes from start to before end. Errors: Fault archive-full. */
  put(key: string, size: number, read: ReadPart): Promise<void>;
  /** Null: there is none. What breaks off on the way is an error of the stream. */
  get(key: string): Promise<Readable | null>;
  /** When it was stored, in whole seconds by the server's clock; null: there is none. */
  storedAt(key: string): Promise<Date | null>;
  delete(key: string): Promise<void>;
  list(prefix: string): Promise<string[]>;
  /** Uploads in parts that have not come to their end. */
  uploads(): Promise<Upload[]>;
  abort(upload: Upload): Promise<void>;
}

export type ReadPart = (start: number, end: number) => Promise<Buffer>;

interface Upload {
  key: string;
  id: string;
  begunAt: Date;
}

/** What is larger goes up in parts of this size, so that no more of it is in memory (bytes); S3 asks for 5 MiB at least. */
export const PART = 8 * 1024 * 1024;
/** For a connection, for an answer once a request is begun, and for the next byte of either (ms). */
const PATIENCE = { connect: 5_000, answer: 120_000, silence: 30_000 };
const ATTEMPTS = 3;

export function openObjects({ endpoint, region, name, prefix, keyId, secret }: Bucket): Objects {
  const client = openClient({ endpoint, region, keyId, secret });
  const at = (key: string) => ({ Bucket: name, Key: prefix + key });
  const objects: Objects = {
    async put(key, size, read) {
      if (size > PART) return putInParts(key, size, read);
      await client.send(new PutObjectCommand({ ...at(key), Body: await read(0, size) })).catch(refuse);
    },
    async get(key) {
      const found = await client.send(new GetObjectCommand(at(key))).catch(unlessAbsent);
      return found && faultsOf(found.Body as Readable);
    },
    async storedAt(key) {
      const found = await client.send(new HeadObjectCommand(at(key))).catch(unlessAbsent);
      return found?.LastModified ?? null;
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key))).catch(refuse);
    },
    async list(begin) {
      const keys: string[] = [];
      const pages = paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix + begin });
      try {
        for await (const { Contents = [] } of pages)
          keys.push(...Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
      } catch (error) {
        refuse(error);
      }
      return keys;
    },
    async uploads() {
      const begun: Upload[] = [];
      let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
      for (let more = true; more; ) {
        const request = new ListMultipartUploadsCommand({ Bucket: name, Prefix: prefix, ...from });
        const page = await client.send(request).catch(refuse);
        for (const { Key = '', UploadId = '', Initiated = new Date() } of page.Uploads ?? [])
          begun.push({ key: Key.slice(prefix.length), id: UploadId, begunAt: Initiated });
        from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
        more = page.IsTruncated === true;
      }
      return begun;
    },
    async abort({ key, id }) {
      await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId: id })).catch(unlessAbsent);
    },
  };

  async function putInParts(key: string, size: number, read: ReadPart): Promise<void> {
    const { UploadId: id = '' } = await client.send(new CreateMultipartUploadCommand(at(key))).catch(refuse);
    const upload = { ...at(key), UploadId: id };
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    try {
      for (let start = 0; start < size; start += PART) {
        const part = { PartNumber: parts.length + 1, Body: await read(start, Math.min(start + PART, size)) };
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, ...part })).catch(refuse);
        parts.push({ PartNumber: part.PartNumber, ETag });
      }
      const whole = { ...upload, MultipartUpload: { Parts: parts } };
      await client.send(new CompleteMultipartUploadCommand(whole)).catch(refuse);
    } catch (error) {
      // Where this fails too, the next opening of the archive does it.
      await objects.abort({ key, id, begunAt: new Date() }).catch(() => {});
      throw error;
    }
  }
  return objects;
}

/** The library's client, as the servers of offices take it. */
export function openClient({
  endpoint,
  region,
  keyId,
  secret,
}: Pick<Bucket, 'endpoint' | 'region' | 'keyId' | 'secret'>) {
  // Node 20 is served by the version that is pinned; the warning of later ones would stand in every log.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: keyId, secretAccessKey: secret },
    // Servers of one's own have no host name for each bucket.
    forcePathStyle: true,
    // Every body is signed with its sha256, which the server compares; newer checksums are unknown to many servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: PATIENCE.connect,
      requestTimeout: PATIENCE.answer,
      throwOnRequestTimeout: true,
      socketTimeout: PATIENCE.silence,
    },
  });
}

/** The stream, with faults for the errors of its connection; whoever leaves it early ends the connection. */
function faultsOf(body: Readable): Readable {
  const out = new PassThrough();
  body.on('error', (error) => out.destroy(asError(error)));
  out.on('close', () => body.destroy());
  return body.pipe(out);
}

function unlessAbsent(error: unknown): null {
  const { name, status } = answerOf(error);
  if (status === 404 && name !== 'NoSuchBucket') return null;
  throw asError(error);
}

function refuse(error: unknown): never {
  throw asError(error);
}

/** Names of errors, where the status alone does not tell. */
const CODES = new Map<string, FaultCode>([
  ['NoSuchBucket', 'archive-bucket-missing'],
  ['QuotaExceeded', 'archive-full'],
  ['XMinioStorageFull', 'archive-full'],
  ['XMinioAdminBucketQuotaExceeded', 'archive-full'],
  // The region is part of the signature.
  ['AuthorizationHeaderMalformed', 'archive-refused'],
  ['PermanentRedirect', 'archive-refused'],
]);
const STATUSES = new Map<number, FaultCode>([
  [401, 'archive-refused'],
  [403, 'archive-refused'],
  [507, 'archive-full'],
]);

/** What a server says may hold keys, and the library hangs the whole request on its errors: name and status alone are told. */
function asError(error: unknown): Error {
  if (error instanceof Fault) return error;
  const { name, status, network } = answerOf(error);
  if (status === null && network === null) return error instanceof Error ? error : new Error(String(error));
  const code = CODES.get(name) ?? STATUSES.get(status ?? 0) ?? 'archive-unreachable';
  const detail = status === null ? `${network}` : `${name} (${status})`;
  return new Fault(code, { transient: true, detail });
}

interface Answer {
  name: string;
  /** Null: the server has not answered. */
  status: number | null;
  /** What failed on the way to it. */
  network: string | null;
}

function answerOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { name: '', status: null, network: null };
  const { name } = error;
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: unknown };
  const timedOut = /^(TimeoutError|AbortError)$/.test(name);
  const network = typeof code === 'string' ? code : timedOut ? 'no answer in time' : null;
  return { name, status: $metadata?.httpStatusCode ?? null, network };
}
