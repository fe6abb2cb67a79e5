// The rules of alerts on the server: read, and one of them changed. What others changed meanwhile stays.
import type { Rule } from '#core/alert/rule.ts';
import type { Problem } from '#core/result.ts';
import { send, type Changed } from './change-alert.ts';

export interface RulesAnswer {
  origin: 'data' | 'shipped' | 'none';
  problems: Problem[];
  rules: Rule[];
}

/** @throws when the server does not answer */
export async function loadRules(): Promise<RulesAnswer> {
  const response = await fetch('/api/v1/alerts/rules');
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as RulesAnswer;
}

export const putRule = (rule: Rule): Promise<Changed> =>
  change((rules) =>
    rules.some(({ id }) => id === rule.id) ? rules.map((one) => (one.id === rule.id ? rule : one)) : [...rules, rule],
  );

export const removeRule = (id: string): Promise<Changed> => change((rules) => rules.filter((one) => one.id !== id));

async function change(next: (rules: readonly Rule[]) => Rule[]): Promise<Changed> {
  try {
    const { rules } = await loadRules();
    return await send('PUT', 'alerts/rules', { version: 1, rules: next(rules) });
  } catch (cause) {
    return { ok: false, sentence: (cause as Error).message, wantsToken: false };
  }
}
