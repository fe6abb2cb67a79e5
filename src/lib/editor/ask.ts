// Asks the server to read or change something, with the token where it wants one: that of this tab, until it is closed.
import { meetDoors, whoIAm } from '#lib/access/me.svelte.ts';
import type { Problem } from '#core/result.ts';
import { t } from '#lib/i18n/translate.ts';
import { problemWords } from '#lib/problem-words.ts';

const TOKEN_KEY = 'tablo.token';

export type Answer<T> =
  | { ok: true; value: T; etag: string | null }
  /** `sentence` in the language of this screen */
  | { ok: false; status: number; problem: Problem | null; sentence: string };

export interface Asking {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
}

export async function ask<T>(path: string, { method = 'GET', body, headers = {} }: Asking = {}): Promise<Answer<T>> {
  // A token would be somebody else's right beside one's own.
  const token = whoIAm()?.kind === 'person' ? null : keptToken();
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = (await response.json()) as T & { error?: Problem };
    if (response.ok) return { ok: true, value: said, etag: response.headers.get('etag') };
    const problem = said.error ?? null;
    if (problem?.code === 'not_signed_in') void meetDoors();
    const sentence = problem ? problemWords(problem) : t('edit.noAnswer');
    return { ok: false, status: response.status, problem, sentence };
  } catch {
    return { ok: false, status: 0, problem: null, sentence: t('edit.noAnswer') };
  }
}

/** Whether it was refused for want of the token, or for a wrong one. */
export const wantsToken = (answer: Answer<unknown>): boolean =>
  !answer.ok && (answer.problem?.code === 'no_token' || answer.problem?.code === 'wrong_token');

export function keepToken(token: string): void {
  try {
    sessionStorage.setItem(TOKEN_KEY, token);
  } catch {
    // Without a store it is asked for again.
  }
}

function keptToken(): string | null {
  try {
    return sessionStorage.getItem(TOKEN_KEY);
  } catch {
    return null;
  }
}
