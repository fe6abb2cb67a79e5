// What a board has to be shown of the floor.
import type { Board } from '#core/board/board.ts';
import { needsOf } from '#core/board/manifest.ts';
import { parseOptions } from '#core/board/options.ts';
import { WIDGETS } from '#lib/widget.ts';

/** what the head and the foot of every wall say */
const FRAME = ['queues', 'waiting@now', 'agents.signedin@now'];

/** Of the widgets that were loaded. @returns items of a show list */
export function boardNeeds({ widgets }: Board): string[] {
  const asked = widgets.flatMap(({ widget, options }) => {
    const manifest = WIDGETS.get(widget)?.manifest;
    const parsed = manifest && parseOptions(manifest.options, options);
    return manifest && parsed?.ok ? needsOf(manifest, parsed.value) : [];
  });
  return [...new Set([...FRAME, ...asked])].sort();
}
