// The benchmarks by name. Those that take longer than all others together run by their name only.
import type { Figure } from './figure.ts';

export interface Bench {
  /** only when it is named */
  isByNameOnly?: true;
  load(): Promise<{ run(): Promise<Figure[]> | Figure[] }>;
}

export const BENCHES: Record<string, Bench> = {
  engine: { load: () => import('./engine.ts') },
  ingest: { load: () => import('./ingest.ts') },
  fanout: { load: () => import('./fanout.ts') },
  sockets: { load: () => import('./sockets.ts') },
  paint: { load: () => import('./paint.ts') },
  wall: { load: () => import('./wall.ts') },
  chart: { load: () => import('./chart.ts') },
  script: { load: () => import('./script.ts') },
  order: { load: () => import('./order.ts') },
  kill: { load: () => import('./kill.ts') },
  desk: { load: () => import('./desk.ts') },
  agents: { load: () => import('./agents.ts') },
  history: { load: () => import('./history.ts') },
  restart: { load: () => import('./restart.ts') },
  growth: { load: () => import('./growth.ts') },
  soak: { isByNameOnly: true, load: () => import('./soak.ts') },
  'soak-kiosk': {
    isByNameOnly: true,
    load: async () => {
      const { run } = await import('./soak.ts');
      return { run: () => run('/kiosk/floor') };
    },
  },
};
