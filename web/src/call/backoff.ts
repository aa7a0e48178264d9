/** Says how long to wait before the next attempt: full jitter, so that a room of hundreds never returns in step. */
export interface Backoff {
  base_ms: number;
  cap_ms: number;
}

export const RECONNECT: Backoff = { base_ms: 500, cap_ms: 30_000 };

/**
 * Returns a delay in milliseconds, uniform over (0, min(cap, base · 2^attempt)).
 * A server's own `retry_after_ms` is a floor under it.
 */
export function delayBefore(
  attempt: number,
  random: () => number,
  retryAfterMs = 0,
  backoff: Backoff = RECONNECT,
): number {
  const ceiling = Math.min(backoff.cap_ms, backoff.base_ms * 2 ** Math.min(attempt, 16));
  return retryAfterMs + Math.floor(random() * ceiling);
}
