import { useCallback } from "react";
import { Problem } from "@/api/problem";
import { useMessage } from "@/i18n/useT";

export interface ProblemText {
  title: string;
  detail?: string;
  code: string;
}

/** What the browser itself refused; passkeys are cancelled more often than they fail. */
function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "passkey-cancelled";
  if (name === "InvalidStateError") return "passkey-on-device";
  return "client-error";
}

/** Words a failure for the reader: what the server said in the reader's language, else the catalogue's text for the code. */
export function useProblemText(): (error: unknown) => ProblemText {
  const message = useMessage();
  return useCallback(
    (error) => {
      const problem = error instanceof Problem ? error : new Problem(0, codeOf(error), "");
      const known = message(`error-${problem.code}`) ?? message("error-unexpected");
      const detail = problem.detail ?? (problem.title ? undefined : known?.detail);
      return { title: problem.title || known?.title || problem.code, ...(detail ? { detail } : {}), code: problem.code };
    },
    [message],
  );
}
