// Changes alerts, and what else there is of them, on the server, with the token where it wants one: that of this tab.
import { meetDoors, whoIAm } from '#lib/access/me.svelte.ts';
import type { Problem } from '#core/result.ts';
import { problemWords } from '#lib/problem-words.ts';

/** The same as that of the editor of boards. */
const TOKEN_KEY = 'tablo.token';
const NAME_KEY = 'tablo.name';

export type Changed = { ok: true } | { ok: false; sentence: string; wantsToken: boolean };

export const acknowledgeAlert = (id: string, by: string, note: string): Promise<Changed> =>
  post(id, 'acknowledge', { by, note });

export const snoozeAlert = (id: string, minutes: number): Promise<Changed> => post(id, 'snooze', { minutes });

const post = (id: string, what: string, body: object): Promise<Changed> =>
  send('POST', `alerts/${encodeURIComponent(id)}/${what}`, body);

/** @param path of the API */
export async function send(method: 'POST' | 'PUT', path: string, body: object): Promise<Changed> {
  // A token would be somebody else's right beside one's own.
  const token = whoIAm()?.kind === 'person' ? '' : kept(sessionStorage, TOKEN_KEY);
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (response.ok) return { ok: true };
    const { error } = (await response.json()) as { error: Problem };
    if (error.code === 'not_signed_in') void meetDoors();
    return {
      ok: false,
      sentence: problemWords(error),
      wantsToken: error.code === 'no_token' || error.code === 'wrong_token',
    };
  } catch (cause) {
    return { ok: false, sentence: (cause as Error).message, wantsToken: false };
  }
}

export const keepToken = (token: string): void => put(sessionStorage, TOKEN_KEY, token);
/** Of who acknowledges, on this machine. */
export const keptName = (): string => kept(localStorage, NAME_KEY);
export const keepName = (name: string): void => put(localStorage, NAME_KEY, name);

function kept(store: Storage, key: string): string {
  try {
    return store.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function put(store: Storage, key: string, value: string): void {
  try {
    store.setItem(key, value);
  } catch {
    // Without a store it is asked for again.
  }
}
