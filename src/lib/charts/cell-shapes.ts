// The shape of a cell by its state: told apart without colour, in cells of 6 px and more. Who works fills the cell, who
// does not leaves most of it dark.
import type { AgentState } from '#core/vocabulary.ts';

/** Corners of closed lines, in a cell from 0 to 1; what lies inside two of them is a hole. */
type Lines = readonly (readonly (readonly [x: number, y: number])[])[];

const square = (from: number, to: number): [number, number][] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];
const turned = (half: number): [number, number][] => [
  [0.5, 0.5 - half],
  [0.5 + half, 0.5],
  [0.5, 0.5 + half],
  [0.5 - half, 0.5],
];
/** half of an arm's thickness */
const ARM = 0.12;
const CROSS: [number, number][] = [
  [ARM, 0],
  [0.5, 0.5 - ARM],
  [1 - ARM, 0],
  [1, ARM],
  [0.5 + ARM, 0.5],
  [1, 1 - ARM],
  [1 - ARM, 1],
  [0.5, 0.5 + ARM],
  [ARM, 1],
  [0, 1 - ARM],
  [0.5 - ARM, 0.5],
  [0, ARM],
];

const SHAPES: Record<AgentState, Lines | 'disc' | 'dot'> = {
  available: [square(0, 1)],
  ringing: [turned(0.62)],
  contact: 'disc',
  wrapup: [square(0, 1), square(0.24, 0.76)],
  break: 'dot',
  missed: [CROSS],
  unknown: [
    [
      [0, 0.4],
      [1, 0.4],
      [1, 0.6],
      [0, 0.6],
    ],
  ],
  offline: [],
};
const RADIUS = { disc: 0.47, dot: 0.22 };

/** Path data, to be filled by the even-odd rule. @param side of the cell @param left and @param top of it */
export function cellPath(state: AgentState, side: number, left = 0, top = 0): string {
  const shape = SHAPES[state];
  if (typeof shape === 'string') return circle(RADIUS[shape] * side, left + side / 2, top + side / 2);
  const point = ([x, y]: readonly [number, number]): string => `${round(left + x * side)} ${round(top + y * side)}`;
  return shape.map((line) => `M${line.map(point).join('L')}Z`).join('');
}

function circle(radius: number, x: number, y: number): string {
  const [r, left, d] = [round(radius), round(x - radius), round(2 * radius)];
  return `M${left} ${round(y)}a${r} ${r} 0 1 1 ${d} 0a${r} ${r} 0 1 1 ${round(-2 * radius)} 0Z`;
}

const round = (n: number): number => Math.round(n * 100) / 100;
