import { Problem } from "@/api/problem";
import { ProblemPage } from "@/ui/Problem";

/** An address that leads nowhere. */
export function NotFound() {
  return <ProblemPage error={new Problem(404, "page-not-found", "")} />;
}
