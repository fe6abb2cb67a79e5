// Boards that are saved, taken away and put back over HTTP: on disk before the answer, never half, never over what somebody
// else has saved meanwhile, and the former versions kept.
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MOST_DOCUMENT_BYTES, type Board, type Place, type Placement } from '#core/board/board.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { boardText } from '../../server/boards/board-file.ts';
import { MOST_VERSIONS } from '../../server/boards/board-history.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';
import type { ErrorBody } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';
import { findStrace, straceTo, traceOf } from '../support/strace.ts';

const board = (title: string, more: object = {}): object => ({
  version: 1,
  title,
  screen: { inches: 55, distanceM: 10 },
  widgets: [{ id: 'wait', widget: 'wait', at: { wide: [0, 0, 24, 12] } }],
  ...more,
});
const titleOf = (state: unknown): unknown => (state as Board).title;

const root = newFolder();
const data = join(root, 'data');
const web = join(root, 'web');
let app: TestApp;
beforeAll(async () => {
  mkdirSync(join(data, 'boards'), { recursive: true });
  mkdirSync(join(web, 'boards'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html>');
  writeFileSync(join(web, 'boards/floor.json'), JSON.stringify(board('Shipped floor')));
  app = await startApp({ data, web });
});
afterAll(async () => {
  await app.close();
  endAllServers();
  endAllCommands();
  rmSync(root, { recursive: true, force: true });
});

interface Saved {
  id: string;
  title: string;
  origin: string;
  board: Board;
}
interface History {
  versions: { saved: string | null; replaced: string; tag: string; board: Board }[];
}
interface Answer<Body> {
  status: number;
  etag: string | null;
  body: Body;
}

async function ask<Body = Saved>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  url = app.url,
): Promise<Answer<Body>> {
  const response = await fetch(`${url}/api/v1/boards/${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Body };
}
const save = <Body = Saved>(id: string, body: unknown, headers?: Record<string, string>, url?: string) =>
  ask<Body>('PUT', id, body, headers, url);
const titles = async (id: string): Promise<unknown[]> =>
  (await ask<History>('GET', `${id}/history`)).body.versions.map((one) => one.board.title);
const onDisk = (id: string): Board => JSON.parse(readFileSync(join(data, `boards/${id}.json`), 'utf8')) as Board;

describe('a board that is saved', () => {
  it('is on disk and on the walls when the answer comes, and the answer is what GET gives', async () => {
    const screen = await Screen.open(app.url);
    screen.say({ t: 'watch', topic: 'board?id=door' });
    const { status, etag, body } = await save('door', board('By the door'));
    expect(status).toBe(200);
    expect(onDisk('door').title).toBe('By the door');
    expect(await ask('GET', 'door')).toEqual({ status: 200, etag, body });
    expect(body).toMatchObject({ id: 'door', title: 'By the door', origin: 'data' });
    expect(RESOURCES.find(({ operationId }) => operationId === 'saveBoard')?.answer.safeParse(body).success).toBe(true);
    await screen.until('board?id=door', (state) => titleOf(state) === 'By the door');
    await save('door', board('Another'));
    await screen.until('board?id=door', (state) => titleOf(state) === 'Another');
    screen.close();
  });

  it('is laid out as people write it, a place on one line, and reads back as it was', () => {
    const cell = fc.nat(24);
    const placement = fc.record<Placement>({
      id: fc.stringMatching(/^[a-z]{3}$/),
      widget: fc.constant('wait'),
      options: fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.string(), fc.array(fc.integer()), fc.boolean())),
      at: fc.record({ wide: fc.tuple(cell, cell, cell, cell), phone: fc.boolean() }),
    });
    const title = fc.oneof(
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('[\\n 1\\n]', '[\n  1\n]', '[ 1 ]'),
    );
    const screen = { inches: 55, distanceM: 10 };
    fc.assert(
      fc.property(title, fc.uniqueArray(placement, { selector: ({ id }) => id, minLength: 1 }), (name, widgets) => {
        const text = boardText({ version: 1, title: name, screen, widgets });
        const read = parseBoard(JSON.parse(text));
        expect(read).toEqual({ ok: true, value: { version: 1, title: name, screen, widgets } });
        expect(text).toContain(`"wide": [${(widgets[0].at.wide as Place).join(', ')}]`);
      }),
    );
  });

  it.each<[string, unknown, number, string, string | undefined, RegExp]>([
    ['no JSON', '{"version": 1,', 400, 'bad_json', undefined, /It is no JSON/],
    ['no widgets', board('x', { widgets: [] }), 400, 'bad_document', 'widgets', /^widgets: /],
    [
      'a place that is none',
      board('x', { widgets: [{ id: 'a', widget: 'wait', at: { wide: [0, 0, 1] } }] }),
      ...([400, 'bad_document', 'widgets.0.at.wide', /widgets\.0\.at\.wide: must be \[x, y, width, height\]/] as const),
    ],
    ['an unknown field', board('x', { colour: 'red' }), 400, 'bad_document', undefined, /colour: is not known here/],
    ['a huge body', board('x'.repeat(MOST_DOCUMENT_BYTES)), 413, 'too_large', undefined, /65536 bytes/],
    ['deep nesting', '['.repeat(60_000), 400, 'bad_json', undefined, /It is no JSON/],
  ])('is refused with %s, and the former one stays', async (_, body, status, code, path, sentence) => {
    await save('stays', board('Stays'));
    const answer = await save<ErrorBody>('stays', body);
    expect([answer.status, answer.body.error.code, answer.body.error.path]).toEqual([status, code, path]);
    expect(answer.body.error.message).toMatch(sentence);
    expect(onDisk('stays').title).toBe('Stays');
  });

  it.each([
    '..%2fsecret',
    '%2e%2e%2f%2e%2e%2fsecret',
    '.history',
    'Door',
    'a%00',
    '__proto__',
    'con.json',
    '-a',
    'a'.repeat(65),
  ])('with the id %s is refused, and nothing is written', async (id) => {
    const before = readdirSync(root, { recursive: true }).length;
    for (const { status, body } of [await save<ErrorBody>(id, board('x')), await ask<ErrorBody>('DELETE', id)]) {
      expect([status, body.error.code]).toEqual([400, 'bad_id']);
      expect(body.error.message).toMatch(/small letters/);
    }
    expect(readdirSync(root, { recursive: true }).length).toBe(before);
  });

  it('is not taken from a page of another site, nor without the token where there is one', async () => {
    const plain = await save<ErrorBody>('door', board('x'), { 'content-type': 'text/plain' });
    expect([plain.status, plain.body.error.code]).toEqual([415, 'unsupported_type']);
    const guarded = await startApp({ settings: { token: 'a-token-of-16-and-more' } });
    const bearer = { authorization: 'Bearer a-token-of-16-and-more' };
    expect((await save('door', board('x'), {}, guarded.url)).status).toBe(401);
    expect((await ask('DELETE', 'door', undefined, {}, guarded.url)).status).toBe(401);
    expect((await save('door', board('x'), bearer, guarded.url)).status).toBe(200);
    // Who may read may ask the linter.
    expect((await ask('POST', 'lint', board('x'), {}, guarded.url)).status).toBe(200);
    await guarded.close();
  });

  it('goes where its file’s link leads, and the link stays', async () => {
    mkdirSync(join(root, 'kept'), { recursive: true });
    writeFileSync(join(root, 'kept/linked.json'), JSON.stringify(board('Linked')));
    symlinkSync(join(root, 'kept/linked.json'), join(data, 'boards/linked.json'));
    expect((await save('linked', board('Saved'))).status).toBe(200);
    expect(lstatSync(join(data, 'boards/linked.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'kept/linked.json'), 'utf8')).toContain('"Saved"');
  });

  it('keeps a broken file that it takes the place of beside it', async () => {
    writeFileSync(join(data, 'boards/spoilt.json'), '{"version": 1, "ti');
    expect((await save('spoilt', board('Well again'))).status).toBe(200);
    expect(onDisk('spoilt').title).toBe('Well again');
    expect(readFileSync(join(data, 'boards/spoilt.json.broken'), 'utf8')).toBe('{"version": 1, "ti');
  });
});

describe('two editors at once', () => {
  it('the second is told, and nothing of the first is lost', async () => {
    const { etag } = await save('both', board('Before'));
    const mine = { 'if-match': String(etag) };
    expect((await save('both', board('Ann’s'), mine)).status).toBe(200);
    const late = await save<ErrorBody>('both', board('Bob’s'), mine);
    expect([late.status, late.body.error.code]).toEqual([412, 'changed']);
    expect(late.body.error.message).toMatch(/^Somebody else has saved the board "both" meanwhile; read it again/);
    expect(onDisk('both').title).toBe('Ann’s');
    const again = await ask('GET', 'both');
    expect((await save('both', board('Bob’s'), { 'if-match': String(again.etag) })).status).toBe(200);
    expect(await titles('both')).toEqual(['Ann’s', 'Before']);
  });

  it('of ten that save in one moment one wins', async () => {
    const { etag } = await save('ten', board('Before'));
    const sent = Array.from({ length: 10 }, (_, i) => save('ten', board(`No. ${i}`), { 'if-match': String(etag) }));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(9);
    expect(onDisk('ten').title).toBe(`No. ${statuses.indexOf(200)}`);
  });

  it('a file that was written by hand a moment ago counts as saved', async () => {
    const { etag } = await save('hand', board('Before'));
    writeFileSync(join(data, 'boards/hand.json'), JSON.stringify(board('By hand')));
    expect((await save('hand', board('Mine'), { 'if-match': String(etag) })).status).toBe(412);
    expect(onDisk('hand').title).toBe('By hand');
  });

  it('a new board takes no id that there is', async () => {
    const free = { 'if-none-match': '*' };
    expect((await save('fresh', board('First'), free)).status).toBe(200);
    const taken = await save<ErrorBody>('fresh', board('Second'), free);
    expect([taken.status, taken.body.error.message]).toEqual([
      412,
      'There is a board "fresh" already; choose another id.',
    ]);
    expect((await save('floor', board('x'), free)).status).toBe(412);
  });

  it.each([
    [{ 'if-match': 'abc' }, /send the ETag/],
    [{ 'if-none-match': '"abc"' }, /only \* is taken/],
    [{ 'if-match': '*', 'if-none-match': '*' }, /only \* is taken/],
  ])('a condition that is none is refused: %j', async (headers, sentence) => {
    const { status, body } = await save<ErrorBody>('door', board('x'), headers);
    expect([status, body.error.code]).toEqual([400, 'bad_condition']);
    expect(body.error.message).toMatch(sentence);
  });
});

describe('a board that is taken away', () => {
  it('gives way to the shipped one, on the walls too, and can be put back', async () => {
    const shipped = await ask('GET', 'floor');
    expect(shipped.body).toMatchObject({ title: 'Shipped floor', origin: 'shipped' });
    const screen = await Screen.open(app.url);
    await screen.watch('board?id=floor');
    const { etag } = await save('floor', board('Our floor'), { 'if-match': String(shipped.etag) });
    await screen.until('board?id=floor', (state) => titleOf(state) === 'Our floor');
    expect((await ask('DELETE', 'floor', undefined, { 'if-match': '"another"' })).status).toBe(412);
    const removed = await ask<object>('DELETE', 'floor', undefined, { 'if-match': String(etag) });
    expect([removed.status, removed.body]).toEqual([200, { removed: 'floor', shipped: true }]);
    await screen.until('board?id=floor', (state) => titleOf(state) === 'Shipped floor');
    expect((await ask('GET', 'floor')).etag).toBe(shipped.etag);
    const { versions } = (await ask<History>('GET', 'floor/history')).body;
    expect(versions.map((one) => [one.board.title, one.saved === null])).toEqual([
      ['Our floor', false],
      ['Shipped floor', true],
    ]);
    expect((await save('floor', versions[0].board)).etag).toBe(etag);
    screen.close();
  });

  it('is gone where none is shipped, with its history kept; what is not there can’t be taken away', async () => {
    await save('brief', board('Brief'));
    expect((await ask<object>('DELETE', 'brief')).body).toEqual({ removed: 'brief', shipped: false });
    expect((await ask('GET', 'brief')).status).toBe(404);
    expect(await titles('brief')).toEqual(['Brief']);
    expect((await ask('DELETE', 'brief')).status).toBe(404);
    expect((await ask('GET', 'never/history')).status).toBe(404);
    await ask('DELETE', 'floor');
    const shipped = await ask<ErrorBody>('DELETE', 'floor');
    expect([shipped.status, shipped.body.error.code]).toEqual([409, 'shipped']);
  });
});

it('keeps the last versions and no more, nor one that says the same', async () => {
  for (let i = 0; i <= MOST_VERSIONS + 2; i++) await save('often', board(`No. ${i}`));
  await save('often', board(`No. ${MOST_VERSIONS + 2}`));
  const kept = await titles('often');
  expect(kept).toHaveLength(MOST_VERSIONS);
  expect([kept[0], kept.at(-1)]).toEqual([`No. ${MOST_VERSIONS + 1}`, 'No. 2']);
});

it('the linter judges a board that is not saved, and one that is no board is refused with where', async () => {
  const crowd = Array.from({ length: 9 }, (_, i) => ({ id: `w${i}`, widget: 'wait', at: { wide: false } }));
  const linted = await startApp();
  const { status, body } = await ask<{ findings: unknown[] }>(
    'POST',
    'lint',
    board('x', { widgets: crowd }),
    {},
    linted.url,
  );
  // Without a built web app the linter knows no widgets and says nothing: tests/e2e/editor.test.ts has findings.
  expect([status, body]).toEqual([200, { findings: [] }]);
  const wrong = await ask<ErrorBody>('POST', 'lint', board('x', { widgets: 1 }), {}, linted.url);
  expect([wrong.status, wrong.body.error.path]).toEqual([400, 'widgets']);
  await linted.close();
});

describe('a server that is killed', () => {
  const large = (n: number): object => board(`No. ${n}`, { widgets: Array.from({ length: 40 }, (_, i) => filled(i)) });
  const filled = (i: number): object => {
    return { id: `w${i}`, widget: 'number', options: { text: 'x'.repeat(1200) }, at: { wide: [0, 0, 1, 1] } };
  };

  it(
    'amid saves leaves the last acknowledged board or one that was sent later, whole',
    { timeout: 120_000 },
    async () => {
      const folder = join(root, 'killed');
      const server = await ServerProcess.start({ data: folder, env: { TABLO_LOG_LEVEL: 'silent' } });
      let sent = 0;
      for (let round = 0; round < 2; round++) {
        let acknowledged = sent;
        const enough = sent + 3 + 2 * round;
        const sending = (async () => {
          for (;;) {
            const n = ++sent;
            if ((await save('door', large(n), {}, server.url)).status === 200) acknowledged = n;
            if (n === enough) void server.end('SIGKILL');
          }
        })();
        await expect(sending).rejects.toThrow();
        await server.exited;
        const found = JSON.parse(readFileSync(join(folder, 'boards/door.json'), 'utf8')) as Board;
        expect(found.widgets).toHaveLength(40);
        const n = Number(/\d+/.exec(String(found.title))?.[0]);
        expect(n).toBeGreaterThanOrEqual(acknowledged);
        expect(n).toBeLessThanOrEqual(sent);
        await server.start();
        expect(readdirSync(join(folder, 'boards'))).toEqual(['door.json']);
        expect((await ask('GET', 'door', undefined, {}, server.url)).body.board.title).toBe(found.title);
      }
      // History is there after a kill, and in a backup.
      const asked = async (url: string) => (await ask<History>('GET', 'door/history', undefined, {}, url)).body;
      const history = await asked(server.url);
      expect(history.versions.length).toBeGreaterThan(4);
      const file = join(root, 'backup.db');
      expect((await tablo(['backup', file, '--data', folder])).code).toBe(0);
      await server.end();
      expect((await tablo(['restore', file, '--data', join(root, 'restored')])).code).toBe(0);
      const other = await ServerProcess.start({ data: join(root, 'restored'), env: { TABLO_LOG_LEVEL: 'silent' } });
      expect(await asked(other.url)).toEqual(history);
      await other.end();
    },
  );

  it(
    'by a power cut has what it acknowledged: synced before it is named, and its name before the answer',
    { timeout: 120_000 },
    async () => {
      findStrace();
      const folder = join(root, 'traced');
      const trace = join(root, 'trace');
      const calls = ['fsync', 'fdatasync', 'rename', 'renameat', 'renameat2', 'write', 'writev', 'sendto', 'sendmsg'];
      const server = await ServerProcess.start({ data: folder, under: straceTo(trace, calls) });
      for (let n = 1; n <= 5; n++) expect((await save('door', board(`No. ${n}`), {}, server.url)).status).toBe(200);
      await server.end();
      const made = traceOf(trace);
      const named = made.filter(({ name, args }) => name.startsWith('rename') && args.includes('boards/door.json"'));
      expect(named).toHaveLength(5);
      for (const [i, { args, from, to }] of named.entries()) {
        const draft = /"([^"]*unfinished)"/.exec(args)?.[1];
        const synced = made.filter(({ name, result }) => name.endsWith('sync') && result === 0);
        expect(synced.some((call) => call.args.includes(`${draft}>`) && call.to < from)).toBe(true);
        const answered = made.find(
          (call) => call.args.includes('<socket:') && call.args.includes(`No. ${i + 1}`) && call.from > to,
        );
        const folderSync = synced.find((call) => call.args.includes('/boards>') && call.from > to);
        expect(folderSync?.to).toBeLessThan(Number(answered?.from));
      }
    },
  );
});
