// How the reference operator's customers and people behave, queue by queue and group by group. Figures for the whole
// floor: 700 000 requests a day for 2 000 people, about 60 % of them solved by the assistant.
import type { QueueId } from './places.ts';

/** A day's requests for each person on the roster. */
export const REQUESTS_PER_AGENT = 350;

export interface Demand {
  queue: QueueId;
  /** of all requests */
  share: number;
  /** of its requests: those that never see the assistant */
  direct: number;
  /** of the assistant's sessions; the rest is handed over */
  resolved: number;
  left: number;
  /** mean length of a session with the assistant */
  sessionS: number;
  talkS: number;
  wrapS: number;
  /** mean patience of who waits */
  patienceS: number;
  /** higher goes first */
  priority: number;
  intents: readonly string[];
}

const phone = { sessionS: 48, talkS: 152, wrapS: 16, patienceS: 560, priority: 0 };
const text = { sessionS: 95, talkS: 160, wrapS: 9, patienceS: 750, priority: 0 };

const TEXT_INTENTS = ['balance', 'tariff.change', 'internet.slow', 'roaming', 'bonus', 'sim.esim'] as const;

// prettier-ignore
export const DEMANDS: readonly Demand[] = [
  { ...phone, queue: 'tariffs', share: 0.150, direct: 0.02, resolved: 0.58, left: 0.06, intents: ['tariff.change', 'tariff.question', 'roaming', 'options'] },
  { ...phone, queue: 'network', share: 0.095, direct: 0.03, resolved: 0.54, left: 0.06, talkS: 160, intents: ['no.network', 'internet.slow', 'calls.drop'] },
  { ...phone, queue: 'billing', share: 0.120, direct: 0.02, resolved: 0.64, left: 0.05, talkS: 146, intents: ['balance', 'charge.question', 'payment.lost', 'refund'] },
  { ...phone, queue: 'devices', share: 0.060, direct: 0.02, resolved: 0.52, left: 0.06, talkS: 165, intents: ['settings', 'sim.esim', 'router', 'tv'] },
  { ...phone, queue: 'retention', share: 0.018, direct: 0.10, resolved: 0.30, left: 0.06, talkS: 185, wrapS: 22, priority: 1, intents: ['leave', 'port.out'] },
  { ...phone, queue: 'vip', share: 0.012, direct: 0.35, resolved: 0.40, left: 0.04, patienceS: 420, priority: 2, intents: ['vip.any', 'business'] },
  { ...phone, queue: 'sales', share: 0.025, direct: 0.25, resolved: 0.35, left: 0.08, talkS: 205, wrapS: 28, intents: ['buy.tariff', 'buy.device', 'home.internet'] },
  { ...text, queue: 'whatsapp', share: 0.135, direct: 0.02, resolved: 0.66, left: 0.05, intents: TEXT_INTENTS },
  { ...text, queue: 'telegram', share: 0.130, direct: 0.02, resolved: 0.69, left: 0.05, intents: TEXT_INTENTS },
  { ...text, queue: 'vk', share: 0.055, direct: 0.02, resolved: 0.62, left: 0.06, intents: TEXT_INTENTS },
  { ...text, queue: 'appchat', share: 0.135, direct: 0.02, resolved: 0.70, left: 0.04, sessionS: 80, intents: TEXT_INTENTS },
  { ...text, queue: 'webchat', share: 0.065, direct: 0.03, resolved: 0.64, left: 0.06, patienceS: 600, intents: TEXT_INTENTS },
  { ...phone, queue: 'callbacks', share: 0, direct: 0, resolved: 0, left: 0, patienceS: 1800, priority: 1, intents: [] },
];

export interface Group {
  id: string;
  name: { en: string; ru: string };
  /** contacts that one person serves at once; for text some serve one more */
  slots: number;
  /** served at once */
  primary: readonly QueueId[];
  /** helped out when somebody there has waited for HELP_AFTER_MS */
  secondary: readonly QueueId[];
}

export const GROUPS: readonly Group[] = [
  {
    id: 'mass',
    name: { en: 'Mass market', ru: 'Массовый' },
    slots: 1,
    primary: ['tariffs', 'billing'],
    secondary: ['network', 'callbacks'],
  },
  {
    id: 'tech',
    name: { en: 'Technical', ru: 'Техника' },
    slots: 1,
    primary: ['network', 'devices'],
    secondary: ['tariffs', 'billing'],
  },
  {
    id: 'care',
    name: { en: 'Care', ru: 'Забота' },
    slots: 1,
    primary: ['retention', 'vip'],
    secondary: ['tariffs', 'callbacks'],
  },
  {
    id: 'sales',
    name: { en: 'Sales', ru: 'Продажи' },
    slots: 1,
    primary: ['sales', 'callbacks'],
    secondary: ['retention'],
  },
  {
    id: 'text',
    name: { en: 'Messengers', ru: 'Мессенджеры' },
    slots: 3,
    primary: ['whatsapp', 'telegram', 'vk'],
    secondary: ['appchat'],
  },
  {
    id: 'chat',
    name: { en: 'Chats', ru: 'Чаты' },
    slots: 3,
    primary: ['appchat', 'webchat'],
    secondary: ['telegram', 'whatsapp'],
  },
];

export const HELP_AFTER_MS = 60_000;
export const TRANSFER_SHARE = 0.03;

export function demandOf(queue: QueueId): Demand {
  return DEMANDS.find((demand) => demand.queue === queue) as Demand;
}

/** Share of all requests that come to this queue's people. */
export function agentShare({ share, direct, resolved, left }: Demand): number {
  return share * (direct + (1 - direct) * (1 - resolved - left));
}

/** People busy at once with a group's own queues, for each request a second of the whole floor. */
export function groupLoad(group: Group): number {
  const seconds = group.primary.map(demandOf).reduce((sum, demand) => sum + agentShare(demand) * handlingS(demand), 0);
  const callbacks = group.primary.includes('callbacks') ? 0.2 : 0;
  return (seconds * (1 + TRANSFER_SHARE) + callbacks) / meanSlots(group);
}

/** Every third person of a group for text serves one contact more than the others. */
export function meanSlots({ slots }: Group): number {
  return slots === 1 ? 1 : slots + 1 / 3;
}

/** A person is taken for the ring, the talk and the work after it. */
function handlingS({ talkS, wrapS }: Demand): number {
  return talkS + wrapS + RING_S;
}

const RING_S = 2.5;
