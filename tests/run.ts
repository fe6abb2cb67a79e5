// `npm test`: build and unit tests beside types and lint, then browser tests, and one line that sums them up.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installChromium, installedChromium } from './support/chromium.ts';

const LIMIT_MS = 14 * 60_000;

interface Count {
  passed: number;
  failed: number;
}
interface Group {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** what its report says; without one the group is one test, passed when it exits with 0 */
  count?(): Count;
}
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

const reports = mkdtempSync(join(tmpdir(), 'tablo-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const TYPES: Group = { name: 'types', command: ['npm', 'run', '--silent', 'check'] };
const LINT: Group = { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] };
const BUILD: Group = { name: 'build', command: ['npm', 'run', '--silent', 'build', '--', '--logLevel', 'warn'] };
const UNIT: Group = {
  name: 'unit tests',
  command: [
    ...['npx', '-s', 'vitest', 'run'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
  ],
  count: () => countVitest(read(vitestReport)),
};
const BROWSER: Group = {
  name: 'browser tests',
  command: ['npx', '-s', 'playwright', 'test', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  count: () => countPlaywright(read(playwrightReport)),
};
/**
 * One stage after the other; the lanes of a stage side by side, and in a lane one group after the other. Types and lint
 * need one core and nothing else: they have what the unit tests leave while they wait. Browsers leave nothing.
 */
const STAGES: Group[][][] = [
  [
    [BUILD, UNIT],
    [TYPES, LINT],
  ],
  [[BROWSER]],
];

/** A skipped test is one that did not pass. A file that could not be loaded is one as well. */
function countVitest(report: VitestReport): Count {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests + broken.length };
}

function countPlaywright({ stats, errors }: PlaywrightReport): Count {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

const running = new Set<ChildProcess>();

/** A group of its own, so that what it started ends with it. */
function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** @param output a file's descriptor, or the terminal */
function run({ name, command, env }: Group, output: number | 'inherit'): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      stdio: ['ignore', output, output],
      detached: true,
      env: { ...process.env, ...env },
    });
    running.add(child);
    const limit = setTimeout(() => {
      console.error(`${name}: not done after ${LIMIT_MS / 60_000} minutes; ended.`);
      end(child);
    }, LIMIT_MS);
    child.once('error', (error) => console.error(`${name}: ${error.message}`));
    child.once('close', (code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve(code === 0);
    });
  });
}

/** What it says is shown when it has ended, so that what runs beside it does not say its own in between. */
async function runBeside(group: Group): Promise<boolean> {
  const file = join(reports, `${group.name}.txt`);
  const output = openSync(file, 'w');
  const ended = await run(group, output);
  closeSync(output);
  console.log(`\n── ${group.name} ──\n${readFileSync(file, 'utf8').trimEnd()}`);
  return ended;
}

function runAlone(group: Group): Promise<boolean> {
  console.log(`\n── ${group.name} ──`);
  return run(group, 'inherit');
}

/** Whatever goes wrong is at least one failed test, and so is a group that ran none. */
function judge({ name, count }: Group, ended: boolean): Count {
  if (!count) return { passed: ended ? 1 : 0, failed: ended ? 0 : 1 };
  try {
    const { passed, failed } = count();
    if (passed + failed === 0) console.error(`${name}: no test was run.`);
    return { passed, failed: failed === 0 && (!ended || passed === 0) ? 1 : failed };
  } catch (error) {
    console.error(`${name}: left no report (${(error as Error).message}).`);
    return { passed: 0, failed: 1 };
  }
}

async function runAll(): Promise<Count> {
  const total: Count = { passed: 0, failed: 0 };
  const summary: string[] = [];
  const noBrowser = installedChromium() ? undefined : installChromium();
  const through = async (lane: Group[], runGroup: typeof runAlone): Promise<void> => {
    for (const group of lane) {
      const startedAt = performance.now();
      const lacksBrowser = group === BROWSER && noBrowser !== undefined;
      if (lacksBrowser) console.error(noBrowser);
      const { passed, failed } = lacksBrowser ? { passed: 0, failed: 1 } : judge(group, await runGroup(group));
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      summary.push(`${failed ? '✗' : '✓'} ${group.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
      total.passed += passed;
      total.failed += failed;
    }
  };
  for (const lanes of STAGES) {
    const runGroup = lanes.length === 1 ? runAlone : runBeside;
    await Promise.all(lanes.map((lane) => through(lane, runGroup)));
  }
  console.log(`\n${summary.join('\n')}`);
  return total;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) end(child);
    process.exit(1);
  });
}
const { passed, failed } = await runAll();
rmSync(reports, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
