// Where a sign-in leads back to: a page of this server, never one of another, whatever the address says.

const DESK = '/desk';

/** @param to of the address: "/desk?scope=site:omsk" @param origin of this server @returns an address in full */
export function whereTo(to: string | null, origin: string, otherwise = DESK): string {
  const usual = new URL(otherwise, origin).href;
  const url = to?.startsWith('/') ? parsed(to, origin) : null;
  // In full: a path that begins with two slashes is another host to a browser.
  return url && url.origin === origin && url.pathname !== '/sign-in' ? url.href : usual;
}

function parsed(path: string, origin: string): URL | null {
  try {
    return new URL(path, origin);
  } catch {
    return null;
  }
}

/** The sign-in that leads back to a page, in its language. */
export function signInFor({ pathname, search, hash }: Pick<URL, 'pathname' | 'search' | 'hash'>): string {
  const params = new URLSearchParams({ to: pathname + search + hash });
  const lang = new URLSearchParams(search).get('lang');
  if (lang !== null) params.set('lang', lang);
  return `/sign-in?${params}`;
}
