// The way to the provider (OpenID Connect) and what is said of the way back. The server leads there and back to the sign-in.
import type { MeAnswer } from '#core/access/answers.ts';

/** Why nobody came in, as the server tells it in the address; nothing else that stands there is said. */
const PROBLEMS = [
  ...['sign_in_over', 'too_many_tries', 'provider_refused', 'provider_failed', 'provider_unreachable'],
  ...['no_role', 'no_site', 'disabled', 'barred'],
];

/** Whether somebody has a password here that they sign in with. */
export const hasPassword = ({ vouched, passwords }: Pick<MeAnswer, 'vouched' | 'passwords'>): boolean =>
  passwords && !vouched;

/** @param query of the sign-in's address @returns an address of this server that leads to the provider */
export function providerStart(query: URLSearchParams): string {
  const asked = new URLSearchParams();
  for (const name of ['to', 'lang']) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  return `/api/v1/oidc/start${asked.size > 0 ? `?${asked.toString()}` : ''}`;
}

/** @returns the code of what went wrong; "": nothing did */
export function providerProblem(query: URLSearchParams): string {
  return PROBLEMS.find((code) => code === query.get('problem')) ?? '';
}
