import { Tag } from "antd";
import type { AgreementKind } from "@/api/types";
import { useT } from "@/i18n/useT";

const colours: Record<AgreementKind, string> = { contract: "red", framework: "blue", intent: "default" };

/** What an agreement binds to; only contracts count as signed. */
export function KindTag({ kind }: { kind: AgreementKind }) {
  const t = useT();
  return <Tag color={colours[kind]}>{t(`agreement-kind-${kind}`)}</Tag>;
}
