// Where the reference operator works: its zone, sites and queues. How its customers and its people behave is in
// profile.ts.
import type { Names } from '#core/directory.ts';
import type { Channel } from '#core/vocabulary.ts';

export interface QueueCard {
  id: string;
  name: Names;
  channel: Channel;
  /** seconds: T of the service level */
  thresholdS: number;
  sells?: boolean;
}

export const ZONE = 'Europe/Moscow';

export const SITES = [
  { id: 'moscow', name: { en: 'Moscow', ru: 'Москва' }, share: 0.6 },
  { id: 'rostov', name: { en: 'Rostov-on-Don', ru: 'Ростов-на-Дону' }, share: 0.4 },
] as const;
export type SiteId = (typeof SITES)[number]['id'];

export const QUEUES = [
  { id: 'tariffs', name: { en: 'Phone · tariffs', ru: 'Телефон · тарифы' }, channel: 'phone', thresholdS: 30 },
  { id: 'network', name: { en: 'Phone · network', ru: 'Телефон · связь' }, channel: 'phone', thresholdS: 30 },
  { id: 'billing', name: { en: 'Phone · billing', ru: 'Телефон · счета' }, channel: 'phone', thresholdS: 30 },
  { id: 'devices', name: { en: 'Phone · devices', ru: 'Телефон · устройства' }, channel: 'phone', thresholdS: 30 },
  { id: 'retention', name: { en: 'Phone · retention', ru: 'Телефон · удержание' }, channel: 'phone', thresholdS: 30 },
  { id: 'vip', name: { en: 'Phone · VIP', ru: 'Телефон · VIP' }, channel: 'phone', thresholdS: 20 },
  { sells: true, id: 'sales', name: { en: 'Remote sales', ru: 'Удалённые продажи' }, channel: 'phone', thresholdS: 30 },
  {
    id: 'whatsapp',
    name: { en: 'Messengers · WhatsApp', ru: 'Мессенджеры · WhatsApp' },
    channel: 'messenger',
    thresholdS: 40,
  },
  {
    id: 'telegram',
    name: { en: 'Messengers · Telegram', ru: 'Мессенджеры · Telegram' },
    channel: 'messenger',
    thresholdS: 40,
  },
  { id: 'vk', name: { en: 'Social · VK', ru: 'Соцсети · VK' }, channel: 'social', thresholdS: 40 },
  { id: 'appchat', name: { en: 'Mobile app chat', ru: 'Чат приложения' }, channel: 'appchat', thresholdS: 30 },
  { id: 'webchat', name: { en: 'Site chat', ru: 'Чат сайта' }, channel: 'webchat', thresholdS: 30 },
  { id: 'callbacks', name: { en: 'Callbacks', ru: 'Обратные звонки' }, channel: 'callback', thresholdS: 60 },
] as const satisfies readonly QueueCard[];
export type QueueId = (typeof QUEUES)[number]['id'];
