// A small number beside others: label, figure, how it stands, and the colour that it explains.
import type { Level } from '#core/level.ts';

export interface Fact {
  label: string;
  text: string;
  /** name of the number, for those who read the page by machine */
  metric?: string;
  value?: number | null;
  /** how it stands against its goal; fine and none need no mark */
  level?: Level;
  /** a class that gives a colour to the swatch */
  swatch?: string;
  /** path data of the swatch in a box of 16; absent: a square */
  path?: string;
  /** state of agents that is counted, for those who read the page by machine */
  state?: string;
  /** left out of the row */
  idle?: boolean;
}
