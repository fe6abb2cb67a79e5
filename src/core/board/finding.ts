// What the linter finds: a code with its parameters, for screens that say it in their language, and an English sentence.
import type { GridShape } from './board.ts';

interface Parameters {
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
interface Angle {
  minutes: number;
  least: number;
  atM: number;
  enoughAtM: number;
}

export type FindingCode = keyof Parameters;

export interface Finding<C extends FindingCode = FindingCode> {
  code: C;
  /** error: the board does not do what it says; warning: it can be better */
  level: 'error' | 'warning';
  /** id of the widget on the board; absent: the whole board */
  widget?: string;
  params: Parameters[C];
  /** in English */
  message: string;
}

const SENTENCES: { [C in FindingCode]: (params: Parameters[C]) => string } = {
  unknown_widget: ({ widget, known }) => `There is no widget "${widget}"; there are ${known}.`,
  bad_options: ({ problem }) => problem,
  outside: ({ shape, columns, rows }) => `It reaches beyond the ${shape} grid of ${columns} × ${rows} cells.`,
  overlap: ({ shape, other }) => `It lies over "${other}" on ${shape} screens.`,
  too_small: ({ shape, width, height, leastWidth, leastHeight }) =>
    `${width} × ${height} cells on ${shape} screens are too few for its content; it needs ${leastWidth} × ${leastHeight}.`,
  no_portrait: () => 'It has no place on portrait screens; give it one, or say "portrait": false.',
  crowded: ({ count, most }) => `${count} widgets are more than one glance takes in; up to ${most} are well.`,
  no_age: () => 'Nobody sees how old the numbers are: it has no head, and no widget that tells.',
  unreadable_figure: (angle) => `Its figure can't be read at a glance: ${seen(angle)}`,
  small_figure: (angle) => `Its figure is small: ${seen(angle)}`,
  unreadable_text: (angle) => `Its text can't be made out: ${seen(angle)}`,
  small_text: (angle) => `Its text is small: ${seen(angle)}`,
  low_contrast: ({ ink, ratio, least, widgets }) =>
    `The colour "${ink}" has a contrast of ${ratio} : 1 to the ground; text that must be read needs ${least} : 1 (in ${widgets}).`,
  bright_still: ({ percent, widgets }) =>
    `${percent} % of the screen are bright and never change (${widgets}): they burn in.`,
  unknown_metric: ({ metric }) => `There is no metric "${metric}"; /api/v1/definitions lists those there are.`,
  no_source: ({ metrics }) => `No source gives ${metrics}: that stays empty unless somebody sends it.`,
  unknown_board: ({ board, known }) => `There is no board "${board}"; there are ${known}.`,
  same_place: ({ widget }) => `The widget "${widget}" stands in the same place on all its boards: it burns in.`,
  no_shift: () => 'The picture never moves ("shift": false): what stands still burns in.',
};

function seen({ minutes, least, atM, enoughAtM }: Angle): string {
  return `its capitals have ${minutes}′ at ${atM} m, of ${least}′; that does up to ${enoughAtM} m.`;
}

export function finding<C extends FindingCode>(
  code: C,
  level: Finding['level'],
  params: Parameters[C],
  widget?: string,
): Finding {
  const message = SENTENCES[code](params);
  return { code, level, ...(widget === undefined ? {} : { widget }), params, message };
}
