// npm run fuzz: a million changed inputs through every parser of what comes from outside; -- --inputs N --seed N.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 0x7fffffff);
const folder = mkdtempSync(join(tmpdir(), 'tablo-fuzz-'));
console.log(`seed ${seed}\n\n| parser | inputs | a second | slowest |\n| --- | --- | --- | --- |`);
try {
  const done = await fuzz({
    inputs: Number(values.inputs),
    seed,
    file: join(folder, 'tablo.yaml'),
    onDone: ({ name, inputs, seconds, slowestMs }) =>
      console.log(`| ${name} | ${inputs} | ${Math.round(inputs / seconds)} | ${slowestMs.toFixed(0)} ms |`),
  });
  const [inputs, seconds] = [sum(done.map((one) => one.inputs)), sum(done.map((one) => one.seconds))];
  console.log(`| all | ${inputs} | ${Math.round(inputs / seconds)} | in ${seconds.toFixed(0)} s |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// Timers of what was tried are still there.
process.exit(0);

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
