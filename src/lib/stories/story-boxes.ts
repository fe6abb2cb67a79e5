// The boxes that a widget is drawn in: places as boards have them, on screens of each shape, in u.
import type { Manifest } from '#core/board/manifest.ts';
import type { Placement, Place } from '#core/board/board.ts';
import { cellsOf, type Box, type ScreenSize } from '#lib/board/screen-shape.ts';

export interface StoryBox extends Box {
  id: 'least' | 'hero' | 'half' | 'whole' | 'portrait' | 'phone';
}

const WIDE: ScreenSize = { width: 1920, height: 1080 };
const PORTRAIT: ScreenSize = { width: 1080, height: 1920 };
const PHONE: ScreenSize = { width: 390, height: 844 };

export function storyBoxes({ least: { width, height } }: Manifest): StoryBox[] {
  const [w, h] = [Math.max(6, width), Math.max(6, height)];
  return [
    { id: 'least', ...boxAt('wide', [1, 1, width, height]) },
    { id: 'hero', ...boxAt('wide', [1, 0, w, Math.max(7, height)]) },
    { id: 'half', ...boxAt('wide', [12, 6, 12, 6]) },
    { id: 'whole', ...boxAt('wide', [0, 0, 24, 12]) },
    { id: 'portrait', ...boxAt('portrait', [0, 0, Math.min(12, w), h + 2]) },
    { id: 'phone', ...boxAt('phone', [0, 0, 12, Math.max(6, height)]) },
  ];
}

function boxAt(shape: 'wide' | 'portrait' | 'phone', place: Place): Box {
  const at = shape === 'portrait' ? { wide: false as const, portrait: place } : { wide: place };
  const widget: Placement = { id: 'story', widget: '', options: {}, at };
  const screen = { wide: WIDE, portrait: PORTRAIT, phone: PHONE }[shape];
  const head = { version: 1 as const, title: '', screen: { inches: 55, distanceM: 10 } };
  return cellsOf({ ...head, widgets: [widget] }, screen, shape)[0].box;
}
