// Screens that somebody paired, as the server sees them: by a code, and with a cookie of their own.
import { Screen } from './screen.ts';
import type { TestApp } from './app.ts';
import { Visitor } from './visitor.ts';

export const EAST = { name: 'Floor 3 east', place: 'above the door', path: '/wall/floor' };

export interface Paired {
  id: string;
  tv: Visitor;
}

/** @param by who may pair @param key public, of its device; absent: it has none */
export async function pairScreen({ url }: TestApp, by: Visitor, screen: object = EAST, key?: string): Promise<Paired> {
  const tv = new Visitor(url);
  const waiting = await tv.ask('POST', '/api/v1/pairings', { width: 1920, height: 1080, ...(key ? { key } : {}) });
  const { code } = waiting.body as unknown as { code: string };
  const { status, body } = await by.ask('POST', `/api/v1/pairings/${code}`, screen);
  if (status !== 201) throw new Error(`not paired: ${JSON.stringify(body)}`);
  await tv.ask('GET', '/api/v1/pairings/own');
  return { tv, id: body.id };
}

/** Its socket, welcomed. */
export function screenOf({ url }: TestApp, { cookies }: Visitor): Promise<Screen> {
  return Screen.open(url, { headers: { origin: url, cookie: cookies } });
}
