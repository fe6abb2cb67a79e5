// A floor of many queues: their settings, and who works and waits there.
import type { CloudEvent } from '#core/event.ts';
import { scenarioEvents } from './scenario.ts';

export interface NamedQueue {
  id: string;
  channel: 'phone' | 'messenger' | 'appchat' | 'webchat';
  name: { en: string; ru: string };
}

const CHANNELS = ['phone', 'phone', 'messenger', 'appchat', 'webchat'] as const;
const TOPICS: readonly [en: string, ru: string][] = [
  ['tariffs', 'тарифы'],
  ['network', 'связь'],
  ['billing', 'счета'],
  ['devices', 'устройства'],
  ['retention', 'удержание'],
  ['roaming', 'роуминг'],
  ['internet', 'интернет'],
];

/** "Tariffs 001": numbers of one length, so that names sort as ids do within a topic. */
export function manyQueues(count: number): NamedQueue[] {
  return Array.from({ length: count }, (_, i) => {
    const [en, ru] = TOPICS[i % TOPICS.length];
    const number = String(i + 1).padStart(3, '0');
    const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
    return {
      id: `q${number}`,
      channel: CHANNELS[i % CHANNELS.length],
      name: { en: `${capital(en)} ${number}`, ru: `${capital(ru)} ${number}` },
    };
  });
}

/** An hour of an incident on it, up to an instant. */
export function largeFloorEvents(queues: readonly NamedQueue[], agents: number, at: number): CloudEvent[] {
  return scenarioEvents({ at, mood: 'incident', agents, queues: [...queues] });
}
