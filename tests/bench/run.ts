// npm run bench: every benchmark once, as lines for results.md. Bounded in count and time, loopback only.
import { cpus } from 'node:os';
import { benchEngine } from './engine.ts';
import { benchIngest } from './ingest.ts';
import { benchPaint } from './paint.ts';

const rounded = (n: number) => (Math.round(n / 1000) * 1000).toLocaleString('fr-FR').replace(/\s/g, ' ');
const line = (what: string, figure: string) => console.log(`| ${what} | ${figure} |`);

console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}\n\n| what | figure |\n| --- | --- |`,
);
const engine = benchEngine();
line('engine, in memory, one core', `${rounded(engine.eventsPerSecond)} events/s`);
line(
  `the whole wall computed, ${engine.facts} facts and 2 000 agents in memory: first time, then each`,
  `${engine.firstViewMs.toFixed(0)} ms, ${engine.viewMs.toFixed(1)} ms`,
);
const ingest = await benchIngest();
line(
  'durable ingest over HTTP, 4 senders, 2 000 a body',
  `${rounded(ingest.eventsPerSecond)} events/s, peak ${ingest.rssMiB.toFixed(0)} MiB`,
);
const paint = await benchPaint();
line(
  'event sent → painted in Chromium, 100 sockets, 2 000 agents',
  `p50 ${paint.painted.p50} ms, p99 ${paint.painted.p99} ms`,
);
line(
  'event sent → frame received on the 99 other sockets',
  `p50 ${paint.received.p50} ms, p99 ${paint.received.p99} ms`,
);
