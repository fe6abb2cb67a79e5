// Every parser of what comes from outside, with real examples of what it is given. Each run throws only what is a bug.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { parseJson } from '#core/board/document.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import { parseRules } from '#core/alert/parse-rules.ts';
import { RIGHTS } from '#core/access/rights.ts';
import { parseEvent } from '#core/event.ts';
import { apply, type Change } from '#core/protocol/delta.ts';
import { parseServerMessage } from '#core/protocol/messages.ts';
import { parseScope } from '#core/scope.ts';
import { BlockReader } from '../../server/asterisk/ami-block.ts';
import { AmiFeed } from '../../server/asterisk/ami-feed.ts';
import { Facts } from '../../server/asterisk/facts.ts';
import { QueueLogAgents } from '../../server/asterisk/queue-log-agents.ts';
import { QueueLogCalls } from '../../server/asterisk/queue-log-calls.ts';
import { parseQueueLogLine } from '../../server/asterisk/queue-log-line.ts';
import { VisitBook } from '../../server/asterisk/visit-book.ts';
import { readCalls } from '../../server/bank/calls.ts';
import { momentsOf } from '../../server/bank/moments.ts';
import { createWallClock } from '../../server/bank/wall-clock.ts';
import { anyone } from '../../server/access/asker.ts';
import { BadSettings, loadSettings } from '../../server/config.ts';
import { addressOf } from '../../server/http/address.ts';
import { API } from '../../server/http/api.ts';
import { conditionOf } from '../../server/http/condition.ts';
import { HttpError } from '../../server/http/http-error.ts';
import { parseQuery } from '../../server/http/query.ts';
import { methodsOf, resourceAt } from '../../server/http/resources.ts';
import { Hub } from '../../server/hub.ts';
import { parseNewMessage } from '../../server/messages/new-message.ts';
import { loadPlugIns } from '../../server/plug-ins.ts';
import { Sessions } from '../../server/sessions.ts';
import type { Sender, SourceContext, SourceDefinition } from '../../server/source.ts';
import { openTopic, parseTopic } from '../../server/topics.ts';
import { readBlocks, readDayLog, readEdgeLog } from '../support/asterisk-recording.ts';
import { METRICS, newEngine } from '../support/engine.ts';
import { MORNING, simulate } from '../support/simulated-floor.ts';
import { doorTargets } from './door-targets.ts';
import { declared, ofTexts, ofTrees, type Target } from './target.ts';

const root = join(import.meta.dirname, '../..');
const NOW = MORNING + 3_600_000;
/** What is built up is begun anew so often. */
const FRESH_EVERY = 2000;

/** One event of each type. */
function exampleEvents(): object[] {
  const byType = new Map(simulate(60, { agents: 300 }).map((event) => [event.type, event]));
  const more: [type: string, data: object][] = [
    ['survey.answered', { survey: 's', response: 'r', rev: 2, metric: 'csat', score: 4, min: 1, max: 5, contact: 'c' }],
    ['sale.recorded', { sale: 's', rev: 1, outcome: 'won', amount: 1000, currency: 'RUB', contact: 'c' }],
    ['stream.sample', { stream: 's', platform: 'vk', live: true, viewers: 5, messages: 1, questions: 1, answered: 0 }],
    [
      'callback.changed',
      { callback: 'b', contact: 'c', queue: 'care', state: 'asked', due: new Date(NOW).toISOString() },
    ],
    ['assistant.ended', { contact: 'c', outcome: 'handed_over', intent: 'balance', direct_request: true, rev: 1 }],
    ['source.status', { state: 'gap', from: new Date(NOW - 60_000).toISOString(), to: new Date(NOW).toISOString() }],
    [
      'snapshot',
      {
        scope: 'all',
        asof: new Date(NOW).toISOString(),
        complete: true,
        waiting: [{ contact: 'c', visit: 'v', queue: 'care', since: new Date(NOW - 5000).toISOString() }],
        agents: [{ agent: 'ann', state: 'available', since: new Date(NOW - 5000).toISOString(), queues: ['care'] }],
      },
    ],
    ['moon.phase', { any: ['thing', { deep: [1, 2] }] }],
  ];
  const made = more.map(([type, data], i) => ({
    specversion: '1.0',
    id: `m${i}`,
    source: 'x',
    type,
    time: new Date(NOW).toISOString(),
    data,
  }));
  return [...byType.values(), ...made, ...made];
}

const json = (folder: string): unknown[] =>
  readdirSync(join(root, folder)).map((file) => JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as unknown);

/** An engine that is fed what is accepted, and asked now and then. */
function folding(): (input: unknown) => void {
  let engine = newEngine();
  let n = 0;
  return (input) => {
    const parsed = parseEvent(input, NOW);
    if (!parsed.ok) return;
    engine.apply(parsed.value);
    if (++n % 500 === 0) {
      const opened = openTopic('floor?scope=all', engine, () => []);
      if (!opened.ok) throw new Error(opened.problem.message);
      JSON.stringify(opened.value(NOW));
    }
    if (n % FRESH_EVERY === 0) engine = newEngine();
  };
}

function eventTargets(known: ReadonlyMap<string, SourceDefinition<unknown>>): Target[] {
  const events = exampleEvents();
  const fold = folding();
  const [route] = (known.get('cloudevents') as SourceDefinition<unknown>).routes?.({}, receiver()) ?? [];
  const anySender: Sender = { name: null, sources: null };
  const types = ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/x-ndjson'];
  const send = async (body: string, type: string) => {
    const request = Object.assign(Readable.from([Buffer.from(body)]), { headers: { 'content-type': type } });
    await Promise.resolve(route.handle(request as unknown as IncomingMessage, anySender)).catch((cause: unknown) => {
      if (!(cause instanceof HttpError)) throw cause;
    });
  };
  const batches = [events.slice(0, 3), events.slice(3, 9), [events[0]], []];
  return [
    ofTrees('an event, and the floor that it is folded into', 30, events, (input) => {
      const parsed = parseJson(input);
      if (parsed.ok) fold(parsed.value);
    }),
    ofTrees('a body with one event, a batch, or something else', 5, [...batches, events[1]], (input) =>
      send(input, types[input.length % 3]),
    ),
    ofTexts(
      'a body with an event a line',
      3,
      batches.map((batch) => batch.map((one) => JSON.stringify(one)).join('\n')),
      (input) => send(input, types[2]),
    ),
  ];
}

/** Where a source's events go. */
function receiver(): SourceContext {
  const shared = new Map<string, unknown>();
  return {
    name: 'fuzz',
    signal: new AbortController().signal,
    now: () => NOW,
    log: pino({ level: 'silent' }),
    sleep: () => Promise.resolve(),
    accept: (events) => {
      const good = events.filter((event) => parseEvent(event, NOW).ok).length;
      return Promise.resolve({ accepted: good, duplicates: 0, rejected: [] });
    },
    heard: () => {},
    visitsOf: () => [],
    shared: <T>(key: string, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    },
    recall: () => null,
    remember: () => Promise.resolve(),
  };
}

function sourceTargets(): Target[] {
  const blocks = readBlocks('edge').map(({ bytes }) => bytes.toString('latin1'));
  const amiOf = () => {
    const book = new VisitBook(() => [], NOW);
    const feed = new AmiFeed(new Facts('asterisk:pbx', undefined, () => book.nextSequence()), book);
    const reader = new BlockReader();
    reader.push(Buffer.from('Asterisk Call Manager/11.0.0\r\n'));
    feed.expectList('1', NOW);
    return { feed, reader };
  };
  let ami = amiOf();
  let pushed = 0;
  const logOf = () => {
    const book = new VisitBook(() => [], NOW);
    const facts = new Facts('asterisk:pbx', undefined, () => book.nextSequence());
    return { calls: new QueueLogCalls(facts, book, []), agents: new QueueLogAgents(facts, book) };
  };
  let log = logOf();
  let lines = 0;
  const bank = readFileSync(join(root, 'tests/fixtures/bank/bank-day.txt'), 'utf8').split('\n').slice(0, 200);
  const wallClock = createWallClock('Asia/Jerusalem');
  return [
    ofTexts('the manager interface of Asterisk', 20, blocks, (input) => {
      if (++pushed % FRESH_EVERY === 0) ami = amiOf();
      const bytes = Buffer.from(input, 'latin1');
      const cut = pushed % (bytes.length + 1);
      for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)])
        ami.feed.take({ at: NOW + pushed, blocks: ami.reader.push(part) });
      if (pushed % 50 === 0) ami.feed.tick(NOW + pushed);
      if (pushed % 700 === 0) ami.feed.lost();
    }),
    ofTexts('queue_log of Asterisk', 12, [...readDayLog().slice(0, 400), ...readEdgeLog().slice(0, 400)], (input) => {
      if (++lines % FRESH_EVERY === 0) log = logOf();
      const line = parseQueueLogLine(input);
      if (!line) return;
      log.calls.take(line, line.second * 1000, lines % 2 === 0);
      log.agents.take(line, line.second * 1000, `log/${lines}`, lines % 2 === 0);
    }),
    ofTexts('the calls of the bank', 4, bank, async (input) => {
      const { calls } = await readCalls(Readable.from([input]) as AsyncIterable<string>, wallClock);
      momentsOf(calls, 'bank');
    }),
  ];
}

const SCOPES = ['all', 'site:rostov', 'queue:care,channel:phone', 'team:red'];
const TOPICS = [
  ...SCOPES.map((scope) => `floor?scope=${scope}&show=agents,queues@60m,people,asa@5m,wait.p50@5m/30/3600&lang=ru`),
  ...['floor?scope=all&at=2026-11-22T14:26:00Z&speed=60', 'floor?scope=all&at=1795381021000', 'board?id=floor'],
  ...['kiosk?id=floor', 'messages', 'alerts'],
];

function socketTargets(): Target[] {
  const engine = newEngine();
  const none = () => ({ ok: false, problem: { code: 'unknown_board', message: 'None.' } }) as const;
  const hub = new Hub('e', (topic) => (topic.startsWith('floor') ? openTopic(topic, engine, () => []) : none()));
  let failure: unknown = null;
  const sessions = new Sessions({
    hub,
    directory: engine.directory,
    build: 'b',
    now: () => NOW,
    onError: (error) => (failure = error),
  });
  const line = { unsent: () => 0, send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
  const frames = [
    ...[
      { t: 'hello', protocol: 1 },
      { t: 'clock', t0: 17.5 },
      { t: 'watch', topic: 'messages' },
      { t: 'proof', signature: 'A'.repeat(86) },
      {
        ...{ t: 'report', ageMs: 900, unpaintedMs: 0, build: 'b', heapBytes: null, clockOffMs: -3, width: 1920 },
        ...{ height: 1080, ratio: 1, path: '/wall/floor', language: 'ru', hidden: false },
      },
    ],
    ...TOPICS.slice(0, 6).flatMap((topic) => ['watch', 'unwatch', 'resync'].map((t) => ({ t, topic }))),
  ];
  const answers = [
    { t: 'welcome', protocol: 1, build: 'b', now: NOW, language: 'ru' },
    { t: 'full', topic: 'messages', epoch: 'e', seq: 1, asOf: NOW, state: { messages: [] } },
    {
      t: 'delta',
      topic: 'x',
      epoch: 'e',
      seq: 2,
      base: 1,
      asOf: NOW,
      changes: { o: { a: { v: 1 }, b: { a: { 0: { v: 2 } } } }, d: ['c'] },
    },
  ];
  return [
    ofTrees('messages of a screen', 6, frames, (input) => {
      const session = sessions.open(line, anyone(RIGHTS));
      session.heard('{"t":"hello","protocol":1}');
      session.heard(input);
      session.closed();
      if (failure !== null) throw failure as Error;
    }),
    ofTrees('messages of a server', 4, answers, (input) => {
      const parsed = parseServerMessage(input);
      if (!parsed.ok || parsed.value.t !== 'delta') return;
      // What a server of another version says as changes is kept from the page by the position; here it is only clean.
      declared(() => apply({ a: 0, b: [1], c: 3 }, (parsed.value as { changes?: Change }).changes), TypeError);
    }),
    ofTexts('topics', 8, TOPICS, (input) => {
      parseTopic(input, METRICS);
      parseScope(input);
    }),
  ];
}

function documentTargets(): Target[] {
  const message = { text: 'Network is down', priority: 'act', boards: ['floor'], scope: 'site:rostov', minutes: 40 };
  const take = (parse: (raw: unknown) => unknown) => (input: string) => {
    const parsed = parseJson(input);
    if (parsed.ok) parse(parsed.value);
  };
  return [
    ofTrees('boards', 6, json('static/boards'), take(parseBoard)),
    ofTrees('playlists', 2, json('static/kiosks'), take(parsePlaylist)),
    ofTrees(
      'rules of alerts',
      4,
      [JSON.parse(readFileSync(join(root, 'static/alerts.json'), 'utf8'))],
      take((raw) => parseRules(raw, METRICS, ['chat'])),
    ),
    ofTrees(
      'messages for walls',
      4,
      [message, { text: 'x', until: new Date(NOW + 60_000).toISOString() }],
      take((raw) => parseNewMessage(raw, NOW, ['floor'])),
    ),
  ];
}

/** @param file that settings are written to */
function settingTargets(file: string): Target[] {
  const yaml = readFileSync(join(root, 'docs/tablo.example.yaml'), 'utf8');
  const parts = yaml.split(/\n(?=\w)/);
  const hooks = `webhooks: [{name: chat, url: "https://a.example", secret: whsec_${'a'.repeat(40)}}]\nlimits: {sockets: 5}`;
  return [
    ofTexts('settings', 2, [yaml, hooks, ...parts], (input) => {
      writeFileSync(file, input);
      declared(() => loadSettings(['--config', file], {}), BadSettings);
    }),
  ];
}

function addressTargets(): Target[] {
  const instants = 'from=2026-11-22T12:00:00Z&to=2026-11-22T13:00:00Z&at=2026-11-22T13:00:00Z';
  const queries = Object.keys(API).map(
    (path) =>
      `${path}?scope=queue:care&window=15m&${instants}&step=60&metric=asa&limit=10&lang=ru&format=csv&of=visits`,
  );
  return [
    ofTexts(
      'addresses and their parameters',
      8,
      [...queries, '/api/v1/boards/floor/history', '/wall/floor'],
      (input) => {
        const url = addressOf({ url: input } as IncomingMessage);
        if (!url) return;
        for (const method of ['GET', 'PUT']) resourceAt(method, url.pathname);
        methodsOf(url.pathname);
        const path = Object.hasOwn(API, url.pathname) ? url.pathname : '/api/v1/series';
        declared(() => parseQuery(API[path].query, url.searchParams), HttpError);
      },
    ),
    ofTexts('conditions of a change', 2, ['"a1b2", "c3"', '*', '"x"'], (input) => {
      for (const name of ['if-match', 'if-none-match'])
        declared(() => conditionOf({ headers: { [name]: input } } as unknown as IncomingMessage), HttpError);
    }),
  ];
}

/** @param file that settings may be written to */
export async function allTargets(file: string): Promise<Target[]> {
  const known = await loadPlugIns<SourceDefinition<unknown>>(join(root, 'server/sources'));
  return [
    ...eventTargets(known),
    ...sourceTargets(),
    ...socketTargets(),
    ...documentTargets(),
    ...settingTargets(file),
    ...addressTargets(),
    ...doorTargets(),
  ];
}
