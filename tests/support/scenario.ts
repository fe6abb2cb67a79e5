// A floor as it stands at an instant: an hour of visits, sessions, agents, a week of responses, as CloudEvents.
import type { CloudEvent, EventData, EventType } from '#core/event.ts';

export interface Scenario {
  /** the instant it leads up to, epoch ms */
  at: number;
  mood: 'calm' | 'incident';
  agents: number;
  queues: { id: string; channel: 'phone' | 'messenger' | 'appchat' | 'webchat' }[];
}

export const QUEUES: Scenario['queues'] = [
  { id: 'tariffs', channel: 'phone' },
  { id: 'network', channel: 'phone' },
  { id: 'messengers', channel: 'messenger' },
  { id: 'appchat', channel: 'appchat' },
  { id: 'sitechat', channel: 'webchat' },
  { id: 'sales', channel: 'phone' },
];

const HOUR_S = 3600;

/** The same scenario gives the same events. */
export function scenarioEvents({ at, mood, agents, queues }: Scenario): CloudEvent[] {
  const events: CloudEvent[] = [];
  const add = <T extends EventType>(type: T, secondsAgo: number, id: string, data: EventData<T>) =>
    events.push({
      specversion: '1.0',
      id: `${id}/${type}`,
      source: 'scenario',
      type,
      subject: id,
      time: new Date(at - secondsAgo * 1000).toISOString(),
      data,
    });
  for (let i = 0; i < agents; i++) {
    const state = i % 20 === 0 ? 'available' : i % 8 === 1 ? 'wrapup' : i % 11 === 2 ? 'break' : 'contact';
    const places = [queues[i % queues.length].id, queues[(i + 1) % queues.length].id];
    add('agent.state', HOUR_S - (i % 900), `a${i}`, {
      agent: `a${i}`,
      state,
      site: 'rostov',
      team: `t${i % 40}`,
      queues: places,
    });
  }
  for (let i = 0; i < 900; i++) {
    const queue = queues[i % queues.length];
    const contact = `c${i}`;
    const startedAgo = HOUR_S - i * 3.8;
    const rush = mood === 'incident' && i % queues.length < 2 && startedAgo < 1200;
    const waitS = ((i * 37) % (mood === 'calm' ? 27 : 41)) + (rush ? 60 : 0);
    const visit = { contact, visit: `${contact}/1` };
    const assisted = i % 3 !== 0;
    add('contact.started', startedAgo + 20, contact, {
      contact,
      channel: queue.channel,
      direction: 'in',
      handler: assisted ? 'assistant' : 'human',
      site: 'rostov',
    });
    if (assisted) {
      const draw = (i * 7) % 20;
      const outcome = draw < 13 ? 'resolved' : draw < 19 ? 'handed_over' : 'left';
      add('assistant.ended', startedAgo, contact, { contact, outcome });
      if (outcome !== 'handed_over') continue;
    }
    add('contact.queued', startedAgo, contact, { ...visit, queue: queue.id });
    const endedAgo = startedAgo - waitS;
    if (endedAgo <= 0) continue;
    if (i % 23 === 0) add('contact.left', endedAgo, contact, { ...visit, reason: 'abandoned' });
    else add('contact.answered', endedAgo, contact, { ...visit, agent: `a${i % agents}` });
  }
  waitingNow(mood).forEach(([queue, ...waits]) => {
    waits.forEach((waitS, i) => {
      const contact = `w${queue}-${i}`;
      const { id } = queues[queue % queues.length];
      add('contact.queued', waitS, contact, { contact, visit: `${contact}/1`, queue: id, site: 'rostov' });
    });
  });
  for (let i = 0; i < 2000; i++) {
    const score = i % 10 < 8 ? 10 : i % 10 === 8 ? 7 : 3;
    add('survey.answered', i * 300, `r${i}`, { survey: 's', response: `r${i}`, metric: 'nps', score, site: 'rostov' });
  }
  return events;
}

/** Queue by place, then who waits there, seconds. */
function waitingNow(mood: Scenario['mood']): number[][] {
  if (mood === 'calm')
    return [
      [0, 21, 12, 4],
      [1, 15],
      [2, 9, 3],
    ];
  return [
    [0, 134, 128, 110, 96, 90, 77, 70, 61, 55, 40, 31, 22, 18, 9, 6, 4, 1],
    [1, 71, 60, 44, 30, 12],
    [2, 38, 9],
    [5, 12],
  ];
}
