// Shapes of the answers about boards, kiosks and messages.
import { z } from 'zod';
import { BOARD } from '#core/board/parse-board.ts';
import { PLAYLIST } from '#core/board/parse-playlist.ts';
import { PRIORITIES } from '#core/message.ts';

const text = z.union([z.string(), z.record(z.string(), z.string())]);
const problem = z.strictObject({ code: z.string(), message: z.string(), path: z.string().optional() });
const finding = z.strictObject({
  code: z.string(),
  level: z.enum(['error', 'warning']),
  widget: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
});
const listed = {
  id: z.string(),
  title: text.nullable(),
  origin: z.enum(['data', 'shipped']),
  problems: z.array(problem),
  findings: z.array(finding),
};
export const listOf = (name: string): z.ZodType =>
  z.strictObject({ [name]: z.array(z.strictObject(listed)), problems: z.array(problem) });
const time = z.iso.datetime();
export const message = z.strictObject({
  id: z.string(),
  text: z.string(),
  priority: z.enum(PRIORITIES),
  boards: z.array(z.string()).nullable(),
  scope: z.string(),
  from: time,
  until: time,
});

export const boardAnswer = z.strictObject({ ...listed, board: BOARD });
export const findingsAnswer = z.strictObject({ findings: z.array(finding) });
export const historyAnswer = z.strictObject({
  versions: z.array(z.strictObject({ saved: time.nullable(), replaced: time, tag: z.string(), board: BOARD })),
});
export const removedBoard = z.strictObject({ removed: z.string(), shipped: z.boolean() });
export const kioskAnswer = z.strictObject({ ...listed, kiosk: PLAYLIST });
