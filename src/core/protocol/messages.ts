// The live protocol's messages both ways, its version and its close codes. docs/protocol.md has the rules; the socket,
// the subscriptions and the positions belong to the two ends.
import { fail, ok, type Result } from '../result.ts';
import type { Change } from './delta.ts';
import type { Speed } from './moment.ts';

export const PROTOCOL = 1;
export const BEAT_MS = 2_000;
/** a client that hears nothing for so long drops the connection */
export const SILENCE_MS = 10_000;
export const MAX_TOPICS = 64;
export const MAX_TOPIC_LENGTH = 1024;
/** so much of a topic an error names at most */
export const MAX_ERROR_TOPIC = 100;
/** moments of the past that one connection watches at most */
export const MAX_PAST_TOPICS = 4;

/** messages of one client, a second, and at once after a pause */
export const CLIENT_RATE = { perS: 20, burst: 200 } as const;

/** A screen tells so often how it is: often enough that one that stopped is known of within 30 s. */
export const REPORT_MS = 10_000;

export const CLOSE = { malformed: 4400, signedOut: 4401, version: 4406, tooSlow: 4408, tooFast: 4429 } as const;

export interface Hello {
  t: 'hello';
  protocol: number;
}
export interface Watch {
  t: 'watch';
  topic: string;
}
export interface Unwatch {
  t: 'unwatch';
  topic: string;
}
export interface Resync {
  t: 'resync';
  topic: string;
}
/** t0: the client's own clock, sent back as it came */
export interface ClockQuestion {
  t: 'clock';
  t0: number;
}
/** How a paired screen is (P71). */
export interface Report {
  t: 'report';
  /** how old the picture on the screen is, by the server's clock; null: there is none with numbers */
  ageMs: number | null;
  /** since something came that is not painted yet; 0: all is painted */
  unpaintedMs: number;
  /** of the page */
  build: string;
  /** of the page's scripts; null where the browser does not tell */
  heapBytes: number | null;
  /** so much the machine's clock is ahead of the server's; null before that is measured */
  clockOffMs: number | null;
  /** of the page, CSS px */
  width: number;
  height: number;
  /** device px a CSS px */
  ratio: number;
  /** "/wall/floor?site=rostov" */
  path: string;
  language: string;
  /** nobody can see the page: browsers paint it no more */
  hidden: boolean;
}
/** What a challenge asks for (P73). */
export interface Proof {
  t: 'proof';
  /** base64url; "": it has no key any more */
  signature: string;
}
export type ClientMessage = Hello | Watch | Unwatch | Resync | ClockQuestion | Report | Proof;

export interface Welcome {
  t: 'welcome';
  protocol: number;
  build: string;
  /** epoch ms */
  now: number;
  /** the operator's, for screens that are asked for none: "ru" */
  language?: string;
  /** when screens that nobody touches load themselves again, by the clock of their site: "04:00"; absent: never */
  renewAt?: string;
  /** to a paired screen: that it tells so often how it is; absent: that nobody wants to know */
  reportMs?: number;
}
/** Something that a paired screen has to do (P72). What a page does not know it leaves alone. */
export interface Do {
  t: 'do';
  do: Command;
  /** of the screen, and where it hangs */
  name?: string;
  place?: string;
}
export const COMMANDS = ['reload', 'identify'] as const;
export type Command = (typeof COMMANDS)[number];
/** Instead of a welcome: a screen that was paired with a key of its device signs this first (P73). */
export interface Challenge {
  t: 'challenge';
  nonce: string;
}
export interface Beat {
  t: 'beat';
  /** epoch ms */
  now: number;
}
export interface ClockAnswer {
  t: 'clock';
  t0: number;
  /** epoch ms */
  now: number;
}
export interface Full {
  t: 'full';
  topic: string;
  epoch: string;
  seq: number;
  /** epoch ms */
  asOf: number;
  state: unknown;
  past?: Past;
}
export interface Delta {
  t: 'delta';
  topic: string;
  epoch: string;
  seq: number;
  /** seq of the state that `changes` applies to */
  base: number;
  /** epoch ms */
  asOf: number;
  /** absent when only asOf moved */
  changes?: Change;
  past?: Past;
}
/** Said by every frame whose asOf is a moment of the past that was asked for. */
export interface Past {
  /** seconds of the past a second; 0 stands still */
  speed: Speed | 0;
}
/** What played the past has come to the present; the subscription has ended. */
export interface CaughtUp {
  t: 'caughtup';
  topic: string;
  /** epoch ms */
  asOf: number;
}
/** The server reads its log; what is watched comes when it has. */
export interface Starting {
  t: 'starting';
  /** events read */
  done: number;
  of: number;
  /** null while nobody can tell */
  secondsLeft: number | null;
}
export interface TopicError {
  t: 'error';
  topic: string;
  code: string;
  message: string;
}
export type ServerMessage =
  Welcome | Beat | ClockAnswer | Full | Delta | TopicError | CaughtUp | Starting | Do | Challenge;

type Shape = Record<string, 'string' | 'number'>;
const CLIENT: Record<ClientMessage['t'], Shape> = {
  hello: { protocol: 'number' },
  watch: { topic: 'string' },
  unwatch: { topic: 'string' },
  resync: { topic: 'string' },
  clock: { t0: 'number' },
  // The rest of it is looked at in report.ts.
  report: { build: 'string' },
  proof: { signature: 'string' },
};
const POSITION: Shape = { topic: 'string', epoch: 'string', seq: 'number', asOf: 'number' };
const SERVER: Record<ServerMessage['t'], Shape> = {
  welcome: { protocol: 'number', build: 'string', now: 'number' },
  beat: { now: 'number' },
  clock: { t0: 'number', now: 'number' },
  full: POSITION,
  delta: { ...POSITION, base: 'number' },
  error: { topic: 'string', code: 'string', message: 'string' },
  caughtup: { topic: 'string', asOf: 'number' },
  starting: { done: 'number', of: 'number' },
  do: { do: 'string' },
  challenge: { nonce: 'string' },
};

export const parseClientMessage = (frame: string): Result<ClientMessage> => parse(frame, CLIENT);
export const parseServerMessage = (frame: string): Result<ServerMessage> => parse(frame, SERVER);

/** Checks what the receiver relies on; fields it does not know are left alone. Never throws. */
function parse<M extends { t: string }>(frame: string, shapes: Record<M['t'], Shape>): Result<M> {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return fail('no_json', 'The frame is no JSON; send one object a frame.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('no_object', 'The frame is no object; send {"t": …}.');
  const message = value as Record<string, unknown>;
  const type = message.t;
  if (typeof type !== 'string' || !Object.keys(shapes).includes(type))
    return fail('unknown_type', `t is ${show(type)}; known are ${Object.keys(shapes).join(', ')}.`, 't');
  const shape = shapes[type as M['t']];
  for (const field of Object.keys(shape)) {
    const found = message[field];
    if (typeof found === shape[field] && (typeof found !== 'number' || Number.isFinite(found))) continue;
    return fail('invalid_type', `${field} is ${show(found)}; a ${shape[field]} is expected.`, field);
  }
  return ok(value as M);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? 'unreadable').slice(0, 60);
}
