import { CheckOutlined } from "@ant-design/icons";
import { useEffect, useRef } from "react";
import { type Stage, stages } from "@/api/types";
import { useT } from "@/i18n/useT";
import styles from "./Projects.module.css";

/** The way from the first pitch to production, and where the project stands on it. */
export function Stepper({ stage }: { stage: Stage }) {
  const t = useT();
  const current = stages.indexOf(stage);
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const step = here.current;
    const track = step?.parentElement;
    if (step && track) track.scrollLeft = step.offsetLeft - track.clientWidth / 2 + step.clientWidth / 2;
  }, [stage]);
  return (
    <ol className={styles.stepper} aria-label={t("project-stage")} tabIndex={0}>
      {stages.map((name, index) => (
        <li key={name} ref={index === current ? here : null} data-state={index < current ? "done" : index === current ? "here" : "ahead"} aria-current={index === current ? "step" : undefined}>
          <i>{index < current ? <CheckOutlined aria-hidden="true" /> : `S${index + 1}`}</i>
          <span>{t(`stage-${name}`)}</span>
        </li>
      ))}
    </ol>
  );
}
