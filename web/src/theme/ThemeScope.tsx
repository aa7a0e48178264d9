import { App as AntApp, ConfigProvider } from "antd";
import { type CSSProperties, type ReactNode, createContext, useContext, useEffect } from "react";
import { useLanguage } from "@/i18n/language";
import { type ThemeName, antTheme, cssVariables } from "./tokens";

const ThemeContext = createContext<ThemeName>("paper");

/** The surface the component stands on. */
export function useThemeName(): ThemeName {
  return useContext(ThemeContext);
}

/** Puts everything below on one of the two surfaces: Ant Design's tokens and the app's own CSS variables. */
export function ThemeScope({ name, children }: { name: ThemeName; children: ReactNode }) {
  const { language, antLocale } = useLanguage();
  useEffect(() => {
    document.documentElement.dataset["theme"] = name;
    for (const [key, value] of Object.entries(cssVariables(name))) document.documentElement.style.setProperty(key, value);
  }, [name]);
  return (
    <ThemeContext value={name}>
      <ConfigProvider theme={antTheme(name)} locale={antLocale} direction={language.dir} button={{ autoInsertSpace: false }}>
        <AntApp className="yq-surface" message={{ top: 76 }} style={cssVariables(name) as CSSProperties}>
          {children}
        </AntApp>
      </ConfigProvider>
    </ThemeContext>
  );
}
