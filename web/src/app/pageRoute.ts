import type { ComponentType } from "react";
import type { ThemeName } from "@/theme/tokens";

/**
 * One page's entry in the route table. Each folder of `src/pages` has a `route.ts` whose default export lists its
 * pages; the router collects them, so a page is added without touching anything outside its folder.
 */
export interface PageRoute {
  path: string;
  page: () => Promise<{ default: ComponentType }>;
  /** Defaults to `paper`. */
  theme?: ThemeName;
  /** `layout` (default) stands in the app's header and navigation; `bare` has the whole window. */
  frame?: "layout" | "bare";
  /** Open to people who are not signed in. */
  open?: boolean;
}
