// A small number beside others: label, figure, and the colour that it explains.
export interface Fact {
  label: string;
  text: string;
  /** name of the number, for those who read the page by machine */
  metric?: string;
  value?: number | null;
  /** a class that gives a colour to the swatch */
  swatch?: string;
  /** state of agents that is counted, for those who read the page by machine */
  state?: string;
  /** left out of the row */
  idle?: boolean;
}
