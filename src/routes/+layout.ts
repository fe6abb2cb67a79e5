// Every page is drawn in the browser: the engine lives in the server and reaches it over the socket.
import { settleLanguage } from '#lib/language.ts';
import type { LayoutLoad } from './$types';

export const ssr = false;
export const prerender = false;

/** Without its words nothing is shown: what stands there while a page loads stays, and tries again by itself (app.html). */
export const load: LayoutLoad = ({ url, route }) =>
  settleLanguage(url.searchParams.get('lang'), /^\/(wall|kiosk)\//.test(route.id ?? '') ? undefined : 'desk').catch(
    () => new Promise<void>(() => {}),
  );
