// tablo recount: reads the log, works every number out by another, plain path, and says whether history agrees.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Engine } from '#core/engine.ts';
import type { KnownFact } from '#core/event.ts';
import type { Metric } from '#core/metric.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import type { Span } from '#core/window.ts';
import { configuredSources } from '../configured-sources.ts';
import { extentOf, openForReading } from '../log/schema.ts';
import { directoryOf } from '../operator.ts';
import { erasedFrom } from '../privacy/erased-agents.ts';
import { parseWithout } from '../privacy/parse-without.ts';
import { loadPlugIns } from '../plug-ins.ts';
import { compare, type Comparison, type Difference } from '../recount/compare.ts';
import type { SourceDefinition } from '../source.ts';
import { readArguments, settingsOf, type Environment } from './arguments.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const RECOUNT_HELP = `tablo recount [--from TIME] [--to TIME] [--every 60m] [--metric KEY] [--scope SCOPE] [--data DIR] [--config FILE] [--json]

Works every number out anew from the log, by another path than the server's, and says whether history agrees.
  --from, --to   RFC 3339; default: the first event and the last
  --every        15m, 30m, 60m or 1d: length of the spans that are compared; default 60m
  --metric       only this one; --scope only this one; default: all of them, every site, team, queue and channel
  --data         data folder; default: that of the settings. It may be in use by a running server.
  --json         the result as one JSON object
Ends with 0 when all figures agree, with 1 when some differ, with 2 when it was called wrongly.`;

const EVERY: Record<string, number> = { '15m': 900_000, '30m': 1_800_000, '60m': 3_600_000, '1d': 86_400_000 };

/** @returns the exit code @throws WrongUse, BadSettings */
export async function recount(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const options = optionsOf(args);
  const settings = settingsOf(options, env);
  const known = await loadPlugIns<SourceDefinition<unknown>>(join(import.meta.dirname, '../sources'));
  const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
  if (options.metric !== undefined && !metrics.has(options.metric))
    throw new WrongUse(`--metric: "${options.metric}" is not known; there are ${[...metrics.keys()].join(', ')}.`);
  const directory = directoryOf(settings, configuredSources(settings, known), metrics);
  const engine = new Engine(metrics, directory);
  const facts = await readFacts(
    join(options.data ?? settings.data, 'events.db'),
    (fact) => engine.apply(fact),
    terminal,
  );
  if (facts.length === 0) {
    terminal.out('The log is empty: there is nothing to recount.');
    return 0;
  }
  const spans = spansOf(facts, options);
  const scopes = scopesOf(engine, options.scope);
  const work = compare(engine, directory, facts, {
    scopes,
    spans,
    ...(options.metric ? { metric: options.metric } : {}),
  });
  let step = work.next();
  terminal.progress.begin('Comparing spans');
  for (; !step.done; step = work.next()) {
    terminal.progress.at(step.value, spans.length);
    await terminal.turn();
  }
  terminal.progress.end();
  report(step.value, options.json === true, terminal);
  return step.value.differences.length === 0 ? 0 : 1;
}

function optionsOf(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { from: text, to: text, every: text, metric: text, scope: text, json: { type: 'boolean' } } as const;
  const { values, positionals } = readArguments(args, options, RECOUNT_HELP);
  if (positionals.length > 0) throw new WrongUse(`"${positionals[0]}" is no option.\n\n${RECOUNT_HELP}`);
  return values;
}

async function readFacts(file: string, apply: (fact: KnownFact) => void, terminal: Terminal): Promise<KnownFact[]> {
  if (!existsSync(file)) throw new WrongUse(`There is no log at ${file}; name the data folder with --data.`);
  const facts: KnownFact[] = [];
  const erased = erasedFrom(dirname(file));
  const db = openForReading(file);
  try {
    const { first, last } = extentOf(db) ?? { first: 0, last: 0 };
    terminal.progress.begin('Reading the log');
    for (const row of db.prepare('SELECT seq, recorded_at, body FROM event ORDER BY seq').iterate()) {
      terminal.progress.at((row.seq as number) - first, last - first);
      await terminal.turn();
      const parsed = parseWithout(parsedJson(row.body as string), row.recorded_at as number, erased);
      if (!parsed.ok || parsed.value.fact.type === '') continue;
      apply(parsed.value.fact);
      facts.push(parsed.value.fact);
    }
  } finally {
    db.close();
  }
  return facts;
}

/** A damaged line is no event, for either side. */
function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

function spansOf(
  facts: readonly KnownFact[],
  { from, to, every = '60m' }: { from?: string; to?: string; every?: string },
): Span[] {
  const length = Object.hasOwn(EVERY, every) ? EVERY[every] : undefined;
  if (!length) throw new WrongUse(`--every: "${every}" is not known; use one of ${Object.keys(EVERY).join(', ')}.`);
  let [firstAt, lastAt] = [Infinity, -Infinity];
  for (const { eventAt } of facts) [firstAt, lastAt] = [Math.min(firstAt, eventAt), Math.max(lastAt, eventAt)];
  const fromAt = from === undefined ? Math.floor(firstAt / length) * length : instant('--from', from);
  const toAt = to === undefined ? lastAt + 1 : instant('--to', to);
  if (toAt <= fromAt) throw new WrongUse('--to must be after --from.');
  const spans: Span[] = [];
  for (let at = fromAt; at < toAt; at += length) spans.push({ fromAt: at, toAt: Math.min(at + length, toAt) });
  // And the whole of it.
  return spans.length === 1 ? spans : [...spans, { fromAt, toAt }];
}

function instant(option: string, text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new WrongUse(`${option}: "${text}" is no time; write for example 2026-11-22T14:00:00Z.`);
  return at;
}

function scopesOf(engine: Engine, only: string | undefined): { text: string; scope: Scope }[] {
  const { sites, teams, queues } = engine.floor;
  const channels = new Set(
    queues
      .all()
      .map((id) => engine.queueChannel(id))
      .filter((channel) => channel !== ''),
  );
  const texts =
    only === undefined
      ? [
          'all',
          ...sites.all().map((id) => `site:${id}`),
          ...teams.all().map((id) => `team:${id}`),
          ...queues.all().map((id) => `queue:${id}`),
          ...[...channels].map((id) => `channel:${id}`),
          ...sites.all().flatMap((site) => [...channels].map((channel) => `site:${site},channel:${channel}`)),
        ]
      : [only];
  return texts.map((text) => {
    const scope = parseScope(text);
    if (!scope.ok) throw new WrongUse(`--scope: ${scope.problem.message}`);
    return { text, scope: scope.value };
  });
}

const MOST_SHOWN = 20;

function report({ compared, differences }: Comparison, asJson: boolean, { out }: Terminal): void {
  const figures = [...compared.values()].reduce((a, b) => a + b, 0);
  if (asJson) return out(JSON.stringify({ compared: Object.fromEntries(compared), differences }));
  const width = Math.max(...[...compared.keys()].map(({ length }) => length));
  for (const [metric, n] of compared) {
    const differ = differences.filter((one) => one.metric === metric).length;
    out(`${metric.padEnd(width)}  ${String(n).padStart(8)} compared  ${String(differ).padStart(6)} differ`);
  }
  for (const one of differences.slice(0, MOST_SHOWN)) out(inWords(one));
  if (differences.length > MOST_SHOWN) out(`… and ${differences.length - MOST_SHOWN} more`);
  out(`${figures - differences.length} figures agree, ${differences.length} differ`);
}

function inWords({ metric, scope, span, figure, history, recount }: Difference): string {
  const time = (at: number) => new Date(at).toISOString();
  return `${metric} (${figure}) of ${scope}, ${time(span.fromAt)} – ${time(span.toAt)}: history ${history}, recount ${recount}`;
}
