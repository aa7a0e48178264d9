import { useRouteError } from "react-router";
import { ProblemPage } from "@/ui/Problem";

/** What remains of a page whose code failed: words and a way out, inside the frame. */
export function RouteProblem() {
  const error = useRouteError();
  return <ProblemPage error={error} retry={() => window.location.reload()} />;
}
