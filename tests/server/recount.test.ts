// The second opinion agrees with history on every fixture, and would say so if it did not.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFERENCE, type Directory, type QueueEntry } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import { parseEvent, type CloudEvent, type Fact, type KnownFact } from '#core/event.ts';
import { readMetrics } from '#core/readings.ts';
import type { Scope } from '#core/scope.ts';
import { compare, type Comparison } from '../../server/recount/compare.ts';
import { OPERATOR } from '../../server/simulation/operator.ts';
import { recount } from '../../server/cli/recount.ts';
import { startApp } from '../support/app.ts';
import type { AsteriskFloor } from '../support/asterisk-floor.ts';
import { readBlocks, readDayLog, readEdgeLog } from '../support/asterisk-recording.ts';
import { replay } from '../support/asterisk-replay.ts';
import { METRICS, newEngine, NOON } from '../support/engine.ts';
import { answered, event, post, queued } from '../support/events.ts';
import { factsOf, generatedFloor } from '../support/generated-floor.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';
import { createTestContext, play } from '../support/source-context.ts';
import { silentTerminal } from '../support/terminal.ts';
import bank from '../../server/sources/bank.ts';

const HOUR_MS = 3_600_000;
const SEEN = Date.UTC(2027, 0, 1);

function parse(events: readonly CloudEvent[]): KnownFact[] {
  return events.map((one) => {
    const parsed = parseEvent(one, SEEN);
    if (!parsed.ok || parsed.value.type === '') throw new Error(`no fact: ${JSON.stringify(one)}`);
    return parsed.value;
  });
}

type NamedScope = { text: string; scope: Scope };

const SCOPES: NamedScope[] = [
  { text: 'all', scope: {} },
  { text: 'site', scope: { site: 'moscow' } },
  { text: 'queue', scope: { queue: 'tariffs' } },
  { text: 'channel', scope: { channel: 'messenger' } },
  { text: 'both', scope: { site: 'rostov', channel: 'phone' } },
];

function compareAll(
  facts: readonly Fact[],
  spans: { fromAt: number; toAt: number }[],
  directory: Directory = REFERENCE,
  scopes = SCOPES,
): Comparison {
  const engine = new Engine(METRICS, directory);
  for (const one of facts) engine.apply(one);
  const known = facts.filter((one): one is KnownFact => one.type !== '');
  const work = compare(engine, directory, known, { scopes, spans });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Six parts of the time that the facts are of, and the whole. */
function wholeAndParts(facts: KnownFact[]): { facts: KnownFact[]; spans: { fromAt: number; toAt: number }[] } {
  const instants = facts.map(({ eventAt }) => eventAt);
  const [fromAt, toAt] = [Math.min(...instants), Math.max(...instants) + 1];
  const cut = (part: number) => Math.floor(fromAt + ((toAt - fromAt) * part) / 6);
  const parts = [0, 1, 2, 3, 4, 5].map((part) => ({ fromAt: cut(part), toAt: cut(part + 1) }));
  return { facts, spans: [...parts, { fromAt, toAt }] };
}

/** Both feeds of the day, the connection lost for these shares of it. */
function both(shares: [number, number][]): AsteriskFloor {
  const blocks = readBlocks('day');
  const [from, to] = [blocks[0].at, blocks.at(-1)?.at ?? 0];
  const gaps = shares.map(([a, b]): [number, number] => [from + a * (to - from), from + b * (to - from)]);
  return replay({ blocks, lines: readDayLog(), gaps });
}

describe('recount', () => {
  it('agrees on whatever floor is made up, at every metric', () => {
    fc.assert(
      fc.property(generatedFloor, (made) => {
        const spans = [-2, -1, 0].map((hour) => ({ fromAt: NOON + (hour - 1) * HOUR_MS, toAt: NOON + hour * HOUR_MS }));
        const scopes: NamedScope[] = [
          { text: 'all', scope: {} },
          { text: 'north', scope: { site: 'north' } },
          { text: 'red', scope: { team: 'red' } },
          { text: 'sales', scope: { queue: 'sales' } },
          { text: 'phone', scope: { channel: 'phone' } },
        ];
        const queues: QueueEntry[] = [{ id: 'sales', channel: 'phone', thresholdS: 60, sells: true }];
        const directory = { ...REFERENCE, queues };
        const { compared, differences } = compareAll(factsOf(made), spans, directory, scopes);
        expect(differences).toEqual([]);
        expect([...compared.keys()].sort()).toEqual([...METRICS.keys()].sort());
      }),
      { numRuns: 40 },
    );
  });

  it('agrees on a morning of the simulated floor, which history and a live engine tell alike', () => {
    const facts = parse(simulate(50, { agents: 250, load: 1 }));
    const directory = { ...REFERENCE, ...OPERATOR };
    const spans = [1, 2, 3, 4, 5].map((part) => ({
      fromAt: MORNING + (part - 1) * 10 * MINUTE,
      toAt: MORNING + part * 10 * MINUTE,
    }));
    const { compared, differences } = compareAll(
      facts,
      [...spans, { fromAt: MORNING, toAt: MORNING + 50 * MINUTE }],
      directory,
    );
    expect(differences).toEqual([]);
    expect(compared.get('asa')).toBeGreaterThan(50);

    const [live, whole] = [new Engine(METRICS, directory), new Engine(METRICS, directory)];
    for (const one of facts) whole.apply(one);
    let next = 0;
    for (const span of spans) {
      for (; next < facts.length && facts[next].eventAt < span.toAt; next++) live.apply(facts[next]);
      for (const { scope } of SCOPES) expect(readMetrics(whole, scope, span)).toEqual(readMetrics(live, scope, span));
    }
  }, 60_000);

  it.each([
    ['the log alone', () => replay({ lines: readDayLog() })],
    ['the manager interface alone', () => replay({ blocks: readBlocks('day') })],
    ['both, with the connection lost for a while', () => both([[0.3, 0.4]])],
    ['the corner cases', () => replay({ blocks: readBlocks('edge'), lines: readEdgeLog() })],
  ])('agrees on a real Asterisk, by %s', (_, feed) => {
    const { spans, facts } = wholeAndParts(parse(feed().events));
    const queues = [...new Set(facts.flatMap(({ type, data }) => (type === 'contact.queued' ? [data.queue] : [])))];
    const scopes = [{ text: 'all', scope: {} }, ...queues.map((queue) => ({ text: queue, scope: { queue } }))];
    const { compared, differences } = compareAll(facts, spans, REFERENCE, scopes);
    expect(differences).toEqual([]);
    expect(compared.get('asa')).toBeGreaterThan(20);
  });

  it('agrees on a day of the bank', async () => {
    const context = createTestContext('bank', Date.UTC(2025, 5, 4, 9));
    const file = join(import.meta.dirname, '../fixtures/bank/bank-day.txt');
    const { spans, facts } = wholeAndParts(parse((await play(bank, { file }, context)).flat()));
    const { compared, differences } = compareAll(facts, spans);
    expect(differences).toEqual([]);
    expect(compared.get('asa')).toBeGreaterThan(50);
  });

  it('sees a difference when history counts by another T', () => {
    const facts = parse(simulate(12, { agents: 200 }));
    const engine = newEngine({ thresholdS: 2 });
    for (const one of facts) engine.apply(one);
    const span = { fromAt: MORNING, toAt: MORNING + 12 * MINUTE };
    const work = compare(engine, REFERENCE, facts, { scopes: [{ text: 'all', scope: {} }], spans: [span] });
    const first = work.next();
    expect(first.done).toBe(false);
    const { differences } = work.next().value as Comparison;
    expect(differences.map(({ metric, figure }) => `${metric} ${figure}`)).toContain('service.level answeredWithinT');
  });
});

describe('tablo recount', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tablo-recount-'));
    const app = await startApp({ data: folder });
    const at = Date.now() - 2 * HOUR_MS;
    await post(app.url, [
      queued('Тарифы', 'v1', at),
      answered('v1', at + 5000),
      queued('Тарифы', 'v2', at + 1000),
      event('contact.left', at + 40_000, { contact: 'contact-v2', visit: 'v2', reason: 'abandoned' }),
      event('weather.changed', at, { sunny: true }),
      event('agent.state', at, { agent: 'ann', state: 'contact', queues: ['Тарифы'], site: 'north', team: 'red' }),
    ]);
    await app.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (...args: string[]) => {
    const { terminal, lines } = silentTerminal();
    const code = await recount(args, {}, terminal);
    return { code, lines: lines() };
  };

  it('reads a data folder and says that all figures agree', async () => {
    const { code, lines } = await run('--data', folder);
    expect(lines.at(-1)).toMatch(/^\d{3,} figures agree, 0 differ$/);
    expect(code).toBe(0);
    const json = JSON.parse((await run('--data', folder, '--json', '--metric', 'asa')).lines[0]) as {
      compared: object;
    };
    expect(Object.keys(json.compared)).toEqual(['asa']);
  });

  it.each([
    [['--data', '/nowhere'], /There is no log at \/nowhere\/events\.db/],
    [['--from', 'noon'], /--from: "noon" is no time/],
    [['--every', '7m'], /--every: "7m" is not known/],
    [['--metric', 'mood'], /--metric: "mood" is not known/],
    [['--scope', 'moon'], /--scope: scope "moon" is not known/],
    [['--colour'], /--colour/],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const data = args.includes('--data') ? [] : ['--data', folder];
    await expect(run(...data, ...args)).rejects.toThrow(sentence);
  });

  it('is a command that any Node can start', () => {
    const bin = join(import.meta.dirname, '../../server/tablo.mjs');
    const told = spawnSync(process.execPath, [bin, 'recount', '--data', folder], { encoding: 'utf8' });
    expect(told.stdout.trim().split('\n').at(-1)).toMatch(/figures agree, 0 differ$/);
    expect(told.status).toBe(0);
    expect(spawnSync(process.execPath, [bin, 'dance'], { encoding: 'utf8' })).toMatchObject({ status: 2 });
    expect(JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))).toMatchObject({
      bin: { tablo: 'server/tablo.mjs' },
    });
  });
});
