// The floors of the stories: a quiet afternoon, one to look at, one to act on, the largest numbers there are, and the
// longest names.
import type { Names } from '#core/directory.ts';
import type { Channel } from '#core/vocabulary.ts';
import type { StoryFloor, StoryQueue } from './story-floor.ts';

/** waiting, overdue, longest s · answered, within T, abandoned, mean wait s · available, signed in */
type Figures = readonly [number, number, number, number, number, number, number, number, number];

function queue(id: string, name: Names, channel: Channel, thresholdS: number, figures: Figures): StoryQueue {
  const [waiting, overdue, longestS, answered, answeredWithinT, abandoned, asaS, available, signedIn] = figures;
  const abandonedWithinT = Math.round(abandoned * 0.4);
  return {
    ...{ id, name, channel, thresholdS, waiting, longestS, overdue, answered, answeredWithinT },
    ...{ abandoned, abandonedWithinT, asaS, available, signedIn },
  };
}

const NAMES = {
  tariffs: { en: 'Phone · tariffs', ru: 'Телефон · тарифы' },
  network: { en: 'Phone · network', ru: 'Телефон · связь' },
  messengers: { en: 'Messengers', ru: 'Мессенджеры' },
  appchat: { en: 'Mobile app chat', ru: 'Чат приложения' },
  sitechat: { en: 'Site chat', ru: 'Чат сайта' },
  sales: { en: 'Remote sales', ru: 'Удалённые продажи' },
};

const TITLE = { en: 'Rostov · Remote service', ru: 'Ростов · Дистанционное обслуживание' };

export const CALM: StoryFloor = {
  title: TITLE,
  scope: 'site:rostov',
  people: { available: 43, ringing: 11, contact: 587, wrapup: 96, break: 75 },
  // prettier-ignore
  queues: [
    queue('tariffs', NAMES.tariffs, 'phone', 30, [5, 0, 24, 1180, 1062, 28, 14, 14, 268]),
    queue('network', NAMES.network, 'phone', 30, [3, 0, 19, 742, 682, 16, 12, 12, 190]),
    queue('messengers', NAMES.messengers, 'messenger', 40, [4, 0, 31, 610, 567, 7, 15, 9, 164]),
    queue('appchat', NAMES.appchat, 'appchat', 30, [1, 0, 8, 520, 499, 5, 9, 6, 118]),
    queue('sitechat', NAMES.sitechat, 'webchat', 30, [0, 0, 0, 260, 252, 3, 8, 4, 62]),
    queue('sales', NAMES.sales, 'phone', 30, [1, 0, 12, 204, 194, 3, 10, 3, 48]),
  ],
  sessions: { resolved: 5624, handedOver: 2980, left: 408, direct: 214 },
  nps: { promoters: 1014, passives: 167, detractors: 103 },
  csat: { n: 2140, satisfied: 1969 },
  handling: { talkS: 152, wrapS: 24 },
  sales: { won: 1284, lost: 2870, open: 96, reversed: 21, minor: 184_260_000, currency: 'RUB' },
  callbacks: { due: 12, late: 0, later: 31 },
  streams: [
    { id: 'launch', platform: 'vk', live: true, viewers: 3120, questions: 412, answered: 371 },
    { id: 'morning', platform: 'youtube', live: false, viewers: 0, questions: 268, answered: 266 },
  ],
  sites: [
    { id: 'rostov', name: { en: 'Rostov-on-Don', ru: 'Ростов-на-Дону' }, share: 0.4, strain: 0.9 },
    { id: 'moscow', name: { en: 'Moscow', ru: 'Москва' }, share: 0.6, strain: 1 },
  ],
  before: 1.1,
  ofDay: 1 / 24,
};

export const LOOK: StoryFloor = {
  ...CALM,
  people: { available: 9, ringing: 14, contact: 644, wrapup: 84, break: 58, missed: 3 },
  // prettier-ignore
  queues: [
    queue('tariffs', NAMES.tariffs, 'phone', 30, [17, 9, 108, 1310, 930, 74, 62, 1, 268]),
    queue('network', NAMES.network, 'phone', 30, [9, 4, 71, 815, 632, 37, 51, 1, 190]),
    queue('messengers', NAMES.messengers, 'messenger', 40, [6, 0, 38, 652, 560, 9, 31, 3, 164]),
    queue('appchat', NAMES.appchat, 'appchat', 30, [3, 0, 22, 548, 512, 6, 19, 2, 118]),
    queue('sitechat', NAMES.sitechat, 'webchat', 30, [1, 0, 9, 271, 260, 3, 11, 2, 62]),
    queue('sales', NAMES.sales, 'phone', 30, [1, 0, 12, 196, 182, 4, 14, 0, 48]),
  ],
  sessions: { resolved: 5210, handedOver: 3420, left: 530, direct: 260 },
  nps: { promoters: 780, passives: 262, detractors: 242 },
  csat: { n: 2140, satisfied: 1730 },
  handling: { talkS: 148, wrapS: 24 },
  callbacks: { due: 41, late: 6, later: 52 },
  before: 0.45,
};

export const ACT: StoryFloor = {
  ...CALM,
  people: { ringing: 6, contact: 706, wrapup: 51, break: 38, missed: 11 },
  // prettier-ignore
  queues: [
    queue('tariffs', NAMES.tariffs, 'phone', 30, [64, 57, 412, 1264, 392, 318, 214, 0, 268]),
    queue('network', NAMES.network, 'phone', 30, [38, 31, 287, 790, 316, 172, 168, 0, 190]),
    queue('messengers', NAMES.messengers, 'messenger', 40, [21, 11, 148, 660, 422, 38, 74, 0, 164]),
    queue('appchat', NAMES.appchat, 'appchat', 30, [9, 4, 66, 561, 448, 14, 41, 0, 118]),
    queue('sitechat', NAMES.sitechat, 'webchat', 30, [4, 0, 29, 280, 244, 6, 22, 0, 62]),
    queue('sales', NAMES.sales, 'phone', 30, [4, 1, 44, 188, 151, 12, 33, 0, 48]),
  ],
  sessions: { resolved: 4310, handedOver: 4180, left: 960, direct: 702 },
  nps: { promoters: 514, passives: 302, detractors: 468 },
  csat: { n: 2140, satisfied: 1412 },
  callbacks: { due: 128, late: 64, later: 77 },
  streams: [],
  before: 0.16,
};

/** As large as a number gets: 2 000 people, millions of contacts, hours of waiting, all and none. */
export const LARGEST: StoryFloor = {
  ...CALM,
  title: { en: 'All sites · Remote service', ru: 'Все площадки · Дистанционное обслуживание' },
  scope: 'all',
  people: { available: 0, ringing: 24, contact: 1682, wrapup: 118, break: 132, missed: 42, unknown: 2 },
  queues: Array.from({ length: 24 }, (_, i) => {
    const name = Object.values(NAMES)[i % 6];
    const numbered = { en: `${name.en} ${i + 1}`, ru: `${name.ru} ${i + 1}` };
    const waiting = i === 0 ? 11_284 : 480 - i * 17;
    const figures: Figures = [waiting, waiting, 28_092 - i * 901, 1712 - i * 11, 0, 2480, 18_407 - i * 540, 0, 1999];
    return queue(`q${i + 1}`, numbered, 'phone', 30, figures);
  }),
  sessions: { resolved: 92_840, handedOver: 0, left: 0, direct: 1204 },
  nps: { promoters: 0, passives: 0, detractors: 128_480 },
  csat: { n: 1_284_560, satisfied: 1_284_560 },
  handling: { talkS: 30, wrapS: 11 },
  sales: { won: 1_204_318, lost: 0, open: 0, reversed: 20_418, minor: 987_654_321_050, currency: 'RUB' },
  callbacks: { due: 12_840, late: 12_840, later: 1_204 },
  streams: Array.from({ length: 12 }, (_, i) => ({
    ...{ id: `stream-${i + 1}`, platform: i % 2 ? 'youtube' : 'vk', live: i < 8, viewers: i < 8 ? 1_204_318 - i : 0 },
    ...{ questions: 1_018_204 - i, answered: 1_018_204 - i },
  })),
  sites: Array.from({ length: 12 }, (_, i) => ({
    ...{ id: `site${i + 1}`, name: { en: `Site ${i + 1}`, ru: `Площадка ${i + 1}` }, share: i === 0 ? 0.6 : 0.036 },
    strain: i === 0 ? 1 : 0.5,
  })),
  before: 0.4,
  ofDay: 1 / 48,
};

const LONG = [
  'Абонентское обслуживание корпоративных клиентов и государственных заказчиков',
  'Телефон · тарифы, дополнительные услуги и международный роуминг',
  'Техническая поддержка домашнего интернета и цифрового телевидения',
  'Удержание абонентов и рассмотрение претензий по качеству связи',
  'Мессенджеры и социальные сети, включая Одноклассники',
  'Чат мобильного приложения «Мой оператор»',
  'Дистанционные продажи оборудования и подключение новых абонентов',
  'Обратные звонки',
];

/** The look of a usual floor, with names as they are in Russian. */
export const LONG_NAMES: StoryFloor = {
  ...LOOK,
  title: `Ростов-на-Дону, Ворошиловский проспект · ${LONG[0]}`,
  queues: LONG.map((name, i) => ({ ...LOOK.queues[i % 6], id: `long${i + 1}`, name })),
  streams: [
    {
      id: 'Презентация тарифов для малого бизнеса',
      platform: 'vk',
      live: true,
      viewers: 3120,
      questions: 412,
      answered: 371,
    },
    {
      id: 'Вопросы и ответы о роуминге в новогодние праздники',
      platform: 'odnoklassniki',
      live: false,
      viewers: 0,
      questions: 268,
      answered: 266,
    },
  ],
  sites: [
    { id: 'rostov', name: 'Ростов-на-Дону, Ворошиловский проспект', share: 0.4, strain: 1.6 },
    { id: 'kaliningrad', name: 'Калининград, Центр дистанционного обслуживания № 2', share: 0.25, strain: 0.5 },
    { id: 'petropavlovsk', name: 'Петропавловск-Камчатский', share: 0.2, strain: 0.4 },
    { id: 'khanty', name: 'Ханты-Мансийский автономный округ — Югра', share: 0.15, strain: 0.8 },
  ],
};
