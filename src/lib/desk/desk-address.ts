// What the desk shows, as it stands in the address: a link shows a colleague the same. Defaults are left out, what is not
// understood is ignored; what other parts of the page keep there (why…, lang) stays.
import { momentText, parseMoment, type Moment } from '#core/protocol/moment.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import type { WindowName } from '#core/window.ts';
import { COLUMNS, parseColumns, type ColumnKey } from './columns.ts';

/** Those that the live floor answers from memory. */
export const DESK_WINDOWS = ['5m', '15m', '30m', '60m', 'interval', 'today'] as const satisfies readonly WindowName[];
export type DeskWindow = (typeof DESK_WINDOWS)[number];

export const DESK_VIEWS = ['queues', 'agents', 'alerts'] as const;
export type DeskView = (typeof DESK_VIEWS)[number];

export interface DeskAddress {
  /** as in the API: "all", "site:rostov,channel:phone" */
  scope: string;
  window: DeskWindow;
  view: DeskView;
  /** a column's key or "name", "-waiting" from the top; "" for the order of pain */
  sort: string;
  /** what is searched for; "" for all */
  q: string;
  /** null: the usual ones */
  cols: readonly ColumnKey[] | null;
  /** only queues that somebody has to look at or act on */
  alarmed: boolean;
  /** rows keep their places whatever the numbers do */
  frozen: boolean;
  queue: string | null;
  agent: string | null;
  /** of the past; null: the present */
  moment: Moment | null;
  /** what others keep in the address, in its order */
  others: readonly (readonly [key: string, value: string])[];
}

const OWN = new Set(['scope', 'window', 'view', 'sort', 'q', 'cols', 'only', 'order', 'queue', 'agent', 'at', 'speed']);

export function parseDeskAddress(params: URLSearchParams): DeskAddress {
  const moment = parseMoment(params.get('at'), params.get('speed'));
  return {
    scope: scopeIn(params.get('scope') || 'all'),
    window: DESK_WINDOWS.find((one) => one === params.get('window')) ?? '15m',
    view: DESK_VIEWS.find((one) => one === params.get('view')) ?? 'queues',
    sort: sortIn(params.get('sort')),
    q: params.get('q') ?? '',
    cols: parseColumns(params.get('cols')),
    alarmed: params.get('only') === 'alarmed',
    frozen: params.get('order') === 'frozen',
    queue: params.get('queue') || null,
    agent: params.get('agent') || null,
    moment: moment.ok ? moment.value : null,
    others: [...params].filter(([key]) => !OWN.has(key)),
  };
}

/** "?…" of this page with something changed; "?" where all is as usual. */
export function deskHref(address: DeskAddress, changes: Partial<DeskAddress> = {}): string {
  const next = { ...address, ...changes };
  const params = new URLSearchParams();
  const put = (key: string, value: string | null, usual = ''): void => {
    if (value !== null && value !== usual) params.set(key, value);
  };
  put('scope', next.scope, 'all');
  put('window', next.window, '15m');
  put('view', next.view, 'queues');
  put('sort', next.sort);
  put('q', next.q);
  put('cols', next.cols && next.cols.join());
  put('only', next.alarmed ? 'alarmed' : '');
  put('order', next.frozen ? 'frozen' : '');
  put('queue', next.queue, '');
  put('agent', next.agent, '');
  put('at', next.moment && momentText(next.moment.at));
  put('speed', next.moment && next.moment.speed > 0 ? String(next.moment.speed) : '');
  for (const [key, value] of next.others) params.append(key, value);
  // These may stand as they are, and are easier to read.
  return `?${params}`.replace(/%3A/g, ':').replace(/%2C/g, ',');
}

/** As it stands, and without the parts that are not understood. */
function scopeIn(text: string): string {
  return parseScope(text).ok ? text : scopeText(partsOf(text));
}

/** The scope as text. Parts stand in one order, so that the same scope is the same topic. */
export function scopeText({ site, team, queue, channel }: Scope): string {
  const parts = { site, team, queue, channel };
  const said = Object.entries(parts).flatMap(([kind, id]) => (id ? [`${kind}:${id}`] : []));
  return said.join() || 'all';
}

/** The parts of a scope that are understood. */
export function partsOf(text: string): Scope {
  const whole = parseScope(text);
  if (whole.ok) return whole.value;
  const scope: Scope = {};
  for (const part of text.split(/,(?=\w+:)/)) {
    const one = parseScope(part);
    if (one.ok) Object.assign(scope, one.value);
  }
  return scope;
}

function sortIn(text: string | null): string {
  const key = text?.replace(/^-/, '');
  const isKnown = key === 'name' || COLUMNS.some((column) => column.key === key && column.sorts);
  return isKnown ? (text ?? '') : '';
}
