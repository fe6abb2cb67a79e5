// The document that takes the place of a page whose thread is blocked, and leads back to it. Pages of an origin share a
// process, and the blocked one would never let go: being isolated (COOP and COEP) makes the browser start another.
import { MOST_RELOADS, RELOADS_KEY, RELOAD_SPAN_MS } from './reload-log.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** What freezes again and again is left alone for a while: see reload-log.ts, whose memory this shares. */
const SCRIPT = `
  const to = new URLSearchParams(location.search).get('to') || '/';
  const back = () => location.replace(to.startsWith('/') && !to.startsWith('//') ? to : '/');
  let log = [];
  try {
    const now = Date.now();
    log = JSON.parse(sessionStorage.getItem('${RELOADS_KEY}') || '[]').filter((at) => at <= now && at > now - ${RELOAD_SPAN_MS});
    sessionStorage.setItem('${RELOADS_KEY}', JSON.stringify([...log, now]));
  } catch {}
  if (log.length < ${MOST_RELOADS}) back();
  else {
    document.body.hidden = false;
    setTimeout(back, ${RELOAD_SPAN_MS});
  }`;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<title>Tablo</title>
<body hidden style="margin: 20vh 10vw; background: #0a0e13; color: #eef3f7; font: 3vmin/1.5 system-ui, sans-serif">
<p>This screen froze several times in ten minutes. It tries again in ten minutes.</p>
<p lang="ru">Экран несколько раз завис за десять минут. Следующая попытка через десять минут.</p>
<script>${SCRIPT}</script>
</body>
</html>`;

export const revivePage = (): Response => new Response(PAGE, { headers: HEADERS });
