import { Tabs } from "antd";
import { useNavigate, useParams } from "react-router";
import { useT } from "@/i18n/useT";
import { PageHeader } from "@/ui/PageHeader";
import { CeremoniesPart } from "./CeremoniesPart";
import { FairPart } from "./FairPart";
import { OrganisationsPart } from "./OrganisationsPart";
import { PeoplePart } from "./PeoplePart";
import { PitchesPart } from "./PitchesPart";

/** Running the fair: its states and programme, pitches to approve, people, organisations. */
export default function AdministrationPage() {
  const t = useT();
  const { part = "fair" } = useParams();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={t("nav-administration")} />
      <Tabs
        activeKey={part}
        onChange={(key) => void navigate(`/administration/${key}`)}
        destroyOnHidden
        items={[
          { key: "fair", label: t("admin-fair"), children: <FairPart /> },
          { key: "pitches", label: t("admin-pitches"), children: <PitchesPart /> },
          { key: "ceremonies", label: t("admin-ceremonies"), children: <CeremoniesPart /> },
          { key: "people", label: t("admin-people"), children: <PeoplePart /> },
          { key: "organisations", label: t("admin-organisations"), children: <OrganisationsPart /> },
        ]}
      />
    </>
  );
}
