// The examples that every widget has. Walls carry this file: the views themselves are made by the stories alone.
import type { Example } from '#lib/widget.ts';

/** Calm, look, act, nothing yet, stale, 2 000 agents, long Russian names. @param options of all of them */
export function usualExamples(options?: Example['options']): Example[] {
  const examples: Example[] = [
    { name: 'calm', view: (views) => views.calm },
    { name: 'look', view: (views) => views.look },
    { name: 'act', view: (views) => views.act },
    { name: 'nothing', view: (views) => views.nothing },
    { name: 'stale', view: (views) => views.act, isStale: true },
    { name: 'largest', view: (views) => views.largest },
    { name: 'long-names', view: (views) => views.longNames },
  ];
  return options ? examples.map((example) => ({ ...example, options })) : examples;
}
