// unknown → board. Whether it is a good board is lint.ts's to say: what overlaps or has wrong options can still be drawn.
import { z } from 'zod';
import type { Result } from '../result.ts';
import { MOST_WIDGETS, type Board, type Place } from './board.ts';
import { boardId, parseDocument, text } from './document.ts';

const metres = z.number().min(0.2).max(200);
const cell = z.number().int().min(0).max(1000);
const place = z.union(
  [z.tuple([cell, cell, cell, cell]).transform((cells): Place => cells), z.literal(false)],
  'must be [x, y, width, height] in cells, or false',
);

const PLACEMENT = z.strictObject({
  id: boardId,
  widget: boardId,
  options: z.record(z.string(), z.unknown()).default({}),
  at: z.strictObject({
    wide: place,
    ultrawide: place.optional(),
    portrait: place.optional(),
    phone: z.boolean().optional(),
  }),
});

export const BOARD = z.strictObject({
  version: z.literal(1),
  title: text,
  screen: z
    .strictObject({ inches: z.number().min(4).max(500), distanceM: metres, readM: metres.optional() })
    .default({ inches: 55, distanceM: 10 }),
  head: z.boolean().optional(),
  widgets: z
    .array(PLACEMENT)
    .min(1)
    .max(MOST_WIDGETS)
    .superRefine((widgets, context) => {
      for (const [i, { id }] of widgets.entries())
        if (widgets.findIndex((one) => one.id === id) < i)
          context.addIssue({ code: 'custom', path: [i, 'id'], message: `"${id}" is there twice; give each its own` });
    }),
});

export function parseBoard(raw: unknown): Result<Board> {
  return parseDocument<Board>(BOARD, raw);
}
