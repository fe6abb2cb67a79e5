// What browsers are told about the web app's files: how long they hold, and what its pages may do. A page runs scripts of
// this server and those written into it, and speaks with nobody else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;
/** A Host that may be written into a header: name or address, and port. */
const PLAIN_HOST = /^[\w.[\]:-]+$/;
/** The one style attribute in a template: SvelteKit's announcer of the page's title to screen readers. */
const ANNOUNCER =
  'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px';

/** @param web folder of the built app. @returns sets the headers of a file of it, by the path that was asked for */
export function pageHeaders(web: string): (response: ServerResponse, path: string) => void {
  const scripts = [...readFileSync(join(web, 'index.html'), 'utf8').matchAll(INLINE_SCRIPT)].map(([, text]) => text);
  return (response, path) => {
    // Files whose name holds their hash never change; everything else is asked for anew.
    const isImmutable = path.startsWith('/_app/immutable/');
    response.setHeader('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    if (isImmutable) return;
    response.setHeader('content-security-policy', policy(scripts, response.req.headers.host));
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('referrer-policy', 'same-origin');
  };
}

/** @param host browsers up to Chrome 85 may not take 'self' for a socket of the same host */
function policy(scripts: readonly string[], host = ''): string {
  const sockets = PLAIN_HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    `script-src 'self' ${scripts.map(hashOf).join(' ')}`.trimEnd(),
    `style-src 'self' 'unsafe-hashes' ${hashOf(ANNOUNCER)}`,
    `connect-src 'self'${sockets}`,
    "img-src 'self' data:",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Text becomes markup or the address of a script through these two only: Svelte's templates, src/lib/live/own-script.ts.
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html tablo',
  ].join('; ');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
