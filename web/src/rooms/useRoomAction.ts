import { App } from "antd";
import { useCallback } from "react";

import { Problem } from "@/api/problem";
import { useMessage } from "@/i18n/useT";
import { useProblemText } from "@/ui/problemText";

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "failed";
}

/** Words one of the room's codes; a code of a newer server gets the general word. */
export function useCodeText(): (code: string) => string {
  const message = useMessage();
  return useCallback(
    (code) => (message(`rooms-error-${code}`) ?? message("rooms-error-failed"))?.title ?? code,
    [message],
  );
}

/** Words a refusal by the room, by a device or by the API. */
export function useRefusalText(): (error: unknown) => string {
  const words = useCodeText();
  const problem = useProblemText();
  return useCallback(
    (error) => {
      if (error instanceof Problem) {
        const { title, detail } = problem(error);
        return detail ? `${title} ${detail}` : title;
      }
      return words(codeOf(error));
    },
    [words, problem],
  );
}

/** Runs something a person asked for; when it is refused, says why in a passing note. */
export function useRoomAction(): (act: () => Promise<unknown> | undefined) => void {
  const { message } = App.useApp();
  const words = useRefusalText();
  return useCallback(
    (act) => {
      act()?.catch((error: unknown) => {
        void message.error(`${words(error)} (${codeOf(error)})`, 6);
      });
    },
    [message, words],
  );
}
