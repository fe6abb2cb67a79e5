// Two busy hours of the simulated floor, judged by its events alone: does it behave like a queue with people?
import { beforeAll, describe, expect, it } from 'vitest';
import { parseEvent, type CloudEvent } from '#core/event.ts';
import { asaOf, MINUTE, MORNING, simulate, visitsIn, type SeenVisit } from '../support/simulated-floor.ts';

const FROM = MORNING + 30 * MINUTE;
const TO = MORNING + 150 * MINUTE;

describe('two busy hours of the simulated floor', () => {
  let events: CloudEvent[];
  let busy: CloudEvent[];
  let visits: SeenVisit[];
  beforeAll(() => {
    events = simulate(150);
    busy = events.filter(({ time }) => Date.parse(time) >= FROM);
    visits = visitsIn(events);
  });

  it('says nothing that the schema refuses', () => {
    const refused = events.map((event) => parseEvent(event, TO)).filter((result) => !result.ok);
    expect(refused.slice(0, 3)).toEqual([]);
  });

  it('marks every event as simulated and gives each its own id, in time order', () => {
    expect(events.every(({ simulated, source }) => simulated === 'true' && source === 'floor')).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const keys = events.map(({ time, sequence }) => `${time} ${sequence}`);
    expect(keys.every((key, at) => at === 0 || keys[at - 1] < key)).toBe(true);
  });

  it('sends 60 to 110 events a second', () => {
    const perSecond = busy.length / ((TO - FROM) / 1000);
    expect(perSecond).toBeGreaterThan(60);
    expect(perSecond).toBeLessThan(110);
  });

  it("obeys Little's law in every queue: people waiting = arrivals a second × their mean wait", () => {
    for (const queue of new Set(visits.map((visit) => visit.queue))) {
      const own = visits.filter((visit) => visit.queue === queue);
      const arrived = own.filter(({ queuedAt }) => queuedAt >= FROM && queuedAt < TO);
      if (arrived.length < 400) continue;
      const seconds = (TO - FROM) / 1000;
      const meanWaitS = arrived.reduce((sum, v) => sum + (v.endedAt ?? TO) - v.queuedAt, 0) / arrived.length / 1000;
      const waiting = meanWaiting(own);
      expect(waiting / ((arrived.length / seconds) * meanWaitS), queue).toBeCloseTo(1, 1);
    }
  });

  it('serves each line of one priority first come, first served', () => {
    const last = new Map<string, SeenVisit>();
    const offered = visits.filter(({ firstOfferAt }) => firstOfferAt !== null);
    offered.sort((a, b) => (a.firstOfferAt as number) - (b.firstOfferAt as number) || a.queuedAt - b.queuedAt);
    for (const visit of offered) {
      const key = `${visit.queue} ${visit.site} ${visit.priority}`;
      const before = last.get(key);
      if (before)
        expect(visit.queuedAt, `${visit.id} rung for after ${before.id}`).toBeGreaterThanOrEqual(before.queuedAt);
      last.set(key, visit);
    }
    expect(last.size).toBeGreaterThan(20);
  });

  it('ends every visit once, but those that wait as the time is up', () => {
    const ends = events.filter(({ type }) => type === 'contact.answered' || type === 'contact.left');
    const ended = ends.map(({ data }) => (data as { visit: string }).visit);
    expect(new Set(ended).size).toBe(ended.length);
    const open = visits.filter(({ endedAt }) => endedAt === null);
    expect(open.length + ended.length).toBe(visits.length);
    expect(open.every(({ queuedAt }) => queuedAt > TO - 21 * MINUTE)).toBe(true);
  });

  it('lets the assistant resolve 58 to 64 % of its sessions', () => {
    const outcomes = busy
      .filter(({ type }) => type === 'assistant.ended')
      .map(({ data }) => (data as { outcome: string }).outcome);
    const resolved = outcomes.filter((outcome) => outcome === 'resolved').length / outcomes.length;
    expect(resolved).toBeGreaterThan(0.58);
    expect(resolved).toBeLessThan(0.64);
  });

  it('answers in 15 to 45 s on average, and loses 1 to 6 %', () => {
    const asa = asaOf(visits, FROM, TO);
    expect(asa).toBeGreaterThan(15);
    expect(asa).toBeLessThan(45);
    const ended = visits.filter(({ endedAt }) => endedAt !== null && endedAt >= FROM);
    const abandoned = ended.filter(({ how }) => how === 'abandoned').length / ended.length;
    expect(abandoned).toBeGreaterThan(0.01);
    expect(abandoned).toBeLessThan(0.06);
  });

  it('handles a contact in less than three minutes and solves 98 % in the first line', () => {
    const answeredAt = new Map<string, number>();
    const talksMs: number[] = [];
    const solved: boolean[] = [];
    for (const { type, time, data } of busy) {
      const { visit, line, resolved } = data as { visit: string; line?: number; resolved?: boolean };
      if (type === 'contact.answered') answeredAt.set(visit, Date.parse(time));
      const from = answeredAt.get(visit);
      if (type !== 'contact.ended' || from === undefined) continue;
      talksMs.push(Date.parse(time) - from);
      if (line === 1 && resolved !== undefined) solved.push(resolved);
    }
    expect(talksMs.reduce((sum, ms) => sum + ms, 0) / talksMs.length / 1000).toBeLessThan(165);
    expect(solved.filter(Boolean).length / solved.length).toBeGreaterThan(0.98);
  });

  /** A count every second, apart from how long anybody waited. */
  function meanWaiting(own: readonly SeenVisit[]): number {
    const change = new Map<number, number>();
    const add = (at: number, by: number) =>
      change.set(Math.ceil(at / 1000), (change.get(Math.ceil(at / 1000)) ?? 0) + by);
    for (const { queuedAt, endedAt } of own) {
      add(queuedAt, 1);
      if (endedAt !== null) add(endedAt, -1);
    }
    let waiting = 0;
    let sum = 0;
    for (let second = MORNING / 1000; second < TO / 1000; second++) {
      waiting += change.get(second) ?? 0;
      if (second >= FROM / 1000) sum += waiting;
    }
    return sum / ((TO - FROM) / 1000);
  }
});
