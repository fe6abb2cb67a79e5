// Zod's safeParse in our words (expectation.ts), and never a throw: what should be a text and is an object has its length
// compared all the same, and an object that comes from JSON may be one that compares with nothing:
// {"length": {"toString": 1}}.
import { z } from 'zod';
import { expectation } from './expectation.ts';

export function check<S extends z.ZodType>(schema: S, input: unknown): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(input, { error: expectation, reportInput: true });
  } catch (cause) {
    const message = `can't be read (${(cause as Error).message})`;
    return {
      success: false,
      error: new z.ZodError([{ code: 'custom', path: [], message, input }]) as z.ZodError<z.output<S>>,
    };
  }
}
