import { Alert } from "antd";
import type { UploadedText } from "@/api/types";
import { useT } from "@/i18n/useT";

/** What cleaning left behind, so that nobody approves a document believing it is all there. */
export function Removed({ removed, missingFonts = [] }: { removed: UploadedText["removed"]; missingFonts?: string[] }) {
  const t = useT();
  const kinds = Object.entries(removed);
  return (
    <>
      {kinds.length === 0 ? <Alert type="success" showIcon title={t("upload-nothing-removed")} /> : (
        <Alert
          type="warning" showIcon title={t("upload-removed")}
          description={<ul>{kinds.map(([kind, count]) => <li key={kind}>{t(`upload-removed-${kind.replaceAll("_", "-")}`, { count })}</li>)}</ul>}
        />
      )}
      {missingFonts.length > 0 && <Alert type="warning" showIcon title={t("upload-missing-fonts")} description={missingFonts.join(", ")} />}
    </>
  );
}
