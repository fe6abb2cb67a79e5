// Which number somebody asks "why?" about: it stands in the address, so that a link shows a colleague the same.
import type { WindowName } from '#core/window.ts';

export interface Question {
  metric: string;
  scope: string;
  window: WindowName;
  /** RFC 3339: number and list are of one instant */
  at: string;
}

/** Columns of queues → metrics. */
const COLUMNS: Record<string, string> = {
  longest: 'wait.longest',
  asaS: 'asa',
  p90S: 'wait.p90',
  serviceLevelLive: 'service.level.live',
  staffGap: 'staff.gap',
  serviceLevel: 'service.level',
  abandonRate: 'abandon.rate',
  available: 'agents.available',
  signedIn: 'agents.signedin',
};
const ROW_WINDOW: WindowName = '15m';

/** The number that was clicked, undefined when it was none. @param scope of the screen */
export function questionAt(element: Element, scope: string, at: number): Question | undefined {
  const number = element.closest('[data-why], [data-metric], [data-col]');
  const name = ['data-why', 'data-metric', 'data-col'].map((key) => number?.getAttribute(key)).find((one) => one);
  if (!name || name === 'name' || !number?.hasAttribute('data-value')) return undefined;
  const rowWindow = number.closest('[data-window]')?.getAttribute('data-window') ?? ROW_WINDOW;
  const [metric, shownOver] = name.includes('@') ? name.split('@') : [COLUMNS[name] ?? name, rowWindow];
  // A part of the desk may be of a scope, and a frame, of its own.
  const part = number.closest('[data-scope][data-as-of]');
  const within = narrowed(part?.getAttribute('data-scope') ?? scope, number);
  const asOf = Number(part?.getAttribute('data-as-of')) || at;
  // What holds at an instant is the same in any window.
  const window = shownOver === 'now' ? ROW_WINDOW : (shownOver as WindowName);
  return { metric, scope: within, window, at: new Date(asOf).toISOString() };
}

/** The scope of a row: that of the screen, and in it one site or queue. */
function narrowed(scope: string, number: Element): string {
  const parts = scope === 'all' ? [] : scope.split(',');
  for (const kind of ['site', 'queue']) {
    const id = number.closest(`[data-${kind}]`)?.getAttribute(`data-${kind}`);
    if (id && !parts.includes(`${kind}:${id}`)) parts.push(`${kind}:${id}`);
  }
  return parts.join(',') || 'all';
}

export function parseQuestion(params: URLSearchParams): Question | undefined {
  const [metric, scope, at] = [params.get('why'), params.get('whyScope') ?? 'all', params.get('whyAt')];
  const window = (params.get('whyWindow') ?? ROW_WINDOW) as WindowName;
  return metric && at ? { metric, scope, window, at } : undefined;
}

/** The address with this question, or without any; all else in it stays. */
export function addressOf(params: URLSearchParams, question: Question | undefined): string {
  const next = new URLSearchParams(params);
  for (const key of ['why', 'whyScope', 'whyWindow', 'whyAt']) next.delete(key);
  if (question) {
    next.set('why', question.metric);
    next.set('whyScope', question.scope);
    next.set('whyWindow', question.window);
    next.set('whyAt', question.at);
  }
  return `?${next}`;
}
