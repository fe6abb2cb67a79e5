// The one way in which events are read, from outside and from the log alike: whoever is erased is nobody in them, and ids that
// are covered in the log are what they were.
import { agentsIn, withoutAgents } from '#core/access/without-agents.ts';
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
  if (!parsed.ok || erased === undefined || erased.isIdle || !namesAnother(parsed.value, erased)) {
    return parsed.ok ? ok({ fact: parsed.value, event }) : parsed;
  }
  let without: object;
  try {
    without = withoutAgents(event as object, {
      pseudonymOf: (agent) => erased.readAs(agent),
      hide: (source, id) => erased.hide(source, id),
    });
  } catch {
    return fail('too_deep', 'the event is nested too deeply to be kept; send flat data.');
  }
  const again = parseEvent(without, seenAt);
  return again.ok ? ok({ fact: again.value, event: without }) : again;
}

/** Whether an event names somebody who is to be called otherwise. */
function namesAnother({ data }: Fact, erased: ErasedAgents): boolean {
  for (const agent of agentsIn(data)) if (erased.readAs(agent) !== null) return true;
  return false;
}
