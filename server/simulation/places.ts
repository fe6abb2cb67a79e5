// Where the reference operator works: its zone, sites and queues. How its customers and its people behave is in
// profile.ts.
import type { Channel } from '#core/vocabulary.ts';

export interface QueueCard {
  id: string;
  name: string;
  channel: Channel;
  /** seconds: T of the service level */
  thresholdS: number;
}

export const ZONE = 'Europe/Moscow';

export const SITES = [
  { id: 'moscow', name: 'Moscow', share: 0.6 },
  { id: 'rostov', name: 'Rostov-on-Don', share: 0.4 },
] as const;
export type SiteId = (typeof SITES)[number]['id'];

export const QUEUES = [
  { id: 'tariffs', name: 'Phone · tariffs', channel: 'phone', thresholdS: 30 },
  { id: 'network', name: 'Phone · network', channel: 'phone', thresholdS: 30 },
  { id: 'billing', name: 'Phone · billing', channel: 'phone', thresholdS: 30 },
  { id: 'devices', name: 'Phone · devices', channel: 'phone', thresholdS: 30 },
  { id: 'retention', name: 'Phone · retention', channel: 'phone', thresholdS: 30 },
  { id: 'vip', name: 'Phone · VIP', channel: 'phone', thresholdS: 20 },
  { id: 'sales', name: 'Remote sales', channel: 'phone', thresholdS: 30 },
  { id: 'whatsapp', name: 'Messengers · WhatsApp', channel: 'messenger', thresholdS: 40 },
  { id: 'telegram', name: 'Messengers · Telegram', channel: 'messenger', thresholdS: 40 },
  { id: 'vk', name: 'Social · VK', channel: 'social', thresholdS: 40 },
  { id: 'appchat', name: 'Mobile app chat', channel: 'appchat', thresholdS: 30 },
  { id: 'webchat', name: 'Site chat', channel: 'webchat', thresholdS: 30 },
  { id: 'callbacks', name: 'Callbacks', channel: 'callback', thresholdS: 60 },
] as const satisfies readonly QueueCard[];
export type QueueId = (typeof QUEUES)[number]['id'];
