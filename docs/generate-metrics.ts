// Writes docs/metrics.md and docs/metrics.ru.md from the registry of metrics: npm run docs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionsOf, type Definition } from '#core/definitions.ts';
import type { Metric } from '#core/metric.ts';
import { loadPlugIns } from '../server/plug-ins.ts';

type Language = 'en' | 'ru';

const TEXT = {
  en: {
    title: '# Metrics',
    about:
      'What every number means. Generated from `src/core/metrics` by `npm run docs`; the same texts stand behind each number on the screen and in `/api/v1/definitions`.\n\n' +
      'Counters are kept, never percentages: a scope is the sum of its parts, divided once. A window is [from, to) of the time at which things happened; a number at an earlier instant is what was known then, but for the exceptions in [decision 6](decisions/0006-what-was-known-then.md). Where there is nothing to say, the value is null. Adherence is not computed: no source tells schedules.',
    head: '| | |\n| --- | --- |',
    rows: { key: 'key', unit: 'unit', better: 'better', usual: 'shown over', goal: 'goal', behind: 'behind it' },
    better: { lower: 'lower', higher: 'higher', neither: 'neither' },
    always: 'always',
    goal: (look: number, act: number) => `look from ${look}, act from ${act}`,
    nothing: 'people and totals: no list',
  },
  ru: {
    title: '# Показатели',
    about:
      'Что значит каждое число. Создано из `src/core/metrics` командой `npm run docs`; те же тексты стоят за числом на экране и в `/api/v1/definitions`.\n\n' +
      'Хранятся счётчики, а не проценты: счётчики частей складываются, а делят один раз, в конце. Окно [от, до) отсчитывается по времени событий; число на момент в прошлом — то, что было известно тогда, кроме исключений в [решении 6](decisions/0006-what-was-known-then.md). Где сказать нечего, значение null. Соблюдение графика не считается: ни один источник не сообщает графиков.',
    head: '| | |\n| --- | --- |',
    rows: { key: 'ключ', unit: 'единица', better: 'лучше', usual: 'показывается за', goal: 'цель', behind: 'список за числом' },
    better: { lower: 'меньше', higher: 'больше', neither: 'не важно' },
    always: 'всегда',
    goal: (look: number, act: number) => `внимание от ${look}, срочно от ${act}`,
    nothing: 'нет: люди и суммы',
  },
};

function section({ key, names, formula, unit, better, usual, fixed, goal, behind }: Definition, language: Language): string {
  const { rows, ...text } = TEXT[language];
  const lines = [
    [rows.key, `\`${key}\``],
    [rows.unit, unit],
    [rows.better, text.better[better]],
    [rows.usual, fixed ? `${fixed} (${text.always})` : usual],
    ...(goal ? [[rows.goal, text.goal(goal.look, goal.act)]] : []),
    [rows.behind, behind ?? text.nothing],
  ];
  const table = [text.head, ...lines.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
  return `## ${names[language]}\n\n${formula[language]}\n\n${table}\n`;
}

export function metricsDocument(definitions: readonly Definition[], language: Language): string {
  const { title, about } = TEXT[language];
  return [title, about, ...definitions.map((one) => section(one, language))].join('\n\n').replace(/\n+$/, '\n');
}

export const DOCUMENTS: Record<Language, string> = { en: 'metrics.md', ru: 'metrics.ru.md' };

if (process.argv[1] === import.meta.filename) {
  const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../src/core/metrics'));
  for (const language of ['en', 'ru'] as const)
    writeFileSync(join(import.meta.dirname, DOCUMENTS[language]), metricsDocument(definitionsOf(metrics), language));
}
