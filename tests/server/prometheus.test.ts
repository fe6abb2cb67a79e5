// /metrics in the hands of a real Prometheus. SCRAPE_S=60 lets it scrape for a minute.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsAnswer } from '#core/answers.ts';
import { seriesName } from '../../server/http/prometheus.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, event, get, post, queued } from '../support/events.ts';
import { METRICS } from '../support/engine.ts';
import { findPrometheus, Prometheus } from '../support/prometheus.ts';

const SCRAPE_S = Number(process.env.SCRAPE_S ?? 8);
const QUEUE = 'Тарифы "и" \\ прочее\nновая';
let app: TestApp;
let prometheus: Prometheus;

beforeAll(async () => {
  findPrometheus();
  app = await startApp();
  prometheus = await Prometheus.start(app.host);
}, 120_000);
afterAll(async () => {
  await prometheus.stop();
  await app.close();
});

const seconds = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1000));

describe('Prometheus', () => {
  it('scrapes without a warning while events flow, and knows the numbers that the API answers', async () => {
    await post(app.url, [
      event('agent.state', Date.now(), { agent: 'ann', state: 'available', site: 'north', queues: [QUEUE] }),
      event('survey.answered', Date.now(), { survey: 's', response: 'r', metric: 'nps', score: 9 }),
    ]);
    for (let i = 0; i < SCRAPE_S; i++) {
      const at = Date.now() - 3000;
      await post(app.url, [queued(QUEUE, `v${i}`, at), answered(`v${i}`, at + 1000 + i)]);
      // What is known already, and what is wrong, is counted, too.
      await post(app.url, [{ ...queued(QUEUE, `w${i}`, at), id: 'again' }]);
      await post(app.url, [{ ...queued(QUEUE, `x${i}`, at), time: 'noon' }]);
      await seconds(1);
    }
    // Nothing happens from here on: what was scraped last is what holds.
    await seconds(2.5);
    const { body } = await get<MetricsAnswer>(app.url, '/api/v1/metrics?window=today');
    for (const key of ['answered', 'offered', 'agents.available', 'nps']) {
      const { unit } = METRICS.get(key) ?? { unit: 'count' as const };
      const [sample] = await prometheus.query(`${seriesName(key, unit)}{scope="all"}`);
      expect(sample.value, key).toBe(body.metrics[key].value);
    }
    const [ended] = await prometheus.query('tablo_visits_ended_total{outcome="answered"}');
    expect(ended).toMatchObject({ metric: { queue: QUEUE }, value: SCRAPE_S });
    expect((await prometheus.query('tablo_events_duplicate_total{source="test"}'))[0].value).toBe(SCRAPE_S - 1);
    expect((await prometheus.query('tablo_events_rejected_total{source="test"}'))[0].value).toBe(SCRAPE_S);
    expect((await prometheus.query('up{job="tablo"}'))[0].value).toBe(1);
    expect((await prometheus.query('min_over_time(up{job="tablo"}[5m])'))[0].value).toBe(1);
    expect(prometheus.log.split('\n').filter((line) => /level=(warn|error)/.test(line))).toEqual([]);
    expect(prometheus.log).not.toMatch(/scrape.*(failed|out.of.order|duplicate)/i);
  }, 120_000);

  it('sees counters that never fall, also when an end is corrected', async () => {
    const at = Date.now() - 5000;
    await post(app.url, [
      queued(QUEUE, 'late', at),
      event('contact.left', at + 500, { contact: 'contact-late', visit: 'late', reason: 'abandoned' }),
    ]);
    await seconds(2);
    await post(app.url, [answered('late', at + 400)]);
    await seconds(2.5);
    for (const name of ['visits_ended', 'events', 'events_late', 'events_duplicate', 'events_rejected']) {
      const [{ value }] = await prometheus.query(`max(resets(tablo_${name}_total[5m]))`);
      expect(value, name).toBe(0);
    }
    expect((await prometheus.query('tablo_visits_ended_total{outcome="abandoned"}'))[0].value).toBe(1);
  }, 30_000);

  it("finds nothing to lint in it, by promtool's rules", async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text });
    expect(`${stdout.toString()}${stderr.toString()}`).toBe('');
    expect(status).toBe(0);
  });
});
