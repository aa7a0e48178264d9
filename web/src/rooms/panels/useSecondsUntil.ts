import { useEffect, useState } from "react";

import type { Call } from "@/call";

/** Whole seconds left until `at` on the server's clock, counting down; 0 once it is past. */
export function useSecondsUntil(at: number, call: Call): number {
  const left = () => Math.max(0, Math.ceil((at - call.now()) / 1000));
  const [, tick] = useState(0);
  const rest = left();
  useEffect(() => {
    if (rest === 0) return;
    const timer = setInterval(() => { tick((count) => count + 1); }, 250);
    return () => { clearInterval(timer); };
  }, [rest === 0, at]);
  return rest;
}
