import { GlobalOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { offered } from "@/i18n/catalogue";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";

/** Chooses the language; each is named in itself. */
export function LanguageSwitch() {
  const t = useT();
  const { language, choose } = useLanguage();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectedKeys: [language.code],
        onClick: ({ key }) => choose(key),
        items: offered.map((l) => ({ key: l.code, label: <span lang={l.code} dir={l.dir}>{l.name}</span> })),
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t("choose-language")}>
        {language.name}
      </Button>
    </Dropdown>
  );
}
