// One number for one stay in a queue, whichever feed tells of it first, last, or alone; and no growth without bound.
import { describe, expect, it } from 'vitest';
import { VisitBook, type Feed } from '../../server/asterisk/visit-book.ts';
import type { KnownVisit } from '../../server/source.ts';

const T = 1795380900_000;
const newBook = (known: KnownVisit[] = []) => new VisitBook(() => known, T);
const join = (book: VisitBook, feed: Feed, at: number) => book.join(feed, '1.1', 'desk', at).visit.id;

function stay(book: VisitBook, feed: Feed, joinedAt: number, endedAt: number): string {
  const { visit } = book.join(feed, '1.1', 'desk', joinedAt);
  book.waitEnded(feed, visit, endedAt, '');
  return visit.id;
}

describe('a stay', () => {
  it('told by both feeds within a moment has one number, in either order', () => {
    for (const [first, second] of [
      ['ami', 'log'],
      ['log', 'ami'],
    ] as const) {
      const book = newBook();
      expect([join(book, first, T), join(book, second, T + 900)]).toEqual(['1.1/desk/1', '1.1/desk/1']);
    }
  });

  it('told twice by one feed is two', () => {
    const book = newBook();
    expect([stay(book, 'ami', T, T + 100), stay(book, 'ami', T + 200, T + 300)]).toEqual(['1.1/desk/1', '1.1/desk/2']);
  });

  it('that was over before the next began is not taken for it by the other feed', () => {
    const book = newBook();
    expect(stay(book, 'ami', T, T + 500)).toBe('1.1/desk/1');
    expect(join(book, 'log', T + 2000)).toBe('1.1/desk/2');
  });

  it('that the log ended in the second in which it began is still the one that the manager interface tells', () => {
    const book = newBook();
    expect(stay(book, 'log', T, T + 1)).toBe('1.1/desk/1');
    expect(join(book, 'ami', T + 300)).toBe('1.1/desk/1');
  });

  it('long ago is not taken for one now', () => {
    const book = newBook();
    expect([join(book, 'log', T), join(book, 'ami', T + 60_000)]).toEqual(['1.1/desk/1', '1.1/desk/2']);
  });

  it.each(['ami first', 'log first'])('told late by a manager interface that was held up is no other, %s', (order) => {
    const book = newBook();
    book.ami.upAt = T - 60_000;
    const LATE_MS = 20_000;
    const tell: Record<Feed, () => string[]> = {
      ami: () => [stay(book, 'ami', T + LATE_MS, T + LATE_MS), stay(book, 'ami', T + LATE_MS + 1, T + LATE_MS + 2)],
      log: () => [stay(book, 'log', T, T + 3000), stay(book, 'log', T + 9000, T + 12_000)],
    };
    const feeds: Feed[] = order === 'ami first' ? ['ami', 'log'] : ['log', 'ami'];
    expect(feeds.flatMap((feed) => tell[feed]())).toEqual(['1.1/desk/1', '1.1/desk/2', '1.1/desk/1', '1.1/desk/2']);
  });

  it('from before the manager interface was there is not the one that it tells', () => {
    const book = newBook();
    expect(stay(book, 'log', T, T + 3000)).toBe('1.1/desk/1');
    book.ami.upAt = T + 5000;
    expect(join(book, 'ami', T + 9000)).toBe('1.1/desk/2');
    expect(join(book, 'log', T + 9000)).toBe('1.1/desk/2');
  });

  it('known from before a restart of the server keeps its number, and the next gets the next', () => {
    const book = newBook([{ visit: '1.1/desk/1', queue: 'desk', queuedAt: T, endedAt: T + 5000 }]);
    expect([join(book, 'log', T), join(book, 'log', T + 9000)]).toEqual(['1.1/desk/1', '1.1/desk/2']);
  });

  it('whose feed starts again is recognised when it is told again', () => {
    const book = newBook();
    const before = [stay(book, 'log', T, T + 1000), stay(book, 'log', T + 5000, T + 6000)];
    book.restart('log');
    expect([stay(book, 'log', T, T + 1000), stay(book, 'log', T + 5000, T + 6000)]).toEqual(before);
  });

  it('that a list still shows although its caller has just hung up is no other', () => {
    const book = newBook();
    stay(book, 'ami', T, T + 3000);
    expect(book.listed('1.1', 'desk', T, T + 3010, 0).visit.id).toBe('1.1/desk/1');
    expect(join(book, 'ami', T + 4000)).toBe('1.1/desk/2');
    expect(book.listed('1.1', 'desk', T + 4000, T + 4500, 0).visit.id).toBe('1.1/desk/2');
  });

  it('shown by a list is the one that the log told, also when the log is a moment ahead and knows its end', () => {
    const book = newBook();
    stay(book, 'log', T, T + 1000);
    expect(book.listed('1.1', 'desk', T, T + 1500, 0).visit.id).toBe('1.1/desk/1');
  });

  it('shown by a list and then joined late in the stream is one', () => {
    const book = newBook();
    const { visit } = book.listed('1.1', 'desk', T, T, 0);
    expect(join(book, 'ami', T + 20)).toBe(visit.id);
  });

  it('in a queue whose name has slashes is numbered all the same', () => {
    const book = newBook([{ visit: '1.1/a/b/3', queue: 'a/b', queuedAt: T, endedAt: T + 1 }]);
    expect(book.join('ami', '1.1', 'a/b', T + 9000).visit.id).toBe('1.1/a/b/4');
  });
});

describe('the book', () => {
  it.each(['ami', 'log'] as const)(
    'fed by %s alone forgets contacts an hour after they ended, and keeps who still talks',
    (feed) => {
      const book = newBook();
      const talking = book.join(feed, 'talking', 'desk', T).visit;
      book.waitEnded(feed, talking, T, 'Zoë');
      for (let i = 0; i < 20_000; i++) {
        const at = T + i * 1000;
        const { visit } = book.join(feed, `1.${i}`, 'desk', at);
        book.waitEnded(feed, visit, at, '');
      }
      expect(book.size).toBeLessThan(3600 + 2000 + 2);
      expect(book.talking(feed, 'talking', 'desk', 'Zoë')).toBe(talking);
    },
  );

  it('gives sequences that sort as text, over a restart, too', () => {
    const [older, newer] = [new VisitBook(() => [], 5), new VisitBook(() => [], T)];
    const given = [...Array.from({ length: 12 }, () => older.nextSequence()), newer.nextSequence()];
    expect([...given].sort()).toEqual(given);
  });

  it('knows an interface by its name in that queue, or in any', () => {
    const book = newBook();
    book.learnName('desk', 'Local/1@agents', 'Zoë');
    book.learnName('pool', 'Local/1@agents', 'Zoë at night');
    const names = ['desk', 'pool', 'other'].map((queue) => book.nameOf(queue, 'Local/1@agents'));
    expect(names).toEqual(['Zoë', 'Zoë at night', 'Zoë at night']);
  });
});
