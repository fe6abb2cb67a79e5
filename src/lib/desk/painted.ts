// When what was changed just now is on the screen.

/** A tab that nobody sees paints nothing. */
const UNSEEN_MS = 200;

/** Resolves in the task after the next frame. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, UNSEEN_MS);
  });
}
