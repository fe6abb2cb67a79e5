import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FloorDump } from '#core/floor/dump.ts';
import { DumpPart } from '#core/floor/dump.ts';
import { Ids } from '#core/floor/ids.ts';

const id = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', '__proto__', 'звонок', 'звонок-2', '\0', 'a\0b', '📞', 'ÿ'),
  fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }),
);
const step = fc.record({ id, remove: fc.boolean() });

/** What Ids should do, in a Map. */
function compare(ids: Ids, plain: Map<string, number>): void {
  expect(ids.size).toBe(plain.size);
  for (const [text, row] of plain) expect([ids.find(text), ids.text(row)]).toEqual([row, text]);
  expect([...ids.rows()].sort((a, b) => a - b)).toEqual([...plain.values()].sort((a, b) => a - b));
}

function copied(ids: Ids): Ids {
  const dump: FloorDump = { columns: {}, notes: {} };
  ids.dump(new DumpPart(dump));
  const copy = new Ids();
  copy.restore(new DumpPart(structuredClone(dump)));
  return copy;
}

it('finds, names and forgets as a Map would, also after it was written down and read again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat({ max: 200 }), (steps, dumpAt) => {
      let ids = new Ids();
      const plain = new Map<string, number>();
      const free: number[] = [];
      for (const [i, { id, remove }] of steps.entries()) {
        if (i === dumpAt) ids = copied(ids);
        const known = plain.get(id);
        expect(ids.find(id)).toBe(known ?? 0);
        if (remove && known !== undefined) {
          ids.remove(known);
          plain.delete(id);
          free.push(known);
        } else if (known === undefined) {
          const row = free.pop() ?? plain.size + free.length + 1;
          ids.put(id, row);
          plain.set(id, row);
        }
      }
      compare(ids, plain);
    }),
  );
});

it('keeps its place when a great many come and go', () => {
  const ids = new Ids();
  const plain = new Map<string, number>();
  for (let i = 1; i <= 20_000; i++) {
    ids.put(`contact-${i}-звонок`, i);
    plain.set(`contact-${i}-звонок`, i);
    if (i % 3 === 0) continue;
    ids.remove(i);
    plain.delete(`contact-${i}-звонок`);
  }
  compare(ids, plain);
});
