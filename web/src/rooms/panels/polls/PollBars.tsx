import { CheckOutlined } from "@ant-design/icons";

import type { Poll } from "@/call";
import { useFormat } from "@/i18n/format";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";
import styles from "../panels.module.css";
import type { Bar } from "./tally";

/** A result as bars with their numbers: a table to those who hear it, a picture to those who see it. */
export function PollBars({ poll, bars, chosen }: { poll: Poll; bars: Bar[]; chosen: number[] }) {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const percent = new Intl.NumberFormat(language.code, { style: "percent", maximumFractionDigits: 0 });
  return (
    <table className={styles.bars}>
      <caption className="yq-hidden">{t("polls-result-of", { question: poll.question })}</caption>
      <thead className="yq-hidden">
        <tr>
          <th scope="col">{t("polls-column-answer")}</th>
          <th scope="col">{t("polls-column-share")}</th>
          <th scope="col">{t("polls-column-votes")}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ text, votes, share, leads }, index) => (
          <tr key={index} data-leads={leads} style={{ "--share": share } as React.CSSProperties}>
            <th scope="row" dir="auto">
              {text} {chosen.includes(index) && <CheckOutlined aria-label={t("polls-your-choice")} />}
            </th>
            <td>{percent.format(share)}</td>
            <td>{format.number(votes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
