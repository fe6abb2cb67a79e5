// Long work says how far it is: one line in a terminal, lines elsewhere, with a time left that can be relied on; and
// Ctrl-C ends it in order.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Progress } from '../../server/cli/progress.ts';
import { counted, howFar, lasting, Pace, sized } from '../../server/pace.ts';
import { Progress as StartProgress } from '../../server/progress.ts';
import { newFolder } from '../support/app.ts';
import { endAllCommands, startTablo } from '../support/command.ts';
import { queued } from '../support/events.ts';

const root = newFolder();
afterAll(() => {
  endAllCommands();
  rmSync(root, { recursive: true, force: true });
});

describe('the time left', () => {
  it('is not said before something is known, and is right at a steady speed', () => {
    const pace = new Pace();
    const left: (number | null)[] = [];
    for (let at = 0; at <= 10_000; at += 100) {
      pace.step(at * 2, at);
      left.push(pace.leftMs(40_000, at));
    }
    expect(left.slice(0, 10)).toEqual(Array(10).fill(null));
    expect(left.at(-1)).toBeCloseTo(10_000, -2);
  });

  it('follows the speed of late', () => {
    const pace = new Pace();
    let done = 0;
    let left: number | null = null;
    for (let at = 0; at <= 60_000; at += 100) {
      done += at < 20_000 ? 1000 : 100;
      pace.step(done, at);
      left = pace.leftMs(1_000_000, at);
    }
    // 100 every 100 ms
    expect(left).toBeGreaterThan((1_000_000 - done) * 0.9);
    expect(left).toBeLessThan((1_000_000 - done) * 1.1);
  });

  it('does not jump although the work goes by fits and starts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 300, maxLength: 300 }), (steps) => {
        const pace = new Pace();
        let [done, before] = [0, null as number | null];
        for (const [i, step] of steps.entries()) {
          done += step;
          pace.step(done, i * 100);
          const left = pace.leftMs(100_000, i * 100);
          // Once it has seen a few seconds.
          if (i > 50 && left !== null && before !== null) expect(Math.abs(left - before)).toBeLessThan(0.05 * before);
          before = left;
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is written as coarsely as it is known', () => {
    const figures = { done: 1_240_000, total: 1_960_000 };
    expect(howFar({ ...figures, leftMs: 38_400 })).toBe('63 %  1 240 000 of 1 960 000  about 40 s left');
    expect(howFar({ ...figures, leftMs: null })).toBe('63 %  1 240 000 of 1 960 000');
    expect(howFar({ done: 5e8, total: 2e9, leftMs: 7_900_000 }, sized)).toBe(
      '25 %  500 MB of 2.0 GB  about 2 h 12 min left',
    );
    expect(howFar({ done: 0, total: 0, leftMs: null })).toBe(' 0 %  0 of 0');
    expect([0, 999, 1000, 1_234_567].map(counted)).toEqual(['0', '999', '1 000', '1 234 567']);
    expect([12, 999_400, 999_600, 1.5e12].map(sized)).toEqual(['12 bytes', '999 kB', '1.0 MB', '1.5 TB']);
    expect([3, 99, 120, 7200].map(lasting)).toEqual(['3 s', '99 s', '2 min', '2 h 0 min']);
  });
});

describe('progress', () => {
  /** Work of so many seconds, told 20 times a second; what is written. */
  function written(seconds: number, isTTY: boolean, total?: number): string[] {
    const said: string[] = [];
    let now = 0;
    const progress = new Progress({ isTTY, columns: 60, write: (text) => said.push(text) }, () => now);
    progress.begin('Reading the log');
    for (; now <= seconds * 1000; now += 50) progress.at(now * 100, total);
    progress.end();
    return said;
  }

  it('is silent about work of less than a second', () => {
    expect(written(0.9, true, 1e6)).toEqual([]);
    expect(written(0.9, false, 1e6)).toEqual([]);
  });

  it('is one line in a terminal, written over and gone at the end, never longer than the terminal', () => {
    const said = written(10, true, 2_000_000);
    expect(said.length).toBeGreaterThan(50);
    expect(said.every((text) => text.startsWith('\r\x1b[K') && !text.includes('\n') && text.length < 64)).toBe(true);
    expect(said.at(-2)).toBe('\r\x1b[KReading the log  50 %  1 000 000 of 2 000 000  about 10 s l');
    expect(said.at(-1)).toBe('\r\x1b[K');
  });

  it('is a line every five seconds elsewhere', () => {
    expect(written(12, false, 2_000_000)).toEqual([
      'Reading the log  5 %  100 000 of 2 000 000\n',
      'Reading the log  30 %  600 000 of 2 000 000  about 15 s left\n',
      'Reading the log  55 %  1 100 000 of 2 000 000  about 9 s left\n',
    ]);
  });

  it('tells how long it has been where nobody knows how much there is', () => {
    expect(written(7, false)).toEqual([
      'Reading the log  100 000  1 s so far\n',
      'Reading the log  600 000  6 s so far\n',
    ]);
  });

  it('of a start goes to the log every five seconds', () => {
    const said: string[] = [];
    let now = 0;
    const progress = new StartProgress({ monotonic: () => now }, (line) => said.push(line));
    for (; now <= 11_000; now += 100) progress.tell(now, 20_000);
    expect(said).toEqual(['25 %  5 000 of 20 000  about 15 s left', '50 %  10 000 of 20 000  about 10 s left']);
  });
});

describe('a command', () => {
  const line = (id: string): string => `${JSON.stringify(queued('q', id, Date.now()))}\n`;

  it('says on stderr how far it is, so that stdout is clean', async () => {
    const said = { stderr: '' };
    const { child, ended } = startTablo(['import', '-', '--data', join(root, 'piped')], {
      holdsStdin: true,
      onStderr: (stderr) => (said.stderr = stderr),
    });
    let n = 0;
    while (said.stderr === '') {
      child.stdin.write(line(`piped ${++n}`));
      await pause(50);
    }
    child.stdin.end();
    const { code, stdout, progress } = await ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${n} events added, 0 already there, 0 refused.\n` });
    expect(progress[0]).toMatch(/^Importing stdin {2}[\d.]+ (bytes|kB) {2}\d+ s so far\n$/);
  });

  it('in a terminal is ended by Ctrl-C with a sentence and 130, by whichever Node it was started', async () => {
    const data = join(root, 'typed');
    const tablo = `"${process.execPath}" server/tablo.mjs import - --data "${data}"`;
    const terminal = spawn('script', ['-qec', tablo, '/dev/null'], { cwd: join(import.meta.dirname, '../..') });
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    while (!existsSync(join(data, 'events.db'))) await pause(20);
    // The same line again and again, until progress shows that they are read.
    while (!shown.includes('so far')) {
      terminal.stdin.write(line('typed'));
      await pause(50);
    }
    terminal.stdin.write('\x03');
    const [code] = (await once(terminal, 'close')) as [number];
    expect(shown).toContain('\r\x1b[KImporting stdin  ');
    expect(shown).toMatch(/Interrupted\. \d+ events added, \d+ already there, 0 refused\. The same command again/);
    expect(code).toBe(130);
  });
});
