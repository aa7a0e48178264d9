import { FileTextOutlined, MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Popconfirm } from "antd";
import { useT } from "@/i18n/useT";
import styles from "./Agreements.module.css";

function Clause({ index, remove }: { index: number; remove: () => void }) {
  const t = useT();
  const needed = [{ required: true, whitespace: true, message: t("field-needed") }];
  return (
    <fieldset className={styles.part}>
      <legend>
        {t("draft-clause", { number: index + 1 })} <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={t("draft-remove-clause", { number: index + 1 })} onClick={remove} />
      </legend>
      <div className={styles.pair}>
        {["zh", "en"].map((code) => (
          <div key={code}>
            <Form.Item name={[index, "heading", code]} label={`${t("draft-heading")} (${t(`language-${code}`)})`} rules={needed}><Input lang={code} /></Form.Item>
            <Form.Item name={[index, "body", code]} label={`${t("draft-body")} (${t(`language-${code}`)})`} rules={needed}><Input.TextArea lang={code} autoSize={{ minRows: 3 }} /></Form.Item>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface Props {
  /** Writes the template's text; none as long as project and parties are not chosen. */
  fill: (() => void) | undefined;
  /** Something was typed that the template would replace. */
  written: boolean;
}

/** The clauses of the first version in both languages, from the template or by hand. */
export function ClauseFields({ fill, written }: Props) {
  const t = useT();
  const button = <Button icon={<FileTextOutlined />} disabled={!fill} {...(written || !fill ? {} : { onClick: fill })}>{t("draft-fill")}</Button>;
  return (
    <>
      <div className={styles.template}>
        {fill && written ? <Popconfirm title={t("draft-fill-ask")} onConfirm={fill}>{button}</Popconfirm> : button}
        <small className="yq-muted">{t(fill ? "draft-fill-note" : "draft-fill-first")}</small>
      </div>
      <Form.List name="clauses">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => <Clause key={key} index={name} remove={() => remove(name)} />)}
            <Button block type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>{t("draft-add-clause")}</Button>
          </>
        )}
      </Form.List>
    </>
  );
}
