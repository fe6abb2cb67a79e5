// The reference operator in public: what a server has to know to show the simulated floor by its names.
import { QUEUES, SITES, ZONE, type QueueCard } from './places.ts';
import { createRoster, REFERENCE_AGENTS } from './roster.ts';

export const OPERATOR = {
  title: { en: 'Remote service', ru: 'Дистанционное обслуживание' },
  zone: ZONE,
  sites: SITES.map(({ id, name }) => ({ id, name })),
  teams: createRoster(REFERENCE_AGENTS).teams,
  queues: QUEUES.map((queue): QueueCard => ({ ...queue })),
};
