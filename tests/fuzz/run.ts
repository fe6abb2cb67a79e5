// npm run fuzz: a million changed inputs through every parser of what comes from outside; -- --inputs N --seed N.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wrongArgument } from '../../server/wrong-argument.ts';
import { fuzz } from './fuzz.ts';

const { inputs: most, seed } = optionsOf();
const folder = mkdtempSync(join(tmpdir(), 'tablo-fuzz-'));
console.log(`seed ${seed}\n\n| parser | inputs | a second | slowest |\n| --- | --- | --- | --- |`);
try {
  const done = await fuzz({
    inputs: most,
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

function optionsOf(): { inputs: number; seed: number } {
  try {
    const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
    return { inputs: whole(values.inputs ?? 1_000_000), seed: whole(values.seed ?? Date.now() % 0x7fffffff) };
  } catch (cause) {
    console.error(`${wrongArgument(cause)} Known are --inputs N and --seed N.`);
    process.exit(2);
  }
}

function whole(given: string | number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`"${given}" is no whole number above 0.`);
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
