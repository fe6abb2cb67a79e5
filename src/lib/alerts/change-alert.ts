// Changes alerts, and what else there is of them, on the server, with the token where it wants one.
import { meetDoors } from '#lib/access/me.svelte.ts';
import { tokenHeader, wantsToken } from '#lib/access/tab-token.ts';
import { callApi } from '#lib/call-api.ts';
import { t } from '#lib/i18n/translate.ts';
import { problemWords } from '#lib/problem-words.ts';

const NAME_KEY = 'tablo.name';

export type Changed = { ok: true } | { ok: false; sentence: string; wantsToken: boolean };

export const acknowledgeAlert = (id: string, by: string, note: string): Promise<Changed> =>
  post(id, 'acknowledge', { by, note });

export const snoozeAlert = (id: string, minutes: number): Promise<Changed> => post(id, 'snooze', { minutes });

const post = (id: string, what: string, body: object): Promise<Changed> =>
  send('POST', `alerts/${encodeURIComponent(id)}/${what}`, body);

/** @param path of the API */
export async function send(method: 'POST' | 'PUT', path: string, body: object): Promise<Changed> {
  const answer = await callApi(method, path, body, tokenHeader());
  if (answer?.ok) return { ok: true };
  const problem = answer?.problem ?? null;
  if (problem?.code === 'not_signed_in') void meetDoors();
  const sentence = problem ? problemWords(problem) : t('alerts.noAnswer');
  return { ok: false, sentence, wantsToken: wantsToken(problem) };
}

/** Of who acknowledges, on this machine. */
export function keptName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return '';
  }
}

export function keepName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // Without a store it is asked for again.
  }
}
