// npm run bench: the short benchmarks once, as lines for results.md; npm run bench NAME …: those by name. Bounded in
// count and time, loopback only.
import { cpus, loadavg } from 'node:os';
import { benchAgents } from './agents.ts';
import { benchDesk } from './desk.ts';
import { benchEngine } from './engine.ts';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchPaint } from './paint.ts';
import { benchRestart } from './restart.ts';
import { benchSoak } from './soak.ts';
import type { Slope } from './theil-sen.ts';

const SOAK_MINUTES = 20;

type Lines = [what: string, figure: string][];
interface Bench {
  /** runs without being named */
  isShort: boolean;
  run(): Promise<Lines>;
}

const grouped = (n: number) => Math.round(n).toLocaleString('fr-FR').replace(/\s/g, ' ');
const rounded = (n: number) => grouped(Math.round(n / 1000) * 1000);
const range = (seconds: readonly number[]) =>
  `${seconds.toSorted((a, b) => a - b)[seconds.length >> 1].toFixed(1)} s (${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)})`;

const BENCHES: Record<string, Bench> = {
  engine: {
    isShort: true,
    async run() {
      const { eventsPerSecond, facts, firstViewMs, viewMs } = benchEngine();
      return [
        ['engine, in memory, one core', `${rounded(eventsPerSecond)} events/s`],
        [
          `the whole wall computed, ${facts} facts and 2 000 agents in memory: first time, then each`,
          `${firstViewMs.toFixed(0)} ms, ${viewMs.toFixed(1)} ms`,
        ],
      ];
    },
  },
  ingest: {
    isShort: true,
    async run() {
      const { eventsPerSecond, rssMiB } = await benchIngest();
      return [
        [
          'durable ingest over HTTP, 4 senders, 2 000 a body',
          `${rounded(eventsPerSecond)} events/s, peak ${rssMiB.toFixed(0)} MiB`,
        ],
      ];
    },
  },
  paint: {
    isShort: true,
    async run() {
      const { painted, received } = await benchPaint();
      return [
        ['event sent → painted in Chromium, 100 sockets, 2 000 agents', `p50 ${painted.p50} ms, p99 ${painted.p99} ms`],
        ['event sent → frame received on the 99 other sockets', `p50 ${received.p50} ms, p99 ${received.p99} ms`],
      ];
    },
  },
  agents: {
    isShort: false,
    async run() {
      const { frames, late, p95Ms, longestMs } = await benchAgents();
      return [
        [
          '2 000 agents scrolled through on the desk for 20 s, 35 of them changing a second: frames, of them late',
          `${grouped(frames)}, ${late}; p95 ${p95Ms.toFixed(1)} ms, longest ${longestMs.toFixed(0)} ms`,
        ],
      ];
    },
  },
  desk: {
    isShort: true,
    async run() {
      const { scriptKb, scripts, firstRowMs, interactions } = await benchDesk();
      const { count, p50, p95, worst } = interactions;
      return [
        ['JavaScript of the desk’s first load, gzip', `${scriptKb.toFixed(0)} kB in ${scripts} files`],
        ['the desk from navigation to its first row, 200 queues, 2 000 agents', `${firstRowMs.toFixed(0)} ms`],
        [
          `interaction → next paint on it, CPU 4 × slower, ${count} interactions`,
          `p50 ${p50} ms, p95 ${p95} ms (${worst})`,
        ],
      ];
    },
  },
  history: {
    isShort: false,
    async run() {
      const { events, fullDaySealS, diskMbPerMillion, series, everyQueueMs, board } = benchHistory();
      const firstThen = ([first, median]: [number, number]) => `${first.toFixed(0)} ms, ${median.toFixed(0)} ms`;
      return [
        [`90 days of ${grouped(events)} events, 50 queues: a line over all of them, first time, then each`, ''],
        ...Object.entries(series).map(([what, figures]): [string, string] => [what, firstThen(figures)]),
        ['offered by the day of all 50 queues', `${everyQueueMs.toFixed(0)} ms`],
        ['the wall and all metrics at a moment of an ordinary day', firstThen(board['an ordinary day'])],
        ['the same of a day of five million events', firstThen(board['the fullest day'])],
        ['that day put on the shelf', `${fullDaySealS.toFixed(1)} s`],
        ['days on the shelf', `${diskMbPerMillion.days.toFixed(0)} MB a million events`],
        ['roll-ups', `${diskMbPerMillion.rollUps.toFixed(0)} MB a million events`],
      ];
    },
  },
  restart: {
    isShort: false,
    async run() {
      const of = await benchRestart();
      const perMillion = (mib: number) => `${((mib / of.events) * 1e6).toFixed(0)} MiB a million events`;
      const made: Lines =
        of.madeInS === null ? [] : [['the log of that day written by the log’s writer', `${of.madeInS.toFixed(0)} s`]];
      return [
        ...made,
        [`start → ready, ${grouped(of.events)} events, after a clean stop: median (least–most)`, range(of.cleanS)],
        ['the same after kill −9 with up to 100 000 events behind the checkpoint', range(of.killedS)],
        ['start → ready without a checkpoint', `${of.rebuildS.toFixed(0)} s`],
        ['start without a checkpoint → there is one', `${of.checkpointAfterS.toFixed(0)} s`],
        ['16 questions about the past, asked at once when it is ready', range(of.firstAnswerS)],
        ['events.db', perMillion(of.logMiB)],
        ['checkpoint and what else is derived', perMillion(of.derivedMiB)],
        ['peak memory', `${of.peakMiB.toFixed(0)} MiB`],
      ];
    },
  },
  soak: {
    isShort: false,
    async run() {
      const of = await benchSoak({ minutes: SOAK_MINUTES, path: '/wall/floor' });
      const growth = ({ slope, low, high }: Slope) =>
        `${slope.toFixed(2)} MB/h (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`;
      const still = ([first, second]: [number, number]) => `${grouped(first)}, ${grouped(second)}`;
      return [
        [
          `a day of the reference floor in ${of.minutes} min before a wall, ${grouped(of.events)} events: heap`,
          growth(of.heap),
        ],
        ['the renderer’s whole memory', growth(of.renderer)],
        ['nodes, median of the first half and of the second', still(of.nodes)],
        ['listeners', still(of.listeners)],
        ['charts over time', still(of.charts)],
        ['canvases', still(of.canvases)],
      ];
    },
  },
};

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}, load at the start ${loadavg()[0].toFixed(1)}\n\n| what | figure |\n| --- | --- |`,
);
for (const [name, { isShort, run }] of Object.entries(BENCHES)) {
  if (named.length > 0 ? !named.includes(name) : !isShort) continue;
  for (const [what, figure] of await run()) console.log(`| ${what} | ${figure} |`);
}
