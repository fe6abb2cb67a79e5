// A person's day as it is drawn: the hours that it takes, how long each state lasted, and talks in lanes where several went
// on at once.
import type { AgentDay, DayTalk } from '#core/agent-day.ts';
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';

const HOUR_MS = 3_600_000;
/** A shift that has just begun is not drawn as if it were a day. */
const LEAST_MS = 8 * HOUR_MS;
const MOST_LANES = 4;

export interface Stretch {
  /** epoch ms */
  fromAt: number;
  toAt: number;
}

/** A state or a talk as it lies in the day, cut at its ends. */
export interface Span<T> extends Stretch {
  of: T;
  /** it goes on as of the day's asOf */
  goesOn: boolean;
}

/** Cut at the day's ends; what has none ends at `endAt`. */
export function spansOf<T extends { from: string; to: string | null }>(
  all: readonly T[],
  { from, to, asOf }: AgentDay,
): Span<T>[] {
  const [dayFrom, dayTo, knownTo] = [from, to, asOf].map((text) => Date.parse(text));
  return all.map((of) => ({
    of,
    fromAt: Math.max(dayFrom, Date.parse(of.from)),
    toAt: Math.min(dayTo, of.to === null ? knownTo : Date.parse(of.to)),
    goesOn: of.to === null,
  }));
}

/** The full hours around all that is not offline, at least eight of them where the day has them; the day where nothing is. */
export function hoursShown(day: AgentDay): Stretch {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const worked = spansOf(day.states, day).filter(({ of }) => of.state !== 'offline');
  if (worked.length === 0) return { fromAt: from, toAt: to };
  const first = from + Math.floor((worked[0].fromAt - from) / HOUR_MS) * HOUR_MS;
  const last = from + Math.ceil((worked[worked.length - 1].toAt - from) / HOUR_MS) * HOUR_MS;
  const toAt = Math.min(to, Math.max(last, first + LEAST_MS));
  return { fromAt: Math.max(from, Math.min(first, toAt - LEAST_MS)), toAt };
}

export interface InState {
  state: AgentState;
  seconds: number;
  times: number;
}

/** How long each state lasted, the longest first; without offline. */
export function timeInStates(day: AgentDay): InState[] {
  const spans = spansOf(day.states, day);
  return AGENT_STATES.filter((state) => state !== 'offline')
    .map((state) => {
      const own = spans.filter(({ of }) => of.state === state);
      const seconds = own.reduce((sum, { fromAt, toAt }) => sum + (toAt - fromAt) / 1000, 0);
      return { state, seconds, times: own.length };
    })
    .filter(({ times }) => times > 0)
    .sort((a, b) => b.seconds - a.seconds);
}

export interface LaidTalk extends Span<DayTalk> {
  lane: number;
}

/**
 * Talks side by side where they overlap. One of which no end is told, though the next has begun in another way, is drawn as
 * far as the state in which it began.
 */
export function laneTalks(day: AgentDay): LaidTalk[] {
  const states = spansOf(day.states, day);
  const endOf = ({ fromAt, toAt, goesOn }: Span<DayTalk>): number =>
    goesOn
      ? Math.min(toAt, states.find((state) => state.fromAt <= fromAt && fromAt < state.toAt)?.toAt ?? fromAt)
      : toAt;
  const free: number[] = Array.from({ length: MOST_LANES }, () => -Infinity);
  return spansOf(day.talks, day).map((talk) => {
    const toAt = endOf(talk);
    const found = free.findIndex((until) => until <= talk.fromAt);
    const lane = found < 0 ? MOST_LANES - 1 : found;
    free[lane] = Math.max(free[lane], toAt);
    return { ...talk, toAt, lane };
  });
}
