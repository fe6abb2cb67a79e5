// Boards and playlists: files of the data folder before those that come with Tablo, served over the socket and the API,
// read anew when they change. Rules P50–P53 of docs/protocol.md.
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_DOCUMENT_BYTES, type Board } from '#core/board/board.ts';
import type { Manifest } from '#core/board/manifest.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const board = (title: string, more: object = {}): object => ({
  version: 1,
  title,
  screen: { inches: 55, distanceM: 10 },
  widgets: [{ id: 'wait', widget: 'wait', options: {}, at: { wide: [0, 0, 24, 12] } }],
  ...more,
});
const playlist = (title: string): object => ({ version: 1, title, boards: [{ board: 'floor', seconds: 20 }] });

const WAIT: Manifest = {
  ...{ title: 'widget.wait', options: {}, needs: ['asa@5m', 'nps@24h'], least: { width: 5, height: 4 } },
  ...{ textU: 24, figureU: 180, inks: ['ink'], still: { share: 0.1, ink: 'ink' } },
};

const root = newFolder();
const web = join(root, 'web');
const data = join(root, 'data');
let app: TestApp;

/** @param content JSON, or what is to be written as it is */
function write(file: string, content: object | string, base = data): void {
  mkdirSync(join(base, file, '..'), { recursive: true });
  writeFileSync(join(base, file), typeof content === 'string' ? content : JSON.stringify(content));
}

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../fixtures/web'), web, { recursive: true });
  write('boards/floor.json', board('Shipped floor'), web);
  write('boards/site.json', board('Shipped site'), web);
  write('kiosks/floor.json', playlist('Shipped round'), web);
  write('boards/floor.json', board('Our floor'));
  write('boards/spoilt.json', '{"version": 1,');
  write('boards/site.json', { version: 1, title: '' });
  write('boards/Not An Id.json', board('x'));
  write('boards/.floor.json.swp', 'an editor’s');
  write('boards/floor.json~', 'an editor’s');
  write('boards/huge.json', JSON.stringify(board('x')) + ' '.repeat(MOST_DOCUMENT_BYTES));
  write('widgets.json', { widgets: { wait: WAIT }, theme: { ground: '#000000', ink: '#ffffff' } }, web);
  write('secret.json', board('not for anybody'));
  app = await startApp({ data, web });
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

interface Listed {
  id: string;
  title: unknown;
  origin: string;
  problems: { code: string; message: string }[];
  findings: { code: string; message: string }[];
}
const listed = async (kind = 'boards'): Promise<Listed[]> =>
  (await get<Record<string, Listed[]>>(app.url, `/api/v1/${kind}`)).body[kind];
const titleOf = (state: unknown): unknown => (state as Board).title;

describe('the API', () => {
  it('lists what there is, the data folder’s before the shipped, with a sentence for each broken file', async () => {
    const boards = Object.fromEntries((await listed()).map((one) => [one.id, one]));
    expect(Object.keys(boards)).toEqual(['floor', 'huge', 'site', 'spoilt']);
    expect(boards.floor).toMatchObject({ id: 'floor', title: 'Our floor', origin: 'data', problems: [] });
    expect(boards.site).toMatchObject({ title: 'Shipped site', origin: 'shipped' });
    expect(boards.site.problems[0].message).toMatch(
      /boards\/site\.json can't be used\. title: must be a text that is not empty; it is ""\. widgets: is missing; it must be a list\. The shipped one is shown\.$/,
    );
    expect(boards.spoilt).toMatchObject({ title: null, problems: [{ code: 'bad_json' }] });
    expect(boards.huge.problems[0].message).toMatch(/It has \d+ bytes; at most 65536 are read\./);
    const { body } = await get<{ problems: { message: string }[] }>(app.url, '/api/v1/boards');
    expect(body.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Not An Id\.json is left out: its name is its id, so/),
    ]);
    expect(await listed('kiosks')).toMatchObject([{ id: 'floor', title: 'Shipped round', origin: 'shipped' }]);
  });

  it('says what the linter found: a place that is missing, a number that nobody has sent so far', async () => {
    const found = async (): Promise<string[] | undefined> =>
      (await listed()).find(({ id }) => id === 'floor')?.findings.map(({ message }) => message);
    const portrait = 'It has no place on portrait screens: give it one, or hide it there ("portrait": false).';
    const sent = (item: string): string => `No source gives ${item}: that stays empty unless somebody sends it.`;
    expect(await found()).toEqual([sent('asa, nps'), portrait]);
    await post(app.url, [queued('care', 'v1', Date.now() - 1000)]);
    expect(await found()).toEqual([sent('nps'), portrait]);
  });

  it('says it in Russian to who asks for that, wherever it says it', async () => {
    const portrait = 'Нет места на портретном экране: задайте его или скройте виджет там ("portrait": false).';
    const { body: list } = await get<{ boards: Listed[] }>(app.url, '/api/v1/boards?lang=ru');
    const { body: one } = await get<Listed>(app.url, '/api/v1/boards/floor?lang=ru-RU');
    const response = await fetch(`${app.url}/api/v1/boards/lint?lang=ru`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(board('x')),
    });
    const linted = (await response.json()) as Pick<Listed, 'findings'>;
    for (const { findings } of [list.boards.find(({ id }) => id === 'floor') as Listed, one, linted])
      expect(findings.map(({ message }) => message)).toContain(portrait);
  });

  it('answers as the document says', async () => {
    for (const path of ['/api/v1/boards', '/api/v1/boards/floor', '/api/v1/kiosks', '/api/v1/kiosks/floor']) {
      const { status, body } = await get<unknown>(app.url, path);
      const shape = RESOURCES.find((one) => one.path === path.replace(/floor$/, '{id}'));
      expect([status, shape?.answer.safeParse(body).success], path).toEqual([200, true]);
    }
  });

  it.each([
    ['/api/v1/boards/flor', 'There is no board "flor"; there are floor, site.'],
    ['/api/v1/kiosks/door', 'There is no kiosk "door"; there are floor.'],
    ['/api/v1/boards/..%2fsecret', 'There is no board "../secret"; there are floor, site.'],
    ['/api/v1/boards/%2e%2e%2fsecret', 'There is no board "../secret"; there are floor, site.'],
    ['/api/v1/boards/%', 'There is no board "%"; there are floor, site.'],
    ['/api/v1/boards/__proto__', 'There is no board "__proto__"; there are floor, site.'],
  ])('%s is not there, and the answer says what is', async (path, sentence) => {
    const { status, body } = await get(app.url, path);
    expect([status, body.error.message]).toEqual([404, sentence]);
  });

  it('tells a broken board from one that is not there', async () => {
    const { status, body } = await get(app.url, '/api/v1/boards/spoilt');
    expect([status, body.error.code]).toEqual([404, 'broken_board']);
    expect(body.error.message).toMatch(/spoilt\.json can't be used\. It is no JSON/);
  });

  it('does not take what is not meant for it', async () => {
    const response = await fetch(`${app.url}/api/v1/boards`, { method: 'POST' });
    expect(response.status).toBe(405);
  });
});

describe.concurrent('the topics', () => {
  it('[P50] the state of a board is its document, and the same goes for a playlist', async () => {
    const screen = await Screen.open(app.url);
    expect((await screen.watch('board?id=floor')).state).toEqual(board('Our floor'));
    expect((await screen.watch('kiosk?id=floor')).state).toEqual(playlist('Shipped round'));
    screen.close();
  });

  it('[P51] an id that is not there is an error which lists those that are, and the connection stays', async () => {
    const screen = await Screen.open(app.url);
    const wrong: [topic: string, code: string, sentence: RegExp][] = [
      ['board?id=../secret', 'unknown_board', /^There is no board "..\/secret"; there are .*floor,.*\.$/],
      ['kiosk?id=', 'unknown_kiosk', /^There is no kiosk ""; there are floor\.$/],
      ['board', 'bad_topic', /^topic "board" names no board; watch board\?id=ID\.$/],
      ['board?id=spoilt', 'broken_board', /spoilt\.json can't be used/],
    ];
    for (const [topic, code, sentence] of wrong) {
      const from = screen.heard.length;
      screen.say({ t: 'watch', topic });
      const error = await screen.next('error', () => true, from);
      expect([error.topic, error.code]).toEqual([topic, code]);
      expect(error.message).toMatch(sentence);
    }
    expect((await screen.watch('board?id=site')).t).toBe('full');
    screen.close();
  });

  it('[P52] a board that comes later is served to who asked for it, and its changes, to who watches', async () => {
    const screen = await Screen.open(app.url);
    screen.say({ t: 'watch', topic: 'board?id=later' });
    await screen.next('error');
    write('boards/later.json', board('First'));
    await screen.until('board?id=later', (state) => titleOf(state) === 'First');
    // As editors do: beside it, and then under its name.
    write('boards/.later.new', board('Second'));
    renameSync(join(data, 'boards/.later.new'), join(data, 'boards/later.json'));
    await screen.until('board?id=later', (state) => titleOf(state) === 'Second');
    screen.close();
  });

  it('[P53] a file that breaks leaves the last good one on the screens, and says so, until it is well again', async () => {
    const screen = await Screen.open(app.url);
    write('boards/edited.json', board('Good'));
    screen.say({ t: 'watch', topic: 'board?id=edited' });
    await screen.until('board?id=edited', (state) => titleOf(state) === 'Good');
    write('boards/edited.json', '{"version": 1, "ti');
    const edited = async (): Promise<Listed | undefined> => (await listed()).find(({ id }) => id === 'edited');
    let found = await edited();
    while (found?.problems.length === 0) {
      await screen.next('beat', () => true, screen.heard.length);
      found = await edited();
    }
    expect(found).toMatchObject({ title: 'Good', origin: 'data', problems: [{ code: 'bad_json' }] });
    expect(found?.problems[0].message).toMatch(
      /edited\.json can't be used\. It is no JSON: .* The last good one stays\.$/,
    );
    expect(titleOf(screen.held.get('board?id=edited')?.state)).toBe('Good');
    write('boards/edited.json', board('Better'));
    await screen.until('board?id=edited', (state) => titleOf(state) === 'Better');
    expect((await edited())?.problems).toEqual([]);
    screen.close();
  });

  it('[P53] a file that is taken away gives way to the shipped one', async () => {
    const screen = await Screen.open(app.url);
    write('kiosks/floor.json', playlist('Our round'));
    await screen.watch('kiosk?id=floor');
    await screen.until('kiosk?id=floor', (state) => titleOf(state) === 'Our round');
    rmSync(join(data, 'kiosks/floor.json'));
    await screen.until('kiosk?id=floor', (state) => titleOf(state) === 'Shipped round');
    screen.close();
  });

  it('[P53] a board that is taken away stays where it is shown, and is no longer there for others', async () => {
    const screen = await Screen.open(app.url);
    write('boards/gone.json', board('Gone soon'));
    screen.say({ t: 'watch', topic: 'board?id=gone' });
    await screen.until('board?id=gone', (state) => titleOf(state) === 'Gone soon');
    rmSync(join(data, 'boards/gone.json'));
    while ((await listed()).some(({ id }) => id === 'gone')) await screen.next('beat', () => true, screen.heard.length);
    screen.say({ t: 'resync', topic: 'board?id=gone' });
    const full = await screen.next('full', ({ topic }) => topic === 'board?id=gone', screen.heard.length);
    expect(titleOf(full.state)).toBe('Gone soon');
    screen.close();
  });

  it('follows links, and is not held up by what is no file', async () => {
    const screen = await Screen.open(app.url);
    write('elsewhere/mounted.json', board('Mounted'));
    symlinkSync(join(data, 'elsewhere/mounted.json'), join(data, 'boards/mounted.json'));
    mkdirSync(join(data, 'boards/folder.json'));
    screen.say({ t: 'watch', topic: 'board?id=mounted' });
    await screen.until('board?id=mounted', (state) => titleOf(state) === 'Mounted');
    screen.close();
  });
});
