// So many changed inputs through every parser. A bug is said with the input, made small, and what repeats it.
import fc from 'fast-check';
import { recipe } from './mutate.ts';
import { allTargets } from './targets.ts';

export interface FuzzOptions {
  inputs: number;
  seed: number;
  /** that settings may be written to */
  file: string;
  onDone?(target: Fuzzed): void;
}

export interface Fuzzed {
  name: string;
  inputs: number;
  seconds: number;
  slowestMs: number;
}

/** @throws Error that says the first bug of a parser, or what was left on all objects */
export async function fuzz({ inputs, seed, file, onDone }: FuzzOptions): Promise<Fuzzed[]> {
  const targets = await allTargets(file);
  const born = prototypes();
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const done: Fuzzed[] = [];
  for (const { name, share, input, run } of targets) {
    const numRuns = Math.max(1, Math.round((inputs * share) / shares));
    const startedAt = performance.now();
    let slowestMs = 0;
    const property = fc.asyncProperty(recipe, async (one) => {
      const text = input(one);
      const from = performance.now();
      try {
        const running = run(text);
        if (running) await running;
      } catch (cause) {
        throw new Error(`${name}: ${text.slice(0, 2000)}`, { cause });
      }
      slowestMs = Math.max(slowestMs, performance.now() - from);
    });
    const report = await fc.check(property, { numRuns, seed, endOnFailure: true, includeErrorInReport: true });
    if (report.failed) throw new Error(fc.defaultReportMessage(report), { cause: report.errorInstance });
    if (prototypes() !== born) throw new Error(`${name}: changed what all objects have.`);
    const fuzzed = { name, inputs: numRuns, seconds: (performance.now() - startedAt) / 1000, slowestMs };
    done.push(fuzzed);
    onDone?.(fuzzed);
  }
  return done;
}

/** What every object, array, text and function is born with, and nothing else. */
function prototypes(): string {
  const all = [Object, Array, Function, String, Number, Map].map(({ prototype }) =>
    Reflect.ownKeys(prototype as object),
  );
  return all.map((keys) => keys.map(String).join()).join('\n');
}
