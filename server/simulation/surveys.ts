// Scores that customers give, and the thin history of them from before the floor began.
import type { CloudEvent } from '#core/event.ts';
import { demandAt } from './curve.ts';
import { SITES } from './places.ts';
import { agentShare, DEMANDS } from './profile.ts';
import { Random } from './random.ts';
import { Recorder } from './recorder.ts';

const ANSWERS_PER_DAY = 1300;
const DAY_MS = 24 * 3_600_000;

export interface Experience {
  waitMs: number;
  resolved: boolean;
}

/** 0–10. Long waits and unsolved matters cost promoters: NPS about 73 at best. */
export function npsScore(random: Random, { waitMs, resolved }: Experience): number {
  const trouble = Math.min(0.35, waitMs / 1_200_000) + (resolved ? 0 : 0.4);
  const mood = random.next();
  const promoters = 0.81 - trouble;
  if (mood < promoters) return random.chance(0.75) ? 10 : 9;
  if (mood < promoters + 0.13 + trouble / 3) return random.chance(0.65) ? 8 : 7;
  return random.below(7);
}

/** 1–5 */
export function csatScore(random: Random, { waitMs, resolved }: Experience): number {
  const trouble = Math.min(0.3, waitMs / 1_200_000) + (resolved ? 0 : 0.4);
  if (random.chance(0.91 - trouble)) return random.chance(0.8) ? 5 : 4;
  return 1 + random.below(3);
}

export interface History {
  source: string;
  generation: string;
  seed: string;
  /** epoch ms; half-open */
  fromAt: number;
  toAt: number;
  /** share of the reference operator's size */
  size: number;
}

/** NPS answers at the pace of a day's curve, in batches in time order. */
export function* surveyHistory({ source, generation, seed, fromAt, toAt, size }: History): Generator<CloudEvent[]> {
  const random = new Random(`${seed}/surveys`);
  const recorder = new Recorder(source, `${generation}h`, { realStartAt: fromAt, worldStartAt: fromAt, speed: 1 });
  const shares = DEMANDS.map(agentShare);
  const total = shares.reduce((sum, share) => sum + share, 0);
  for (let at = fromAt, number = 0; ; number++) {
    at += random.exponential(DAY_MS / (ANSWERS_PER_DAY * size * demandAt(at)));
    if (at >= toAt) break;
    const queue = DEMANDS[chooseBy(shares, random.next() * total)].queue;
    const response = recorder.name('s', number);
    const score = npsScore(random, { waitMs: random.exponential(25_000), resolved: random.chance(0.98) });
    const site = random.chance(SITES[0].share) ? SITES[0].id : SITES[1].id;
    const data = { survey: 'after-contact', response, metric: 'nps', score, min: 0, max: 10, queue, site } as const;
    recorder.record(at, 'survey.answered', response, data);
    if (recorder.pending === 2000) yield recorder.take();
  }
  if (recorder.pending > 0) yield recorder.take();
}

function chooseBy(shares: readonly number[], mark: number): number {
  let rest = mark;
  const at = shares.findIndex((share) => (rest -= share) < 0);
  return at === -1 ? 0 : at;
}
