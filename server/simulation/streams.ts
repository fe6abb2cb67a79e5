// Live streams in social networks: one host, thousands of viewers. A host has no queue; while live, the host is in
// contact with all of them at once.
import { inventName } from './names.ts';
import { localHour } from './curve.ts';
import { SITES } from './places.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const SAMPLE_MS = 10_000;
const MINUTE_MS = 60_000;
const PLATFORMS = [
  { platform: 'vk', audience: 5200 },
  { platform: 'telegram', audience: 2100 },
  { platform: 'ok', audience: 3400 },
];

interface Show {
  id: string;
  platform: string;
  host: { id: string; name: string; site: string };
  /** viewers at the height of it */
  audience: number;
  startAt: number;
  endAt: number;
  /** since the start, as all counts of a sample */
  messages: number;
  questions: number;
  answered: number;
}

export function startStreams(world: World): void {
  PLATFORMS.forEach(({ platform, audience }, number) => {
    const random = world.random.fork(`stream/${platform}`);
    const host = { id: `h${number + 1}`, name: inventName(random), site: SITES[number % SITES.length].id };
    let shows = 0;
    const next = (pauseMinutes: number) =>
      world.agenda.after(pauseMinutes * MINUTE_MS, () => {
        const hour = localHour(world.agenda.now);
        if (hour < 10 || hour > 22) return next(30);
        const { now } = world.agenda;
        const show: Show = {
          id: world.recorder.name(`${platform}-`, shows++),
          platform,
          host,
          audience: random.lognormal(audience, 0.3),
          startAt: now,
          endAt: now + random.between(50, 110) * MINUTE_MS,
          messages: 0,
          questions: 0,
          answered: 0,
        };
        tellHost(world, show, true);
        broadcast(world, show, random, () => next(random.between(40, 150)));
      });
    next(random.between(0, 50));
  });
}

function broadcast(world: World, show: Show, random: Random, over: () => void): void {
  const { agenda } = world;
  const live = agenda.now < show.endAt;
  const viewers = live ? Math.round(show.audience * attention(show, agenda.now) * random.between(0.97, 1.03)) : 0;
  show.messages += Math.round(viewers * random.between(0.002, 0.006));
  show.questions += Math.round(viewers * random.between(0.0003, 0.0012));
  show.answered = Math.min(show.questions, show.answered + random.below(3));
  const { id: stream, platform, host, messages, questions, answered } = show;
  const data = { stream, platform, agent: host.id, live, viewers, messages, questions, answered };
  world.recorder.record(agenda.now, 'stream.sample', stream, data);
  if (live) return agenda.after(SAMPLE_MS, () => broadcast(world, show, random, over));
  tellHost(world, show, false);
  over();
}

/** Viewers come within minutes and go slowly after the middle. */
function attention({ startAt, endAt }: Show, now: number): number {
  const share = (now - startAt) / (endAt - startAt);
  return (1 - Math.exp(-share * 14)) * (1 - 0.45 * Math.max(0, share - 0.4));
}

function tellHost({ agenda, recorder }: World, { host }: Show, live: boolean): void {
  recorder.record(agenda.now, 'agent.state', host.id, {
    agent: host.id,
    state: live ? 'contact' : 'offline',
    since: recorder.time(agenda.now),
    ...(live && { reason: 'stream', name: host.name, site: host.site, queues: [] }),
  });
}
