import { GlobalOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { sessionQuery, useSessionActions } from "@/api/session";
import { offered } from "@/i18n/catalogue";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";

/** Chooses the language; each is named in itself. */
export function LanguageSwitch() {
  const t = useT();
  const { language, choose } = useLanguage();
  const me = useQuery(sessionQuery).data;
  const { speak } = useSessionActions();
  const change = (code: string) => {
    choose(code);
    if (me) void speak(code);
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectedKeys: [language.code],
        onClick: ({ key }) => change(key),
        items: offered.map((l) => ({ key: l.code, label: <span lang={l.code} dir={l.dir}>{l.name}</span> })),
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t("choose-language", { language: language.name })}>
        {language.name}
      </Button>
    </Dropdown>
  );
}
