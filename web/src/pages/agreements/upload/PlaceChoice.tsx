import { Select } from "antd";
import type { FieldPlace } from "@/api/types";
import { useT } from "@/i18n/useT";
import { overlap } from "./place";
import styles from "./upload.module.css";

interface Props {
  fields: FieldPlace[];
  pages: number;
  nameOf: (signatory: string) => string;
  onPage: (field: FieldPlace, page: number) => void;
}

/** On which page each signatory signs; says where two places lie over each other. */
export function PlaceChoice({ fields, pages, nameOf, onPage }: Props) {
  const t = useT();
  const options = Array.from({ length: pages }, (_, index) => ({ value: index + 1, label: t("ceremony-page-of", { page: index + 1, count: pages }) }));
  return (
    <ul className={styles.choice} aria-label={t("upload-places")}>
      {fields.map((field) => (
        <li key={field.signatory}>
          <span>{nameOf(field.signatory)}</span>
          <Select size="small" aria-label={t("upload-page-of", { name: nameOf(field.signatory) })} value={field.page} options={options} onChange={(page) => { onPage(field, page); }} />
          {fields.some((other) => other !== field && overlap(field, other)) && <small role="alert">{t("upload-overlap")}</small>}
        </li>
      ))}
    </ul>
  );
}
