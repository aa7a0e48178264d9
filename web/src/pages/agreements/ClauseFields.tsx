import { FileTextOutlined, MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Popconfirm } from "antd";
import { dirOf } from "@/i18n/languages";
import { useLanguageName } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import styles from "./Agreements.module.css";

function Clause({ index, languages, remove }: { index: number; languages: readonly string[]; remove: () => void }) {
  const t = useT();
  const languageName = useLanguageName();
  const needed = [{ required: true, whitespace: true, message: t("field-needed") }];
  return (
    <fieldset className={styles.part}>
      <legend>
        {t("draft-clause", { number: index + 1 })} <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={t("draft-remove-clause", { number: index + 1 })} onClick={remove} />
      </legend>
      <div className={styles.pair}>
        {languages.map((code) => (
          <div key={code}>
            <Form.Item name={[index, "heading", code]} label={`${t("draft-heading")} (${languageName(code)})`} rules={needed}><Input lang={code} dir={dirOf(code)} /></Form.Item>
            <Form.Item name={[index, "body", code]} label={`${t("draft-body")} (${languageName(code)})`} rules={needed}><Input.TextArea lang={code} dir={dirOf(code)} autoSize={{ minRows: 3 }} /></Form.Item>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface Props {
  languages: readonly string[];
  /** Whether there is a template. */
  template: boolean;
  /** Writes the template's text; none as long as project and parties are not chosen. */
  fill: (() => void) | undefined;
  /** Something was typed that the template would replace. */
  written: boolean;
}

/** The clauses of the first version in both languages, from the template or by hand. */
export function ClauseFields({ languages, template, fill, written }: Props) {
  const t = useT();
  const button = <Button icon={<FileTextOutlined />} disabled={!fill} {...(written || !fill ? {} : { onClick: fill })}>{t("draft-fill")}</Button>;
  return (
    <>
      {template && (
        <div className={styles.template}>
          {fill && written ? <Popconfirm title={t("draft-fill-ask")} onConfirm={fill}>{button}</Popconfirm> : button}
          <small className="yq-muted">{t(fill ? "draft-fill-note" : "draft-fill-first")}</small>
        </div>
      )}
      <Form.List name="clauses">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => <Clause key={key} index={name} languages={languages} remove={() => remove(name)} />)}
            <Button block type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>{t("draft-add-clause")}</Button>
          </>
        )}
      </Form.List>
    </>
  );
}
