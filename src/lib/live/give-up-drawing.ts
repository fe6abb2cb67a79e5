// A page whose code failed while it drew: it loads itself again, and when that was tried too often it says in plain words
// that its picture stands still. No component draws any more, so this is done by hand.
import { t } from '#lib/i18n/translate.ts';
import { reload } from './reloader.ts';

export function giveUpDrawing(): void {
  if (reload() || document.getElementById('undrawn')) return;
  const note = document.createElement('p');
  note.id = 'undrawn';
  note.setAttribute('role', 'alert');
  note.textContent = t('screen.undrawn');
  note.style.cssText =
    'position:fixed;z-index:4;left:0;right:0;top:40%;margin:0;padding:3vmin;text-align:center;' +
    'font-size:5vmin;font-weight:700;background:var(--ink);color:var(--ground)';
  (document.querySelector('main') ?? document.body).append(note);
}
