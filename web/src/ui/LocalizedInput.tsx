import { Form, Input } from "antd";
import { dirOf } from "@/i18n/languages";
import { useLanguageName } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

interface Props {
  name: string;
  label: string;
  rows?: number;
  required?: boolean;
  languages?: readonly string[];
}

/** A text as one form field a language under one name; in Chinese and English where nothing else is said. */
export function LocalizedFields({ name, label, rows, required = true, languages = ["zh", "en"] }: Props) {
  const t = useT();
  const languageName = useLanguageName();
  return (
    <>
      {languages.map((code) => (
        <Form.Item key={code} name={[name, code]} label={`${label} (${languageName(code)})`} rules={required ? [{ required: true, whitespace: true, message: t("field-needed") }] : []}>
          {rows ? <Input.TextArea rows={rows} lang={code} dir={dirOf(code)} /> : <Input lang={code} dir={dirOf(code)} />}
        </Form.Item>
      ))}
    </>
  );
}
