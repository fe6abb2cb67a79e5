import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueRow } from '#core/view/floor-view.ts';
import { COLUMNS, parseColumns, USUAL_COLUMNS } from '#lib/desk/columns.ts';
import { DESK_VIEWS, DESK_WINDOWS, deskHref, parseDeskAddress, partsOf, scopeText } from '#lib/desk/desk-address.ts';
import { deskTitle } from '#lib/desk/desk-title.ts';
import { searcher } from '#lib/desk/queue-search.ts';
import { CALM_MS, RowOrder, type Wish } from '#lib/desk/row-order.ts';
import { rowWindow } from '#lib/desk/row-window.ts';
import { settleLanguage } from '#lib/language.ts';
import { NO_VIEW } from '#lib/live/no-view.ts';

await settleLanguage('en');

const parsed = (query: string) => parseDeskAddress(new URLSearchParams(query));

describe('the address of the desk', () => {
  it('says nothing where all is as usual', () => {
    expect(deskHref(parsed(''))).toBe('?');
    expect(deskHref(parsed('scope=all&window=15m&view=queues&sort=&order=&q='))).toBe('?');
  });

  it('is read and built to the same, whatever is chosen', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 });
    const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one);
    const address = fc.record({
      scope: fc.record({ site: word, channel: fc.constantFrom('phone', 'email') }).map(scopeText),
      window: fc.constantFrom(...DESK_WINDOWS),
      view: fc.constantFrom(...DESK_VIEWS),
      sort: fc.constantFrom('', 'name', '-waiting', 'asaS', '-staffGap'),
      q: fc.string({ maxLength: 12 }),
      cols: fc.subarray(COLUMNS.map(({ key }) => key)).map((keys) => parseColumns(keys.join())),
      alarmed: fc.boolean(),
      frozen: fc.boolean(),
      queue: maybe(word),
      agent: maybe(word),
      moment: maybe(
        fc.record({ at: fc.integer({ min: 0, max: 4e12 }), speed: fc.constantFrom(0 as const, 60 as const) }),
      ),
      others: fc.constantFrom([], [['lang', 'ru'] as const, ['why', 'asa'] as const]),
    });
    fc.assert(
      fc.property(address, (chosen) => {
        expect(parsed(deskHref(chosen).slice(1))).toEqual(chosen);
      }),
    );
  });

  it('ignores what is not understood and keeps what is', () => {
    const address = parsed(
      'scope=site:rostov,channel:smoke&window=5y&view=moon&sort=-colour&cols=waiting,nonsense,asaS&at=never&lang=ru',
    );
    expect(address).toMatchObject({ scope: 'site:rostov', window: '15m', view: 'queues', sort: '', moment: null });
    expect(address.cols).toEqual(['waiting', 'asaS']);
    expect(deskHref(address)).toBe('?scope=site:rostov&cols=waiting,asaS&lang=ru');
  });

  it('changes one thing and leaves the others, those of other parts of the page too', () => {
    const address = parsed('scope=site:rostov&at=2026-11-22T11:40:00Z&speed=60&why=asa&lang=ru');
    expect(deskHref(address, { queue: 'tariffs' })).toBe(
      '?scope=site:rostov&queue=tariffs&at=2026-11-22T11:40:00Z&speed=60&why=asa&lang=ru',
    );
    expect(deskHref(address, { moment: null, scope: 'all' })).toBe('?why=asa&lang=ru');
  });

  it('has one text for one scope, and ids with commas and colons whole', () => {
    expect(scopeText(partsOf('channel:phone,site:rostov'))).toBe('site:rostov,channel:phone');
    expect(scopeText(partsOf('queue:a,b:c,site:x'))).toBe('site:x,queue:a,b:c');
    expect(scopeText({})).toBe('all');
  });
});

describe('columns', () => {
  it('stand in the order of the table, and the usual ones are not named', () => {
    expect(parseColumns('asaS,waiting')).toEqual(['waiting', 'asaS']);
    expect(parseColumns([...USUAL_COLUMNS].reverse().join())).toBeNull();
    expect(parseColumns('nonsense')).toBeNull();
    expect(parseColumns(null)).toBeNull();
  });
});

describe('search', () => {
  const finds = (query: string, name: string, id = 'x') => searcher(query)({ id, name });

  it('finds by every word, in any case, by name or id', () => {
    expect(finds('PHONE tar', 'Phone · tariffs')).toBe(true);
    expect(finds('phone sales', 'Phone · tariffs')).toBe(false);
    expect(finds('q17', 'Phone', 'q17')).toBe(true);
    expect(finds('  ', 'Phone')).toBe(true);
  });

  it('finds Cyrillic names in any case, with or without ё, and by Latin letters', () => {
    expect(finds('ТАРИФЫ', 'Телефон · тарифы')).toBe(true);
    expect(finds('удаленные', 'Удалённые продажи')).toBe(true);
    expect(finds('tarify', 'Телефон · тарифы')).toBe(true);
    expect(finds('schet', 'Телефон · счета')).toBe(true);
    expect(finds('sales', 'Телефон · счета')).toBe(false);
  });
});

const row = (id: string, given: Partial<QueueRow> = {}): QueueRow => ({
  ...{ id, name: id, channel: 'phone', level: 'fine', levels: { longest: 'fine', serviceLevel: 'fine' } },
  ...{ waiting: 0, longestS: null, asaS: null, serviceLevel: null, abandonRate: null, offered: 0, answered: 0 },
  ...{ abandoned: 0, available: 0, signedIn: 0, goalS: 60, spark: {} },
  ...given,
});
const usual: Wish = { sort: '', q: '', alarmed: false, frozen: false, language: 'en' };

describe('the order of rows', () => {
  const waits = (a: number, b: number) => [row('a', { waiting: a }), row('b', { waiting: b })];
  const ids = (rows: readonly QueueRow[]): string => rows.map(({ id }) => id).join(' ');
  const sorted = { ...usual, sort: '-waiting' };

  it('follows the numbers every few seconds, with the numbers of now', () => {
    const order = new RowOrder();
    expect(ids(order.arrange(waits(2, 1), sorted, 0))).toBe('a b');
    const calm = order.arrange(waits(2, 5), sorted, CALM_MS - 1);
    expect(ids(calm)).toBe('a b');
    expect(calm[1].waiting).toBe(5);
    expect(ids(order.arrange(waits(2, 5), sorted, CALM_MS))).toBe('b a');
  });

  it('follows at once what the reader asks for, and a level that changes', () => {
    const order = new RowOrder();
    expect(ids(order.arrange(waits(2, 1), sorted, 0))).toBe('a b');
    expect(ids(order.arrange(waits(2, 1), { ...usual, sort: 'waiting' }, 1))).toBe('b a');
    expect(ids(order.arrange(waits(2, 1), { ...usual, q: 'a' }, 2))).toBe('a');
    const alarmed = [row('a'), row('b', { level: 'act' })];
    expect(ids(order.arrange(waits(2, 1), usual, 3))).toBe('a b');
    expect(ids(order.arrange(alarmed, usual, 4))).toBe('b a');
    expect(ids(order.arrange(alarmed, { ...usual, alarmed: true }, 5))).toBe('b');
  });

  it('stands still while it is frozen: what is new comes last, what is asked for anew is sorted once', () => {
    const order = new RowOrder();
    order.arrange(waits(2, 1), sorted, 0);
    const frozen = { ...sorted, frozen: true };
    expect(ids(order.arrange(waits(2, 9), frozen, 5 * CALM_MS))).toBe('a b');
    const grown = [...waits(2, 9), row('c', { level: 'act', waiting: 99 })];
    expect(ids(order.arrange(grown, frozen, 6 * CALM_MS))).toBe('a b c');
    expect(ids(order.arrange(grown.slice(1), frozen, 7 * CALM_MS))).toBe('b c');
    expect(ids(order.arrange(grown, { ...frozen, sort: 'waiting' }, 8 * CALM_MS))).toBe('a b c');
    expect(ids(order.arrange(grown, sorted, 9 * CALM_MS))).toBe('c b a');
  });

  it('keeps rows that are no longer alarmed where they are while it is frozen', () => {
    const order = new RowOrder();
    const red = [row('a', { level: 'act' }), row('b')];
    const wish = { ...usual, alarmed: true };
    expect(ids(order.arrange(red, wish, 0))).toBe('a');
    expect(ids(order.arrange([row('a'), row('b')], { ...wish, frozen: true }, CALM_MS))).toBe('a');
    expect(ids(order.arrange([row('a'), row('b')], wish, 2 * CALM_MS))).toBe('');
  });
});

describe('the rows that are drawn', () => {
  it('are all that can be seen, wherever it is scrolled to, and not many more', () => {
    const scrolled = fc.record({
      count: fc.integer({ min: 0, max: 1000 }),
      rowHeight: fc.constantFrom(33, 44, 33.5),
      top: fc.integer({ min: -40_000, max: 900 }),
      height: fc.integer({ min: 0, max: 1200 }),
    });
    fc.assert(
      fc.property(scrolled, ({ count, rowHeight, top, height }) => {
        const { first, end } = rowWindow(count, rowHeight, top, height);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 34);
        for (let i = 0; i < count; i++) {
          const y = top + i * rowHeight;
          if (y + rowHeight > 0 && y < height) expect(i >= first && i < end, `row ${i}`).toBe(true);
        }
      }),
    );
  });
});

describe('the title', () => {
  it('says how bad it is, of what, and of when', () => {
    const view = { ...NO_VIEW, title: 'Rostov · Remote service', queues: [row('a', { level: 'act' }), row('b')] };
    expect(deskTitle(view, null, 0)).toBe('■ 1 · Rostov · Remote service · desk');
    const at = Date.UTC(2026, 10, 22, 11, 40);
    expect(deskTitle({ ...view, queues: [] }, { at, speed: 0 }, at)).toBe(
      '22 Nov, 11:40:00 · the past · Rostov · Remote service · desk',
    );
  });
});
