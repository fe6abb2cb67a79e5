// tablo lint: boards of the data folder and those that come with Tablo, before they hang on a wall.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { newFolder } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';

const data = newFolder();
mkdirSync(join(data, 'boards'));
mkdirSync(join(data, 'kiosks'));
afterAll(() => {
  endAllCommands();
  rmSync(data, { recursive: true, force: true });
});

const own = (file: string, content: object | string): string => {
  writeFileSync(join(data, file), typeof content === 'string' ? content : JSON.stringify(content));
  return join(data, file);
};
const widget = (id: string, name: string, wide: number[]): object => ({
  id,
  widget: name,
  at: { wide, portrait: false },
});
const board = (...widgets: object[]): object => ({ version: 1, title: 'Own', widgets });

interface Told {
  documents: {
    kind: string;
    id: string;
    file: string;
    problems: object[];
    findings: { code: string; level: string }[];
  }[];
}
const shipped = (folder: string): string[] =>
  readdirSync(join(import.meta.dirname, '../../static', folder)).map((name) => name.replace(/\.json$/, ''));

it('finds no error in what comes with Tablo, and on the simulated floor all its numbers', async () => {
  const { code, stdout, stderr } = await tablo(['lint', '--json', '--data', data]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { documents } = JSON.parse(stdout) as Told;
  const ids = (kind: string): string[] => documents.filter((one) => one.kind === kind).map(({ id }) => id);
  expect([ids('board').sort(), ids('kiosk').sort()]).toEqual([shipped('boards').sort(), shipped('kiosks').sort()]);
  for (const { id, problems, findings } of documents) {
    expect(problems, id).toEqual([]);
    expect(
      findings.filter(({ level, code }) => level === 'error' || code === 'no_source'),
      id,
    ).toEqual([]);
  }
});

it('ends with 1 and says what is wrong with a board of the data folder', async () => {
  own('boards/own.json', board(widget('a', 'wait', [0, 0, 13, 12]), widget('b', 'weather', [12, 0, 12, 12])));
  const { code, stdout } = await tablo(['lint', 'own', '--data', data]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^board own \(.*own\.json\)\n {2}ERROR {4}b: There is no widget "weather"; there are agents, /,
  );
  expect(stdout).toMatch(/\n {2}ERROR {4}b: It lies over "a" on wide screens\.\n/);
});

it('says it in Russian where that is asked for, or is the language of the settings', async () => {
  const sentence = /ERROR {4}b: Нет виджета «weather»; есть agents, /;
  for (const [args, env] of [
    [['--lang', 'ru'], {}],
    [[], { TABLO_LANGUAGE: 'ru' }],
  ] as const) {
    const { code, stdout } = await tablo(['lint', 'own', '--data', data, ...args], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(sentence);
  }
});

it('reads a file anywhere, board or playlist, also one that is broken', async () => {
  const round = own('round.json', { version: 1, title: 'Round', boards: [{ board: 'flor', seconds: 20 }] });
  const broken = own('broken.json', '{"version": 2, "widgets": []}');
  const { code, stdout } = await tablo(['lint', round, broken, '--data', data]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^kiosk round .*\n {2}ERROR {4}There is no board "flor"; there are .*floor/);
  expect(stdout).toMatch(
    /board broken .*\n {2}ERROR {4}version: must be 1; it is 2\. title: .*widgets: must be a list that is not empty/,
  );
});

it('says of a real source what it does not give', async () => {
  const sources = '[{type: asterisk-ami, host: 127.0.0.1, user: u, secret: s}]';
  const { code, stdout } = await tablo(['lint', 'floor', '--data', data], { env: { TABLO_SOURCES: sources } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/warning {2}nps: No source gives nps: that stays empty unless somebody sends it\./);
  expect(stdout).not.toMatch(/No source gives .*asa/);
});

it('is called wrongly with a name that is not there', async () => {
  const { code, stderr } = await tablo(['lint', 'flor', '--data', data]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/There is no board and no kiosk "flor"; there are .*floor/);
});
