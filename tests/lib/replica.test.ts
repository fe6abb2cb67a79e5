import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '#core/protocol/delta.ts';
import type { Delta, Full } from '#core/protocol/messages.ts';
import { Replica } from '#lib/live/replica.ts';

interface State {
  n: number;
  list: number[];
}
const full = (seq: number, state: State, epoch = 'e1'): Full => ({
  t: 'full',
  topic: 'x',
  epoch,
  seq,
  asOf: seq * 10,
  state,
});
const delta = (base: number, a: State, b: State, epoch = 'e1'): Delta => ({
  t: 'delta',
  topic: 'x',
  epoch,
  seq: base + 1,
  base,
  asOf: (base + 1) * 10,
  changes: diff(a, b),
});
const A = { n: 1, list: [1, 2] };
const B = { n: 2, list: [1, 2] };

describe('the replica of a topic', () => {
  test('[P11] starts with a full frame, and asks for one when a delta comes first', () => {
    const replica = new Replica<State>();
    expect(replica.state).toBeNull();
    expect(replica.receive(delta(1, A, B))).toBe('resync');
    expect(replica.receive(full(3, B))).toBe('changed');
    expect([replica.state, replica.asOf]).toEqual([B, 30]);
  });

  test('[P12] a delta moves it on, one without changes only its time', () => {
    const replica = new Replica<State>();
    replica.receive(full(1, A));
    expect(replica.receive(delta(1, A, B))).toBe('changed');
    const held = replica.state;
    expect(held).toEqual(B);
    expect(replica.receive(delta(2, B, B))).toBe('moved');
    expect(replica.state).toBe(held);
    expect(replica.asOf).toBe(30);
  });

  test('[P13] a gap is asked about once, and deltas are ignored until the full frame', () => {
    const replica = new Replica<State>();
    replica.receive(full(1, A));
    expect(replica.receive(delta(5, A, B))).toBe('resync');
    expect(replica.receive(delta(6, A, B))).toBe('ignored');
    expect(replica.state).toEqual(A);
    expect(replica.receive(full(9, B))).toBe('changed');
    expect(replica.receive(delta(9, B, A))).toBe('changed');
  });

  test('[P14] another epoch is another memory: its deltas do not apply, even at the same position', () => {
    const replica = new Replica<State>();
    replica.receive(full(1, A));
    expect(replica.receive(delta(1, A, B, 'e2'))).toBe('resync');
    expect(replica.state).toEqual(A);
  });

  test('[P13] a delta that does not fit its state asks for a full frame instead of guessing', () => {
    const replica = new Replica<State>();
    replica.receive(full(1, A));
    const broken: Delta = { ...delta(1, A, B), changes: { o: { list: { a: { 7: { v: 0 } } } } } };
    expect(replica.receive(broken)).toBe('resync');
    expect(replica.state).toEqual(A);
  });

  test('a question of a connection that is gone is asked again by the next', () => {
    const replica = new Replica<State>();
    replica.receive(full(1, A));
    replica.receive(delta(5, A, B));
    replica.reconnected();
    expect(replica.receive(delta(6, A, B))).toBe('resync');
  });

  test('[P13] whatever frames are lost, after a resync it holds what the server holds', () => {
    const states = fc.array(fc.record({ n: fc.nat(), list: fc.array(fc.nat(), { maxLength: 4 }) }), { minLength: 2 });
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.boolean()), (history, lost) => {
        const replica = new Replica<State>();
        replica.receive(full(0, history[0]));
        history.slice(1).forEach((state, i) => {
          if (lost.next().value) return;
          if (replica.receive(delta(i, history[i], state)) === 'resync') replica.receive(full(i + 1, state));
          expect(replica.state).toEqual(state);
        });
      }),
    );
  });
});
