// What the linter has to know of how a widget looks, where it is drawn by hero.svelte or by calm-table.svelte: the sizes
// and colours are theirs.
import type { Manifest } from '#core/board/manifest.ts';

type Face = Pick<Manifest, 'textU' | 'figureU' | 'inks' | 'still'>;

export const HERO_FACE = {
  textU: 24,
  figureU: 194,
  inks: ['ink', 'look', 'act'],
  still: { share: 0.05, ink: 'dim' },
} as const satisfies Face;

export const TABLE_FACE = {
  textU: 32,
  inks: ['ink', 'look', 'act'],
  still: { share: 0.05, ink: 'dim' },
} as const satisfies Face;
