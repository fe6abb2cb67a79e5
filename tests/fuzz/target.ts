// A parser under attack: how its inputs are made, and what it may throw.
import { editText, editTree, type Recipe } from './mutate.ts';

export interface Target {
  name: string;
  /** of the inputs of a run */
  share: number;
  /** makes the input of a recipe */
  input(recipe: Recipe): string;
  /** @throws what is a bug */
  run(input: string): void | Promise<void>;
}

/** A target whose examples are trees; one in four is broken as text, too. */
export function ofTrees(name: string, share: number, examples: readonly unknown[], run: Target['run']): Target {
  const input = ({ example, edits }: Recipe): string => {
    const text = JSON.stringify(editTree(examples[example % examples.length], edits)) ?? '';
    return example % 4 === 0 ? edits.slice(0, 2).reduce(editText, text) : text;
  };
  return { name, share, input, run };
}

export function ofTexts(name: string, share: number, examples: readonly string[], run: Target['run']): Target {
  const input = ({ example, edits }: Recipe): string => edits.reduce(editText, examples[example % examples.length]);
  return { name, share, input, run };
}

/** Throws on anything else than what is said to be thrown. */
export function declared(run: () => unknown, ...errors: (new (...args: never[]) => Error)[]): void {
  try {
    run();
  } catch (cause) {
    if (!errors.some((error) => cause instanceof error)) throw cause;
  }
}
