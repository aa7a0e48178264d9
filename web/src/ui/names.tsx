import { useOrganisationName, usePersonName, useProjectTitle } from "@/api/directory";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

/** An organisation by its name. */
export function OrganisationName({ id }: { id: string | null | undefined }) {
  const t = useT();
  const pick = usePick();
  const name = pick(useOrganisationName(id));
  if (!id) return <span className="yq-muted">{t("none-yet")}</span>;
  return <>{name || "…"}</>;
}

/** A person by name; "name withheld" where the viewer may not know it or it was erased. */
export function PersonName({ id }: { id: string | null | undefined }) {
  const t = useT();
  const pick = usePick();
  const name = pick(usePersonName(id));
  if (!id) return <span className="yq-muted">{t("none-yet")}</span>;
  return <>{name || t("name-withheld")}</>;
}

/** A project by its title. */
export function ProjectTitle({ id }: { id: string | null | undefined }) {
  const pick = usePick();
  return <>{pick(useProjectTitle(id)) || "…"}</>;
}
