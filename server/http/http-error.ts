// An answer other than 200, as the API words it: {"error": {"code", "message", "path"?}}.
import type { Problem, Result } from '#core/result.ts';

export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly path: string | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { path?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.path = more.path;
    this.headers = more.headers ?? {};
  }

  static of({ code, message, path }: Problem, status = 400): HttpError {
    return new HttpError(status, code, message, path ? { path } : {});
  }
}

/** @throws HttpError of this status for a problem */
export function unwrap<T>(result: Result<T>, status = 400): T {
  if (!result.ok) throw HttpError.of(result.problem, status);
  return result.value;
}
