// Asks the server about people and keys, as whoever is signed in here.
import type { Problem } from '#core/result.ts';
import { callApi, type Method } from '#lib/call-api.ts';
import { t, wordOr } from '#lib/i18n/translate.ts';
import { meetDoors } from './me.svelte.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; sentence: string; path?: string };

/** @param path below /api/v1/: "people" @returns what was answered, or a sentence in the language of this screen */
export async function askServer<T = unknown>(method: Method, path: string, body?: object): Promise<Answer<T>> {
  const answer = await callApi<T>(method, path, body);
  if (!answer) return { ok: false, code: 'no_answer', sentence: t('access.noAnswer') };
  if (answer.ok) return { ok: true, value: answer.value };
  const { problem } = answer;
  if (problem.code === 'not_signed_in') void meetDoors();
  return { ok: false, code: problem.code, path: problem.path, sentence: wordsOf(problem, answer.headers) };
}

function wordsOf({ code, message }: Problem, headers: Headers): string {
  const minutes = Math.ceil(Number(headers.get('retry-after')) / 60);
  if (code === 'too_many_tries') return t('access.tooManyTries', { minutes });
  return wordOr(`access.problem.${code}`, message);
}
