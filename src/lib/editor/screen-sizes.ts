// Screens that boards hang on, in CSS px.
import type { Shape } from '#core/board/board.ts';
import type { ScreenSize } from '#lib/board/screen-shape.ts';

/** What a board of each shape is edited at. */
export const NOMINAL: Record<Shape, ScreenSize> = {
  wide: { width: 1920, height: 1080 },
  ultrawide: { width: 2520, height: 1080 },
  portrait: { width: 1080, height: 1920 },
  phone: { width: 390, height: 844 },
};

export interface NamedScreen extends ScreenSize {
  /** "1280 × 720" */
  name: string;
  shape: Shape;
}

const named = (shape: Shape, width: number, height: number): NamedScreen => ({
  ...{ shape, width, height },
  name: `${width} × ${height}`,
});

export const SCREENS: readonly NamedScreen[] = [
  named('wide', 1280, 720),
  named('wide', 1920, 1080),
  named('wide', 3840, 2160),
  named('ultrawide', 2560, 1080),
  named('portrait', 1080, 1920),
  named('phone', 390, 844),
];
