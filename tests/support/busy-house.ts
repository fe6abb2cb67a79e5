// What one switch of a busy house tells, without end: visits from their beginning to the survey after them, and what its
// agents do meanwhile. Every id and every time is told once; each event changes a number.
import type { CloudEvent, EventData, EventType } from '#core/event.ts';

const QUEUES = ['care', 'sales', 'network'];
const AGENTS = 12;
/** Kept with every event and read by nobody: the log grows as under a larger floor. */
const NOTE = 'x'.repeat(500);

export class BusyHouse {
  readonly #source: string;
  #told: CloudEvent[] = [];
  #visits = 0;
  #facts = 0;

  /** @param source name of the switch */
  constructor(source: string) {
    this.#source = source;
  }

  /** @param at epoch ms; what is told happened in the minutes before */
  next(count: number, at: number): CloudEvent[] {
    while (this.#told.length < count) this.#tellVisit(at);
    return this.#told.splice(0, count);
  }

  #tellVisit(at: number): void {
    const n = ++this.#visits;
    const contact = `${this.#source}-${n}`;
    const visit = { contact, visit: `${contact}/1` };
    const agent = `${this.#source}-a${n % AGENTS}`;
    const queue = QUEUES[n % QUEUES.length];
    const startedAt = at - 120_000 - (n % 60) * 1000;
    const answeredAt = startedAt + 1000 + ((n * 37) % 41) * 1000;
    const endedAt = answeredAt + 5000 + ((n * 13) % 29) * 1000;
    const site = `site-${n % 2}`;
    this.#tell('contact.started', startedAt, { contact, channel: 'phone', direction: 'in', handler: 'human', site });
    this.#tell('contact.queued', startedAt + 500, { ...visit, queue, channel: 'phone', site });
    if (n % 7 === 0) return this.#tell('contact.left', answeredAt, { ...visit, reason: 'abandoned' });
    this.#tell('agent.state', answeredAt, { agent, state: 'contact', site, queues: [queue] });
    this.#tell('contact.answered', answeredAt, { ...visit, agent });
    this.#tell('contact.ended', endedAt, { ...visit, agent, by: 'customer', resolved: n % 4 !== 0, line: 1 });
    this.#tell('agent.state', endedAt, { agent, state: n % 5 === 0 ? 'break' : 'available', site, queues: [queue] });
    if (n % 3 !== 0) return;
    this.#tell('survey.answered', endedAt + 1000, {
      survey: 's',
      response: contact,
      metric: 'csat',
      score: 1 + (n % 5),
      contact,
    });
  }

  #tell<T extends EventType>(type: T, at: number, data: EventData<T>): void {
    const n = ++this.#facts;
    this.#told.push({
      specversion: '1.0',
      id: `e${n}`,
      source: this.#source,
      type,
      time: new Date(at).toISOString(),
      sequence: String(n).padStart(9, '0'),
      data: { ...data, note: NOTE },
    });
  }
}
