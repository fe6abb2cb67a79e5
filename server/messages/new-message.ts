// What a supervisor sends: checked, put in order, and given its time.
import { z } from 'zod';
import { BOARD_ID } from '#core/board/board.ts';
import { MOST_MESSAGE_LENGTH, PRIORITIES } from '#core/message.ts';
import { parseDocument, scopeText } from '#core/board/document.ts';
import { fail, ok, type Result } from '#core/result.ts';

const MOST_MINUTES = 7 * 24 * 60;
const MOST_BOARDS = 50;

export const NEW_MESSAGE = z.strictObject({
  text: z.string().max(4 * MOST_MESSAGE_LENGTH),
  priority: z.enum(PRIORITIES).default('info'),
  boards: z.array(z.string().regex(BOARD_ID, 'is no id of a board')).min(1).max(MOST_BOARDS).optional(),
  scope: scopeText.default('all'),
  until: z.iso.datetime({ offset: true }).optional(),
  minutes: z.number().positive().max(MOST_MINUTES).optional(),
});

export interface NewMessage extends Omit<z.infer<typeof NEW_MESSAGE>, 'until' | 'minutes'> {
  /** epoch ms */
  untilAt: number;
  /** given in minutes: of a clock that is set back it is not seen for longer */
  lengthMs?: number;
}

/** @param at epoch ms @param boards ids there are */
export function parseNewMessage(raw: unknown, at: number, boards: readonly string[]): Result<NewMessage> {
  const parsed = parseDocument(NEW_MESSAGE, raw);
  if (!parsed.ok) return fail('bad_message', parsed.problem.message, parsed.problem.path);
  const { until, minutes, ...message } = parsed.value;
  const text = plainText(message.text, 'text', MOST_MESSAGE_LENGTH);
  if (!text.ok) return text;
  const unknown = message.boards?.find((id) => !boards.includes(id));
  if (unknown !== undefined)
    return fail('unknown_board', `There is no board "${unknown}"; there are ${boards.join(', ')}.`, 'boards');
  const time = timeOf(until, minutes, at);
  return time.ok ? ok({ ...message, text: text.value, ...time.value }) : time;
}

/** One line of letters: what moves others about, or can't be seen, is refused. @param name of the field @param most characters */
export function plainText(raw: string, name: string, most: number): Result<string> {
  const text = raw.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(text))
    return fail('no_text', `${name} has nothing to read; write a sentence.`, name);
  if (!text.isWellFormed() || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text))
    return fail('bad_text', `${name} has control characters; send plain text.`, name);
  const length = [...text].length;
  if (length > most) return fail('too_long', `${name} has ${length} characters; write at most ${most}.`, name);
  return ok(text);
}

function timeOf(
  until: string | undefined,
  minutes: number | undefined,
  at: number,
): Result<{ untilAt: number; lengthMs?: number }> {
  if ((until === undefined) === (minutes === undefined))
    return fail('bad_time', 'Say how long it is seen, by one of until (RFC 3339) and minutes.', 'until');
  if (minutes !== undefined) return ok({ untilAt: at + minutes * 60_000, lengthMs: minutes * 60_000 });
  const untilAt = Date.parse(until ?? '');
  if (untilAt <= at) return fail('bad_time', `until ${until} is over; name a moment to come.`, 'until');
  if (untilAt > at + MOST_MINUTES * 60_000)
    return fail('bad_time', `until ${until} is more than 7 days ahead; name an earlier one.`, 'until');
  return ok({ untilAt });
}
