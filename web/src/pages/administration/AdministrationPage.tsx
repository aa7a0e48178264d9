import { Tabs } from "antd";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Problem } from "@/api/problem";
import { useMe } from "@/api/session";
import { mayVisit } from "@/app/navigation";
import { useT } from "@/i18n/useT";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemPage } from "@/ui/Problem";
import { CeremoniesPart } from "./CeremoniesPart";
import { FairPart } from "./FairPart";
import { OrganisationsPart } from "./OrganisationsPart";
import { PeoplePart } from "./PeoplePart";
import { PitchesPart } from "./PitchesPart";
import { RegionsPart } from "./RegionsPart";

/** Running the fair: its states and programme, pitches to approve, people, organisations. */
export default function AdministrationPage() {
  const t = useT();
  const { part = "fair" } = useParams();
  const navigate = useNavigate();
  const fair = useSearchParams()[0].get("fair");
  if (!mayVisit(useMe(), "nav-administration")) return <ProblemPage error={new Problem(403, "not-for-this-role", "")} />;
  return (
    <>
      <PageHeader title={t("nav-administration")} />
      <Tabs
        activeKey={part}
        onChange={(key) => void navigate({ pathname: `/administration/${key}`, search: fair ? `?fair=${fair}` : "" })}
        destroyOnHidden
        items={[
          { key: "fair", label: t("admin-fair"), children: <FairPart /> },
          { key: "pitches", label: t("admin-pitches"), children: <PitchesPart /> },
          { key: "ceremonies", label: t("admin-ceremonies"), children: <CeremoniesPart /> },
          { key: "people", label: t("admin-people"), children: <PeoplePart /> },
          { key: "organisations", label: t("admin-organisations"), children: <OrganisationsPart /> },
          { key: "regions", label: t("admin-regions"), children: <RegionsPart /> },
        ]}
      />
    </>
  );
}
