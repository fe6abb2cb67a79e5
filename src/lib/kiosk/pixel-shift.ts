// Moves the whole picture by a pixel or two every few minutes: what never changes would burn itself into the panel.

export const SHIFT_EVERY_MS = 3 * 60_000;
/** CSS px: the places of the picture, one after the other; neighbours are a small step apart */
export const PLACES = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 2],
  [-1, 1],
  [-2, 0],
  [-1, -1],
  [0, -2],
  [2, -1],
] as const;

/** @returns stops, and puts it back */
export function shiftPixels(picture: HTMLElement): () => void {
  let step = 0;
  const timer = setInterval(() => {
    step = (step + 1) % PLACES.length;
    const [x, y] = PLACES[step];
    picture.style.transform = `translate(${x}px, ${y}px)`;
  }, SHIFT_EVERY_MS);
  return () => {
    clearInterval(timer);
    picture.style.transform = '';
  };
}
