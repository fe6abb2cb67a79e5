// What a power cut may take is what was written and not synced. So every acknowledgement, and every new name of a
// checkpoint, must come after the sync of what it stands for: read from the system calls of a real server.
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { post, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { findStrace, straceTo, traceOf, type Call } from '../support/strace.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

const CALLS =
  'pwrite64,pwritev,write,writev,sendto,sendmsg,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat'.split(',');
const BATCHES = 24;
const SENDERS = 3;

beforeAll(findStrace, 300_000);
/** Of n events: so many are in no other batch, and their ids are in no other text. */
function batch(n: number): CloudEvent[] {
  return Array.from({ length: n }, (_, i) => ({ ...queued('q', `v${n}.${i}`, Date.now()), id: idOf(n, i) }));
}
const idOf = (n: number, i: number): string => `b${n}.${i}.`;

const isSync = ({ name }: Call): boolean => name === 'fsync' || name === 'fdatasync';
const isWrite = ({ name }: Call): boolean => name.startsWith('pwrite') || name === 'write';
const isOn = ({ args }: Call, path: string): boolean => args.includes(`<${path}>`);

/** @returns a sentence for each event that was acknowledged before it was on disk */
function soonAcknowledged(calls: Call[], wal: string): string[] {
  const onWal = calls.filter((call) => isOn(call, wal));
  const writes = onWal.filter(isWrite);
  const syncs = onWal.filter((call) => isSync(call) && call.result === 0);
  const problems: string[] = [];
  for (let n = 1; n <= BATCHES; n++) {
    const answer = calls.find(({ args }) => args.includes('<socket:') && args.includes(`{\\"accepted\\":${n},`));
    if (!answer) problems.push(`batch ${n}: no acknowledgement was found`);
    for (let i = 0; answer && i < n; i++) {
      const written = writes.find(({ args }) => args.includes(idOf(n, i)));
      const synced = written && syncs.find((sync) => sync.from > written.to && sync.to < answer.from);
      if (!synced) problems.push(`event ${idOf(n, i)} was acknowledged before it was synced`);
    }
  }
  return problems;
}

/** @returns a sentence for each checkpoint that got its name before it was on disk, or whose name was not synced */
function soonNamed(calls: Call[], file: string): string[] {
  const named = calls.filter(({ name, args }) => name.startsWith('rename') && args.includes(`"${file}"`));
  const onDraft = calls.filter((call) => isOn(call, `${file}.tmp`));
  if (named.length === 0) return ['no checkpoint was found'];
  return named.flatMap(({ from, to }, i) => {
    const since = named[i - 1]?.to ?? 0;
    const lastWrite = onDraft.filter((call) => isWrite(call) && call.from > since && call.from < from).at(-1);
    const problems: string[] = [];
    if (!lastWrite || !onDraft.some((call) => isSync(call) && call.from > lastWrite.to && call.to < from))
      problems.push(`checkpoint ${i + 1} was named before it was synced`);
    if (!calls.some((call) => isSync(call) && isOn(call, dirname(file)) && call.from > to))
      problems.push(`the name of checkpoint ${i + 1} was never synced`);
    return problems;
  });
}

it(
  'nothing is acknowledged before it is synced, and no checkpoint gets its name before',
  { timeout: 180_000 },
  async () => {
    const folder = testFolder();
    const data = join(folder, 'data');
    const trace = join(folder, 'trace');
    const server = new ServerProcess({
      data,
      env: { TABLO_CHECKPOINT_EVERY_S: '0.05' },
      under: straceTo(trace, CALLS),
    });
    whenOver(() => server.end('SIGKILL'));
    await server.start();
    let next = 0;
    const send = async () => {
      while (next < BATCHES) {
        const n = ++next;
        expect((await post(server.url, batch(n))).body).toEqual({ accepted: n, duplicates: 0, rejected: [] });
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    const checkpoint = join(data, 'checkpoint.floor');
    while (soonNamed(traceOf(trace), checkpoint).includes('no checkpoint was found')) await pause(100);
    expect((await server.end()).code).toBe(0);

    const calls = traceOf(trace);
    const wal = join(data, 'events.db-wal');
    expect(soonAcknowledged(calls, wal)).toEqual([]);
    expect(soonNamed(calls, checkpoint)).toEqual([]);
    const made = calls.find(({ name, args }) => name.startsWith('mkdir') && args.includes(`"${data}"`));
    expect(calls.some((call) => isSync(call) && isOn(call, folder) && call.from > (made?.to ?? Infinity))).toBe(true);

    // The same calls without the syncs are seen through.
    const unsynced = calls.filter((call) => !isSync(call));
    expect(soonAcknowledged(unsynced, wal)).toHaveLength((BATCHES * (BATCHES + 1)) / 2);
    expect(soonNamed(unsynced, checkpoint).length).toBeGreaterThan(1);
  },
);
