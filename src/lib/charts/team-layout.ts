// Where everybody's cell is when a floor is drawn by teams: a line a team, its name on the left and its people behind it,
// longer teams on more lines; lines flow down in columns. As large as the box allows, larger than the box when it must.

export interface TeamLayout {
  /** of a line and of a cell with its gap, px */
  pitch: number;
  columns: number;
  columnWidth: number;
  /** left of the cells in a column */
  labelWidth: number;
  /** cells on a line */
  perLine: number;
  /** of each team: its column, and its first line there */
  places: { column: number; line: number }[];
  /** of all, px; above the box's: it has to be scrolled */
  height: number;
}

const PITCHES = [22, 20, 18, 17, 16, 15, 14, 13, 12, 11];
const MOST_COLUMNS = 8;
/** fewer on a line make a team a tower */
const LEAST_PER_LINE = 6;
const COLUMN_GAP = 18;
const LABEL_GAP = 8;
/** of a column, so that names leave room for people */
const MOST_LABEL = 0.45;

/** @param sizes people of each team, in order @param label px that the longest name needs */
export function layoutTeams(sizes: readonly number[], width: number, height: number, label: number): TeamLayout {
  for (const pitch of PITCHES) {
    for (let columns = 1; columns <= MOST_COLUMNS; columns++) {
      const found = flow(sizes, width, columns, pitch, label, Math.floor(height / pitch));
      if (found && found.height <= height) return found;
    }
  }
  const pitch = PITCHES[PITCHES.length - 3];
  let best = flow(sizes, width, 1, pitch, label, Infinity, 1);
  for (let columns = 2; columns <= MOST_COLUMNS; columns++) {
    const perLine = flow(sizes, width, columns, pitch, label, Infinity)?.perLine;
    if (perLine === undefined) break;
    const most = Math.ceil(linesOf(sizes, perLine) / columns) + 1;
    const found = flow(sizes, width, columns, pitch, label, most);
    if (found && found.height < (best?.height ?? Infinity)) best = found;
  }
  return best as TeamLayout;
}

const linesOf = (sizes: readonly number[], perLine: number): number =>
  sizes.reduce((sum, size) => sum + Math.max(1, Math.ceil(size / perLine)), 0);

/** @returns null where the columns are too narrow, or too few for so many lines */
function flow(
  sizes: readonly number[],
  width: number,
  columns: number,
  pitch: number,
  label: number,
  mostLines: number,
  leastPerLine = LEAST_PER_LINE,
): TeamLayout | null {
  const columnWidth = (width - (columns - 1) * COLUMN_GAP) / columns;
  const labelWidth = Math.min(label, columnWidth * MOST_LABEL) + LABEL_GAP;
  const perLine = Math.max(1, Math.floor((columnWidth - labelWidth) / pitch));
  if (perLine < leastPerLine) return null;
  const places: TeamLayout['places'] = [];
  let [column, line, longest] = [0, 0, 0];
  for (const size of sizes) {
    const lines = Math.max(1, Math.ceil(size / perLine));
    if (line > 0 && line + lines > mostLines) [column, line] = [column + 1, 0];
    places.push({ column, line });
    line += lines;
    longest = Math.max(longest, line);
  }
  if (column >= columns) return null;
  return { pitch, columns, columnWidth, labelWidth, perLine, places, height: longest * pitch };
}

/** Left upper corner of somebody's cell, px. @param team and person by their places */
export function cellAt(layout: TeamLayout, team: number, person: number): { x: number; y: number } {
  const { pitch, columnWidth, labelWidth, perLine, places } = layout;
  const { column, line } = places[team];
  return {
    x: column * (columnWidth + COLUMN_GAP) + labelWidth + (person % perLine) * pitch,
    y: (line + Math.floor(person / perLine)) * pitch,
  };
}
