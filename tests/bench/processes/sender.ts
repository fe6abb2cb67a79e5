// A process of its own that sends the events of a floor at work as they happen, so many a second, until it is ended. Nobody
// is left waiting by them: how many wait is changed by others only.
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent, EventType } from '#core/event.ts';
import { QUEUES } from '../../support/scenario.ts';

const EVERY_MS = 50;
const EVENTS_A_BEGINNING = 3;
/** in a body: what is late comes with the next ones */
const MOST_EVENTS = 2000;
const AGENTS = 2000;
const MOST_WAIT_MS = 900;
/** As many talk at a time as two thousand people can. */
const TALK_MS = 3000;

const [url, eventsPerS] = process.argv.slice(2);
const run = Date.now().toString(36);
let visits = 0;
let owed = 0;
/** Calls that end at that instant, epoch ms, in order of time. */
const talks: { endsAt: number; end: (at: number) => CloudEvent[] }[] = [];
for (let last = performance.now(); ; await pause(EVERY_MS)) {
  const now = performance.now();
  owed += ((now - last) / 1000) * Number(eventsPerS);
  last = now;
  // What happened in this very millisecond is not before it.
  const at = Date.now() - 1;
  const events: CloudEvent[] = [];
  while (talks.length > 0 && talks[0].endsAt <= at) events.push(...(talks.shift()?.end(at) ?? []));
  const count = Math.max(0, Math.floor((Math.min(MOST_EVENTS, owed) - events.length) / EVENTS_A_BEGINNING));
  for (let i = 0; i < count; i++) events.push(...begin(at));
  owed -= events.length;
  if (events.length > 0) await send(events);
}

/** Somebody who waited for less than a second and is answered now: in no picture they wait. Their agent is free again soon. */
function begin(at: number): CloudEvent[] {
  const n = ++visits;
  const agent = `a${(n * 7919) % AGENTS}`;
  const ids = { contact: `${run}-${n}`, visit: `${run}-${n}/1` };
  const event = (type: EventType, time: number, data: object): CloudEvent => ({
    specversion: '1.0',
    id: `${run}-${n}/${type}/${time}`,
    source: 'bench',
    type,
    time: new Date(time).toISOString(),
    data,
  });
  const end = (endedAt: number): CloudEvent[] => [
    event('contact.ended', endedAt, { ...ids, agent, by: 'customer' }),
    event('agent.state', endedAt, { agent, state: n % 3 === 0 ? 'wrapup' : 'available' }),
  ];
  talks.push({ endsAt: at + TALK_MS, end });
  return [
    event('contact.queued', at - ((n * 6151) % MOST_WAIT_MS), {
      ...ids,
      queue: QUEUES[n % QUEUES.length].id,
      channel: 'phone',
    }),
    event('contact.answered', at, { ...ids, agent }),
    event('agent.state', at, { agent, state: 'contact' }),
  ];
}

async function send(events: CloudEvent[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
}
