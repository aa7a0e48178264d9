import { Segmented } from "antd";
import { useState } from "react";

import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useRoomAction } from "../../useRoomAction";
import { WriteLine } from "../WriteLine";
import type { PanelProps } from "../panel";
import styles from "../panels.module.css";
import { QuestionCard } from "./QuestionCard";
import { QuestionRulesMenu } from "./QuestionRulesMenu";
import { type QuestionSort, counted, inOrder } from "./order";

const PAGE = 50;

/** Questions to the stage, which the room itself puts in order by wanting them answered. */
export function QuestionsPanel({ call, room }: PanelProps) {
  const t = useT();
  const [sort, setSort] = useState<QuestionSort>("votes");
  const { questions } = room;
  const { waiting, answered } = counted(questions);
  const { open, reviewed } = room.state.questions;
  const { moderate, chat } = room.me.grants;
  return (
    <div className={parts.panel}>
      <div className={styles.head}>
        <Segmented<QuestionSort>
          size="small"
          value={sort}
          onChange={setSort}
          options={[
            { value: "votes", label: t("questions-by-votes") },
            { value: "newest", label: t("questions-by-time") },
          ]}
        />
        <small>{t("questions-counts", { waiting, answered })}</small>
        {moderate && <QuestionRulesMenu call={call} rules={room.state.questions} />}
      </div>
      <div className={parts.scroll} tabIndex={0} role="region" aria-label={t("questions-title")}>
        {questions.length === 0 && <p className={parts.empty}>{t(open ? "questions-empty" : "questions-empty-closed")}</p>}
        <ol className={styles.cards}>
          {inOrder(questions, sort).map((question) => (
            <QuestionCard key={question.id} call={call} room={room} question={question} />
          ))}
        </ol>
        <More call={call} known={questions.length} />
      </div>
      {chat &&
        (open || moderate ? (
          <WriteLine
            label={t("questions-ask")}
            send={t("questions-send")}
            most={500}
            note={reviewed && !moderate ? t("questions-reviewed-note") : undefined}
            onSend={(text) => call.desk.ask(text)}
          />
        ) : (
          <p className={styles.closed}>{t("questions-closed")}</p>
        ))}
    </div>
  );
}

/** The snapshot brings the first fifty; the others come when asked for. */
function More({ call, known }: { call: PanelProps["call"]; known: number }) {
  const t = useT();
  const act = useRoomAction();
  const [total, setTotal] = useState<number>();
  if (known < PAGE || (total !== undefined && known >= total)) return null;
  const next = async () => { setTotal(await call.desk.moreQuestions()); };
  return (
    <button type="button" className={parts.small} onClick={() => { act(next); }}>
      {t("rooms-roster-more")}
    </button>
  );
}
