// What a paired screen is told to do from afar (P72): say who it is, or load itself again. Done by hand: it has to work
// over whatever is on the screen.
import type { Do } from '#core/protocol/messages.ts';
import { t } from '#lib/i18n/translate.ts';
import { reload } from './reloader.ts';

const SAID_MS = 10_000;
/** A hundred screens that were told so do not come back at once. */
const SPREAD_MS = 3_000;
const ID = 'identify';

export function obey({ do: command, name = '', place = '' }: Do): void {
  if (command === 'identify') identify(name, place);
  // What was done too often is left: reload-log.ts.
  if (command === 'reload') setTimeout(reload, Math.random() * SPREAD_MS);
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Name and place over all of the screen, for ten seconds, to be read by who stands far away from it. */
function identify(name: string, place: string): void {
  clearTimeout(timer);
  document.getElementById(ID)?.remove();
  const shown = document.createElement('div');
  shown.id = ID;
  shown.setAttribute('role', 'status');
  const size = sizeOf(name);
  shown.style.cssText =
    'position:fixed;z-index:6;top:0;right:0;bottom:0;left:0;padding:0 6vw;display:flex;flex-direction:column;' +
    'justify-content:center;background:var(--ground);color:var(--dim);overflow:hidden;overflow-wrap:anywhere;' +
    `line-height:1.15;font-size:${size * 0.36}px`;
  shown.append(
    line(t('screen.thisIs')),
    line(name, `font-size:${size}px;font-weight:700;color:var(--ink)`),
    line(place),
  );
  document.body.append(shown);
  timer = setTimeout(() => shown.remove(), SAID_MS);
}

function line(text: string, css = ''): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = css;
  element.textContent = text;
  return element;
}

/** As large as its letters have room, and no larger than a short name needs. @returns px */
function sizeOf({ length }: string): number {
  return Math.min(0.22 * Math.min(innerWidth, innerHeight), Math.sqrt((0.6 * innerWidth * innerHeight) / length));
}
