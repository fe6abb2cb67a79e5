// An answer other than 200, as the API words it: {"error": {"code", "message", "path"?}}.
import type { Problem } from '#core/result.ts';

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

  static of(problem: Problem): HttpError {
    return new HttpError(400, problem.code, problem.message, problem.path ? { path: problem.path } : {});
  }
}
