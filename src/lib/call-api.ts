// One call of the server's API. What to say where it refuses, or does not answer, is for who calls.
import type { Problem } from '#core/result.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type ApiAnswer<T> =
  { ok: true; value: T; headers: Headers } | { ok: false; status: number; problem: Problem; headers: Headers };

/** @param path below /api/v1/: "people" @returns null: nobody answered, or somebody else than Tablo */
export async function callApi<T = unknown>(
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer<T> | null> {
  const sent =
    body === undefined
      ? { headers }
      : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`/api/v1/${path}`, { method, cache: 'no-store', ...sent });
    const said = (await response.json()) as T & { error?: Problem };
    const { ok, status, headers: told } = response;
    if (ok) return { ok, value: said, headers: told };
    return said.error ? { ok: false, status, problem: said.error, headers: told } : null;
  } catch {
    return null;
  }
}
