// What a finished contact leaves behind: surveys answered minutes later, sales, promised calls kept.
import { doneCallback } from './callbacks.ts';
import type { Agent, Visit } from './scene.ts';
import { csatScore, npsScore, type Experience } from './surveys.ts';
import type { World } from './world.ts';

/** Of contacts; gives some 1 300 answers a day on the whole floor. */
const NPS_SHARE = 0.0053;
const CSAT_SHARE = 0.011;
const UPSELL_SHARE = 0.012;

export function recordAftermath(world: World, visit: Visit, agent: Agent, experience: Experience): void {
  const { random } = world;
  const { contact, line } = visit;
  if (contact.callback) doneCallback(world, contact);
  if (line.queue === 'sales')
    sell(world, visit, agent, random.chance(0.24) ? 'won' : random.chance(0.15) ? 'open' : 'lost');
  else if (random.chance(UPSELL_SHARE)) sell(world, visit, agent, 'won');
  if (random.chance(NPS_SHARE)) ask(world, visit, agent, 'nps', npsScore(random, experience));
  if (random.chance(CSAT_SHARE)) ask(world, visit, agent, 'csat', csatScore(random, experience));
}

function ask(world: World, visit: Visit, agent: Agent, metric: 'nps' | 'csat', score: number): void {
  const { agenda, random, recorder } = world;
  const response = `${visit.id}/${metric}`;
  agenda.after(1000 * random.lognormal(240, 1), () =>
    recorder.record(agenda.now, 'survey.answered', response, {
      survey: metric === 'nps' ? 'after-contact' : 'satisfaction',
      response,
      metric,
      score,
      min: metric === 'nps' ? 0 : 1,
      max: metric === 'nps' ? 10 : 5,
      contact: visit.contact.id,
      agent: agent.id,
      queue: visit.line.queue,
      site: visit.contact.site,
    }),
  );
}

function sell(world: World, visit: Visit, agent: Agent, outcome: 'won' | 'lost' | 'open'): void {
  const { agenda, random, recorder } = world;
  const sale = `${visit.id}/sale`;
  // whole roubles, in kopecks
  const amount = 100 * Math.round(random.lognormal(1400, 0.8));
  const record = (rev: number, as: 'won' | 'lost' | 'open' | 'reversed') =>
    recorder.record(agenda.now, 'sale.recorded', sale, {
      sale,
      rev,
      outcome: as,
      ...(as !== 'lost' && { amount, currency: 'RUB' }),
      contact: visit.contact.id,
      agent: agent.id,
      queue: visit.line.queue,
    });
  record(0, outcome);
  if (outcome === 'won' && random.chance(0.01))
    agenda.after(random.between(30, 240) * 60_000, () => record(1, 'reversed'));
}
