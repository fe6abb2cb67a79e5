// What the linter finds: a code with its parameters, and a sentence.
import type { GridShape } from './board.ts';
import { findingWords } from './finding-words.ts';

export interface FindingParameters {
  unknown_widget: { widget: string; known: string };
  bad_options: { problem: string };
  outside: { shape: GridShape; columns: number; rows: number };
  overlap: { shape: GridShape; other: string };
  too_small: { shape: GridShape; width: number; height: number; leastWidth: number; leastHeight: number };
  no_portrait: object;
  crowded: { count: number; most: number };
  no_age: object;
  unreadable_figure: Angle;
  small_figure: Angle;
  unreadable_text: Angle;
  small_text: Angle;
  low_contrast: { ink: string; ratio: number; least: number; widgets: string };
  bright_still: { percent: number; widgets: string };
  unknown_metric: { metric: string };
  no_source: { metrics: string };
  unknown_board: { board: string; known: string };
  same_place: { widget: string };
  no_shift: object;
}
/** of a capital, rounded; from where it is seen, and the farthest from which it has enough */
export interface Angle {
  minutes: number;
  least: number;
  atM: number;
  enoughAtM: number;
}

export type FindingCode = keyof FindingParameters;

export interface Finding<C extends FindingCode = FindingCode> {
  code: C;
  /** error: the board does not do what it says; warning: it can be better */
  level: 'error' | 'warning';
  /** id of the widget on the board; absent: the whole board */
  widget?: string;
  params: FindingParameters[C];
  /** in English, or as `inLanguage` has it */
  message: string;
}

export function finding<C extends FindingCode>(
  code: C,
  level: Finding['level'],
  params: FindingParameters[C],
  widget?: string,
): Finding {
  const message = findingWords(code, params, 'en');
  return { code, level, ...(widget === undefined ? {} : { widget }), params, message };
}

export const inLanguage = (findings: readonly Finding[], language: string): Finding[] =>
  findings.map((one) => ({ ...one, message: findingWords(one.code, one.params, language) }));
