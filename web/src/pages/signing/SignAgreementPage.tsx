import "@/rooms/stage.css";

import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { useParams } from "react-router";

import { agreementQuery } from "@/api/records";
import { paths } from "@/app/paths";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { RoomHeader } from "@/rooms/parts/RoomHeader";
import { ProblemPage } from "@/ui/Problem";
import { SignDesk } from "./SignDesk";
import styles from "./signing.module.css";

/** Where a signatory reads and signs outside a ceremony. */
export default function SignAgreementPage() {
  const { id = "" } = useParams();
  const t = useT();
  const pick = usePick();
  const agreement = useQuery(agreementQuery(id));
  if (agreement.isPending) return <Spin size="large" className="yq-page-spin" delay={400} />;
  if (agreement.isError) return <ProblemPage error={agreement.error} retry={() => void agreement.refetch()} />;
  return (
    <div className={`stage-theme ${styles.page ?? ""}`}>
      <RoomHeader back={paths.agreement(id)} over={t("signing-title")} title={pick(agreement.data.title)} />
      <SignDesk key={id} agreement={agreement.data} />
    </div>
  );
}
