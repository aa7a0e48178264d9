import type { AgreementKind } from "@/api/types";
import { useT } from "@/i18n/useT";
import { Mark } from "@/ui/Mark";

const tones = { contract: "seal", framework: "link", intent: "quiet" } as const;

/** What an agreement binds to; only contracts count as signed. */
export function KindTag({ kind }: { kind: AgreementKind }) {
  const t = useT();
  return <Mark tone={tones[kind]}>{t(`agreement-kind-${kind}`)}</Mark>;
}
