// What was found in a data folder: each a sentence, and figures for machines.

/** note: worth knowing, and nothing is lost by it. */
export type Level = 'well' | 'note' | 'wrong';

export interface Finding {
  level: Level;
  /** what it is about, for machines: "lock", "integrity" … */
  about: string;
  /** what was found, and where something is to be done, what */
  sentence: string;
}

export class Findings {
  readonly list: Finding[] = [];
  readonly figures: Record<string, unknown> = {};

  well(about: string, sentence: string): void {
    this.list.push({ level: 'well', about, sentence });
  }

  note(about: string, sentence: string): void {
    this.list.push({ level: 'note', about, sentence });
  }

  wrong(about: string, sentence: string): void {
    this.list.push({ level: 'wrong', about, sentence });
  }

  get wrongs(): number {
    return this.list.filter(({ level }) => level === 'wrong').length;
  }
}

/** "3 events", "1 event" */
export const many = (n: number, one: string, counted: (n: number) => string): string =>
  `${counted(n)} ${n === 1 ? one : `${one}s`}`;
