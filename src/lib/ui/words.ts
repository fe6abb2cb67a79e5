// Short words that several places need: windows, and a number against its goal.
import { format } from '#core/format.ts';
import type { Reading } from '#core/reading.ts';

const WINDOWS: Record<string, string> = {
  '5m': 'last 5 min',
  '15m': 'last 15 min',
  '30m': 'last 30 min',
  '60m': 'last 60 min',
  '24h': 'last 24 h',
  '7d': 'last 7 days',
  today: 'today',
};
export const windowWords = (window: string): string => WINDOWS[window] ?? window;

/** "above 0:40", "below 60%", "goal 0:40"; "" where nothing is promised or nothing is known */
export function goalWords(reading: Reading, language: string): string {
  const { state, goal, unit } = reading;
  if (state === 'none') return '';
  if (!goal) return state;
  const limit = (value: number): string => format(value, unit, language);
  if (state === 'fine') return `goal ${limit(goal.look)}`;
  return `${goal.bad} ${limit(state === 'act' ? goal.act : goal.look)}`;
}
