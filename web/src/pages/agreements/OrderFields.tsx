import { Form, InputNumber } from "antd";
import { useT } from "@/i18n/useT";
import styles from "./Agreements.module.css";
import { type DraftSignatory, groupsIn } from "./draft";

/** How many of each group are enough, where a group has several. */
export function OrderFields() {
  const t = useT();
  const signatories = Form.useWatch<DraftSignatory[] | undefined>("signatories") ?? [];
  const several = groupsIn(signatories).filter(({ signing }) => signing > 1);
  if (several.length === 0) return null;
  return (
    <div className={styles.order}>
      {several.map(({ group, signing }) => (
        <Form.Item key={group} name={["quorums", String(group)]} label={t("draft-quorum", { group })} extra={t("draft-quorum-note", { signing })}>
          <InputNumber min={1} max={signing} placeholder={String(signing)} style={{ inlineSize: "100%" }} />
        </Form.Item>
      ))}
    </div>
  );
}
