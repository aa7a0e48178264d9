import { Tooltip } from "antd";
import type { Money } from "@/api/types";
import { useFormat, viewerZone } from "@/i18n/format";
import { useT } from "@/i18n/useT";

/** An amount in the unit people use; the exact figure on hover and for screen readers. */
export function Amount({ money }: { money: Money | null | undefined }) {
  const format = useFormat();
  if (!money) return <span className="yq-muted">–</span>;
  return (
    <Tooltip title={<span className="yq-number">{format.exactMoney(money)}</span>}>
      <span className="yq-number" style={{ whiteSpace: "nowrap" }}>
        {format.money(money)}
      </span>
    </Tooltip>
  );
}

/** A moment in the viewer's zone with the host's beside it where they differ. */
export function Moment({ at, hostZone, show = "dateTime" }: { at: string | null | undefined; hostZone?: string | undefined; show?: "dateTime" | "time" | "date" }) {
  const t = useT();
  const format = useFormat();
  if (!at) return <span className="yq-muted">–</span>;
  const own = format[show](at);
  const there = hostZone ? format[show](at, hostZone) : own;
  const sameDay = show === "dateTime" && hostZone && format.date(at) === format.date(at, hostZone);
  const host = there !== own && sameDay ? format.time(at, hostZone) : there;
  return (
    <time dateTime={at} className="yq-number" title={viewerZone}>
      {own}
      {host !== own && <span className="yq-muted"> · {t("time-at-host", { time: host })}</span>}
    </time>
  );
}

/** How far away a moment is: in 12 minutes, yesterday. */
export function Ago({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relative(at)}
    </time>
  );
}

/** A digest in short, whole on hover and when copied. */
export function Digest({ value }: { value: string }) {
  return (
    <code className="yq-number" title={value} style={{ fontSize: "0.86em", overflowWrap: "anywhere" }}>
      {value.slice(0, 16)}…
    </code>
  );
}
