/** A bucket of `size` tokens of which one comes back every `refillMs`; pure, the time comes in. */
export interface Bucket {
  tokens: number;
  at: number;
}

export interface Rate {
  size: number;
  refillMs: number;
}

export const full = ({ size }: Rate, now: number): Bucket => ({ tokens: size, at: now });

/** Takes one token, or says in how many milliseconds there is one. */
export function take(bucket: Bucket, rate: Rate, now: number): { bucket: Bucket; waitMs: number } {
  const tokens = Math.min(rate.size, bucket.tokens + Math.max(0, now - bucket.at) / rate.refillMs);
  if (tokens < 1) return { bucket: { tokens, at: now }, waitMs: Math.ceil((1 - tokens) * rate.refillMs) };
  return { bucket: { tokens: tokens - 1, at: now }, waitMs: 0 };
}
