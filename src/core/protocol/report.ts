// What a paired screen tells of itself every few seconds (P71): read here, judged in screen-health.ts. Apart from the
// messages, since pages don't need zod.
import { z } from 'zod';
import { parseDocument } from '../board/document.ts';
import type { Result } from '../result.ts';
import type { Report } from './messages.ts';

/** TVs wake up in 1970; three centuries off no clock is. */
const FURTHEST_MS = 1e13;
const side = z.number().int().min(0).max(100_000);
const ms = z.number().min(0).max(FURTHEST_MS);

const REPORT = z.strictObject({
  t: z.literal('report'),
  ageMs: ms.nullable(),
  unpaintedMs: ms,
  build: z.string().max(100),
  heapBytes: z.number().int().min(0).max(1e12).nullable(),
  clockOffMs: z.number().min(-FURTHEST_MS).max(FURTHEST_MS).nullable(),
  width: side,
  height: side,
  ratio: z.number().min(0).max(100),
  path: z.string().max(512),
  language: z.string().max(35),
  hidden: z.boolean(),
});

/** @param message a frame whose `t` is "report". @returns what is wrong with it, else the report */
export const parseReport = (message: unknown): Result<Report> => parseDocument<Report>(REPORT, message);
