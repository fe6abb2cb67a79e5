// What the server says about a number: its definition, its reading, and the things behind it page by page.
import type { MetricsAnswer } from '#core/answers.ts';
import type { BehindRow, Kind } from '#core/behind.ts';
import type { Definition } from '#core/definitions.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import { t } from '#lib/i18n/translate.ts';
import { problemWords } from '#lib/problem-words.ts';
import type { Question } from './question.ts';

export interface SourceAnswer {
  id: string;
  state: SourceView['state'];
  lastEventAt: string | null;
  late: number;
  rejected: number;
  simulated: boolean;
}
export type Reading = MetricsAnswer & { sources: SourceAnswer[] };
export interface Page {
  rows: BehindRow[];
  next: string | null;
}

/** @throws Error with the server's sentence, in the language of this screen */
async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`);
  const body = (await response.json()) as T & { error?: { code: string; message: string } };
  if (!response.ok)
    throw new Error(body.error ? problemWords(body.error) : t('why.noAnswer', { status: String(response.status) }));
  return body;
}

export async function askDefinition(key: string): Promise<Definition | undefined> {
  const { metrics } = await ask<{ metrics: Definition[] }>('/api/v1/definitions');
  return metrics.find((one) => one.key === key);
}

export function askReading({ scope, window, at }: Question): Promise<Reading> {
  return ask<Reading>('/api/v1/metrics', { scope, window, at });
}

const PAGE = 50;

/** Of what `at` says of an instant the list is that of those who wait. */
export function listQuery(
  { metric, scope }: Question,
  { from, to }: { from: string; to: string },
): Record<string, string> {
  return { metric, scope, from, to, limit: String(PAGE) };
}

export async function askPage(query: Record<string, string>, cursor: string | null): Promise<Page> {
  const answer = await ask<{ of: Kind; next: string | null } & Record<string, unknown>>('/api/v1/visits', {
    ...query,
    ...(cursor === null ? {} : { cursor }),
  });
  return { rows: answer[answer.of] as BehindRow[], next: answer.next };
}
