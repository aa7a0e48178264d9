import type { FluentVariable } from "@fluent/bundle";
import { useLocalization } from "@fluent/react";
import { useCallback } from "react";

/** Says one message of the catalogue. */
export type Say = (id: string, args?: Record<string, FluentVariable>) => string;

/** The reader's catalogue as a function: `t("sign-in-title")`. */
export function useT(): Say {
  const { l10n } = useLocalization();
  return useCallback((id, args) => l10n.getString(id, args), [l10n]);
}

/** Looks up a message with its `.detail`; `undefined` where the catalogue has none (codes of a newer server). */
export function useMessage(): (id: string) => { title: string; detail?: string } | undefined {
  const { l10n } = useLocalization();
  return useCallback(
    (id) => {
      const bundle = l10n.getBundle(id);
      const message = bundle?.getMessage(id);
      if (!bundle || !message?.value) return undefined;
      const detail = message.attributes["detail"];
      return { title: bundle.formatPattern(message.value), ...(detail ? { detail: bundle.formatPattern(detail) } : {}) };
    },
    [l10n],
  );
}
