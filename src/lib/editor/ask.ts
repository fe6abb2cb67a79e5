// Asks the server to read or change boards and messages, with the token where it wants one.
import type { Problem } from '#core/result.ts';
import { meetDoors } from '#lib/access/me.svelte.ts';
import { tokenHeader } from '#lib/access/tab-token.ts';
import { callApi, type Method } from '#lib/call-api.ts';
import { t } from '#lib/i18n/translate.ts';
import { problemWords } from '#lib/problem-words.ts';

export type Answer<T> =
  | { ok: true; value: T; etag: string | null }
  /** `sentence` in the language of this screen; status 0: there was no answer */
  | { ok: false; status: number; problem: Problem | null; sentence: string };

export interface Asking {
  method?: Method;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function ask<T>(path: string, { method = 'GET', body, headers }: Asking = {}): Promise<Answer<T>> {
  const answer = await callApi<T>(method, path, body, { ...tokenHeader(), ...headers });
  if (answer?.ok) return { ok: true, value: answer.value, etag: answer.headers.get('etag') };
  const { status, problem } = answer ?? { status: 0, problem: null };
  if (problem?.code === 'not_signed_in') void meetDoors();
  return { ok: false, status, problem, sentence: problem ? problemWords(problem) : t('edit.noAnswer') };
}
