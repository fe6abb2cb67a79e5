// Boards, playlists and messages in backups: what a data folder has beside its events is there again after a restore,
// nothing that was there before is lost, and the doctor looks at them.
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newFolder } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';
import { makeLog } from '../support/load.ts';

const root = newFolder();
afterAll(() => {
  endAllCommands();
  rmSync(root, { recursive: true, force: true });
});

const board = (title: string): string =>
  JSON.stringify({ version: 1, title, widgets: [{ id: 'a', widget: 'wait', at: { wide: [0, 0, 24, 12] } }] });
const playlist = JSON.stringify({ version: 1, title: 'Round', boards: [{ board: 'door', seconds: 9 }] });

/** A data folder with these files beside a log of three events. */
function folderWith(name: string, files: Record<string, string>): string {
  const data = makeLog(join(root, name), 3);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(data, path, '..'), { recursive: true });
    writeFileSync(join(data, path), text);
  }
  return data;
}
const textOf = (data: string, path: string): string => readFileSync(join(data, path), 'utf8');
const dated = (data: string): string[] => readdirSync(data).filter((name) => /^(boards|kiosks)\.\d/.test(name));

const FILES = {
  'boards/door.json': board('Дверь'),
  'boards/broken.json': '{"version": 1',
  'kiosks/round.json': playlist,
  'alerts.json': JSON.stringify({
    version: 1,
    rules: [{ id: 'wait', title: 'Wait', metric: 'asa', condition: { above: 60 } }],
  }),
};
const backup = join(root, 'backup.db');
beforeAll(async () => {
  const files = { ...FILES, 'boards/.door.json.swp': 'an editor’s', 'boards/huge.json': ' '.repeat(70_000) };
  const { code, stderr } = await tablo(['backup', backup, '--data', folderWith('source', files)]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^.*huge\.json is too large for a board, or one too many: it is left out\.\n$/);
});

it('come back as they were, and what is in the backup only is not kept in the log', async () => {
  const data = join(root, 'new');
  expect((await tablo(['restore', backup, '--data', data])).code).toBe(0);
  for (const [path, text] of Object.entries(FILES)) expect(textOf(data, path)).toBe(text);
  expect(readdirSync(join(data, 'boards')).sort()).toEqual(['broken.json', 'door.json']);
  expect(dated(data)).toEqual([]);
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  expect(db.prepare('SELECT name FROM memory').all()).toEqual([]);
  db.close();
});

it('take the place of others, which are kept beside them', async () => {
  const data = folderWith('other', { ...FILES, 'boards/door.json': board('Old'), 'boards/mine.json': board('Mine') });
  const { code, stdout } = await tablo(['restore', backup, '--data', data, '--force']);
  expect(code).toBe(0);
  const [aside] = dated(data);
  expect(stdout).toContain(`Former boards are in ${join(data, aside)}.`);
  expect(readdirSync(join(data, aside)).sort()).toEqual(['door.json', 'mine.json']);
  expect([textOf(data, 'boards/door.json'), textOf(data, join(aside, 'door.json'))]).toEqual([
    FILES['boards/door.json'],
    board('Old'),
  ]);
  expect(existsSync(join(data, 'boards/mine.json'))).toBe(false);
});

it('are left alone by a backup that has none, a former log', async () => {
  const data = folderWith('kept', { 'boards/door.json': board('Mine') });
  const log = join(makeLog(join(root, 'plain'), 2), 'events.db');
  expect((await tablo(['restore', log, '--data', data, '--force'])).code).toBe(0);
  expect(textOf(data, 'boards/door.json')).toBe(board('Mine'));
});

it('are not written through a link to another folder, nor out of the folder by a backup that was made up', async () => {
  const elsewhere = folderWith('elsewhere', { 'boards/door.json': board('Theirs') });
  const data = makeLog(join(root, 'linked'), 1);
  symlinkSync(join(elsewhere, 'boards'), join(data, 'boards'));
  const madeUp = join(root, 'made-up.db');
  writeFileSync(madeUp, readFileSync(backup));
  const db = new DatabaseSync(madeUp);
  const state = JSON.stringify({ ...FILES, 'kiosks/../../outside.json': '{}', '../outside.json': '{}' });
  db.prepare("UPDATE memory SET state = ? WHERE name = 'tablo/documents'").run(state);
  db.close();
  const { code, stdout } = await tablo(['restore', madeUp, '--data', data, '--force']);
  expect(code).toBe(0);
  expect(stdout).toContain(`${join(data, 'boards')} is a link: what is there is left as it is.`);
  expect(textOf(elsewhere, 'boards/door.json')).toBe(board('Theirs'));
  expect(existsSync(join(root, 'outside.json'))).toBe(false);
});

it('belong to the owner of the folder, although root restores', async () => {
  const data = join(root, 'of somebody');
  mkdirSync(data);
  chownSync(data, 1234, 1234);
  expect((await tablo(['restore', backup, '--data', data])).code).toBe(0);
  for (const path of ['boards', 'boards/door.json', 'kiosks/round.json'])
    expect(statSync(join(data, path)).uid, path).toBe(1234);
});

it('are looked at by the doctor, who names those that can’t be used', async () => {
  const data = folderWith('looked at', FILES);
  const db = new DatabaseSync(join(data, 'events.db'));
  db.prepare('INSERT INTO memory VALUES (?, ?)').run(
    'tablo/messages',
    JSON.stringify({ messages: [{}, {}], seenAt: 0 }),
  );
  db.close();
  const { code, stdout } = await tablo(['doctor', '--data', data]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/WRONG {2}.*broken\.json can't be used\. It is no JSON/);
  expect(stdout).toMatch(/well {3}1 board in .*boards; `tablo lint` says more of them\./);
  expect(stdout).toMatch(/well {3}1 playlist in /);
  expect(stdout).toMatch(/well {3}2 messages for walls\./);
});
