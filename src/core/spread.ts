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
  const times = new Map<string, AgentTime>();
  for (const piece of engine.pieces(span)) {
    for (const agent of piece.engine.floor.agents.all.values()) {
      const time = timeOf(piece.engine, agent, piece.span, scope);
      const known = times.get(agent.id);
      if (time) times.set(agent.id, known ? sumOf(known, time) : time);
    }
  }
  const tally = new Tally(engine.plan('agenttime'));
  for (const time of times.values()) tally.add(time);
  return tally;
}

function sumOf(a: AgentTime, b: AgentTime): AgentTime {
  return {
    signedInMs: a.signedInMs + b.signedInMs,
    breakMs: a.breakMs + b.breakMs,
    contactMs: a.contactMs + b.contactMs,
    wrapupMs: a.wrapupMs + b.wrapupMs,
  };
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

export function tallyStreams(engine: Engine, span: Span, scope: Scope): Tally {
  const tally = new Tally(engine.plan('streams'));
  for (const stream of streamsIn(engine, span, scope).values()) tally.add(stream);
  return tally;
}

/** Streams that took place in a window, by id. */
export function streamsIn(engine: Engine, span: Span, scope: Scope): Map<string, LiveStream> {
  const streams = new Map<string, LiveStream>();
  for (const piece of engine.pieces(span)) {
    const { fromAt, toAt } = piece.span;
    for (const stream of piece.engine.floor.streams.all.values()) {
      const last = stream.samples.before(toAt);
      if (!last || !tookPlace(stream, piece.span) || !isOf(piece.engine, stream, scope, toAt)) continue;
      const { questions = 0, answered = 0 } = streams.get(stream.id) ?? {};
      const rise = stream.rise(fromAt, toAt);
      // Whether it is live is a matter of the end of the span.
      const live = last.live && toAt === span.toAt;
      streams.set(stream.id, {
        live,
        viewers: live ? last.viewers : 0,
        questions: questions + rise.questions,
        answered: answered + rise.answered,
      });
    }
  }
  return streams;
}

/** A stream that ended before the window is none of it. */
function tookPlace({ samples }: Stream, { fromAt, toAt }: Span): boolean {
  return samples.before(fromAt)?.live === true || samples.firstFrom(fromAt) < samples.firstFrom(toAt);
}

export function tallyAudience(engine: Engine, span: Span, scope: Scope): Tally {
  const tally = new Tally(engine.plan('audience'));
  for (const { engine: counting, span: part } of engine.pieces(span))
    addAudience(tally, counting, part, scope, part.fromAt === span.fromAt);
  return tally;
}

/** All viewers together at each sample of a stretch, and at its beginning when the window begins there. */
function addAudience(tally: Tally, engine: Engine, { fromAt, toAt }: Span, scope: Scope, isFirst: boolean): void {
  const { streams } = engine.floor;
  const now = new Map<Stream, number>();
  const tell = () => tally.add({ viewers: [...now.values()].reduce((a, b) => a + b, 0) } satisfies Audience);
  for (const stream of streams.all.values()) {
    const value = stream.samples.before(fromAt);
    if (value?.live && isOf(engine, stream, scope, fromAt)) now.set(stream, value.viewers);
  }
  if (isFirst && now.size > 0) tell();
  const samples = streams
    .within(fromAt, toAt)
    .filter(({ stream, change }) => isOf(engine, stream, scope, change.at + 1));
  for (const [i, { stream, change }] of samples.entries()) {
    now.set(stream, change.value.live ? change.value.viewers : 0);
    // Samples of one instant are one moment.
    if (samples[i + 1]?.change.at !== change.at) tell();
  }
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
