import { Link } from "react-router";

import { useMe } from "@/api/session";
import type { Item } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { PitchCard } from "./PitchCard";
import styles from "./hall.module.css";
import { mayExpressInterest } from "./mayExpressInterest";
import type { PitchOnStage } from "./usePitchOnStage";

interface PitchProps {
  item: Item;
  pitch: PitchOnStage;
  interested: boolean;
  onInterest: () => void;
}

/** What stands under the stage: the pitch being given, that there is none, or the way on once all is over. */
export function PitchSection({ item, pitch, interested, onInterest }: PitchProps) {
  const t = useT();
  const { active_membership: me } = useMe();
  if (item.state === "ended") {
    return (
      <p className={styles.quiet}>
        {t("hall-afterwards")} <Link to={paths.projects()}>{t("hall-to-projects")}</Link>{" "}
        <Link to={paths.replay(item.id)}>{t("hall-to-replay")}</Link>
      </p>
    );
  }
  if (pitch.project && pitch.current) {
    const asks = item.state === "live" && mayExpressInterest(me, pitch.current, pitch.project);
    const interest = asks ? { interested, onInterest } : undefined;
    return <PitchCard pitch={pitch.current} project={pitch.project} interest={interest} />;
  }
  if (item.kind !== "roadshow") return null;
  return <p className={styles.quiet}>{t(pitch.all.length > 0 ? "hall-no-pitch-now" : "hall-no-pitches")}</p>;
}
