// What a request asks for, as an address.
import type { IncomingMessage } from 'node:http';

/** null where there is no making sense of it: "//" */
export function addressOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '/', 'http://localhost');
}

export const queryOf = (request: IncomingMessage): URLSearchParams =>
  addressOf(request)?.searchParams ?? new URLSearchParams();
