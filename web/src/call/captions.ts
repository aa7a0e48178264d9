import type { Caption } from "./protocol";

const KEPT = 60;

/** The captions with one more; a writer's line replaces what the same line said before. */
export function withCaption(captions: Caption[], next: Caption): Caption[] {
  const same = (one: Caption) => one.participant === next.participant && one.language === next.language && one.line === next.line;
  const rest = captions.some(same) ? captions.map((one) => (same(one) ? next : one)) : [...captions, next];
  return rest.slice(-KEPT);
}
