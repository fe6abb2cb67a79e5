// What a board has to be shown of the floor.
import type { Board } from '#core/board/board.ts';
import { needsOf } from '#core/board/manifest.ts';
import { WIDGETS } from '#lib/widget.ts';
import { givenOptions } from './given-options.ts';

/** what the head and the foot of every wall say */
const FRAME = ['queues', 'waiting@now', 'agents.signedin@now'];

/** Of the widgets that were loaded. @returns items of a show list */
export function boardNeeds({ widgets }: Board): string[] {
  const asked = widgets.flatMap((placement) => {
    const manifest = WIDGETS.get(placement.widget)?.manifest;
    const options = givenOptions(placement);
    return manifest && options.ok ? needsOf(manifest, options.value) : [];
  });
  return [...new Set([...FRAME, ...asked])].sort();
}
