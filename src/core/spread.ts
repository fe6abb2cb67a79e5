// Things that are spread over a window and have no instant of their own: people's time, streams, their audience.
import type { Engine } from './engine.ts';
import type { Agent } from './floor/agents.ts';
import type { Stream } from './floor/streams.ts';
import type { StateTimes } from './floor/time-in-state.ts';
import type { AgentTime, Audience, LiveStream } from './metric.ts';
import { IDLE, isPaused } from './present-agent.ts';
import type { Scope } from './scope.ts';
import { Tally } from './tally.ts';
import { AGENT_STATES, type AgentState } from './vocabulary.ts';
import type { Span } from './window.ts';

/** Each agent once, with the time for which they were of this scope. */
export function tallyAgentTime(engine: Engine, span: Span, scope: Scope): Tally {
  const tally = new Tally(engine.plan('agenttime'));
  for (const agent of engine.floor.agents.all.values()) {
    const time = timeOf(engine, agent, span, scope);
    if (time) tally.add(time);
  }
  return tally;
}

function timeOf(engine: Engine, agent: Agent, { fromAt, toAt }: Span, scope: Scope): AgentTime | null {
  const time: AgentTime = { signedInMs: 0, breakMs: 0, contactMs: 0, wrapupMs: 0 };
  let isThere = false;
  // Between two moves site, team and queues stay as they are.
  const ends = [...agent.movesIn(fromAt, toAt), toAt];
  let from = fromAt;
  for (const to of ends) {
    if (to > from && engine.isIn(agent, scope, to)) {
      isThere = true;
      add(time, agent.timeIn(from, to), isPaused(agent.queues(to), scope.queue));
    }
    from = to;
  }
  return isThere ? time : null;
}

const ms = (times: StateTimes, state: AgentState): number => times[AGENT_STATES.indexOf(state)];

function add(time: AgentTime, times: StateTimes, paused: boolean): void {
  const idleMs = IDLE.reduce((sum, state) => sum + ms(times, state), 0);
  time.signedInMs += times.reduce((sum, value) => sum + value, 0) - ms(times, 'offline');
  time.breakMs += ms(times, 'break') + (paused ? idleMs : 0);
  time.contactMs += ms(times, 'contact');
  time.wrapupMs += ms(times, 'wrapup');
}

export function tallyStreams(engine: Engine, { fromAt, toAt }: Span, scope: Scope): Tally {
  const tally = new Tally(engine.plan('streams'));
  for (const stream of engine.floor.streams.all.values()) {
    const last = stream.samples.before(toAt);
    if (!last || !isOf(engine, stream, scope, toAt)) continue;
    const { live, viewers } = last;
    tally.add({ live, viewers: live ? viewers : 0, ...stream.rise(fromAt, toAt) } satisfies LiveStream);
  }
  return tally;
}

/** All viewers together at the beginning of the window and at each sample in it. */
export function tallyAudience(engine: Engine, { fromAt, toAt }: Span, scope: Scope): Tally {
  const tally = new Tally(engine.plan('audience'));
  const { streams } = engine.floor;
  const now = new Map<Stream, number>();
  const tell = () => tally.add({ viewers: [...now.values()].reduce((a, b) => a + b, 0) } satisfies Audience);
  for (const stream of streams.all.values()) {
    const value = stream.samples.before(fromAt);
    if (value && isOf(engine, stream, scope, fromAt)) now.set(stream, value.live ? value.viewers : 0);
  }
  if (now.size > 0) tell();
  const samples = streams
    .within(fromAt, toAt)
    .filter(({ stream, change }) => isOf(engine, stream, scope, change.at + 1));
  for (const [i, { stream, change }] of samples.entries()) {
    now.set(stream, change.value.live ? change.value.viewers : 0);
    // Samples of one instant are one moment.
    if (samples[i + 1]?.change.at !== change.at) tell();
  }
  return tally;
}

/** A stream is of its host's site and team, and of the channel "stream". */
function isOf({ floor }: Engine, stream: Stream, scope: Scope, at: number): boolean {
  if (scope.empty || scope.queue !== undefined) return false;
  if (scope.channel !== undefined && scope.channel !== 'stream') return false;
  if (scope.site === undefined && scope.team === undefined) return true;
  const host = floor.agents.all.get(stream.samples.before(at)?.agent ?? '');
  return (
    (scope.site === undefined || host?.attribute('site', at) === scope.site) &&
    (scope.team === undefined || host?.attribute('team', at) === scope.team)
  );
}
