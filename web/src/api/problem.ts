/** An error reply in problem+json (RFC 9457); `code` is stable, `title` and `detail` are in the reader's language. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
  ) {
    super(`${code}: ${title}`);
  }

  /** The server was not reached at all. */
  static offline(cause: unknown): Problem {
    const problem = new Problem(0, "offline", "");
    problem.cause = cause;
    return problem;
  }

  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => null);
    const fields = (body ?? {}) as { code?: string; title?: string; detail?: string };
    return new Problem(response.status, fields.code ?? `http-${response.status}`, fields.title ?? response.statusText, fields.detail);
  }
}

/** Whether the failure means that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}
