// A file or stdin as the text that it holds, unpacked, with how much of it was read.
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { addAbortSignal, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failed } from './failed.ts';

export interface Input {
  /** as it was named */
  name: string;
  text: AsyncIterable<Buffer>;
  /** bytes of the file read so far, packed */
  read(): number;
  /** of the file; undefined where nobody knows */
  total?: number;
}

const LOG = 'SQLite format 3\0';
const GZIP = [0x1f, 0x8b];

export function kindOf(file: string): 'log' | 'lines' {
  const head = Buffer.alloc(LOG.length);
  const fd = openSync(file, 'r');
  readSync(fd, head, 0, head.length, 0);
  closeSync(fd);
  return head.toString('latin1') === LOG ? 'log' : 'lines';
}

/** @param file "-" is stdin @param signal ends the reading @throws Failed */
export async function openInput(file: string, signal: AbortSignal): Promise<Input> {
  const source = addAbortSignal(signal, file === '-' ? process.stdin : createReadStream(file));
  let read = 0;
  const all = async function* () {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  };
  const [head, chunks] = await peek(all());
  const isPacked = GZIP.every((byte, i) => head[i] === byte);
  const [inside, text] = await peek(isPacked ? unpacked(chunks) : chunks);
  const name = file === '-' ? 'stdin' : file;
  if (inside.toString('latin1', 0, LOG.length) === LOG)
    throw new Failed(
      `${name} is a database${isPacked ? ' in gzip' : ''}: name it as a file${isPacked ? ', unpacked' : ''}.`,
    );
  return { name, text, read: () => read, ...(file === '-' ? {} : { total: statSync(file).size }) };
}

function unpacked(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const packed = Readable.from(chunks);
  const text = createGunzip();
  packed.on('error', (error) => text.destroy(error));
  return packed.pipe(text);
}

/** The first bytes, and all of it. */
async function peek(source: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < LOG.length) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return [head, again(head, chunks)];
}

async function* again(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
