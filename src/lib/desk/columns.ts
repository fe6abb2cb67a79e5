// The columns of the desk's table: what each shows of a row, how, and which are shown where the address names none.
import type { Level } from '#core/level.ts';
import type { Unit } from '#core/reading.ts';
import type { QueueRow } from '#core/view/floor-view.ts';

export interface Column {
  /** as it stands in the address */
  key: string;
  /** null: no number */
  unit: Unit | null;
  digits?: number;
  /** shown where the address names no columns */
  usual: boolean;
  sorts: boolean;
  /** rem */
  width: number;
  /** as the panel that tells why knows it (src/lib/why/question.ts) */
  col: string;
  value(row: QueueRow): number | string | null;
  level?(row: QueueRow): Level;
}

type Given = Partial<Column> & Pick<Column, 'unit' | 'width'>;

const column = <K extends string>(key: K, value: Column['value'], of: Given): Column & { key: K } => ({
  ...{ usual: true, sorts: true, col: key, value },
  ...of,
  key,
});
const field = <K extends keyof QueueRow>(key: K, of: Given) =>
  column(key, (row) => row[key] as number | string | null, of);
const more = <K extends 'p90S' | 'serviceLevelLive' | 'staffGap'>(key: K, of: Given) =>
  column(key, (row) => row.more?.[key] ?? null, { usual: false, ...of });

export const COLUMNS = [
  field('channel', { unit: null, width: 7.5, usual: false }),
  field('waiting', { unit: 'count', width: 4.5 }),
  field('longestS', { unit: 's', width: 6.75, col: 'longest', level: ({ levels }) => levels.longest }),
  field('asaS', { unit: 's', width: 5.75, col: 'asa' }),
  more('p90S', { unit: 's', width: 5.25 }),
  field('serviceLevel', { unit: 'ratio', width: 4.75, level: ({ levels }) => levels.serviceLevel }),
  more('serviceLevelLive', {
    ...{ unit: 'ratio', width: 4.75 },
    level: (row) => row.more?.levels.serviceLevelLive ?? 'none',
  }),
  field('abandonRate', { unit: 'ratio', digits: 1, width: 5.75 }),
  field('abandoned', { unit: 'count', width: 4.75, usual: false }),
  field('offered', { unit: 'count', width: 5.75, usual: false }),
  field('answered', { unit: 'count', width: 5.75, usual: false }),
  field('available', { unit: 'count', width: 5.75 }),
  field('signedIn', { unit: 'count', width: 5.75 }),
  more('staffGap', { unit: 'people', width: 5.75, level: (row) => row.more?.levels.staffGap ?? 'none' }),
  field('spark', { unit: null, width: 8.5, sorts: false }),
] as const satisfies readonly Column[];

export type ColumnKey = (typeof COLUMNS)[number]['key'];

export const USUAL_COLUMNS: readonly ColumnKey[] = COLUMNS.filter(({ usual }) => usual).map(({ key }) => key);

/** "waiting,asaS": those of them that there are, in the table's order; null: the usual ones. */
export function parseColumns(text: string | null): readonly ColumnKey[] | null {
  const asked = text?.split(',') ?? [];
  const known = COLUMNS.filter(({ key }) => asked.includes(key)).map(({ key }) => key);
  return known.length === 0 || known.join() === USUAL_COLUMNS.join() ? null : known;
}
