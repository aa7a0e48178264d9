import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { series, surfaces } from "@/theme/tokens";
import { useThemeName } from "@/theme/ThemeScope";

use([BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

interface Row {
  key: string;
  name: string;
  value: number;
}

interface Props {
  rows: Row[];
  /** The currency of the values in minor units; none when they are numbers of agreements. */
  currency: string | null;
  open: (key: string) => void;
}

/** Horizontal bars, the longest on top; a bar leads to its rows. The table below says the same in words. */
export default function Chart({ rows, currency, open }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const format = useFormat();
  const theme = useThemeName();
  const { language } = useLanguage();
  const mirrored = language.dir === "rtl";
  const height = rows.length * 40 + 44;

  useEffect(() => {
    if (!host.current) return;
    const s = surfaces[theme];
    const sorted = [...rows].sort((a, b) => a.value - b.value);
    const say = (value: number) => (currency ? format.money({ minor: value, currency }) : format.number(value));
    const chart = init(host.current, null, { renderer: "svg" });
    chart.setOption({
      aria: { enabled: true },
      animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      color: series[theme],
      textStyle: { fontFamily: getComputedStyle(host.current).fontFamily },
      grid: { [mirrored ? "right" : "left"]: 8, [mirrored ? "left" : "right"]: 90, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: "item", formatter: (item: { name: string; value: number }) => `${item.name}<br><b>${currency ? format.exactMoney({ minor: item.value, currency }) : format.number(item.value)}</b>` },
      xAxis: { type: "value", inverse: mirrored, axisLabel: { show: false }, splitLine: { lineStyle: { color: s.line } } },
      yAxis: { type: "category", position: mirrored ? "right" : "left", data: sorted.map((row) => row.name), axisLabel: { color: s.text, fontSize: 14 }, axisLine: { lineStyle: { color: s.line } }, axisTick: { show: false } },
      series: [{ type: "bar", cursor: "pointer", barMaxWidth: 22, itemStyle: { borderRadius: mirrored ? [4, 0, 0, 4] : [0, 4, 4, 0] }, data: sorted.map((row) => row.value), label: { show: true, position: mirrored ? "left" : "right", color: s.text, fontSize: 13, formatter: (item: { value: unknown }) => say(Number(item.value)) } }],
    });
    chart.on("click", (event) => {
      const row = sorted[event.dataIndex ?? -1];
      if (row) open(row.key);
    });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(host.current);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [rows, currency, format, theme, open, mirrored]);

  // Drawn text is anchored by the options above; the page's direction would turn the anchors round.
  return <div ref={host} style={{ blockSize: height, direction: "ltr" }} />;
}
