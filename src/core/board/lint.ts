// Whether a board does what a wall is for: what can't be read from where people stand, has too little contrast, burns
// in, or promises a number that no source gives. What there is to know of widgets, colours and sources are arguments.
import {
  fitsGrid,
  GRIDS,
  hasPortrait,
  overlap,
  placesOf,
  type Board,
  type GridShape,
  type Placement,
} from './board.ts';
import { contrast, CONTRAST, luminance } from './contrast.ts';
import { finding, type Finding } from './finding.ts';
import { distanceFor, FIGURE, minutesOf, readingDistance, TEXT } from './legibility.ts';
import { needsOf, type Manifest, type Token } from './manifest.ts';
import { optionProblems, parseOptions } from './options.ts';
import { metricOf, type KnownNumbers } from './promises.ts';

/** Colours of the theme, "#rrggbb". */
export type Theme = Readonly<Record<Token | 'ground', string>>;

export interface Known {
  widgets: ReadonlyMap<string, Manifest>;
  /** of walls */
  theme: Theme;
  numbers: KnownNumbers;
}

export const MOST_AT_A_GLANCE = 8;
/** A colour as bright as this wears a screen out where it fills such a share of a box: text and lines do not. */
const BRIGHT = 0.18;
const AREA = 0.2;
/** of the screen */
const MOST_BRIGHT = 0.15;

interface Standing {
  placement: Placement;
  manifest: Manifest;
}

/** The errors first. */
export function lintBoard(board: Board, known: Known): Finding[] {
  const standing = board.widgets.flatMap((placement): Standing[] => {
    const manifest = known.widgets.get(placement.widget);
    return manifest ? [{ placement, manifest }] : [];
  });
  const found = [
    ...board.widgets.flatMap((placement) => unknownWidget(placement, known)),
    ...standing.flatMap(wrongOptions),
    ...placesWrong(board, known),
    ...standing.flatMap((one) => [...hardToRead(one, board), ...promises(one, known)]),
    ...lowContrast(standing, known.theme),
    ...brightStill(standing, known.theme),
    ...ofWhole(board, standing),
  ];
  return found.sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
}

function unknownWidget({ id, widget }: Placement, { widgets }: Known): Finding[] {
  if (widgets.has(widget)) return [];
  return [finding('unknown_widget', 'error', { widget, known: [...widgets.keys()].join(', ') }, id)];
}

function wrongOptions({ placement: { id, options }, manifest }: Standing): Finding[] {
  return optionProblems(manifest.options, options).map(({ message }) =>
    finding('bad_options', 'error', { problem: message }, id),
  );
}

function placesWrong(board: Board, known: Known): Finding[] {
  const shapes: GridShape[] = ['wide'];
  if (hasPortrait(board)) shapes.push('portrait');
  // Otherwise it is the wide one, stretched.
  if (board.widgets.some(({ at }) => at.ultrawide !== undefined)) shapes.push('ultrawide');
  return shapes.flatMap((shape) => placesWrongOn(shape, board, known));
}

function placesWrongOn(shape: GridShape, board: Board, { widgets }: Known): Finding[] {
  const placed = placesOf(board, shape);
  return placed.flatMap(({ widget: { id, widget }, place }, i) => {
    const found: Finding[] = [];
    const [, , width, height] = place;
    if (!fitsGrid(place, shape)) found.push(finding('outside', 'error', { shape, ...GRIDS[shape] }, id));
    for (const other of placed.slice(0, i))
      if (overlap(place, other.place)) found.push(finding('overlap', 'error', { shape, other: other.widget.id }, id));
    const least = widgets.get(widget)?.least;
    if (least && (width < least.width || height < least.height)) {
      const needed = { leastWidth: least.width, leastHeight: least.height };
      found.push(finding('too_small', 'error', { shape, width, height, ...needed }, id));
    }
    return found;
  });
}

function hardToRead({ placement, manifest: { figureU, textU } }: Standing, board: Board): Finding[] {
  const { inches, distanceM } = board.screen;
  const judge = (sizeU: number, what: 'figure' | 'text', atM: number, { least, good }: typeof FIGURE | typeof TEXT) => {
    const minutes = minutesOf(sizeU, inches, atM);
    if (minutes >= good) return [];
    const isUnreadable = minutes < least;
    const wanted = isUnreadable ? least : good;
    const angle = {
      minutes: tenths(minutes),
      least: wanted,
      atM: tenths(atM),
      enoughAtM: tenths(distanceFor(wanted, sizeU, inches)),
    };
    const code = isUnreadable ? (`unreadable_${what}` as const) : (`small_${what}` as const);
    return [finding(code, isUnreadable ? 'error' : 'warning', angle, placement.id)];
  };
  return [
    ...(figureU === undefined ? [] : judge(figureU, 'figure', distanceM, FIGURE)),
    ...judge(textU, 'text', readingDistance(board), TEXT),
  ];
}

function promises({ placement: { id, options }, manifest }: Standing, { numbers }: Known): Finding[] {
  const parsed = parseOptions(manifest.options, options);
  const items = parsed.ok ? needsOf(manifest, parsed.value) : [];
  const needed = [...new Set(items.map(metricOf))];
  const unknown = needed.filter((metric) => !numbers.isKnown(metric));
  const missing = needed.filter((metric) => numbers.isKnown(metric) && !numbers.isGiven(metric));
  return [
    ...unknown.map((metric) => finding('unknown_metric', 'error', { metric }, id)),
    ...(missing.length > 0 ? [finding('no_source', 'warning', { metrics: missing.join(', ') }, id)] : []),
  ];
}

/** A colour once, with all who use it. */
function lowContrast(standing: readonly Standing[], theme: Theme): Finding[] {
  const inks = [...new Set(standing.flatMap(({ manifest }) => manifest.inks))];
  return inks.flatMap((ink) => {
    const ratio = contrast(theme[ink], theme.ground);
    if (ratio >= CONTRAST.good) return [];
    const isLow = ratio < CONTRAST.least;
    const users = standing.filter(({ manifest }) => manifest.inks.includes(ink));
    const params = {
      ink,
      ratio: Math.floor(ratio * 10) / 10,
      least: isLow ? CONTRAST.least : CONTRAST.good,
      widgets: users.map(({ placement }) => placement.id).join(', '),
    };
    return [finding('low_contrast', isLow ? 'error' : 'warning', params)];
  });
}

function brightStill(standing: readonly Standing[], theme: Theme): Finding[] {
  const bright = standing
    .filter(({ manifest: { still } }) => still.share >= AREA && luminance(theme[still.ink]) >= BRIGHT)
    .map(({ placement: { id, at }, manifest }) => {
      const cells = at.wide ? at.wide[2] * at.wide[3] : 0;
      return { id, share: (manifest.still.share * cells) / (GRIDS.wide.columns * GRIDS.wide.rows) };
    });
  const share = bright.reduce((sum, one) => sum + one.share, 0);
  if (share <= MOST_BRIGHT) return [];
  const widgets = bright.map(({ id }) => id).join(', ');
  return [finding('bright_still', 'warning', { percent: Math.round(share * 100), widgets })];
}

function ofWhole(board: Board, standing: readonly Standing[]): Finding[] {
  const found: Finding[] = [];
  const count = board.widgets.length;
  if (count > MOST_AT_A_GLANCE) found.push(finding('crowded', 'warning', { count, most: MOST_AT_A_GLANCE }));
  const tellsAge = standing.some(({ manifest }) => manifest.tells?.includes('age'));
  if (board.head === false && !tellsAge) found.push(finding('no_age', 'error', {}));
  for (const { id, at } of board.widgets)
    if (at.portrait === undefined) found.push(finding('no_portrait', 'warning', {}, id));
  return found;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
