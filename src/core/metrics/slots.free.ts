import { count, defineMetric, type PresentAgent } from '../metric.ts';

const WORKING: readonly string[] = ['available', 'ringing', 'contact', 'wrapup'];
const has = ({ state, slots }: PresentAgent): boolean => slots.total > 0 && WORKING.includes(state);

export default defineMetric({
  names: { en: 'Free slots', ru: 'Свободные слоты' },
  unit: 'count',
  formula: {
    en: 'Σ (most contacts at once − contacts now) of the agents at work who serve several; never added to agents available',
    ru: 'Σ (предел одновременных обращений − обращения сейчас) работающих операторов, которые ведут несколько; к свободным операторам не прибавляется',
  },
  better: 'higher',
  usual: 'now',
  sums: {
    free: count('agents', (a) => (has(a) ? Math.max(0, a.slots.total - a.slots.used) : 0)),
    slots: count('agents', (a) => (has(a) ? a.slots.total : 0)),
    agents: count('agents', (a) => (has(a) ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: sums.agents === 0 ? null : sums.free, counts: { ...sums } }),
});
