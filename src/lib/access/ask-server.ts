// Asks the server about people and keys, as whoever is signed in here.
import { t, wordOr } from '#lib/i18n/translate.ts';
import type { Problem } from '#core/result.ts';
import { meetDoors } from './me.svelte.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; sentence: string; path?: string };

/** @param path below /api/v1/: "people" @returns what was answered, or a sentence in the language of this screen */
export async function askServer<T = unknown>(method: string, path: string, body?: object): Promise<Answer<T>> {
  const sent =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/api/v1/${path}`, { method, cache: 'no-store', ...sent });
    const said = (await response.json()) as T & { error?: Problem };
    if (response.ok) return { ok: true, value: said };
    const problem = said.error ?? { code: 'internal', message: response.statusText };
    if (problem.code === 'not_signed_in') void meetDoors();
    return { ok: false, code: problem.code, path: problem.path, sentence: wordsOf(problem, response.headers) };
  } catch {
    return { ok: false, code: 'no_answer', sentence: t('access.noAnswer') };
  }
}

function wordsOf({ code, message }: Problem, headers: Headers): string {
  const minutes = Math.ceil(Number(headers.get('retry-after')) / 60);
  if (code === 'too_many_tries') return t('access.tooManyTries', { minutes });
  return wordOr(`access.problem.${code}`, message);
}
