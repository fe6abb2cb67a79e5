// The sessions by which the assistant is judged: all, or without those who asked for a person at once, as the settings say.
import {
  direct,
  handedOver,
  handedOverDirect,
  leftAssistant,
  leftDirect,
  recontacted,
  recontactedDirect,
  resolved,
  resolvedDirect,
} from './counts.ts';
import type { Rules } from './metric.ts';

export const SESSION_SUMS = {
  resolved,
  handedOver,
  left: leftAssistant,
  direct,
  recontacted,
  resolvedDirect,
  handedOverDirect,
  leftDirect,
  recontactedDirect,
};

export interface JudgedSessions {
  resolved: number;
  handedOver: number;
  left: number;
  /** resolved, but the customer came back within 24 h */
  recontacted: number;
  all: number;
}

export function judgedSessions(sums: Record<keyof typeof SESSION_SUMS, number>, rules: Rules): JudgedSessions {
  const without = rules.assistantExcludesDirect ? 1 : 0;
  const resolved = sums.resolved - without * sums.resolvedDirect;
  const handedOver = sums.handedOver - without * sums.handedOverDirect;
  const left = sums.left - without * sums.leftDirect;
  const recontacted = sums.recontacted - without * sums.recontactedDirect;
  return { resolved, handedOver, left, recontacted, all: resolved + handedOver + left };
}
