// What must hold when everything has healed: screens = engine = recount, and the server that died = one that never did.
import { answerAgents } from '#core/answers.ts';
import type { Engine } from '#core/engine.ts';
import { readMetrics } from '#core/readings.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import type { Span } from '#core/window.ts';
import { compare } from '../../server/recount/compare.ts';
import { Random } from '../../server/simulation/random.ts';
import { knownFactsOf } from './retention.ts';
import { isSame } from './truth.ts';
import type { World } from './world.ts';

interface Asked {
  text: string;
  scope: Scope;
}

export interface Checked {
  /** in sentences */
  problems: string[];
  /** figures that the recount agreed on */
  figures: number;
}

export function check(world: World): Checked {
  const random = new Random(`simulation ${world.seed} checks`);
  const scopes = scopesOf(world, random);
  const recounted = checkRecount(world, scopes, random);
  const problems = [...checkLog(world), ...checkScreens(world), ...checkRestart(world, scopes), ...recounted.problems];
  return { problems, figures: recounted.figures };
}

/** In the midst of it: what the server says now, of what is on disk now. @returns sentences */
export function audit(world: World, random: Random): string[] {
  const scopes = scopesOf(world, random).slice(0, 2);
  return [...checkToday(world), ...checkRecount(world, scopes, random).problems, ...checkRestart(world, scopes)];
}

/** What was acknowledged is in the log, and what was told, once. */
function* checkLog({ log, acknowledged, forgottenBefore, server }: World): Generator<string> {
  // What was let go may have been told anew since.
  if (forgottenBefore > -Infinity) return;
  for (const { source, id } of acknowledged)
    if (!log.has(source, id)) yield `${source} ${id} was acknowledged and is not in the log`;
  const told = new Set(acknowledged.map(({ source, id }) => `${source} ${id}`));
  if (log.events.length !== told.size) yield `the log has ${log.events.length} events; ${told.size} were acknowledged`;
  const heard = [...(server?.engine.floor.sources.values() ?? [])].reduce((sum, { events }) => sum + events, 0);
  if (heard !== told.size) yield `the engine heard ${heard} events; ${told.size} were told`;
}

/** By the calendar of each site's zone, as another library than the engine's tells it: today began with its date. */
function* checkToday({ server, clock, day }: World): Generator<string> {
  const at = clock.now();
  for (const { id, zone = 'UTC' } of day.directory.sites) {
    const { fromAt } = server?.engine.span('today', at, { site: id }) as Span;
    const [today, first, before] = [at, fromAt, fromAt - 1].map((instant) => dateIn(zone, instant));
    if (first !== today || before === today) yield `today of ${zone} at ${at} begins at ${fromAt}`;
  }
}

const CALENDARS = new Map<string, Intl.DateTimeFormat>();

function dateIn(zone: string, at: number): string {
  const known = CALENDARS.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  CALENDARS.set(zone, known);
  return known.format(at);
}

function* checkScreens({ screens, server }: World): Generator<string> {
  for (const { name, held, at } of screens)
    for (const [topic, { state }] of held) {
      const position = at.get(topic);
      if (!position || !server) continue;
      if (position.epoch !== server.epoch)
        yield `${name} shows ${topic} of epoch ${position.epoch}, the server's is ${server.epoch}`;
      const view = server.viewOf(topic, position.asOf);
      if (!isSame(view, state)) yield `${name} shows another ${topic} than the engine says: ${whereOf(view, state)}`;
    }
}

/** The server that died and came back says what one says that never stopped. */
function* checkRestart({ server, steadfast, clock, forgottenBefore }: World, scopes: Asked[]): Generator<string> {
  if (!server) return;
  const at = clock.now();
  const span = { fromAt: Math.max(at - 30 * 3_600_000, forgottenBefore), toAt: at };
  const said = (engine: Engine): object => ({
    metrics: scopes.map(({ scope }) => readMetrics(engine, scope, span)),
    agents: answerAgents(engine, {}, at),
    sources: [...engine.floor.sources.values()].map(({ id, newestAt, events, late, unknown, simulated, statuses }) => {
      return { id, newestAt, events, late, unknown, simulated, status: statuses.before(at) };
    }),
    revised: [...engine.floor.revised].sort(),
    rows: (['contacts', 'visits', 'sessions', 'surveys', 'sales', 'wraps', 'callbacks'] as const).map(
      (name) => engine.floor[name].table.used,
    ),
    endings: [...engine.floor.visits.endings]
      .map(([queue, counts]) => [engine.floor.queues.text(queue), counts])
      .sort(),
  });
  const [restarted, never] = [said(server.engine), said(steadfast)];
  if (!isSame(restarted, never))
    yield `the server says otherwise than one that never stopped: ${whereOf(never, restarted)}`;
}

function checkRecount(world: World, scopes: Asked[], random: Random): Checked {
  const { server, log, day } = world;
  if (!server) return { problems: [], figures: 0 };
  const facts = [...world.remembered, ...knownFactsOf(log.events)];
  const spans = spansOf(world, random);
  const work = compare(server.engine, day.directory, facts, { scopes, spans });
  let step = work.next();
  while (!step.done) step = work.next();
  const { compared, differences } = step.value;
  const inWords = differences.slice(0, 3).map(({ metric, scope, span, figure, history, recount }) => {
    const time = (at: number) => new Date(at).toISOString();
    return `${metric} (${figure}) of ${scope}, ${time(span.fromAt)} – ${time(span.toAt)}: history ${history}, recount ${recount}`;
  });
  const figures = [...compared.values()].reduce((a, b) => a + b, 0);
  return { problems: inWords, figures };
}

/** Up to now; when everything of a tame floor is told also as of an instant in the past. */
function spansOf({ server, clock, day, isWild, isTroubled, forgottenBefore }: World, random: Random): Span[] {
  const at = clock.now();
  const engine = server?.engine as Engine;
  const today = engine.span('today', at, { site: day.sites[0] });
  const windows: Span[] = [{ fromAt: at - 15 * 60_000, toAt: at }, today, { fromAt: at - 30 * 3_600_000, toAt: at }];
  const earliest = Math.max(day.startAt, forgottenBefore + 20 * 60_000);
  const then = Math.floor(random.between(earliest, Math.max(day.endAt, earliest + 1000)));
  const past = isWild || isTroubled ? windows[2] : { fromAt: then - 2 * 3_600_000, toAt: then };
  // Of people who were there before what was let go it is only known how they stood then.
  return [random.pick(windows), past].map(({ fromAt, toAt }) => ({ fromAt: Math.max(fromAt, forgottenBefore), toAt }));
}

function scopesOf({ day }: World, random: Random): Asked[] {
  const texts = [
    ...day.sites.map((id) => `site:${id}`),
    ...day.teams.map((id) => `team:${id}`),
    ...day.queues.map((id) => `queue:${id}`),
    'channel:phone',
    'channel:appchat',
    `site:${day.sites[0]},channel:phone`,
  ];
  return ['all', ...random.shuffle(texts).slice(0, 3)].map((text) => {
    const scope = parseScope(text);
    if (!scope.ok) throw new Error(scope.problem.message);
    return { text, scope: scope.value };
  });
}

/** The first place at which two JSON values differ. */
function whereOf(a: unknown, b: unknown, path = ''): string {
  const isBoth = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  if (!isBoth) return `${path} is ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    if (!isSame(left[key], right[key])) return whereOf(left[key], right[key], `${path}/${key}`);
  return path;
}
