import { FileTextOutlined } from "@ant-design/icons";

import { resourceUrl } from "@/api/client";
import type { Agreement, Signatory } from "@/api/types";
import { useT } from "@/i18n/useT";
import { useNames } from "@/rooms/names";
import styles from "./signing.module.css";

/** Whom a delegate signs for, and the power of attorney it does so under. */
export function InPlaceOf({ agreement, mine }: { agreement: Agreement; mine: Signatory }) {
  const t = useT();
  const name = useNames(agreement);
  const power = mine.delegation?.power_of_attorney;
  if (!power) return null;
  return (
    <p className={styles.check} data-testid="in-place-of">
      <FileTextOutlined aria-hidden="true" />
      <span>
        {t("signing-in-place-of", { name: name(mine.person) })}{" "}
        <a href={resourceUrl(`/files/${power.digest}`)} target="_blank" rel="noreferrer">
          {t("signing-power-of-attorney")}
        </a>
      </span>
    </p>
  );
}
