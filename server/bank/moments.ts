// Calls → what is said and when: the facts of each call, and the states of the people who served.
import type { EventData, EventType } from '#core/event.ts';
import type { Call } from './calls.ts';

/** An event without its envelope: when it is played decides about the time on it. */
export interface Moment {
  /** in the file's own time, epoch ms */
  at: number;
  id: string;
  type: EventType;
  subject: string;
  data: object;
  sequence?: string;
}

/** In order of time. @param prefix leads all ids of calls, so that a file can be played again as something new */
export function momentsOf(calls: readonly Call[], site: string, prefix = ''): Moment[] {
  const moments = calls.flatMap((call) => callMoments(call, site, prefix));
  return [...moments, ...serverMoments(calls, site, prefix)].sort((a, b) => a.at - b.at);
}

function callMoments(call: Call, site: string, prefix: string): Moment[] {
  const contact = prefix + call.id;
  const visit = `${contact}/1`;
  const { queue, server: agent, priority } = call;
  const moment = <T extends EventType>(type: T, at: number, data: Omit<EventData<T>, 'contact'>): Moment => {
    return { at, id: `${contact}/${type}`, type, subject: contact, data: { contact, channel: 'phone', site, ...data } };
  };
  const unitEndedAt = Math.max(call.unitEndedAt, call.startedAt);
  const outcome = call.queuedAt === null ? 'left' : 'handed_over';
  const begin = [
    moment('contact.started', call.startedAt, { channel: 'phone', direction: 'in', handler: 'assistant' }),
    moment('assistant.ended', unitEndedAt, { outcome }),
  ];
  if (call.queuedAt === null) return [...begin, moment('contact.ended', unitEndedAt, { by: 'customer' })];
  begin.push(moment('contact.queued', call.queuedAt, { visit, queue, priority }));
  if (call.answeredAt !== null && call.endedAt !== null) {
    const endedAt = Math.max(call.endedAt, call.answeredAt);
    const who = agent === undefined ? {} : { agent };
    return [
      ...begin,
      moment('contact.answered', call.answeredAt, { visit, queue, ...who }),
      moment('contact.ended', endedAt, { visit, ...who, by: 'customer' }),
    ];
  }
  const leftAt = call.leftAt ?? call.queuedAt;
  return [
    ...begin,
    moment('contact.left', leftAt, { visit, reason: 'abandoned' }),
    moment('contact.ended', leftAt, { visit, by: 'customer' }),
  ];
}

interface Service {
  server: string;
  date: string;
  from: number;
  to: number;
}

/** In contact while any call lasts; free after it; gone after the last one of the day. The file says no more of them. */
function serverMoments(calls: readonly Call[], site: string, prefix: string): Moment[] {
  return [...Map.groupBy(services(calls), ({ server }) => server)].flatMap(([server, own]) => {
    const spans = merge(own);
    const state = (at: number, state: 'contact' | 'available' | 'offline', sequence: string, more = {}): Moment => {
      const id = `${prefix}server/${server}/${at}/${state}`;
      return { at, id, type: 'agent.state', subject: server, data: { agent: server, state, ...more }, sequence };
    };
    return spans.flatMap((span, i) => {
      const first = spans[i - 1]?.date !== span.date;
      const last = spans[i + 1]?.date !== span.date;
      return [
        state(span.from, 'contact', '0', first ? { name: server, site } : {}),
        state(span.to, last ? 'offline' : 'available', '1'),
      ];
    });
  });
}

function services(calls: readonly Call[]): Service[] {
  return calls.flatMap(({ server, date, answeredAt, endedAt }) => {
    if (server === undefined || answeredAt === null || endedAt === null) return [];
    return { server, date, from: answeredAt, to: Math.max(answeredAt, endedAt) };
  });
}

/** Calls of one server that overlap or touch are one span. */
function merge(own: readonly Service[]): Service[] {
  const spans: Service[] = [];
  for (const service of own.toSorted((a, b) => a.from - b.from)) {
    const open = spans.at(-1);
    if (open && service.from <= open.to) open.to = Math.max(open.to, service.to);
    else spans.push({ ...service });
  }
  return spans;
}
