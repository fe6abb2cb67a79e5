// What every plug-in owes: a metric explains itself in both languages, a source says what it is and checks its options.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerMetrics } from '#core/answers.ts';
import { UNITS } from '#core/reading.ts';
import { REFERENCE } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import { loadPlugIns } from '../../server/plug-ins.ts';
import type { SourceDefinition } from '../../server/source.ts';

const root = join(import.meta.dirname, '../..');
const metrics = await loadPlugIns<Metric>(join(root, 'src/core/metrics'));
const sources = await loadPlugIns<SourceDefinition<unknown>>(join(root, 'server/sources'));
const namesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();

it('every file in src/core/metrics is a metric whose key is the file name', () => {
  expect([...metrics.keys()].sort()).toEqual(namesIn('src/core/metrics'));
  const engine = new Engine(metrics, REFERENCE);
  const answer = answerMetrics(engine, 'all', {}, '15m', Date.UTC(2026, 10, 22));
  expect(Object.keys(answer.metrics).sort()).toEqual(namesIn('src/core/metrics'));
});

it('every file in server/sources is a source whose type is the file name', () => {
  expect([...sources.keys()].sort()).toEqual(namesIn('server/sources'));
});

const NO_ZERO = ['slots.free', 'stream.viewers', 'stream.peak'];

describe.each([...metrics])('metric %s', (key, metric) => {
  it('has a key of words joined by dots', () => expect(key).toMatch(/^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/));

  it('has a name in English and in Russian', () => {
    expect(metric.names.en).toMatch(/[a-z]/i);
    expect(metric.names.ru).toMatch(/[а-яё]|NPS|CSAT/i);
  });

  it('has a formula and a unit', () => {
    expect(metric.formula.en.length).toBeGreaterThan(3);
    expect(metric.formula.ru.length).toBeGreaterThan(3);
    expect(UNITS).toContain(metric.unit);
  });

  it('says nothing wrong about a floor where nothing has happened', () => {
    const { value, counts } = answerMetrics(new Engine(metrics, REFERENCE), 'all', {}, '15m', 0).metrics[key];
    // A share or a mean of nothing is no number; nobody there is 0, but where nobody has slots or streams, none are free.
    expect(value).toBe(metric.unit === 'count' && !NO_ZERO.includes(key) ? 0 : null);
    for (const [name, count] of Object.entries(counts)) expect(count, name).toBe(0);
  });
});

it('no two metrics have one name', () => {
  for (const language of ['en', 'ru'] as const) {
    const names = [...metrics.values()].map((metric) => metric.names[language]);
    expect(new Set(names).size, language).toBe(names.length);
  }
});

describe.each([...sources])('source %s', (type, source) => {
  it('has a type in kebab-case', () => expect(type).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/));

  it('says in a sentence what it is', () => expect(source.about.length).toBeGreaterThan(10));

  it('checks its options: what is no object is refused', () => {
    expect(source.options.safeParse('nonsense').success).toBe(false);
  });

  it('brings events or takes them', () => expect(source.events ?? source.routes).toBeTypeOf('function'));
});
