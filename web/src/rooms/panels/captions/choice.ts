import { Store } from "@/call";

export const SIZES = ["small", "medium", "large"] as const;

/** How a reader wants captions; kept on this device. */
export interface CaptionChoice {
  /** BCP 47; none is off. */
  language?: string | undefined;
  size: (typeof SIZES)[number];
}

const KEY = "yunqian.captions";

function kept(): CaptionChoice {
  try {
    const known = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<CaptionChoice>;
    const size = SIZES.find((one) => one === known.size) ?? "medium";
    return { size, ...(typeof known.language === "string" && { language: known.language }) };
  } catch {
    return { size: "medium" };
  }
}

/** One choice for every room of this page. */
export const captionChoice = new Store<CaptionChoice>(kept());

captionChoice.subscribe(() => {
  try {
    localStorage.setItem(KEY, JSON.stringify(captionChoice.get()));
  } catch {
    // A browser that keeps nothing still shows captions.
  }
});
