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
  resolvedDirect,
  handedOverDirect,
  leftDirect,
};
/** With those whose customer came back: not known before a day later, so they are counted apart. */
export const RECONTACT_SUMS = { ...SESSION_SUMS, recontacted, recontactedDirect };
type Sums = Record<keyof typeof SESSION_SUMS, number> & Partial<Record<'recontacted' | 'recontactedDirect', number>>;

export interface JudgedSessions {
  resolved: number;
  handedOver: number;
  left: number;
  /** resolved, but the customer came back within 24 h */
  recontacted: number;
  all: number;
}

export function judgedSessions(sums: Sums, rules: Rules): JudgedSessions {
  const without = rules.assistantExcludesDirect ? 1 : 0;
  const resolved = sums.resolved - without * sums.resolvedDirect;
  const handedOver = sums.handedOver - without * sums.handedOverDirect;
  const left = sums.left - without * sums.leftDirect;
  const recontacted = (sums.recontacted ?? 0) - without * (sums.recontactedDirect ?? 0);
  return { resolved, handedOver, left, recontacted, all: resolved + handedOver + left };
}
