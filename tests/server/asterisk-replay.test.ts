// A day of a real Asterisk and its corner cases, against what Asterisk itself and an independent count say.
import { describe, expect, it } from 'vitest';
import type { AsteriskFloor, Count } from '../support/asterisk-floor.ts';
import { readBlocks, readDayLog, readEdgeLog, readSnapshots, readTruth } from '../support/asterisk-recording.ts';
import { replay } from '../support/asterisk-replay.ts';

const day = { blocks: readBlocks('day'), lines: readDayLog(), truth: readTruth('day') };
const edge = { blocks: readBlocks('edge'), lines: readEdgeLog() };

type Counts = Record<string, Partial<Count>>;
const countsOf = (floor: AsteriskFloor): Counts => Object.fromEntries(floor.count());

const TRUTH_KEYS = {
  joined: 'joined',
  answered: 'answered',
  abandoned: 'abandoned',
  timed_out: 'timeout',
  exit_key: 'key',
  withdrawn: 'withdrawn',
} as const;
/** Only queues that had callers, and only what happened there. */
const DAY_COUNTS: Counts = Object.fromEntries(
  Object.entries(day.truth.queues)
    .filter(([, queue]) => queue.joined)
    .map(([name, queue]) => {
      const counts = Object.entries(TRUTH_KEYS).map(([from, to]) => [to, queue[from]] as const);
      return [name, Object.fromEntries(counts.filter(([, n]) => n))];
    }),
);

/** What became of each visit, without the instants: those differ by up to a second between the feeds. */
function fates(floor: AsteriskFloor): Record<string, string> {
  const fates: Record<string, string> = {};
  for (const [id, { answeredAt, agent, left, ended }] of floor.visits()) {
    const reasons = [...left.keys()].filter((reason) => reason !== 'unknown');
    const exact = reasons.find((reason) => reason !== 'abandoned') ?? reasons[0];
    fates[id] = `${answeredAt === null ? `left ${exact}` : `answered by ${agent}`}, ended by ${ended[0] ?? 'nobody'}`;
  }
  return fates;
}

/** Breaks of the connection, 200 ms to a minute long, the same for the same seed. */
function someGaps(seed: number): [number, number][] {
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const gaps: [number, number][] = [];
  const last = day.blocks.at(-1)?.at ?? 0;
  for (let at = day.blocks[0].at + 5000; at < last; at += 10_000 + random() * 90_000) {
    const to = at + 200 + random() * random() * 60_000;
    gaps.push([at, to]);
    at = to;
  }
  return gaps;
}

describe('a recorded day', () => {
  it('has callers to count', () => {
    expect(Object.values(DAY_COUNTS).reduce((sum, { joined = 0 }) => sum + joined, 0)).toBe(1635);
  });

  it('gives the truth from the log alone', () => {
    const floor = replay({ lines: day.lines });
    expect(countsOf(floor)).toEqual(DAY_COUNTS);
    expect(floor.waiting()).toEqual([]);
  });

  it('gives joins, answers and exits by key from the manager interface alone, and all other exits as abandoned', () => {
    const floor = replay({ blocks: day.blocks });
    const wanted = Object.entries(DAY_COUNTS).map(([queue, { joined, answered, key }]) => [
      queue,
      { joined, answered, ...(key && { key }), abandoned: day.truth.ami[queue].abandon_events },
    ]);
    expect(countsOf(floor)).toEqual(Object.fromEntries(wanted));
    expect(floor.waiting()).toEqual([]);
  });

  it('starts each contact once and in time, transferred or not', () => {
    const floor = replay({ blocks: day.blocks, lines: day.lines, logDelayMs: 2000 });
    const starts = floor.ofType('contact.started').map(({ data }) => data.contact);
    expect(new Set(starts).size).toBe(starts.length);
    expect(new Set(starts)).toEqual(new Set([...floor.visits().values()].map((visit) => visit.contact)));
  });

  it('ends each talk once, as a transfer where it was one', () => {
    const by = (floor: AsteriskFloor) => Object.groupBy(floor.ofType('contact.ended'), ({ data }) => data.by);
    const { customer, agent, transfer, system } = by(replay({ blocks: day.blocks }));
    const { completed_by_caller, completed_by_agent, transferred } = day.truth.total;
    expect([customer?.length, agent?.length, transfer?.length, system]).toEqual([
      completed_by_caller,
      completed_by_agent,
      transferred,
      undefined,
    ]);
  });

  it.each([
    ['ahead of it', -1000],
    ['with it', 0],
    ['a little after it', 1000],
    ['after the wait that the server keeps', 2000],
    ['far behind it', 60_000],
  ])('gives each fact once from both feeds, the log read %s', (_, logDelayMs) => {
    const floor = replay({ blocks: day.blocks, lines: day.lines, logDelayMs });
    expect(countsOf(floor)).toEqual(DAY_COUNTS);
    expect(fates(floor)).toEqual(fates(replay({ lines: day.lines })));
    expect(floor.waiting()).toEqual([]);
  });

  it.each([
    [1, 0],
    [2, 500],
    [3, 2000],
    [4, 20_000],
  ])(
    'loses and doubles nothing over some twenty lost connections while the log is read (seed %i, %i ms late)',
    (seed, logDelayMs) => {
      const floor = replay({ blocks: day.blocks, lines: day.lines, gaps: someGaps(seed), logDelayMs });
      expect(countsOf(floor)).toEqual(DAY_COUNTS);
      expect(floor.waiting()).toEqual([]);
    },
  );

  it.each([
    [20_000, 4000, 0],
    [20_000, 4000, 5000],
    [60_000, 30_000, 2000],
    [60_000, 59_000, 60_000],
  ])(
    'gives each fact once from both feeds, every %i ms held up for %i ms, the log read %i ms late',
    (everyMs, forMs, logDelayMs) => {
      const floor = replay({ blocks: day.blocks, lines: day.lines, stalls: { everyMs, forMs }, logDelayMs });
      expect(countsOf(floor)).toEqual(DAY_COUNTS);
      expect(floor.waiting()).toEqual([]);
    },
  );

  it.each([5, 6, 7])('invents nothing over lost connections without a log (seed %i)', (seed) => {
    // A first stay that nobody heard of leaves its number to the second.
    const answers = (floor: AsteriskFloor) => {
      const answered = [...floor.visits().values()].filter((visit) => visit.answeredAt !== null);
      return answered.map(({ contact, queue, agent }) => `${contact} ${queue} ${agent}`);
    };
    const floor = replay({ blocks: day.blocks, gaps: someGaps(seed) });
    const real = answers(replay({ blocks: day.blocks }));
    const invented = answers(floor).filter((answer) => {
      const index = real.indexOf(answer);
      if (index >= 0) real.splice(index, 1);
      return index < 0;
    });
    expect(invented).toEqual([]);
    expect(answers(floor).length).toBeGreaterThan(900);
    expect(floor.waiting()).toEqual([]);
  });

  it('keeps the times of a gap apart: what vanished in it never counts as abandoned or as left by key', () => {
    const [from, to] = [day.blocks[0].at + 300_000, day.blocks[0].at + 360_000];
    const whole = replay({ blocks: day.blocks }).visits();
    const floor = replay({ blocks: day.blocks, gaps: [[from, to]] });
    const vanished = [...floor.visits()].filter(
      ([id, visit]) => visit.answeredAt === null && visit.left.size === 0 && whole.has(id),
    );
    expect(vanished.length).toBeGreaterThan(0);
    for (const { at } of floor.ofType('contact.left')) expect(at < from || at >= to).toBe(true);
  });
});

describe('members over time', () => {
  /** Queues in which our count of members differs from Asterisk's own summary, by snapshot. */
  function differing(recording: 'day' | 'edge'): { same: number; differ: string[] } {
    const floor = replay({ blocks: recording === 'day' ? day.blocks : edge.blocks });
    const differ: string[] = [];
    let same = 0;
    for (const [i, { summaryAt, queues, members }] of readSnapshots(recording).entries()) {
      const agents = floor.agents(summaryAt);
      for (const { queue, loggedIn, available } of queues) {
        const here = [...agents.values()].filter((agent) => agent.queues.has(queue));
        const signedIn = here.filter((agent) => agent.state !== 'offline');
        const free = here.filter((agent) => agent.state === 'available' && !agent.queues.get(queue));
        const rows = members.filter((member) => member.queue === queue);
        const paused = rows.filter((row) => agents.get(row.name)?.queues.get(queue) !== row.paused);
        if (
          signedIn.length === loggedIn &&
          free.length === available &&
          here.length === rows.length &&
          paused.length === 0
        )
          same++;
        else
          differ.push(
            `${i} ${queue}: ${signedIn.length} of ${loggedIn} signed in, ${free.length} of ${available} available`,
          );
      }
    }
    return { same, differ };
  }

  it('agree with what Asterisk said about itself, but for a member whom a reload took away without a word', () => {
    expect(differing('day')).toEqual({ same: 143, differ: ['5 tech: 9 of 8 signed in, 4 of 4 available'] });
  });

  it('agree in the corner cases, but between a silent reload and the next list', () => {
    const differ = ['5 desk: 3 of 4 signed in, 2 of 3 available', '6 desk: 3 of 4 signed in, 2 of 3 available'];
    expect(differing('edge')).toEqual({ same: 33, differ });
  });
});

describe('corner cases', () => {
  const feeds = [
    ['the log alone', replay({ lines: edge.lines })],
    ['the manager interface alone', replay({ blocks: edge.blocks })],
    ['both', replay({ blocks: edge.blocks, lines: edge.lines, logDelayMs: 2000 })],
  ] as const;

  it.each(feeds)('%s: a member named Ann|Lee answers and hangs up', (_, floor) => {
    const visit = floor.visits().get('1795380912.9/desk/1');
    expect(visit).toMatchObject({ agent: 'Ann|Lee', ended: ['agent'] });
    expect([...floor.agents(Infinity).keys()]).toContain('Bob, Jr.');
  });

  it.each(feeds)('%s: an attended transfer ends the talk as one', (_, floor) => {
    expect(floor.visits().get('1795380893.1/desk/1')?.ended).toEqual(['transfer']);
  });

  it.each(feeds)('%s: a caller moved from one queue to the next waits in both', (_, floor) => {
    const visits = [...floor.visits().values()].filter((visit) => visit.contact === '1795380954.25');
    expect(visits.map((visit) => visit.queue)).toEqual(['desk', 'pool']);
  });

  it.each(feeds)('%s: a caller whose agents hang up during the announcement stays in the queue', (_, floor) => {
    const visit = floor.visits().get('1795381007.41/slow/1');
    expect(visit?.answeredAt).toBeNull();
    expect(visit?.left.size).toBeGreaterThan(0);
  });

  it.each(feeds)(
    '%s: after kill -9 three talks end by the system and the one who waited is gone, how is not known',
    (_, floor) => {
      const visits = floor.visits();
      for (const contact of ['1795381031.57', '1795381031.59', '1795381031.61'])
        expect(visits.get(`${contact}/desk/1`)?.ended, contact).toEqual(['system']);
      const waiting = visits.get('1795381031.63/desk/1');
      expect(waiting?.answeredAt).toBeNull();
      expect([...(waiting?.left.keys() ?? [])].filter((reason) => reason !== 'unknown')).toEqual([]);
      expect(floor.waiting()).toEqual([]);
    },
  );

  it('says withdrawn and timed out where the log is read, and abandoned where it is not', () => {
    const [log, ami, both] = feeds.map(([, floor]) => floor.visits());
    for (const [visit, reason] of [
      ['1795380962.29/desk/1', 'withdrawn'],
      ['1795380976.39/going/1', 'timeout'],
    ]) {
      expect([...(log.get(visit)?.left.keys() ?? [])]).toEqual([reason]);
      expect([...(ami.get(visit)?.left.keys() ?? [])]).toEqual(['abandoned']);
      expect([...(both.get(visit)?.left.keys() ?? [])]).toEqual(['abandoned', reason]);
    }
  });

  it('counts a pause in all queues once, with its reason as it was written', () => {
    const breaks = (floor: AsteriskFloor) =>
      floor.ofType('agent.state').filter(({ data }) => data.agent === 'Anna Arens' && data.state === 'break');
    for (const [, floor] of feeds) {
      expect(breaks(floor).map(({ data }) => data.reason)).toEqual(['coffee|tea', 'second reason', 'x']);
    }
  });

  it('uses the time that blocks carry', () => {
    const [, , both] = feeds.map(([, floor]) => floor);
    expect(both.ofType('contact.queued')[0]).toMatchObject({ at: 1795380893944, quality: 'source' });
  });
});
