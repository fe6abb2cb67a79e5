// Who is at work: every pool follows the forecast of the day, its people come and go in turn, and have their breaks.
import { goHome, grantBreak, signIn } from './crew.ts';
import { demandAt } from './curve.ts';
import { SITES } from './places.ts';
import { groupLoad } from './profile.ts';
import type { Agent, Pause, Pool } from './scene.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEP_MS = 5 * MINUTE_MS;
const LONGEST_SHIFT_MS = 9.5 * HOUR_MS;
/** Of those signed in; a break beyond it is put off. */
const BREAK_LIMIT = 0.17;
const BREAK_SHARE = 0.13;
/** People beyond the mere load, in roots of it (square-root staffing). */
const RESERVE = 1.0;
const PLAN_SPREAD = 0.04;
/** a step's correction of the plan where the wait is twice what is meant */
const CORRECTION = 0.015;
const MEANT_WAIT_MS = 28_000;
/** A wait this long puts breaks off. */
const BUSY_WAIT_MS = 60_000;
const PUT_OFF_MS = 4 * MINUTE_MS;

// prettier-ignore
const BREAKS: readonly (Pause & { afterMs: number; share: number })[] = [
  { reason: 'coffee', afterMs: 1.7 * HOUR_MS, lengthMs: 12 * MINUTE_MS, share: 1 },
  { reason: 'lunch', afterMs: 3.9 * HOUR_MS, lengthMs: 30 * MINUTE_MS, share: 1 },
  { reason: 'training', afterMs: 5.2 * HOUR_MS, lengthMs: 25 * MINUTE_MS, share: 0.15 },
  { reason: 'coffee', afterMs: 6.2 * HOUR_MS, lengthMs: 12 * MINUTE_MS, share: 0.9 },
  { reason: 'coffee', afterMs: 7.8 * HOUR_MS, lengthMs: 10 * MINUTE_MS, share: 0.6 },
];

/** The first of a pool are in the middle of their shifts, some of them on a break, as the floor begins. */
export function startShifts(world: World): void {
  const { agenda, random } = world;
  for (const pool of world.pools) {
    errNow(world, pool);
    pool.offDuty = random.shuffle(pool.agents);
    const elapsedMs = Array.from({ length: presence(world, pool, agenda.now) }, () => random.between(0, 8 * HOUR_MS));
    for (const ms of elapsedMs.sort((a, b) => b - a)) begin(world, pool, random.between(0, 3000), ms);
    const step = () => {
      follow(world, pool);
      agenda.after(STEP_MS, step);
    };
    agenda.after(STEP_MS * random.next(), step);
  }
}

/** More people where customers wait longer than the operator means them to, fewer where nobody does. */
function correct(pool: Pool): void {
  const own = pool.lines.filter(({ afterMs }) => afterMs === 0).map(({ to }) => to);
  const answered = own.reduce((sum, line) => sum + line.answered, 0);
  if (answered === 0) return;
  const asaMs = own.reduce((sum, line) => sum + line.waitedMs, 0) / answered;
  for (const line of own) line.answered = line.waitedMs = 0;
  const wrong = Math.min(1.5, asaMs / MEANT_WAIT_MS - 1);
  pool.plan = Math.min(1.2, Math.max(0.97, pool.plan * (1 + CORRECTION * wrong)));
}

/** Illness, forecasts, agreements: now and then a pool gets a little over or under its plan. */
function errNow(world: World, pool: Pool): void {
  const { agenda, random } = world;
  pool.plan *= Math.exp(PLAN_SPREAD * random.normal());
  agenda.after(random.between(1, 3) * HOUR_MS, () => errNow(world, pool));
}

/** How many people a pool needs at an instant, those on a break included. */
function presence({ requestsPerDay }: World, pool: Pool, at: number): number {
  const site = SITES.find(({ id }) => id === pool.site) as (typeof SITES)[number];
  const perSecond = (requestsPerDay * demandAt(at)) / 86_400;
  const busy = groupLoad(pool.group) * site.share * perSecond;
  const needed = Math.ceil((pool.plan * (busy + RESERVE * Math.sqrt(busy))) / (1 - BREAK_SHARE));
  return Math.min(pool.agents.length, Math.max(2, needed));
}

/** Those who came first go first; nobody stays beyond the longest shift. */
function follow(world: World, pool: Pool): void {
  const { agenda, random } = world;
  correct(pool);
  const wanted = presence(world, pool, agenda.now + STEP_MS);
  while (pool.onDuty.length > 0 && (pool.onDuty.length > wanted || pool.onDuty[0].shiftEndsAt <= agenda.now)) {
    const agent = pool.onDuty.shift() as Agent;
    pool.offDuty.push(agent);
    agenda.after(random.between(0, STEP_MS), () => goHome(world, agent));
  }
  while (pool.onDuty.length < wanted && begin(world, pool, random.between(0, STEP_MS), 0));
}

/** @param elapsedMs of the shift, for those whom the floor's beginning finds at work */
function begin(world: World, pool: Pool, delayMs: number, elapsedMs: number): boolean {
  const { agenda, random } = world;
  const rested = pool.offDuty.findIndex((agent) => !agent.onDuty);
  if (rested === -1) return false;
  const [agent] = pool.offDuty.splice(rested, 1);
  pool.onDuty.push(agent);
  agent.shiftEndsAt = agenda.now + LONGEST_SHIFT_MS - elapsedMs;
  agenda.after(delayMs, () => {
    signIn(world, agent);
    if (elapsedMs > 0 && random.chance(0.8 * BREAK_SHARE)) {
      askBreak(world, agent, { reason: 'coffee', lengthMs: random.between(1, 20) * MINUTE_MS });
    }
  });
  for (const { reason, afterMs, lengthMs, share } of BREAKS) {
    const inMs = afterMs + random.between(-0.4, 0.4) * HOUR_MS - elapsedMs;
    const pause = { reason, lengthMs: lengthMs * random.between(0.8, 1.2) };
    if (inMs > 0 && random.chance(share)) agenda.after(inMs, () => askBreak(world, agent, pause));
  }
  return true;
}

/** Put off while too many are away or customers wait too long; dropped when the shift is over. */
function askBreak(world: World, agent: Agent, pause: Pause): void {
  const { agenda } = world;
  const { pool } = agent;
  if (!agent.onDuty || agent.leaving) return;
  const full = pool.onBreak >= Math.max(1, BREAK_LIMIT * pool.onDuty.length);
  if (full || agent.pause || agent.onBreak || isBusy(pool, agenda.now)) {
    return agenda.after(PUT_OFF_MS, () => askBreak(world, agent, pause));
  }
  grantBreak(world, agent, pause);
}

function isBusy(pool: Pool, now: number): boolean {
  return pool.lines.some(
    ({ to: { waiting }, afterMs }) => afterMs === 0 && waiting.first && now - waiting.first.queuedAt > BUSY_WAIT_MS,
  );
}
