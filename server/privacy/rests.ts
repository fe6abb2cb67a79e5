// What is left of somebody where an erasure does not write: bytes of what was removed before it removed for good, texts that
// people wrote into boards, former logs that a restore has kept.
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutWords } from '#core/access/without-agents.ts';

/** As events tell it, and, unless it may be part of any number, as it is: ids of events stand in an index. */
function needlesOf(word: string): Buffer[] {
  const told = ['agent', 'name'].map((key) => `"${key}":${JSON.stringify(word)}`);
  const isPlain = word.length >= LEAST_LETTERS && /[^\d]/.test(word);
  return [...told, ...(isPlain ? [word, JSON.stringify(word).slice(1, -1)] : [])].map((text) => Buffer.from(text));
}
const LEAST_LETTERS = 4;

/** Whether a file still tells of an agent by one of these words. */
export async function isInFile(file: string, words: readonly string[]): Promise<boolean> {
  const needles = words.flatMap(needlesOf);
  if (needles.length === 0) return false;
  const longest = Math.max(...needles.map(({ length }) => length));
  let before = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 4 * 1024 * 1024 }) as AsyncIterable<Buffer>) {
    const piece = Buffer.concat([before, chunk]);
    if (needles.some((needle) => piece.includes(needle))) return true;
    before = piece.subarray(Math.max(0, piece.length - longest));
  }
  return false;
}

const FORMER_LOG = /^events\..+\.db$/;
const DOCUMENTS = ['boards', 'kiosks'];

/** @returns a sentence for each place that is left to people */
export function restsOf(folder: string, words: readonly string[]): string[] {
  const known = new Map(words.map((word) => [word, '']));
  const rests = readdirSync(folder)
    .filter((name) => FORMER_LOG.test(name))
    .map((name) => `${name} is a former log, which a restore has kept: delete it.`);
  for (const kind of DOCUMENTS)
    for (const name of existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : []) {
      if (!name.endsWith('.json')) continue;
      const text = readFileSync(join(folder, kind, name), 'utf8');
      if (withoutWords(text, known) !== text)
        rests.push(`${kind}/${name} names them: change it, and its former versions.`);
    }
  return rests;
}
