// unknown → playlist of a kiosk. Whether its boards exist is lint.ts's to say.
import { z } from 'zod';
import type { Result } from '../result.ts';
import { boardId, clock, parseDocument, scopeText, text } from './document.ts';
import type { Playlist } from './playlist.ts';

const MOST_BOARDS = 100;
const seconds = z.number().min(0).max(86_400);

export const PLAYLIST = z.strictObject({
  version: z.literal(1),
  title: text,
  boards: z
    .array(z.strictObject({ board: boardId, scope: scopeText.optional(), seconds: z.number().min(3).max(86_400) }))
    .min(1)
    .max(MOST_BOARDS),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'must be a language, such as "en" or "ru"')
    .optional(),
  exitCode: z
    .string()
    .regex(/^\d{4,8}$/, 'must be 4 to 8 digits')
    .optional(),
  jumpToRed: z
    .strictObject({
      board: boardId,
      sites: z.array(z.string().min(1).max(256)).min(1).max(100).optional(),
      afterS: seconds.optional(),
      stayS: seconds.min(5).optional(),
      restS: seconds.optional(),
    })
    .optional(),
  dim: z
    .array(
      z.strictObject({
        from: clock,
        to: clock,
        level: z.number().min(0).max(1),
        days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
      }),
    )
    .max(20)
    .optional(),
  shift: z.boolean().optional(),
});

export function parsePlaylist(raw: unknown): Result<Playlist> {
  return parseDocument<Playlist>(PLAYLIST, raw);
}
