// Events of a text, one a line: CloudEvents in JSON. A line that is none is told with its number.
import { z } from 'zod';
import { EARLIEST_MS } from '#core/event.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { take } from '../ingest.ts';
import { sized } from '../pace.ts';
import { Failed, reasonOf } from './failed.ts';
import type { Importer } from './importer.ts';
import type { Input } from './import-input.ts';
import type { Terminal } from './terminal.ts';

/** A longer line is no event: what reads it would fill the memory. */
const MOST_BYTES = 8 * 1024 * 1024;
const NEWLINE = 0x0a;

/** @throws Failed, Interrupted, what SQLite says */
export async function importLines(input: Input, importer: Importer, terminal: Terminal): Promise<void> {
  const { name, total } = input;
  terminal.progress.begin(`Importing ${name}`, sized);
  let number = 0;
  for await (const line of linesOf(input)) {
    terminal.progress.at(input.read(), total);
    await terminal.turn();
    const where = `${name}:${++number}`;
    if (line === null) importer.refuse(where, `the line is longer than ${sized(MOST_BYTES)}.`);
    else if (!isBlank(line)) importLine(line, where, importer, number === 1);
  }
}

function importLine(line: Buffer, where: string, importer: Importer, isFirst: boolean): void {
  const parsed = parse(line);
  if (!parsed.ok) {
    if (isFirst && line.toString().trim() === '[') throw new Failed(`${where}: ${ARRAY}`);
    return importer.refuse(where, parsed.problem.message);
  }
  for (const event of Array.isArray(parsed.value) ? (parsed.value as unknown[]) : [parsed.value]) {
    const told = recordedTime(event);
    if (!told.ok) {
      importer.refuse(where, told.problem.message);
      continue;
    }
    const recordedAt = importer.recordedAt(told.value);
    importer.add({ where, recordedAt, taken: take(event, recordedAt, importer.erased) });
  }
}

const ARRAY = 'a JSON array over many lines is not read; write an event a line, for example with jq -c ".[]".';

function parse(line: Buffer): Result<unknown> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(line);
  } catch {
    return fail('bad_utf8', 'the line is no UTF-8.');
  }
  try {
    return ok(JSON.parse(text));
  } catch {
    const begin = JSON.stringify(text.slice(0, 40));
    return fail('bad_json', `the line is no JSON (it begins with ${begin}); an event a line is expected.`);
  }
}

const INSTANT = z.iso.datetime({ offset: true });

/** When the event says it was recorded, epoch ms; null when it does not. */
function recordedTime(event: unknown): Result<number | null> {
  const told = typeof event === 'object' && event !== null && 'recordedtime' in event ? event.recordedtime : undefined;
  if (told === undefined) return ok(null);
  const at = INSTANT.safeParse(told).success ? Date.parse(told as string) : NaN;
  if (at >= EARLIEST_MS) return ok(at);
  return fail('recordedtime', `recordedtime is ${JSON.stringify(told)}: a time in RFC 3339 since 1990 is expected.`);
}

/** null stands for a line that is too long. @throws Failed */
async function* linesOf({ text, name }: Input): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  const end = (): Buffer | null => {
    const line = length > MOST_BYTES ? null : Buffer.concat(parts);
    [parts, length] = [[], 0];
    return line;
  };
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= MOST_BYTES) parts.push(part);
    else parts = [];
  };
  try {
    for await (const chunk of text) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; from = at + 1, at = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, at));
        yield end();
      }
      add(chunk.subarray(from));
    }
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    throw new Failed(`${name} can't be read further: ${reasonOf(cause)}`);
  }
  if (length > 0) yield end();
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
