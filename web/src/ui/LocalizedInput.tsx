import { Form, Input } from "antd";
import { useT } from "@/i18n/useT";

/** A text in Chinese and English as two form fields under one name. */
export function LocalizedFields({ name, label, rows, required = true }: { name: string; label: string; rows?: number; required?: boolean }) {
  const t = useT();
  return (
    <>
      {["zh", "en"].map((code) => (
        <Form.Item key={code} name={[name, code]} label={`${label} (${t(`language-${code}`)})`} rules={required ? [{ required: true, whitespace: true, message: t("field-needed") }] : []}>
          {rows ? <Input.TextArea rows={rows} lang={code} /> : <Input lang={code} />}
        </Form.Item>
      ))}
    </>
  );
}
