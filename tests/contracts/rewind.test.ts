// What a screen was shown live is what it is shown when it comes back to that moment: rule P41 of docs/protocol.md, for
// each kind of floor that the project has events of.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import type { Channel } from '#core/vocabulary.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import type { Settings } from '../../server/config.ts';
import bank from '../../server/sources/bank.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { readBlocks, readDayLog } from '../support/asterisk-recording.ts';
import { replay } from '../support/asterisk-replay.ts';
import { post } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { MINUTE, simulate } from '../support/simulated-floor.ts';
import { createTestContext, play } from '../support/source-context.ts';

const BANK_DAY = fileURLToPath(new URL('../fixtures/bank/bank-day.txt', import.meta.url));
const NEVER = Date.UTC(2025, 5, 4, 9);

interface Floor {
  name: string;
  events(): Promise<CloudEvent[]>;
  scopes: string[];
  /** minutes from the first event on */
  marks: number[];
}

const FLOORS: Floor[] = [
  {
    name: 'the simulated operator',
    events: async () => simulate(40, { agents: 200, load: 0.15 }).map(({ simulated: _, ...event }) => event),
    scopes: ['all', 'site:rostov', 'queue:tariffs', 'channel:appchat'],
    marks: [1, 7, 20, 33, 39],
  },
  {
    name: 'a day of the bank',
    events: async () =>
      (await play(bank, { file: BANK_DAY }, createTestContext('bank', NEVER)))
        .flat()
        .filter(({ time }) => time > '1999-01-09T16'),
    scopes: ['all', 'queue:PS'],
    marks: [20, 60, 180, 290],
  },
  {
    name: 'a recorded Asterisk, both feeds',
    events: async () => replay({ blocks: readBlocks('day'), lines: readDayLog() }).events,
    scopes: ['all', 'queue:support'],
    marks: [2, 5, 9],
  },
];

interface Recorded {
  topic: string;
  at: number;
  view: FloorView;
}

describe.each(FLOORS)('a rewound view of $name', ({ events, scopes, marks }) => {
  it('[P41] is what the live one said at that moment', async () => {
    const clock = { at: 0 };
    const told = await events();
    const app = await startApp({ now: () => clock.at, settings: { queues: queuesOf(told) } });
    try {
      const recorded = await live(app, clock, { events: told, scopes, marks });
      expect(recorded).toHaveLength(2 * scopes.length * marks.length);
      expect(Math.max(...recorded.map(({ view }) => view.flow?.answered ?? 0))).toBeGreaterThan(10);
      const screen = await Screen.open(app.url);
      // Newest first: who steps back must be shown nothing that was still to come.
      for (const { topic, at, view } of recorded.reverse()) {
        const then = await screen.watch(`${topic}&at=${at}`);
        screen.say({ t: 'unwatch', topic: then.topic });
        expect(then).toMatchObject({ asOf: at, past: { speed: 0 } });
        expect(kept(then.state as FloorView), `${topic} at ${new Date(at).toISOString()}`).toEqual(kept(view));
      }
      screen.close();
    } finally {
      await app.close();
    }
  });
});

/** Sends a floor's events minute by minute, with the clock that goes along, to screens that are on all the time. */
async function live(
  app: TestApp,
  clock: { at: number },
  { events, scopes, marks }: { events: CloudEvent[]; scopes: string[]; marks: number[] },
): Promise<Recorded[]> {
  const byTime = [...events].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const start = Math.floor(Date.parse(byTime[0].time) / MINUTE) * MINUTE;
  clock.at = start;
  const screen = await Screen.open(app.url);
  const topics = scopes.flatMap((scope) => [`floor?scope=${scope}`, `floor?scope=${scope}&show=people`]);
  for (const topic of topics) await screen.watch(topic);
  const recorded: Recorded[] = [];
  let next = 0;
  for (const minute of marks) {
    while (clock.at < start + minute * MINUTE) {
      // What happens in this minute is told before the clock comes to it: the screens know all that was before.
      const end = clock.at + MINUTE;
      const from = next;
      while (next < byTime.length && Date.parse(byTime[next].time) < end) next++;
      await send(app, byTime.slice(from, next));
      clock.at = end;
    }
    for (const topic of topics) {
      const { state } = await screen.until(topic, (_, { asOf }) => asOf === clock.at);
      recorded.push({ topic, at: clock.at, view: state as FloorView });
    }
  }
  screen.close();
  // All that came later is known too when the screens look back.
  for (; next < byTime.length; next += 1000) {
    clock.at = Date.parse(byTime[Math.min(byTime.length - 1, next + 999)].time) + MINUTE;
    await send(app, byTime.slice(next, next + 1000));
  }
  return recorded;
}

/** What settings should say: the channel of a queue that they don't name is learned from its first visit (decision 6). */
function queuesOf(events: CloudEvent[]): Settings['queues'] {
  const channels = new Map<string, Channel>();
  for (const { type, data } of events) {
    const { queue, channel = 'phone' } = data as { queue?: string; channel?: Channel };
    if (type === 'contact.queued' && queue) channels.set(queue, channel);
  }
  return [...channels].map(([id, channel]) => ({ id, channel }));
}

async function send(app: TestApp, events: CloudEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { body } = await post(app.url, events);
  expect(body).toMatchObject({ accepted: events.length, rejected: [] });
}

/** Without what was known of the sources by hearing them: that is not kept. */
function kept({ newestAt: _, sources, ...view }: FloorView): object {
  return { ...view, sources: sources.map(({ id, state, since, simulated }) => ({ id, state, since, simulated })) };
}
