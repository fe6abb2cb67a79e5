// Lets nothing that hands, mice and keyboards do through to the page, but tells when something is held for three seconds:
// a finger, a button, or OK on a remote.

export const HOLD_MS = 3_000;
/** a finger that moves further does not hold, CSS px */
const STEADY_PX = 30;
const OK_KEY = /^(Enter|Select|Accept)$/;
const MUFFLED = [
  ...['contextmenu', 'selectstart', 'dragstart', 'drop', 'dragover', 'copy', 'cut', 'paste', 'wheel'],
  ...['mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'touchstart', 'touchmove', 'touchend'],
  ...['pointerdown', 'pointerup', 'pointercancel', 'pointermove', 'keydown', 'keyup', 'keypress', 'beforeinput'],
];

export interface Hands {
  /** parts of the page that may be touched */
  mayTouch(target: Element): boolean;
  held(): void;
}

/** @returns stops */
export function muffle({ mayTouch, held }: Hands): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: { x: number; y: number } | null = null;
  const letGo = (): void => {
    clearTimeout(timer);
    timer = undefined;
    from = null;
  };
  const hold = (): void => {
    timer ??= setTimeout(() => {
      letGo();
      held();
    }, HOLD_MS);
  };
  const watch = (event: Event): void => {
    if (event instanceof KeyboardEvent) {
      if (event.type === 'keyup' || !OK_KEY.test(event.key)) letGo();
      else if (event.type === 'keydown') hold();
    } else if (event instanceof PointerEvent) {
      if (event.type === 'pointerdown') {
        from = { x: event.clientX, y: event.clientY };
        hold();
      } else if (event.type !== 'pointermove') letGo();
      else if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STEADY_PX) letGo();
    }
  };
  const take = (event: Event): void => {
    if (event.target instanceof Element && mayTouch(event.target)) return letGo();
    watch(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of MUFFLED) addEventListener(type, take, { capture: true, passive: false });
  addEventListener('blur', letGo);
  return () => {
    letGo();
    for (const type of MUFFLED) removeEventListener(type, take, { capture: true });
    removeEventListener('blur', letGo);
  };
}
