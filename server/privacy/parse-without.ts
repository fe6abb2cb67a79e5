// The one way in which events are read, from outside and from the log alike: whoever is erased is nobody in them.
import { withoutAgents } from '#core/access/without-agents.ts';
import { parseEvent, type Fact } from '#core/event.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { ErasedAgents } from './erased-agents.ts';

/** @param seenAt epoch ms @returns what the event says, and the event as it may be kept */
export function parseWithout(
  event: unknown,
  seenAt: number,
  erased: ErasedAgents | undefined,
): Result<{ fact: Fact; event: unknown }> {
  const parsed = parseEvent(event, seenAt);
  if (!parsed.ok) return parsed;
  let without = event;
  try {
    if (erased && !erased.isEmpty) without = withoutAgents(event as object, erased);
  } catch {
    return fail('too_deep', 'the event is nested too deeply to be kept; send flat data.');
  }
  if (without === event) return ok({ fact: parsed.value, event });
  const again = parseEvent(without, seenAt);
  return again.ok ? ok({ fact: again.value, event: without }) : again;
}
