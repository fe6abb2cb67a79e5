// A floor in a file of which each column is read when somebody asks for it.
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '#core/engine.ts';
import { readMetrics } from '#core/readings.ts';
import { openFloor, writeFloor } from '../../server/history/floor-file.ts';
import { damageColumn } from '../support/damaged-column.ts';
import { applyAll, newEngine, NOON, visit } from '../support/engine.ts';

class Damage extends Error {}

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablo-floor-'));
  file = join(folder, 'day.floor');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const floorOf = (...names: string[]): Engine =>
  applyAll(
    newEngine(),
    names.flatMap((name, i) => visit(name, 'care', i, 30 + 2 * i)),
  );

function opened() {
  const found = openFloor(file);
  if (!found.ok) throw new Error(found.problem.message);
  return found.value;
}

function engineLater(): Engine {
  const engine = newEngine();
  engine.restore(opened().readLater((message) => new Damage(message)));
  return engine;
}

const numbers = (engine: Engine) => readMetrics(engine, {}, { fromAt: NOON - 60_000, toAt: NOON + 60_000 });

describe('a floor in a file', () => {
  it('says what the one said that was written down, and goes on from there', () => {
    const kept = floorOf('a', 'b', 'c');
    writeFloor(file, {}, kept.floor.dump());
    const later = engineLater();
    expect(numbers(later)).toEqual(numbers(kept));
    for (const engine of [kept, later]) applyAll(engine, visit('d', 'sales', 5, 20));
    expect(numbers(later)).toEqual(numbers(kept));
    writeFloor(file, {}, later.floor.dump());
    expect(numbers(engineLater())).toEqual(numbers(kept));
  });

  it('is found to be damaged by who asks for that column, and by nobody before', () => {
    const kept = floorOf('a', 'b', 'c');
    writeFloor(file, {}, kept.floor.dump());
    damageColumn(file, 'visits.ids.bytes');
    const later = engineLater();
    expect(numbers(later)).toEqual(numbers(kept));
    const damage = new Damage(`${file} is damaged at visits.ids.bytes`);
    expect(() => later.floor.visits.ids.find('a')).toThrow(damage);
    expect(() => later.floor.visits.ids.find('a')).toThrow(damage);
    damageColumn(file, 'visits.table.queue');
    expect(() => numbers(engineLater())).toThrow(new Damage(`${file} is damaged at visits.table.queue`));
  });

  it('is not used at all by who wants the whole of it when one column is damaged, or cut off', () => {
    writeFloor(file, {}, floorOf('a').floor.dump());
    damageColumn(file, 'visits.ids.bytes');
    expect(opened().read()).toMatchObject({ ok: false, problem: { code: 'damaged' } });
    writeFloor(file, {}, floorOf('a').floor.dump());
    truncateSync(file, statSync(file).size - 1);
    expect(opened().read()).toMatchObject({ ok: false, problem: { code: 'damaged' } });
  });

  it('stays what it was for who has it open when another takes its name, or it is removed', () => {
    const [kept, other] = [floorOf('a', 'b', 'c'), floorOf('x')];
    writeFloor(file, {}, kept.floor.dump());
    const later = engineLater();
    writeFloor(file, {}, other.floor.dump());
    const afterwards = engineLater();
    rmSync(file);
    expect(numbers(later)).toEqual(numbers(kept));
    expect(later.floor.visits.ids.find('b')).not.toBe(0);
    expect(numbers(afterwards)).toEqual(numbers(other));
  });
});
