// The keys of a page: who is on it registers what a key does, and `?` lists what is registered now. Letters that are
// typed into a field are no keys.
import { createSubscriber } from 'svelte/reactivity';

export interface Binding {
  /** "/", "c", "Escape", or several that do the same. Letters are meant in any layout */
  keys: string | readonly string[];
  /** what it does, in words; "" is not listed */
  label: string;
  /** @returns false: not now, whoever registered the key before may have it */
  run(event: KeyboardEvent): boolean | void;
}

let bindings: readonly Binding[] = [];
let redraw = (): void => {};
const follow = createSubscriber((update) => {
  redraw = update;
});

/** Those that came last go before those of the same key that were there. @returns undoes it */
export function registerKeys(added: readonly Binding[]): () => void {
  if (bindings.length === 0) addEventListener('keydown', onKeydown);
  bindings = [...bindings, ...added];
  redraw();
  return () => {
    bindings = bindings.filter((binding) => !added.includes(binding));
    if (bindings.length === 0) removeEventListener('keydown', onKeydown);
    redraw();
  };
}

/** What is registered now, the first of each key that has words. What reads it while drawing is drawn anew with it. */
export function registeredKeys(): readonly Binding[] {
  follow();
  return bindings.filter(({ label }, i) => label !== '' && bindings.findIndex((one) => one.label === label) === i);
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const named = keysOf(event);
  if (isTakenBy(event.target, event.key)) return;
  for (const { keys, run } of [...bindings].reverse()) {
    if (![keys].flat().some((key) => named.includes(key)) || run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

/** By their place: as they are, and with Shift. */
const SIGNS: Record<string, readonly [string, string]> = {
  Slash: ['/', '?'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
};

/** The key, and what stands in its place on a keyboard of Latin letters: with Cyrillic ones J is О. */
function keysOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string[] {
  const named = [key.length === 1 ? key.toLowerCase() : key];
  if (/^[a-z]$/.test(named[0])) return named;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) named.push(letter.toLowerCase());
  const sign = SIGNS[code] as readonly [string, string] | undefined;
  if (sign) named.push(sign[shiftKey ? 1 : 0]);
  return named;
}

/** Keys that controls do something with themselves. */
const CONTROL_KEY = /^(Arrow|Page|Home|End|Enter| )/;

function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element) || target === document.body) return false;
  if (target.closest('dialog')) return true;
  if (key !== 'Escape' && target.closest('input, select, textarea, [contenteditable], [role="listbox"]')) return true;
  return CONTROL_KEY.test(key) && target.closest('a, button, [tabindex]:not([tabindex="-1"]), [role]') !== null;
}
