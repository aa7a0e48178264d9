import { theme as antd, type ThemeConfig } from "antd";

/** The two surfaces of the product: records and administration, live rooms and ceremony. */
export type ThemeName = "paper" | "stage";

/** The identity's colours. Nothing else in the app names a colour; CSS reads them as `--yq-*`. */
export const palette = {
  ink: "#1F2A44",
  seal: "#C8372D",
  paper: "#FAF7F2",
  jade: "#2E7D6B",
  gold: "#B8893B",
  night: "#0E1525",
} as const;

interface Surface {
  background: string;
  raised: string;
  sunken: string;
  line: string;
  text: string;
  muted: string;
  seal: string;
  jade: string;
  gold: string;
  link: string;
  /** What is chosen, checked or focused. */
  accent: string;
}

/** Text colours hold at least 4.5 : 1 against `background`, `raised` and `sunken`. */
export const surfaces: Record<ThemeName, Surface> = {
  paper: {
    background: palette.paper,
    raised: "#FFFFFF",
    sunken: "#F5F1E9",
    line: "#E4DCCE",
    text: palette.ink,
    muted: "#5C6479",
    seal: palette.seal,
    jade: "#28705F",
    gold: "#866023",
    link: "#2B4C8C",
    accent: "#2F4A86",
  },
  stage: {
    background: palette.night,
    raised: "#172036",
    sunken: "#0A101D",
    line: "#2A3550",
    text: "#EEF0F6",
    muted: "#A3ADC6",
    seal: "#F0776C",
    jade: "#5CC2A8",
    gold: "#DDB568",
    link: "#9DB8F2",
    accent: "#7F9FE8",
  },
};

const sans =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Series colours for charts, distinguishable without hue alone (each differs in lightness too). */
export const series: Record<ThemeName, string[]> = {
  paper: ["#1F2A44", "#C8372D", "#2E7D6B", "#B8893B", "#6C7FA8", "#D98E86", "#86B5A8"],
  stage: ["#9DB8F2", "#F0776C", "#5CC2A8", "#DDB568", "#C7CEE2", "#F5B2AB", "#A9DFD0"],
};

/** Quiet grounds of notices and of what is chosen; Ant Design's own derivations are too grey beside paper. */
const grounds: Record<ThemeName, ThemeConfig["token"]> = {
  paper: {
    colorPrimaryBg: "#E9EEF8", colorPrimaryBgHover: "#DDE5F4", colorPrimaryBorder: "#B9C7E4",
    colorInfoBg: "#EFF3FA", colorInfoBorder: "#CBD7EC",
    colorSuccessBg: "#EAF4F1", colorSuccessBorder: "#B5D6CD",
    colorWarningBg: "#FBF4E4", colorWarningBorder: "#E6D2A5",
    colorErrorBg: "#FCEFED", colorErrorBorder: "#EFC1BC",
  },
  stage: {
    colorPrimaryBg: "#22304F", colorPrimaryBgHover: "#2A3B60", colorPrimaryBorder: "#3D5285",
    colorInfoBg: "#1A2540", colorInfoBorder: "#33456E",
    colorSuccessBg: "#12302C", colorSuccessBorder: "#24574D",
    colorWarningBg: "#332A17", colorWarningBorder: "#5E4C25",
    colorErrorBg: "#3A1D20", colorErrorBorder: "#6B3036",
  },
};

function tokens(name: ThemeName): ThemeConfig["token"] {
  const s = surfaces[name];
  return {
    colorPrimary: s.accent,
    colorInfo: s.link,
    colorSuccess: s.jade,
    colorWarning: s.gold,
    colorError: s.seal,
    colorLink: s.link,
    colorTextBase: s.text,
    colorBgBase: s.raised,
    colorBgLayout: s.background,
    colorBgContainer: s.raised,
    colorBgElevated: s.raised,
    colorBorder: s.line,
    colorBorderSecondary: s.line,
    colorText: s.text,
    colorTextSecondary: s.muted,
    colorTextTertiary: s.muted,
    colorTextDescription: s.muted,
    colorTextPlaceholder: s.muted,
    fontFamily: sans,
    fontSize: 15,
    borderRadius: 6,
    controlHeight: 38,
    lineHeight: 1.6,
    wireframe: false,
    ...grounds[name],
  };
}

/** The Ant Design theme of one surface. */
export function antTheme(name: ThemeName): ThemeConfig {
  const s = surfaces[name];
  return {
    algorithm: name === "stage" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: tokens(name),
    components: {
      Button: { colorPrimary: palette.seal, colorPrimaryHover: "#AD2C23", colorPrimaryActive: "#93231B", algorithm: true, primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Card: { headerFontSize: 16 },
      Table: { headerBg: s.sunken, headerColor: s.muted, headerSplitColor: "transparent", rowHoverBg: s.background, cellPaddingInline: 16, cellPaddingInlineMD: 16, cellPaddingInlineSM: 16 },
      Tabs: { itemSelectedColor: s.text, inkBarColor: palette.seal, itemHoverColor: s.text, titleFontSize: 15 },
      Segmented: { itemSelectedBg: s.raised, trackBg: s.sunken },
      Timeline: { dotBg: "transparent" },
      Tag: { defaultBg: s.sunken, defaultColor: s.text },
    },
  };
}

/** The same surface as CSS custom properties for the product's own styles. */
export function cssVariables(name: ThemeName): Record<string, string> {
  const entries = Object.entries(surfaces[name]).map(([key, value]) => [`--yq-${key}`, value]);
  return Object.fromEntries([...entries, ["--yq-ink", palette.ink], ["--yq-seal-solid", palette.seal]]) as Record<string, string>;
}
