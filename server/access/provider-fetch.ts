// Requests to a provider: none takes long, none is followed elsewhere, and no answer is larger than any has to be.

/** of each request, its answer included */
export const PATIENCE_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

class ProviderDown extends Error {}

/** Why a provider could not be asked, found in what a library made of it; undefined: it answered. */
export function isDown(cause: unknown): Error | undefined {
  if (cause instanceof ProviderDown) return cause;
  return cause instanceof Error && cause.cause !== undefined ? isDown(cause.cause) : undefined;
}

/** @throws ProviderDown */
export async function providerFetch(url: string, options: object): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { ...options, redirect: 'manual', signal });
    if (response.status >= 500) throw new Error(`it answered ${response.status}`);
    const { status, headers } = response;
    const body = await bounded(response);
    return new Response(status === 204 || status === 304 ? null : body, { status, headers });
  } catch (cause) {
    const reason = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message;
    throw new ProviderDown(`${new URL(url).host}: ${reason}`);
  }
}

async function bounded({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`it answered with more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
