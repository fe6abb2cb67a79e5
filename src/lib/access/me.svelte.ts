// Who looks at this page, for all of its parts: what they may do is offered, nothing else. Whoever is nobody is led to the
// sign-in and back. Walls and kiosks have their own way in (/pair).
import type { MeAnswer } from '#core/access/answers.ts';
import type { Right } from '#core/access/rights.ts';
import { inThisLanguage } from '#lib/language.ts';
import type { Line } from '#lib/live/line.svelte.ts';
import { signInFor } from './where-to.ts';
import { askWhoIAm } from './who-am-i.ts';

/** Sign-ins change their secret by the hour. */
const ASK_EVERY_MS = 30 * 60_000;

let me = $state.raw<MeAnswer | null>(null);

/** null: the server has not said so far */
export const whoIAm = (): MeAnswer | null => me;

/** Whether it is worth offering; the server decides. Who comes through open doors may be asked for a token instead. */
export const may = (right: Right): boolean =>
  (me?.kind !== 'person' && me?.kind !== 'screen') || me.rights.includes(right);

let asking: Promise<void> | null = null;
/** This page knows where it goes: it is not led to the sign-in when its socket is closed. */
let isSigningOut = false;

/** Asks who it is; for nobody it leads to the sign-in, and never resolves. Without an answer all stays as it was. */
export function meetDoors(): Promise<void> {
  asking ??= askWhoIAm().then((answer) => {
    asking = null;
    if (answer?.kind === 'nobody') return leave();
    me = answer ?? me;
    return undefined;
  });
  return asking;
}

/** For as long as a page is open. @returns stops */
export function stayKnown(line: Line): () => void {
  line.onShut = () => void meetDoors();
  const timer = setInterval(() => void meetDoors(), ASK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Of who sees some sites only: the first of them, where an address names no scope. */
export function withOwnScope(params: URLSearchParams): URLSearchParams {
  const [site] = me?.sites ?? [];
  const isNamed = ['scope', 'site', 'team', 'queue', 'channel'].some((kind) => params.has(kind));
  if (site === undefined || isNamed) return params;
  const own = new URLSearchParams(params);
  own.set('scope', `site:${site}`);
  return own;
}

/**
 * Out of here, and on to the provider, which would let in again whoever clicks there next; without one, to the sign-in.
 * @param end asks the server; null: no answer
 */
export async function signOut(end: () => Promise<{ next?: string } | null>): Promise<void> {
  isSigningOut = true;
  const answer = await end();
  location.assign(answer?.next ?? inThisLanguage('/sign-in'));
}

function leave(): Promise<never> {
  if (location.pathname !== '/sign-in' && !isSigningOut) location.replace(signInFor(location));
  return new Promise<never>(() => {});
}
