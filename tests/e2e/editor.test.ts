// The editor of boards, by mouse and by keyboard alone: what is saved is on a wall that hangs already; nothing of anybody
// is lost on the way.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Board } from '#core/board/board.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { smallDisk } from '../support/small-disk.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const SHOTS = join(import.meta.dirname, '../../test-results/editor');

let data: string;
let server: ServerProcess;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-editor-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const events = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES });
  await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

async function save(id: string, board: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/api/v1/boards/${id}`, {
    ...{ method: 'PUT', headers, body: JSON.stringify(board) },
  });
  expect(response.status, await response.text()).toBe(200);
}
async function saved(id: string): Promise<Board> {
  const response = await fetch(`${server.url}/api/v1/boards/${id}`);
  return ((await response.json()) as { board: Board }).board;
}
const placesOf = async (id: string): Promise<Record<string, unknown>> =>
  Object.fromEntries((await saved(id)).widgets.map(({ id: widget, at }) => [widget, at.wide]));

const board = (title: string, widgets: Record<string, number[]>): object => ({
  version: 1,
  title,
  widgets: Object.entries(widgets).map(([widget, wide]) => ({
    ...{ id: widget, widget },
    at: { wide, portrait: false },
  })),
});

async function edit(page: Page, id: string, query = 'lang=en'): Promise<void> {
  await page.goto(`${server.url}/boards/${id}/edit?${query}`);
  await expect(page.locator('main.editor')).toHaveAttribute('data-link', 'live');
}
const box = (page: Page, id: string): Locator => page.locator(`[data-box="${id}"]`);
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const findings = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-finding]').evaluateAll((all) => all.map((one) => one.getAttribute('data-finding')));
const shown = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-widget]').evaluateAll((all) => all.map((one) => one.getAttribute('data-widget')));

/** So many cells of the wide grid away. */
async function drag(page: Page, what: Locator, columns: number, rows: number): Promise<void> {
  const grid = await page.getByRole('group', { name: 'Widgets on the board' }).boundingBox();
  const from = await what.boundingBox();
  if (!grid || !from) throw new Error('there is nothing to drag');
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (grid.width / 24) * columns, y + (grid.height / 12) * rows, { steps: 6 });
  await page.mouse.up();
}

test('by mouse: added, dragged, resized, set and saved, and a wall that hangs has it without a reload', async ({
  page,
  context,
}) => {
  await save('door', board('By the door', { wait: [0, 0, 8, 12], nps: [8, 0, 8, 6] }));
  const wall = await context.newPage();
  await wall.goto(`${server.url}/wall/door`);
  await expect.poll(() => shown(wall)).toEqual(['wait', 'nps']);
  await wall.evaluate(() => Object.assign(window, { neverReloaded: true }));
  await edit(page, 'door');
  // The board is live: the number of the floor is in it.
  await expect(page.locator('.screen [data-widget=wait] [data-metric="asa@5m"]')).toContainText(/\d/);
  await expect(page.locator('[data-findings="0"]')).toBeVisible();

  await page.locator('[data-widget-kind=number]').click();
  await expect(box(page, 'number')).toHaveAccessibleName('A number, column 17, row 1, 6 × 6 cells');
  await page.getByLabel('Metric').selectOption('service.level');
  await page.getByLabel('Digits behind the point').fill('1');
  await page.getByLabel('Title en').fill('In time');
  await expect(page.locator('.screen [data-widget=number]')).toContainText('In time');

  await drag(page, box(page, 'nps'), 0, 6);
  await expect(box(page, 'nps')).toHaveAccessibleName(/column 9, row 7,/);
  await drag(page, page.locator('[data-box=nps] [data-handle=e]'), 8, 0);
  await expect(box(page, 'nps')).toHaveAccessibleName(/column 9, row 7, 16 × 6 cells/);
  // Too narrow for what it has to say: the linter says so, until that is undone.
  await drag(page, page.locator('[data-box=nps] [data-handle=e]'), -13, 0);
  await expect.poll(() => findings(page)).toContain('too_small');
  await page.locator('[data-finding=too_small] button').click();
  await expect(box(page, 'nps')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect.poll(() => findings(page)).not.toContain('too_small');

  await button(page, 'Save').click();
  await expect(page.getByText('Saved: it is on the walls.')).toBeVisible();
  await expect.poll(() => shown(wall)).toEqual(['wait', 'nps', 'number']);
  await expect(wall.locator('[data-widget=number]')).toContainText('In time');
  expect(await wall.evaluate(() => 'neverReloaded' in window)).toBe(true);
  expect(await placesOf('door')).toEqual({ wait: [0, 0, 8, 12], nps: [8, 6, 16, 6], number: [16, 0, 6, 6] });
  const number = (await saved('door')).widgets[2];
  expect(number.options).toEqual({ metric: 'service.level', digits: 1, title: { en: 'In time' } });
});

test('by mouse: what is dropped on another changes places with it, and what has no room is refused in sight', async ({
  page,
}) => {
  await save('full', board('Full', { wait: [0, 0, 8, 12], nps: [8, 0, 16, 6], queues: [8, 6, 16, 6] }));
  await edit(page, 'full');
  await drag(page, box(page, 'nps'), 0, 5);
  await expect(box(page, 'queues')).toHaveAccessibleName(/column 9, row 1,/);
  const handle = await page.locator('[data-box=nps] [data-handle=w]').boundingBox();
  if (!handle) throw new Error('there is no handle');
  await page.mouse.move(handle.x + 7, handle.y + 7);
  await page.mouse.down();
  await page.mouse.move(handle.x - 200, handle.y + 7, { steps: 5 });
  await expect(page.locator('.ghost.refused')).toHaveText('No room here');
  await page.mouse.up();
  await expect(page.getByRole('status').filter({ hasText: 'can’t make room' })).toBeVisible();
  await expect(box(page, 'nps')).toHaveAccessibleName(/column 9, row 7, 16 × 6 cells/);
  // Dragged from the list onto another it takes a half of that.
  await page.locator('[data-widget-kind=clock]').hover();
  await page.mouse.down();
  const wait = await box(page, 'wait').boundingBox();
  if (!wait) throw new Error('there is no box');
  await page.mouse.move(wait.x + wait.width / 2, wait.y + wait.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(box(page, 'clock')).toHaveAccessibleName('Clock, column 1, row 7, 8 × 6 cells');
});

test('by keyboard alone: add, move, resize, set, take away, undo, redo, save', async ({ page }) => {
  await save('keys', board('Keys', { wait: [0, 0, 8, 12] }));
  await edit(page, 'keys');
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const reach = async (what: Locator): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await press('Tab');
    }
    throw new Error('Tab does not lead there');
  };
  await reach(page.locator('[data-widget-kind=number]'));
  await press('Enter');
  await expect(box(page, 'number')).toBeFocused();
  await press('ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowDown');
  await expect(box(page, 'number')).toHaveAccessibleName('A number, column 11, row 2, 7 × 7 cells');
  await expect(page.getByRole('status').filter({ hasText: 'A number has another size.' })).toBeVisible();
  await press('Enter');
  const metric = page.getByLabel('Metric');
  await expect(metric).toBeFocused();
  await press('N', 'e');
  await expect(metric).toHaveValue('nps');
  await press('Escape');
  await expect(box(page, 'number')).toBeFocused();
  await press('Delete');
  await expect(box(page, 'number')).toHaveCount(0);
  await expect(box(page, 'wait')).toBeFocused();
  await press('Control+z');
  await expect(box(page, 'number')).toHaveAccessibleName(/column 11/);
  await press('Control+z', 'Control+Shift+Z', 'Control+s');
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  expect(await placesOf('keys')).toEqual({ wait: [0, 0, 8, 12], number: [10, 1, 7, 7] });
  expect((await saved('keys')).widgets[1].options).toEqual({ metric: 'nps' });
  await press('Control+z');
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'true');
});

test('what is wrong in a field is said there and does not reach the board', async ({ page }) => {
  await save('wrong', board('Wrong', { number: [0, 0, 8, 6] }));
  await edit(page, 'wrong');
  await box(page, 'number').click();
  const digits = page.getByLabel('Digits behind the point');
  await digits.fill('7');
  await expect(page.getByRole('alert')).toHaveText('Write a whole number from 0 to 2.');
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  await digits.fill('2');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'true');
});

test('a former version is put back from the history', async ({ page }) => {
  await save('former', board('First', { wait: [0, 0, 8, 12] }));
  await save('former', board('Second', { nps: [0, 0, 8, 12] }));
  await edit(page, 'former');
  await button(page, 'History').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('li')).toHaveCount(1);
  await dialog.getByRole('button', { name: /^Put back the version of / }).click();
  await expect(box(page, 'wait')).toBeVisible();
  await button(page, 'Save').click();
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  expect((await saved('former')).title).toBe('First');
});

test('of two editors the second is asked, and both versions are there still', async ({ page, context }) => {
  await save('both', board('Before', { wait: [0, 0, 8, 12] }));
  const other = await context.newPage();
  await edit(page, 'both');
  await edit(other, 'both');
  await page.getByLabel('Title en').fill('Ann’s');
  await button(page, 'Save').click();
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  await other.getByLabel('Title en').fill('Bob’s');
  // He sees it before he saves, and is asked when he does so all the same.
  const said = other.getByRole('status').filter({ hasText: 'Somebody else has saved this board meanwhile' });
  await expect(said).toContainText('Theirs is on the walls.');
  await other.screenshot({ path: join(SHOTS, 'newer.png') });
  await button(other, 'Save').click();
  await expect(other.getByRole('dialog')).toContainText('Somebody else has saved this board meanwhile');
  await other.getByRole('dialog').getByRole('button', { name: 'Take theirs' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Ann’s');
  await expect(said).toHaveCount(0);
  await button(other, 'Undo').click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Bob’s');
  // Now he knows of hers.
  await button(other, 'Save').click();
  await expect(other.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  await page.getByLabel('Title en').fill('Ann’s again');
  await page.getByRole('status').getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  const { versions } = (await (await fetch(`${server.url}/api/v1/boards/both/history`)).json()) as {
    versions: { board: Board }[];
  };
  expect(JSON.stringify(versions.map((one) => one.board.title))).toContain('Bob’s');
});

test('who leaves with changes is asked; discarded is what was saved; a copy has an id of its own', async ({ page }) => {
  await save('left', board('Left', { wait: [0, 0, 8, 12] }));
  await edit(page, 'left');
  await page.getByLabel('Title en').fill('Changed');
  await page.getByRole('link', { name: 'Tablo' }).click();
  await expect(page.getByRole('dialog')).toContainText('What you changed is not saved.');
  await button(page, 'Stay').click();
  await button(page, 'Discard changes').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Left');
  await button(page, 'Duplicate').click();
  await page.getByLabel('Id of the copy').fill('left-copy');
  await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click();
  await expect(page).toHaveURL(/\/boards\/left-copy\/edit/);
  expect((await saved('left-copy')).title).toBe('Left');
});

test('a new board begins empty, says what it lacks, and is ordered for the hand', async ({ page }) => {
  await edit(page, 'fresh');
  await expect(page.getByRole('alert')).toHaveText('There is no widget on it yet: choose one on the left.');
  await expect(button(page, 'Save')).toBeDisabled();
  await page.locator('[data-widget-kind=wait]').click();
  await page.locator('[data-widget-kind=queues]').click();
  await button(page, 'Phone').click();
  await box(page, 'queues').focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => shown(page)).toEqual(['queues', 'wait']);
  await button(page, 'Save').click();
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  expect((await saved('fresh')).widgets.map(({ id }) => id)).toEqual(['queues', 'wait']);
});

test('the preview shows the board as small as it is seen from there, with what can be read', async ({ page }) => {
  await edit(page, 'floor');
  await button(page, 'Preview').click();
  const seen = page.locator('[data-preview]');
  const widthAt = async (metres: number): Promise<number> => {
    await page.getByRole('slider').fill(String(metres));
    await expect(page.getByRole('heading', { name: /What can be read from/ })).toContainText(`${metres}.0 m`);
    return (await seen.boundingBox())?.width ?? 0;
  };
  const [near, far] = [await widthAt(5), await widthAt(20)];
  expect(near / far).toBeCloseTo(4, 1);
  await expect(page.getByRole('dialog').locator('tbody tr')).toHaveCount(6);
  await page.getByLabel('Seen').selectOption({ label: '1280 × 720 · Wide' });
  await expect(seen).toHaveAttribute('data-preview', '1280 × 720');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious in the editor, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await edit(page, 'floor', 'lang=ru');
    // The board itself is no part of the page for who listens; its widgets are looked at on the walls.
    const serious = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page }).exclude('.screen').analyze();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)} (${nodes.length} in all)`);
    };
    await box(page, 'agents').click();
    expect(await serious()).toEqual([]);
    await page.screenshot({ path: join(SHOTS, `editor-${colorScheme}.png`) });
    await page.getByRole('button', { name: 'Предпросмотр' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await serious()).toEqual([]);
  });

test('on a full disk a board is not saved, and who goes is held back: nothing of it is lost', async ({ browser }) => {
  const disk = smallDisk('4m');
  const own = await ServerProcess.start({ data: disk.path, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const page = await browser.newPage();
  try {
    await page.goto(`${own.url}/boards/floor/edit?lang=en`);
    await page.getByLabel('Title en').fill('Not lost');
    const filler = join(disk.path, 'filler');
    fill(filler);
    await button(page, 'Save').click();
    await expect(page.locator('.said')).toContainText('disk');
    await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'true');

    const asked: string[] = [];
    page.on('dialog', (question) => {
      asked.push(question.type());
      void question.dismiss();
    });
    await page.evaluate(() => location.reload());
    await expect.poll(() => asked).toEqual(['beforeunload']);
    await expect(page.getByLabel('Title en')).toHaveValue('Not lost');

    rmSync(filler);
    await button(page, 'Save').click();
    await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  } finally {
    await page.close();
    await own.end();
    disk.remove();
  }
});

/** Takes all the space that is left. */
function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096), { flag: 'a' });
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'ENOSPC' });
  }
}
