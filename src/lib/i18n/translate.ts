// t: the words of a message in the language of this screen. What reads it while drawing is drawn anew when that changes.
import { language, messages } from '#lib/language.ts';
import { render, type Message } from './message.ts';
import type { Key, OwnKey, ValuesOf } from './translation.ts';

export type { Key };

/** @param values the arguments that the English message names; a number as a number, all else in words */
export function t<K extends Key>(key: K, ...[values]: ValuesOf<K>): string {
  // A word that has not been loaded must not stop a wall: vite/message-parts.ts says what is loaded when.
  const message = (messages() as Partial<Record<Key, Message>>)[key] ?? key;
  return render(message, values ?? {}, language());
}

/** Words for a code, undefined where this language has none. */
export function wordOf(key: OwnKey): string | undefined {
  const message = (messages() as Partial<Record<string, Message>>)[key];
  return message === undefined ? undefined : render(message, {}, language());
}

/** Whether there is a metric of this key: each has a name. */
export const isMetric = (key: string): boolean => wordOf(`metric.${key}`) !== undefined;

/** What a metric is called; its key where it has no file. */
export const metricName = (metric: string): string => wordOf(`metric.${metric}`) ?? metric;

/** Words of a key that is known when it runs only, as in a manifest. */
export const wordOr = (key: string, otherwise: string): string => wordOf(key as OwnKey) ?? otherwise;
