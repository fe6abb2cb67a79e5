// The answers of the API as CSV and NDJSON: the same numbers, one line a row.
import { stringify } from 'csv-stringify/sync';

export const FORMATS = ['json', 'csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

type Row = Record<string, unknown>;

const TYPES: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export interface Exported {
  headers: Record<string, string>;
  text: string;
}

/** @param rows what the answer is a list of @param name of the file, without its ending */
export function exportRows(rows: readonly Row[], format: Exclude<Format, 'json'>, name: string): Exported {
  const headers = {
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
  };
  if (format === 'ndjson') return { headers, text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') };
  const flat = rows.map((row) => flatten(row));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  // With a byte order mark spreadsheets read it as UTF-8; a text that begins as a formula is made none.
  return { headers, text: stringify(flat, { header: true, columns, bom: true, escape_formulas: true, cast: CAST }) };
}

const CAST = {
  boolean: (value: boolean) => String(value),
  number: (value: number) => ({ value: String(value), escape_formulas: false }),
};

/** { counts: { answered: 3 } } → { "counts.answered": 3 }; a list in one cell. */
function flatten(row: Row, prefix = ''): Row {
  const flat: Row = {};
  for (const [key, value] of Object.entries(row)) {
    const name = prefix + key;
    if (Array.isArray(value)) flat[name] = value.join(' ');
    else if (typeof value === 'object' && value !== null) Object.assign(flat, flatten(value as Row, `${name}.`));
    else flat[name] = value;
  }
  return flat;
}

/** The rows of an answer: a line a metric, queue, agent, intent, point or thing. */
export function rowsOf(answer: Row): Row[] {
  const { metrics, queues, agents, intents, times, values, of } = answer;
  if (Array.isArray(times) && Array.isArray(values))
    return times.map((time, i) => ({ time: new Date(Number(time) * 1000).toISOString(), value: values[i] as unknown }));
  if (typeof of === 'string') return answer[of] as Row[];
  if (Array.isArray(metrics)) return metrics as Row[];
  if (metrics !== undefined) {
    const { scope, window, from, to, asOf } = answer;
    return Object.entries(metrics as Record<string, Row>).map(([metric, reading]) => ({
      metric,
      scope,
      window,
      from,
      to,
      asOf,
      ...reading,
    }));
  }
  return (queues ?? agents ?? intents) as Row[];
}
