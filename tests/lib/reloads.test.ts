import { describe, expect, test } from 'vitest';
import { MOST_RELOADS, noteReload, RELOAD_SPAN_MS, RELOADS_KEY, type Memory } from '#lib/live/reload-log.ts';
import { Strikes } from '#lib/live/strikes.ts';

class TabMemory implements Memory {
  kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
}

describe('a page that loads itself again', () => {
  test('does so three times in ten minutes, and then stays', () => {
    const memory = new TabMemory();
    for (let i = 0; i < MOST_RELOADS; i++) expect(noteReload(memory, i * 1000)).toBe(true);
    expect(noteReload(memory, 60_000)).toBe(false);
    expect(noteReload(memory, RELOAD_SPAN_MS)).toBe(true);
    expect(noteReload(memory, RELOAD_SPAN_MS)).toBe(false);
  });

  test('is not kept from it by what a wrong clock noted', () => {
    const memory = new TabMemory();
    for (let i = 0; i < MOST_RELOADS; i++) noteReload(memory, 4e12);
    expect(noteReload(memory, 1e12)).toBe(true);
  });

  test('stays where it can’t remember that it did', () => {
    expect(noteReload(null, 0)).toBe(false);
    const full = { getItem: () => null, setItem: () => { throw new Error('full'); } }; // prettier-ignore
    expect(noteReload(full, 0)).toBe(false);
    const memory = new TabMemory();
    memory.setItem(RELOADS_KEY, 'no json');
    expect(noteReload(memory, 0)).toBe(false);
  });
});

test('a page is frozen when it missed more than three looks, not when it missed some and came back', () => {
  const strikes = new Strikes();
  const looks = (n: number): boolean => Array.from({ length: n }, () => strikes.look()).some((frozen) => frozen);
  expect(looks(3)).toBe(false);
  strikes.clear();
  expect(looks(3)).toBe(false);
  expect(looks(1)).toBe(true);
});
