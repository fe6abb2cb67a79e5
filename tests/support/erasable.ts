// Two weeks of a floor on which one agent can be told from all others in every way that sources tell, what is asked of it
// before and after they are erased, and a look into every byte of a data folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '#core/event.ts';
import { event, get, post } from './events.ts';
import { MORNING, simulate } from './simulated-floor.ts';

const DAY_MS = 24 * 3_600_000;
const MINUTES = 12;
/** Days on which something happens; the first ones are on the shelf at the end. */
const DAYS = [0, 1, 2, 11, 12];
export const FIRST_AT = MORNING;
const LAST_DAY = 12;
/** When the last day's events were heard, epoch ms. */
export const AFTER = MORNING + LAST_DAY * DAY_MS + MINUTES * 60_000;
export const AGENT = 'ivan.petrov@north/7';
/** Letters that JSON and SQLite might write otherwise. */
export const NAME = 'Иван "Ваня" Petrov';
export const FORMER_NAME = 'Ivan Sidorov';

const iso = (at: number): string => new Date(at).toISOString();
const momentOn = (day: number): string => iso(MORNING + day * DAY_MS + 10 * 60_000);
/** When the events of a day were heard, epoch ms. */
const heardOn = (day: number): number => MORNING + day * DAY_MS + MINUTES * 60_000;

/** The same each time. */
function eventsOn(day: number): CloudEvent[] {
  const startAt = MORNING + day * DAY_MS;
  const timeline = { realStartAt: startAt, worldStartAt: startAt, speed: 1 };
  const floor = { agents: 40, load: 0.3, generation: `day${day}`, timeline };
  const events = simulate(MINUTES, floor).map(({ simulated: _, ...one }) => one);
  return [...withAgent(events), ...moreOf(day, startAt + 60_000)];
}

/** The same with one agent under another id and name, which stand in ids of events, too. */
function withAgent(events: readonly CloudEvent[]): CloudEvent[] {
  const busiest = events.find(({ type }) => type === 'contact.answered')?.data as { agent: string } | undefined;
  return events.map((one) => {
    const text = JSON.stringify(one, (key, value: unknown) =>
      key === 'agent' && value === busiest?.agent ? AGENT : value,
    );
    const made = JSON.parse(text) as CloudEvent & { data: { agent?: string; name?: string } };
    if (made.data.agent !== AGENT) return made;
    const named = made.data.name === undefined ? {} : { name: NAME };
    return { ...made, id: `${AGENT}/${made.id}`, subject: AGENT, data: { ...made.data, ...named } };
  });
}

/** What the simulated floor does not tell of an agent. */
function moreOf(day: number, at: number): CloudEvent[] {
  const [agent, queue] = [AGENT, 'sales'];
  const ids = { contact: `more${day}`, visit: `more${day}/1` };
  const state = { agent, state: 'available', name: day === 0 ? FORMER_NAME : NAME, site: 'north', queues: [queue] };
  return [
    event('agent.state', at, state, { id: `${AGENT}/state/${day}` }),
    event('agent.member', at, { agent, queue, on: true }, { id: `${AGENT}/member/${day}` }),
    event('contact.queued', at, { ...ids, queue, channel: 'phone' }, { id: `more${day}/queued` }),
    event('contact.answered', at + 5000, { ...ids, agent }, { id: `more${day}/answered` }),
    event('contact.ended', at + 65_000, { ...ids, agent, by: 'transfer', to: AGENT }, { id: `more${day}/ended` }),
    event('contact.wrapped', at + 95_000, { contact: ids.contact, agent, disposition: `ask ${NAME}` }),
    event('survey.answered', at + 99_000, { survey: 's', response: `r${day}`, metric: 'nps', score: 9, agent, ...ids }),
    event('sale.recorded', at + 99_000, {
      sale: `s${day}`,
      outcome: 'won',
      amount: 100,
      currency: 'RUB',
      agent,
      queue,
    }),
    event('stream.sample', at, { stream: `st${day}`, platform: 'vk', agent, live: true, viewers: 40, messages: 5 }),
    event('stream.sample', at + 60_000, {
      stream: `st${day}`,
      platform: 'vk',
      agent,
      live: false,
      viewers: 0,
      messages: 9,
    }),
    event('source.status', at, { state: 'up', detail: `${NAME} has signed in` }, { id: `up/${day}` }),
    event('crm.noted', at, { agent, by: { name: FORMER_NAME }, text: `${NAME}, ext. ${AGENT}` }, { id: `crm/${day}` }),
  ];
}

/** By day. */
export const EVENTS: ReadonlyMap<number, CloudEvent[]> = new Map(DAYS.map((day) => [day, eventsOn(day)]));

/** @param more events of a day beside the usual ones */
export async function fill(
  url: string,
  setClock: (at: number) => void,
  more: (day: number) => CloudEvent[] = () => [],
): Promise<void> {
  for (const [day, events] of EVENTS) {
    setClock(heardOn(day));
    const { rejected } = (await post(url, [...events, ...more(day)])).body;
    if (rejected.length > 0) throw new Error(`not taken: ${JSON.stringify(rejected[0])}`);
    // Whoever asks has the historian read as far as the log goes.
    await get(url, `/api/v1/metrics?at=${momentOn(day)}`);
  }
}

const SCOPES = ['all', 'queue:sales', 'site:north', 'channel:phone'];
const QUESTIONS = [
  ...[0, 1, 11, LAST_DAY].flatMap((day) => [
    ...SCOPES.map((scope) => `/api/v1/metrics?window=today&scope=${scope}&at=${momentOn(day)}`),
    `/api/v1/queues?window=30m&at=${momentOn(day)}`,
    `/api/v1/agents?at=${momentOn(day)}`,
    ...['visits', 'responses', 'sales'].map(
      (of) => `/api/v1/visits?limit=1000&of=${of}&from=${momentOn(day - 1)}&to=${momentOn(day)}`,
    ),
  ]),
  ...SCOPES.map((scope) => `/api/v1/metrics?window=28d&scope=${scope}&at=${iso(AFTER)}`),
  ...['asa', 'aht', 'offered', 'agents.signedin', 'occupancy', 'service.level'].map(
    (metric) => `/api/v1/series?metric=${metric}&from=${momentOn(-1)}&to=${iso(AFTER)}&step=7200`,
  ),
];
/** Of a process since its start, and of the live side. */
const OWN = ['rejected', 'skewMs', 'heardAt', 'duplicates', 'lag', 'late'];

/** All that is asked; whoever is erased stands under a pseudonym, and no list goes by ids. */
export async function said(
  url: string,
  pseudonym = AGENT,
  questions: readonly string[] = QUESTIONS,
): Promise<string[]> {
  const answers: string[] = [];
  for (const path of questions) {
    const { status, body } = await get<{ agents?: { id: string }[] }>(url, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    const text = JSON.stringify(body, (key, value: unknown) => {
      if (OWN.includes(key)) return undefined;
      return typeof value === 'string' && [pseudonym, NAME, FORMER_NAME].includes(value) ? 'SOMEBODY' : value;
    });
    const { agents, ...others } = JSON.parse(text) as { agents?: { id: string }[] };
    agents?.sort((a, b) => (a.id < b.id ? -1 : 1));
    answers.push(`${path} ${JSON.stringify({ ...others, agents })}`);
  }
  return answers;
}

/** Files of a folder in which one of these texts stands as UTF-8, Latin-1, UTF-16, or as JSON writes it. */
export function filesWith(folder: string, texts: readonly string[] = [AGENT, NAME, FORMER_NAME]): string[] {
  const needles = texts.flatMap((text) => [
    ...(['utf8', 'utf16le'] as const).map((encoding) => Buffer.from(text, encoding)),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    ...(/[^\0-\xff]/.test(text) ? [] : [Buffer.from(text, 'latin1')]),
  ]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => {
      const bytes = bytesOf(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

/** None of a file that goes just now. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

interface ErasuresBody {
  erasures: { pseudonym: string; done: string | null; problem: string | null; rests: string[] }[];
}

/** @returns the pseudonym of whoever was erased last, when that is done */
export async function erased(url: string): Promise<string> {
  for (;;) {
    const [last] = (await get<ErasuresBody>(url, '/api/v1/erasures')).body.erasures;
    if (last.problem !== null) throw new Error(last.problem);
    if (last.done !== null) return last.pseudonym;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
