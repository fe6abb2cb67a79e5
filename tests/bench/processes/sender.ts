// A process of its own that sends the events of a floor at work, so many a second, until it is ended. Nobody is left
// waiting by them: how many wait is changed by others only.
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent, EventType } from '#core/event.ts';
import { QUEUES } from '../../support/scenario.ts';

const EVERY_MS = 50;
const EVENTS_A_VISIT = 5;
/** in a body: what is late comes with the next ones */
const MOST_VISITS = 400;
const AGENTS = 2000;

const [url, eventsPerS] = process.argv.slice(2);
const run = Date.now().toString(36);
let visits = 0;
let owed = 0;
for (let last = performance.now(); ; await pause(EVERY_MS)) {
  const now = performance.now();
  owed += ((now - last) / 1000) * Number(eventsPerS);
  last = now;
  const count = Math.min(MOST_VISITS, Math.floor(owed / EVENTS_A_VISIT));
  owed -= count * EVENTS_A_VISIT;
  if (count > 0) await send(Array.from({ length: count }, visit).flat());
}

/** Somebody who came 20 s ago, was answered and has gone; its agent is free again. */
function visit(): CloudEvent[] {
  const n = ++visits;
  const agent = `a${(n * 7919) % AGENTS}`;
  const ids = { contact: `${run}-${n}`, visit: `${run}-${n}/1` };
  const waitedMs = (n * 6151) % 15_000;
  const at = Date.now() - 1;
  const event = (type: EventType, time: number, data: object): CloudEvent => ({
    specversion: '1.0',
    id: `${run}-${n}/${type}/${time}`,
    source: 'bench',
    type,
    time: new Date(time).toISOString(),
    data,
  });
  return [
    event('contact.queued', at - 20_000, { ...ids, queue: QUEUES[n % QUEUES.length].id, channel: 'phone' }),
    event('contact.answered', at - 20_000 + waitedMs, { ...ids, agent }),
    event('agent.state', at - 20_000 + waitedMs, { agent, state: 'contact' }),
    event('contact.ended', at, { ...ids, agent, by: 'customer' }),
    event('agent.state', at, { agent, state: n % 3 === 0 ? 'wrapup' : 'available' }),
  ];
}

async function send(events: CloudEvent[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
}
