// What the linter says, in sentences: English, Russian; in any other language English. The editor, the API and the command
// line say the same.
import { formatNumber } from '../format.ts';
import type { GridShape } from './board.ts';
import type { Angle, FindingCode, FindingParameters } from './finding.ts';

type Sentences = { readonly [C in FindingCode]: (params: FindingParameters[C]) => string };

const seen = ({ minutes, least, atM, enoughAtM }: Angle): string =>
  `its capitals have ${minutes}′ at ${atM} m, of ${least}′; that does up to ${enoughAtM} m.`;

const EN: Sentences = {
  unknown_widget: ({ widget, known }) => `There is no widget "${widget}"; there are ${known}.`,
  bad_options: ({ problem }) => problem,
  outside: ({ shape, columns, rows }) => `It reaches beyond the ${shape} grid of ${columns} × ${rows} cells.`,
  overlap: ({ shape, other }) => `It lies over "${other}" on ${shape} screens.`,
  too_small: ({ shape, width, height, leastWidth, leastHeight }) =>
    `${width} × ${height} cells on ${shape} screens are too few for its content; it needs ${leastWidth} × ${leastHeight}.`,
  no_portrait: () => 'It has no place on portrait screens: give it one, or hide it there ("portrait": false).',
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

const SCREENS_RU: Record<GridShape, string> = {
  wide: 'широкий экран',
  ultrawide: 'экран 21 : 9',
  portrait: 'портретный экран',
};
const ru = (value: number): string => formatNumber(value, 'ru', Number.isInteger(value) ? 0 : 1);
const seenRu = ({ minutes, least, atM, enoughAtM }: Angle): string =>
  `прописные ${ru(minutes)}′ с ${ru(atM)} м, нужно ${ru(least)}′; хватает до ${ru(enoughAtM)} м.`;

const RU: Sentences = {
  unknown_widget: ({ widget, known }) => `Нет виджета «${widget}»; есть ${known}.`,
  // What is wrong with an option is said in English only.
  bad_options: ({ problem }) => `Настройка не подходит: ${problem}`,
  outside: ({ shape, columns, rows }) => `Выходит за сетку ${columns} × ${rows} ячеек (${SCREENS_RU[shape]}).`,
  overlap: ({ shape, other }) => `Лежит поверх «${other}» (${SCREENS_RU[shape]}).`,
  too_small: ({ shape, width, height, leastWidth, leastHeight }) =>
    `${width} × ${height} ячеек мало для содержимого (${SCREENS_RU[shape]}); нужно ${leastWidth} × ${leastHeight}.`,
  no_portrait: () => 'Нет места на портретном экране: задайте его или скройте виджет там ("portrait": false).',
  crowded: ({ count, most }) => `Виджетов ${ru(count)} — одним взглядом не охватить; хорошо до ${ru(most)}.`,
  no_age: () => 'Не видно, насколько свежи числа: нет шапки и нет виджета, который это показывает.',
  unreadable_figure: (angle) => `Цифру не прочесть одним взглядом: ${seenRu(angle)}`,
  small_figure: (angle) => `Цифра мелкая: ${seenRu(angle)}`,
  unreadable_text: (angle) => `Текст не разобрать: ${seenRu(angle)}`,
  small_text: (angle) => `Текст мелкий: ${seenRu(angle)}`,
  low_contrast: ({ ink, ratio, least, widgets }) =>
    `Цвет «${ink}» контрастнее фона лишь в ${ru(ratio)} : 1; для текста, который надо прочесть, нужно ${ru(least)} : 1 (в ${widgets}).`,
  bright_still: ({ percent, widgets }) => `${ru(percent)} % экрана горят ярко и не меняются (${widgets}): выгорание.`,
  unknown_metric: ({ metric }) => `Нет показателя «${metric}»; какие есть, говорит /api/v1/definitions.`,
  no_source: ({ metrics }) => `Ни один источник не даёт ${metrics}: будет пусто, пока кто-нибудь не пришлёт.`,
  unknown_board: ({ board, known }) => `Нет табло «${board}»; есть ${known}.`,
  same_place: ({ widget }) => `Виджет «${widget}» стоит на одном месте на всех табло: выгорание.`,
  no_shift: () => 'Картинка никогда не сдвигается ("shift": false): неподвижное выгорает.',
};

/** @param language "ru", "ru-RU" */
export function findingWords<C extends FindingCode>(code: C, params: FindingParameters[C], language: string): string {
  const sentences = /^ru\b/.test(language) ? RU : EN;
  return sentences[code](params);
}
