// CSV and NDJSON hold the numbers that JSON holds at the same instant.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, event, get, post, queued } from '../support/events.ts';

const QUEUE = '=cmd|"Тарифы",\n+7';
let app: TestApp;
const at = Date.now() - 60_000;
const AT = `at=${new Date(at + 30_000).toISOString()}`;
beforeAll(async () => {
  app = await startApp();
  await post(app.url, [
    queued(QUEUE, 'v1', at),
    answered('v1', at + 1234),
    queued('care', 'v2', at),
    answered('v2', at + 20_003),
    event('agent.state', at, { agent: 'ann', name: '-Энн, "A"', state: 'available', queues: ['care', QUEUE] }),
  ]);
});
afterAll(() => app.close());

// As bytes: text() would take the byte order mark away.
const text = async (path: string) => Buffer.from(await (await fetch(app.url + path)).arrayBuffer()).toString();

/** RFC 4180: cells in quotes may hold commas, quotes and line ends. */
function parseCsv(csv: string): Record<string, string>[] {
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  const [header, ...lines] = rows.filter((row) => row.length > 1);
  return lines.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}

it('metrics: every value and every count, to the last digit', async () => {
  const { body } = await get<{ metrics: Record<string, { value: number | null; counts: Record<string, number> }> }>(
    app.url,
    `/api/v1/metrics?window=15m&${AT}`,
  );
  const csv = parseCsv(await text(`/api/v1/metrics?window=15m&format=csv&${AT}`));
  const lines = (await text(`/api/v1/metrics?window=15m&format=ndjson&${AT}`)).trim().split('\n');
  expect(csv.map(({ metric }) => metric)).toEqual(Object.keys(body.metrics));
  for (const [i, [metric, { value, counts }]] of Object.entries(body.metrics).entries()) {
    expect(csv[i].value).toBe(value === null ? '' : String(value));
    for (const [name, count] of Object.entries(counts)) expect(csv[i][`counts.${name}`]).toBe(String(count));
    expect(JSON.parse(lines[i])).toMatchObject({ metric, value, counts });
  }
});

it('queues and visits: names with commas, quotes, line ends and Cyrillic survive; what begins as a formula is none', async () => {
  const queues = parseCsv(await text(`/api/v1/queues?format=csv&${AT}`));
  expect(queues.map(({ id }) => id)).toEqual([`'${QUEUE}`, 'care']);
  expect(queues.map(({ asaS }) => Number(asaS))).toEqual([1.234, 20.003]);
  const from = `from=${new Date(at - 1000).toISOString()}&to=${new Date(at + 30_000).toISOString()}`;
  const visits = parseCsv(await text(`/api/v1/visits?format=csv&${from}`));
  expect(visits.map(({ visit, queue, waitS }) => [visit, queue, waitS])).toEqual([
    ['v2', 'care', '20.003'],
    ['v1', `'${QUEUE}`, '1.234'],
  ]);
  const ndjson = (await text(`/api/v1/visits?format=ndjson&${from}`)).trim().split('\n');
  expect(ndjson.map((line) => (JSON.parse(line) as { queue: string }).queue)).toEqual(['care', QUEUE]);
});

it('agents and series', async () => {
  const [agent] = parseCsv(await text(`/api/v1/agents?format=csv&${AT}`));
  expect(agent).toMatchObject({ id: 'ann', name: `'-Энн, "A"`, state: 'available' });
  const series = `/api/v1/series?metric=asa&step=60&${AT}`;
  const { body } = await get<{ values: (number | null)[] }>(app.url, series);
  const points = parseCsv(await text(`${series}&format=csv`));
  expect(points.map(({ value }) => (value === '' ? null : Number(value)))).toEqual(body.values);
});

it('is a file with a name', async () => {
  const { headers } = await fetch(`${app.url}/api/v1/queues?format=csv`);
  expect(headers.get('content-disposition')).toBe('attachment; filename="queues.csv"');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
});
