import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseRules } from '#core/alert/parse-rules.ts';
import { METRICS } from '../support/engine.ts';

const shipped = JSON.parse(readFileSync('static/alerts.json', 'utf8')) as { rules: { id: string }[] };

const parse = (...rules: object[]) =>
  parseRules({ version: 1, rules: rules.map((rule) => ({ id: 'a', title: 'A', ...rule })) }, METRICS);
const problem = (...rules: object[]) => {
  const parsed = parse(...rules);
  return parsed.ok ? undefined : parsed.problem;
};

describe('rules of alerts', () => {
  test('that come with Tablo can be used', () => {
    const parsed = parseRules(shipped, METRICS);
    expect(parsed.ok ? [] : parsed.problem).toEqual([]);
    expect(parsed.ok && parsed.value.rules.length).toBe(shipped.rules.length);
  });

  test('of few words have the rest by themselves', () => {
    const parsed = parse({ metric: 'asa', condition: { above: 60 } });
    expect(parsed.ok && parsed.value.rules).toEqual([
      {
        ...{
          id: 'a',
          title: 'A',
          metric: 'asa',
          window: null,
          scope: 'all',
          condition: { above: 60 },
          forS: 0,
          of: null,
        },
        ...{ clearForS: 30, everyS: 1, least: {}, quiet: [], severity: 'act', off: false },
        notify: { desktop: true, sound: true, webhooks: true },
      },
    ]);
  });

  test.each([
    [{ metric: 'asa', condition: { above: 60, clear: 61 } }, 'rules.0.condition', 'on the good side'],
    [{ metric: 'asa', condition: { below: 60, clear: 59 } }, 'rules.0.condition', 'on the good side'],
    [{ metric: 'asa', condition: { above: 60, below: 1 } }, 'rules.0.condition', 'must be one of'],
    [{ metric: 'asah', condition: { above: 60 } }, 'rules.0.metric', 'there is no metric "asah"; there are abandon'],
    [{ condition: { above: 60 } }, 'rules.0.metric', 'is missing'],
    [{ metric: 'nps', condition: { aboveT: 2 } }, 'rules.0.condition', 'write "above"'],
    [{ metric: 'asa', scope: 'every queue', condition: { above: 60 } }, 'rules.0.scope', 'each queue, each source'],
    [{ metric: 'asa', scope: 'each source', condition: { noData: true } }, 'rules.0.scope', 'leave metric out'],
    [{ scope: 'each queue', condition: { noData: true } }, 'rules.0.scope', 'without a metric'],
    [{ scope: 'all', window: '5m', condition: { noData: true } }, 'rules.0.window', 'leave it out'],
    [{ metric: 'nps', window: '28d', condition: { below: 40 } }, 'rules.0.window', 'take 7d at most'],
    [{ metric: 'asa', condition: { above: 1 }, least: { offered: 9 } }, 'rules.0.least', 'it has answered'],
    [{ metric: 'asa', condition: { above: 1 }, of: { count: 4, within: 3 } }, 'rules.0.of', 'at most within'],
    [
      { metric: 'asa', condition: { above: 1 }, quiet: [{ from: '25:00', to: '8:00' }] },
      'rules.0.quiet.0.from',
      '22:00',
    ],
    [{ metric: 'asa', condition: { above: 1 }, treshold: 1 }, 'rules.0', 'treshold: is not known here'],
  ])('are told what is wrong with them: %j', (rule, path, words) => {
    expect(problem(rule)).toMatchObject({ path, message: expect.stringContaining(words) as string });
  });

  test('have an id each', () => {
    const rule = { metric: 'asa', condition: { above: 60 } };
    expect(problem(rule, rule)?.message).toContain('"a" stands there twice');
  });
});
