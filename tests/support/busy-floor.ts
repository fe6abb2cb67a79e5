// Parsed facts of a floor of two thousand agents at work, up to noon, in the order of time.
import { parseEvent, type Fact } from '#core/event.ts';
import { NOON } from './engine.ts';

export const AGENTS = 2000;
const QUEUES = 12;

interface Size {
  agents?: number;
  queues?: number;
}

/** A busy hour and more, one contact every `everyMs`: session, visit, answer, end, and the agent's states. */
export function busyFloor(
  contacts: number,
  everyMs = 125,
  { agents = AGENTS, queues: queueCount = QUEUES }: Size = {},
): Fact[] {
  const facts: Fact[] = [];
  let n = 0;
  const add = (type: string, at: number, data: object) => {
    const parsed = parseEvent(
      { specversion: '1.0', id: `b${n++}`, source: 'bench', type, time: new Date(at).toISOString(), data },
      at,
    );
    if (!parsed.ok) throw new Error(parsed.problem.message);
    facts.push(parsed.value);
  };
  for (let i = 0; i < agents; i++) {
    const queues = [`q${i % queueCount}`, `q${(i + 1) % queueCount}`];
    add('agent.state', NOON - contacts * everyMs, {
      agent: `a${i}`,
      state: 'available',
      site: `s${i % 2}`,
      team: `t${i % 100}`,
      queues,
    });
  }
  for (let i = 0; i < contacts; i++) {
    const at = NOON - (contacts - i) * everyMs;
    const contact = `c${i}`;
    const agent = `a${(i * 7919) % agents}`;
    const visit = { contact, visit: `${contact}/1` };
    const waitMs = (i * 6151) % 60_000;
    add('contact.started', at, {
      contact,
      channel: i % 3 ? 'phone' : 'messenger',
      direction: 'in',
      handler: 'assistant',
      site: `s${i % 2}`,
    });
    add('assistant.ended', at + 2000, { contact, outcome: i % 5 < 3 ? 'resolved' : 'handed_over' });
    if (i % 5 < 3) continue;
    add('contact.queued', at + 2000, { ...visit, queue: `q${i % queueCount}` });
    add('contact.answered', at + 2000 + waitMs, { ...visit, agent });
    add('agent.state', at + 2000 + waitMs, { agent, state: 'contact' });
    add('contact.ended', at + 120_000 + waitMs, { ...visit, agent, by: 'customer', resolved: true });
    add('agent.state', at + 120_000 + waitMs, { agent, state: 'available' });
  }
  return facts.sort((a, b) => a.eventAt - b.eventAt);
}
