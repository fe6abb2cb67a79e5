// Events in few words, and the way to send them over HTTP.
import type { CloudEvent, EventType } from '#core/event.ts';
import type { Receipt } from '../../server/source.ts';

let count = 0;

/** @param at epoch ms @param data left open on purpose: tests send wrong data too */
export function event(type: EventType | (string & {}), at: number, data: object, more: object = {}): CloudEvent {
  return {
    specversion: '1.0',
    id: `event-${++count}`,
    source: 'test',
    type,
    time: new Date(at).toISOString(),
    data,
    ...more,
  };
}

export function queued(queue: string, visit: string, at: number): CloudEvent {
  return event('contact.queued', at, { contact: `contact-${visit}`, visit, queue, channel: 'phone' });
}

export function answered(visit: string, at: number, agent = 'ann'): CloudEvent {
  return event('contact.answered', at, { contact: `contact-${visit}`, visit, agent });
}

export interface Answered<Body> {
  status: number;
  headers: Headers;
  body: Body;
}
export interface ErrorBody {
  error: { code: string; message: string; path?: string };
}

export interface Sending {
  type?: string;
  headers?: Record<string, string>;
}

/** @param url of the server @param body events, or what is to be sent as it is */
export async function post<Body = Receipt>(
  url: string,
  body: CloudEvent[] | string | Buffer,
  sending: Sending = {},
): Promise<Answered<Body>> {
  const { type = 'application/cloudevents-batch+json', headers = {} } = sending;
  const response = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: Array.isArray(body) ? JSON.stringify(body) : typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

export async function get<Body = ErrorBody>(url: string, path: string): Promise<Answered<Body>> {
  const response = await fetch(url + path);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
