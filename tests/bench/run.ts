// npm run bench: all benchmarks but the longest, as a table for results.md; npm run bench NAME …: those by name; --json:
// one object a line. Bounded in count and time, loopback only. Exits with 1 when a goal is missed or a benchmark fails.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { installedChromium } from '../support/chromium.ts';
import { BENCHES } from './benches.ts';
import { inJson, inTable, isMet, TABLE_HEAD } from './figure.ts';

const ROOT = join(import.meta.dirname, '../..');

const named = process.argv.slice(2).filter((argument) => argument !== '--json');
const isJson = process.argv.includes('--json');
const unknown = named.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
const chosen = Object.entries(BENCHES).filter(([name, { isByNameOnly }]) =>
  named.length > 0 ? named.includes(name) : !isByNameOnly,
);
// The screens that are measured are those of these sources.
execFileSync(process.execPath, [join(ROOT, 'server/build-web.ts')], { cwd: ROOT, stdio: ['ignore', 2, 2] });
const say = isJson ? console.error : console.log;
say(`${head()}\n`);
if (!isJson) console.log(TABLE_HEAD);
let isWell = true;
for (const [name, { load }] of chosen) {
  const startedAt = performance.now();
  try {
    for (const figure of await (await load()).run()) {
      console.log(isJson ? inJson(figure) : inTable(figure));
      isWell &&= isMet(figure) !== false;
    }
  } catch (error) {
    console.error(`${name} failed:`, error);
    isWell = false;
  }
  console.error(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, load ${loadavg()[0].toFixed(1)}`);
}
const left = Object.keys(BENCHES).filter((name) => named.length === 0 && BENCHES[name].isByNameOnly);
if (left.length > 0) say(`\nOnly by name: ${left.map((name) => `npm run bench ${name}`).join(', ')}.`);
process.exit(isWell ? 0 : 1);

/** Machine, load, versions and commit: without them no figure says anything. */
function head(): string {
  const ask = (program: string, ...args: string[]): string => {
    try {
      return execFileSync(program, args, { encoding: 'utf8', cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return '';
    }
  };
  const changed = ask('git', 'status', '--porcelain') === '' ? '' : ' with changes';
  return [
    `${cpus()[0].model}, ${cpus().length} cores`,
    `load ${loadavg()[0].toFixed(1)}`,
    `Node ${process.versions.node}`,
    ask(installedChromium() ?? 'chromium', '--version').split(/ built| snap/)[0] || 'no Chromium',
    `commit ${ask('git', 'rev-parse', '--short', 'HEAD') || 'unknown'}${changed}`,
    new Date().toISOString().slice(0, 16).replace('T', ' '),
  ].join(', ');
}
