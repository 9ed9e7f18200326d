// The file systems that 7-Zip sees: the archive as the only file there is to read, and numbered files of one folder to
// write to. Names and links of an archive never become those of real files.
import { closeSync, fstatSync, openSync, readSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSystem, SevenZipModule } from '7z-wasm';

/** A file that 7-Zip has written. */
export interface Written {
  /** As it stands in the archive, folders and all. */
  name: string;
  /** Where its bytes are. */
  path: string;
  size: number;
}

/** Emscripten's own shapes, as far as they are used; the types of the package leave them out. */
interface Node {
  id: number;
  name: string;
  mode: number;
  parent: Node;
  node_ops: object;
  stream_ops: object;
}
interface Stream {
  node: Node;
  position: number;
}
interface Files {
  createNode(parent: Node | null, name: string, mode: number): Node;
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  ErrnoError: new (code: number) => Error;
}

const FOLDER = 0o040755;
const FILE = 0o100644;
/** Numbers of errors, as WebAssembly's system interface has them. */
const NO_ENTRY = 44;
const NOT_PERMITTED = 63;
const INVALID = 28;

/** @returns what closes it */
export function mountArchive({ FS }: SevenZipModule, folder: string, name: string, path: string): () => void {
  const files = FS as unknown as Files;
  const handle = openSync(path, 'r');
  const { size } = fstatSync(handle);
  const fail = () => {
    throw new files.ErrnoError(NO_ENTRY);
  };
  const ops = {
    node_ops: { getattr: (node: Node) => attributes(node, size), lookup: fail },
    stream_ops: {
      read: (_: Stream, bytes: Int8Array, at: number, length: number, position: number) =>
        readSync(handle, viewOf(bytes, at, length), 0, length, position),
      llseek: (stream: Stream, offset: number, from: number) => seek(files, stream, offset, from, size),
    },
  };
  const mount = () => {
    const root = Object.assign(files.createNode(null, '/', FOLDER), ops);
    Object.assign(files.createNode(root, name, FILE), ops);
    return root;
  };
  FS.mkdir(folder);
  FS.mount({ mount } as unknown as FileSystem, {}, folder);
  return () => closeSync(handle);
}

export interface Target {
  written: Written[];
  close(): void;
}

/** Thrown where more would be written than may be; it stops 7-Zip on the spot. */
export const BEYOND = new Error('more than an archive may hold');

/** @param may asked before it is written whether there may be so many files and bytes */
export function mountTarget(
  { FS }: SevenZipModule,
  folder: string,
  onDisk: string,
  may: (files: number, bytes: number) => boolean,
): Target {
  const files = FS as unknown as Files;
  const written: Written[] = [];
  const byNode = new Map<number, Written>();
  const handles = new Map<Stream, number>();
  let bytes = 0;

  function sizeOf(node: Node): number {
    return byNode.get(node.id)?.size ?? 0;
  }
  const create = (parent: Node | null, name: string, mode: number): Node =>
    Object.assign(files.createNode(parent, name, mode), { node_ops, stream_ops });
  const node_ops = {
    getattr: (node: Node) => attributes(node, sizeOf(node)),
    setattr(node: Node, { size }: { size?: number }) {
      const file = byNode.get(node.id);
      // It announces sizes before it writes; only what is written counts.
      if (!file || size === undefined || size >= file.size) return;
      truncateSync(file.path, size);
      file.size = size;
    },
    lookup() {
      throw new files.ErrnoError(NO_ENTRY);
    },
    mknod(parent: Node, name: string, mode: number) {
      const isFolder = files.isDir(mode);
      if (!isFolder && !files.isFile(mode)) throw new files.ErrnoError(NOT_PERMITTED);
      const node = create(parent, name, mode);
      if (!may(byNode.size + 1, bytes)) throw BEYOND;
      if (isFolder) return node;
      const file = { name: pathOf(node), path: join(onDisk, String(written.length)), size: 0 };
      writeFileSync(file.path, '', { flag: 'wx', mode: 0o600 });
      written.push(file);
      byNode.set(node.id, file);
      return node;
    },
    unlink() {},
  };
  const stream_ops = {
    open(stream: Stream) {
      const file = byNode.get(stream.node.id);
      if (file) handles.set(stream, openSync(file.path, 'r+'));
    },
    close(stream: Stream) {
      const handle = handles.get(stream);
      if (handle !== undefined) closeSync(handle);
      handles.delete(stream);
    },
    write(stream: Stream, from: Int8Array, at: number, length: number, position: number) {
      const handle = handles.get(stream);
      const file = byNode.get(stream.node.id);
      if (handle === undefined || !file) throw new files.ErrnoError(INVALID);
      const grown = Math.max(0, position + length - file.size);
      if (!may(byNode.size, bytes + grown)) throw BEYOND;
      bytes += grown;
      file.size += grown;
      return writeSync(handle, viewOf(from, at, length), 0, length, position);
    },
    llseek: (stream: Stream, offset: number, from: number) =>
      seek(files, stream, offset, from, sizeOf(stream.node)),
  };
  FS.mkdir(folder);
  FS.mount({ mount: () => create(null, '/', FOLDER) } as unknown as FileSystem, {}, folder);
  return {
    written,
    close() {
      for (const handle of handles.values()) closeSync(handle);
    },
  };
}

function attributes({ id, mode }: Node, size: number) {
  const time = new Date(0);
  const common = { dev: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096 };
  return { ...common, ino: id, mode, size, blocks: 0, atime: time, mtime: time, ctime: time };
}

function viewOf(bytes: Int8Array, at: number, length: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + at, length);
}

function seek(files: Files, { position }: Stream, offset: number, from: number, size: number): number {
  const to = offset + ([0, position, size][from] ?? 0);
  if (to < 0) throw new files.ErrnoError(INVALID);
  return to;
}

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at = node; at.parent !== at; at = at.parent) names.unshift(at.name);
  return names.join('/');
}
