// What supervisors tell the walls of the stories.
import type { Message, Priority } from '#core/message.ts';

const told = (id: string, priority: Priority, text: string): Message => ({
  ...{ id, priority, text, boards: null, scope: 'all' },
  ...{ fromAt: 0, untilAt: Number.MAX_SAFE_INTEGER },
});

const TEXT =
  'Авария на магистрали в Ростовской области: мобильный интернет вернётся к 16:00, оформляйте заявку «Массовая».';
const MORE =
  'Всем, кто может, — на линию «Телефон · тарифы», перерывы только по согласованию со старшим смены до особого распоряжения.';

export const SHORT = told('short', 'info', 'Cake in the kitchen at 15:00.');
export const OFFER = told('offer', 'look', 'Retention: offer the March tariff first.');
export const OUTAGE = told('outage', 'act', TEXT);
export const LONGEST = told('longest', 'act', `${TEXT} ${MORE}`);
export const MANY = [LONGEST, ...Array.from({ length: 9 }, (_, i) => told(`n${i}`, 'info', SHORT.text))];
