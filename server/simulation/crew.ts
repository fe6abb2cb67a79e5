// One person's day as states: free, ringing, in contact, wrapping up, on a break, gone. Says what changed, and keeps the
// lists of who is free.
import type { AgentState } from '#core/vocabulary.ts';
import type { Agent, Pause } from './scene.ts';
import type { World } from './world.ts';

export function usedSlots({ ringing, talking, wrapping }: Agent): number {
  return ringing + talking + wrapping;
}

/** After anything that happened to an agent: goes home, has a break, or is fed; then says the new state. */
export function settle(world: World, agent: Agent): void {
  if (!agent.onDuty || agent.onBreak) return;
  const missed = agent.missedUntilAt > world.agenda.now;
  if (usedSlots(agent) === 0 && !missed) {
    if (agent.leaving) return signOut(world, agent);
    if (agent.pause) return beginBreak(world, agent, agent.pause);
  }
  if (takesMore(agent) && !missed) world.feed(agent);
  keepInReach(agent, !missed);
  tell(world, agent, missed ? 'missed' : stateOf(agent));
}

export function signIn(world: World, agent: Agent): void {
  agent.onDuty = true;
  agent.leaving = false;
  tell(world, agent, 'available');
  settle(world, agent);
}

export function goHome(world: World, agent: Agent): void {
  agent.leaving = true;
  settle(world, agent);
}

/** The break begins when the contacts in hand are done; until then nothing new is taken. */
export function grantBreak(world: World, agent: Agent, pause: Pause): void {
  agent.pause = pause;
  agent.pool.onBreak++;
  settle(world, agent);
}

function beginBreak(world: World, agent: Agent, pause: Pause): void {
  agent.pause = null;
  agent.onBreak = true;
  keepInReach(agent, false);
  tell(world, agent, 'break', pause.reason);
  world.agenda.after(pause.lengthMs, () => {
    agent.onBreak = false;
    agent.pool.onBreak--;
    settle(world, agent);
  });
}

function signOut(world: World, agent: Agent): void {
  if (agent.pause) agent.pool.onBreak--;
  agent.onDuty = agent.leaving = false;
  agent.pause = null;
  keepInReach(agent, false);
  tell(world, agent, 'offline');
}

function takesMore(agent: Agent): boolean {
  return !agent.leaving && !agent.pause && usedSlots(agent) < agent.slots;
}

function keepInReach(agent: Agent, may: boolean): void {
  agent.chain?.remove(agent);
  if (may && takesMore(agent)) agent.pool.free[usedSlots(agent)].append(agent);
}

function stateOf(agent: Agent): AgentState {
  if (agent.talking > 0) return 'contact';
  if (agent.ringing > 0) return 'ringing';
  return agent.wrapping > 0 ? 'wrapup' : 'available';
}

function tell(world: World, agent: Agent, state: AgentState, reason?: string): void {
  const used = usedSlots(agent);
  const slotsChanged = agent.slots > 1 && used !== agent.toldUsed;
  if (state === agent.state && !slotsChanged) return;
  const { agenda, recorder } = world;
  const since = state === agent.state ? undefined : recorder.time(agenda.now);
  recorder.record(agenda.now, 'agent.state', agent.id, {
    agent: agent.id,
    state,
    ...(since && { since }),
    ...(reason && { reason }),
    ...(agent.slots > 1 && { slots: { used, total: agent.slots } }),
    ...(agent.state === 'offline' && introduction(agent)),
  });
  agent.state = state;
  agent.toldUsed = used;
}

function introduction({ name, site, team, pool }: Agent) {
  return { name, site, team, queues: [...new Set(pool.lines.map(({ to }) => to.queue))] };
}
