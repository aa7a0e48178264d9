import { useMemo } from "react";
import type { Money } from "@/api/types";
import { useLanguage } from "./language";

const chineseUnits: Record<string, string> = {
  CNY: "元", USD: "美元", EUR: "欧元", JPY: "日元", GBP: "英镑", HKD: "港元", KRW: "韩元", SGD: "新加坡元", CHF: "瑞士法郎", RUB: "卢布",
};

function fractionDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as a number of the currency's major units; for display alone. */
export function major(money: Money): number {
  return money.minor / 10 ** fractionDigits(money.currency);
}

function scaled(value: number, code: string): string {
  return new Intl.NumberFormat(code, { maximumFractionDigits: code === "en" ? 3 : 2 }).format(value);
}

function chineseAmount(money: Money): string {
  const value = major(money);
  const unit = chineseUnits[money.currency] ?? ` ${money.currency}`;
  const size = Math.abs(value);
  if (size >= 1e8) return `${scaled(value / 1e8, "zh")} 亿${unit}`;
  if (size >= 1e4) return `${scaled(value / 1e4, "zh")} 万${unit}`;
  return `${scaled(value, "zh")} ${unit}`;
}

function englishAmount(money: Money): string {
  const value = major(money);
  const size = Math.abs(value);
  const [divisor, suffix] = size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " m"] : [1, ""];
  return `${money.currency} ${scaled(value / divisor, "en")}${suffix}`;
}

/** An amount in the unit people use: 4.8 亿元, CNY 480 m; others by `Intl`'s compact form. */
export function shortMoney(money: Money, code: string): string {
  const mark = money.approximate ? (code === "zh" ? "约 " : "c. ") : "";
  if (code === "zh") return mark + chineseAmount(money);
  if (code === "en") return mark + englishAmount(money);
  const format = new Intl.NumberFormat(code, { style: "currency", currency: money.currency, currencyDisplay: "code", notation: "compact", maximumFractionDigits: 2 });
  return mark + format.format(major(money));
}

/** The exact figure to the minor unit, for hover, records and exports. */
export function exactMoney(money: Money, code: string): string {
  const format = new Intl.NumberFormat(code, { style: "currency", currency: money.currency, currencyDisplay: "code" });
  return format.format(major(money));
}

/** The viewer's own time zone. */
export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function dateFormat(code: string, options: Intl.DateTimeFormatOptions, zone: string) {
  return new Intl.DateTimeFormat(code === "en" ? "en-GB" : code, { ...options, timeZone: zone });
}

/** Dates, times and numbers in the language on screen. */
export function formatter(code: string) {
  const number = new Intl.NumberFormat(code === "en" ? "en-GB" : code);
  return {
    number: (value: number) => number.format(value),
    percent: (share: number) => new Intl.NumberFormat(code === "en" ? "en-GB" : code, { style: "percent", maximumFractionDigits: 1 }).format(share),
    date: (at: string, zone = viewerZone) => dateFormat(code, { year: "numeric", month: "short", day: "numeric" }, zone).format(new Date(at)),
    day: (at: string, zone = viewerZone) => dateFormat(code, { month: "short", day: "numeric", weekday: "short" }, zone).format(new Date(at)),
    time: (at: string, zone = viewerZone) => dateFormat(code, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(new Date(at)),
    dateTime: (at: string, zone = viewerZone) =>
      dateFormat(code, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(new Date(at)),
    span: (from: string, to: string, zone = viewerZone) => {
      const date = dateFormat(code, { year: "numeric", month: "long", day: "numeric" }, zone);
      return `${date.format(new Date(from))} – ${date.format(new Date(to))}`;
    },
    zoneName: (zone: string) =>
      dateFormat(code, { timeZoneName: "shortOffset" }, zone).formatToParts(new Date()).find((p) => p.type === "timeZoneName")?.value ?? zone,
    relative: (at: string, now = Date.now()) => relative(new Date(at).getTime() - now, code),
    money: (money: Money) => shortMoney(money, code),
    exactMoney: (money: Money) => exactMoney(money, code),
    bytes: (size: number) => (size >= 1 << 20 ? `${number.format(Math.round((size / (1 << 20)) * 10) / 10)} MB` : `${number.format(Math.max(1, Math.round(size / 1024)))} kB`),
    list: (items: string[]) => new Intl.ListFormat(code, { type: "conjunction" }).format(items),
  };
}

function relative(ms: number, code: string): string {
  const format = new Intl.RelativeTimeFormat(code, { numeric: "auto" });
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 36) return format.format(hours, "hour");
  return format.format(Math.round(hours / 24), "day");
}

/** `formatter` bound to the language on screen. */
export function useFormat() {
  const { language } = useLanguage();
  return useMemo(() => formatter(language.code), [language.code]);
}
