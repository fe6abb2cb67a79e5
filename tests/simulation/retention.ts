// The hourly round of retention, and what a recount may still take for known after it: the log lets go of events, the
// engine of contacts with all that was told of them, however old, and of people only what no longer holds.
import type { KnownFact } from '#core/event.ts';
import { factOf } from '../../server/history/follower.ts';
import type { LoggedEvent } from '../../server/log/log-reader.ts';
import type { Random } from '../../server/simulation/random.ts';

export interface Boundary {
  before: number;
  simulatedBefore: number;
}

export function knownFactsOf(events: readonly LoggedEvent[]): KnownFact[] {
  const facts = events.map(({ body, recordedAt }) => factOf(body, recordedAt));
  return facts.filter((fact) => fact !== null).filter((fact) => fact.type !== '');
}

/** @param latest not after it. @returns null when there is nothing to let go */
export function chooseBoundary(events: readonly LoggedEvent[], latest: number, random: Random): Boundary | null {
  // What a snapshot ended stays ended in the engine, and would be open again in a recount that lacks the snapshot.
  const known = knownFactsOf(events);
  const snapshots = known.filter(({ type }) => type === 'snapshot');
  const last = Math.min(latest, ...snapshots.map(({ seenAt }) => seenAt));
  const samples = known.filter(({ type }) => type === 'stream.sample').sort((a, b) => a.eventAt - b.eventAt);
  // The end of a stream that was heard of before its middle is let go before it.
  const isInOrder = (at: number) =>
    samples.every(({ seenAt }, i) => i === 0 || !(seenAt < at && samples[i - 1].seenAt >= at));
  const candidates = events.map(({ recordedAt }) => recordedAt).filter((at) => at <= last && isInOrder(at));
  if (candidates.length === 0) return null;
  const [before, other] = [random.pick(candidates), random.pick(candidates)];
  return { before: Math.min(before, other), simulatedBefore: Math.max(before, other) };
}

/** What stays known in an engine of facts that the log does not have any more. */
export function stillKnown(
  gone: readonly KnownFact[],
  held: readonly KnownFact[],
  { before, simulatedBefore }: Boundary,
): KnownFact[] {
  const heardAt = new Map<string, number>();
  for (const fact of [...gone, ...held])
    for (const about of [aboutOf(fact), ...listedIn(fact)])
      heardAt.set(about, Math.max(heardAt.get(about) ?? 0, fact.seenAt));
  const samples = [...gone, ...held].flatMap((fact) => (fact.type === 'stream.sample' ? [fact] : []));
  const last = samples.sort((a, b) => a.eventAt - b.eventAt).at(-1);
  // A stream that is over goes as a whole, one that still goes on stays.
  const isOver = last !== undefined && !last.data.live && last.seenAt < before;
  return gone.filter((fact) => {
    if (fact.type === 'stream.sample') return !isOver;
    const about = aboutOf(fact);
    return about === '' || (heardAt.get(about) ?? 0) >= (fact.simulated ? simulatedBefore : before);
  });
}

function listedIn({ type, data }: KnownFact): string[] {
  return type === 'snapshot' ? data.waiting.map(({ contact }) => `contact ${contact}`) : [];
}

/** What is let go as one; "" for people and streams, of whom what holds stays. */
function aboutOf({ type, data }: KnownFact): string {
  switch (type) {
    case 'survey.answered':
      return `contact ${data.contact ?? `${data.survey}\0${data.response}`}`;
    case 'sale.recorded':
      return `contact ${data.contact ?? `sale\0${data.sale}`}`;
    case 'callback.changed':
      return `callback ${data.callback}`;
    case 'offer.started':
    case 'offer.ended':
    case 'contact.hold':
      return 'what no number uses';
    default:
      return 'contact' in data ? `contact ${data.contact as string}` : '';
  }
}
