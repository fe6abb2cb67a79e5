// What the pages of pairing ask the server.
import type { Problem } from '#core/result.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** @returns null: the server did not answer */
export async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer<T> | null> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      ...{ method, cache: 'no-store' },
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const said = (await response.json()) as T & { error?: Problem };
    if (response.ok) return { ok: true, value: said };
    return said.error ? { ok: false, problem: said.error } : null;
  } catch {
    return null;
  }
}
