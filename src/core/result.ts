// Foreign input gives a Result: what was understood, or a code and a sentence that say what to do.

export interface Problem {
  /** stable, for machines: "invalid_type", "time_in_future" … */
  code: string;
  /** a sentence that names the value and the remedy */
  message: string;
  /** where, dotted: "data.visit" */
  path?: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** What was understood. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** Nothing was. @param code stable, for machines @param message names the value and the remedy @param path where, dotted */
export function fail<T = never>(code: string, message: string, path?: string): Result<T> {
  return { ok: false, problem: path ? { code, message, path } : { code, message } };
}
