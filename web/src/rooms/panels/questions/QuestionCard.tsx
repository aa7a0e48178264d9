import { AudioOutlined, CaretUpFilled, CheckCircleOutlined, EyeInvisibleOutlined, PushpinFilled } from "@ant-design/icons";
import { useState } from "react";

import type { Call, Question, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../../useRoomAction";
import styles from "../panels.module.css";
import { AnswerForm } from "./AnswerForm";
import { QuestionHost } from "./QuestionHost";

interface Props {
  call: Call;
  room: RoomView;
  question: Question;
}

/** One question: who asks, how many want it answered, where it stands, and its answer. */
export function QuestionCard({ call, room, question }: Props) {
  const t = useT();
  const format = useFormat();
  const [answering, setAnswering] = useState(false);
  const { answer } = question;
  return (
    <li className={`${styles.card ?? ""} ${question.state === "live" ? (styles.now ?? "") : ""}`} data-state={question.state}>
      <div className={styles.question}>
        <Vote call={call} room={room} question={question} />
        <div>
          <Standing question={question} />
          <p dir="auto">{question.text}</p>
          <small>
            {[question.name, question.organisation, format.time(new Date(question.at).toISOString())].filter(Boolean).join(" · ")}
          </small>
        </div>
      </div>
      {answer && (
        <blockquote className={styles.answer}>
          <p dir="auto">{answer.text}</p>
          <small>{t("questions-answered-by", { name: answer.name, at: format.time(new Date(answer.at).toISOString()) })}</small>
        </blockquote>
      )}
      {room.me.grants.moderate &&
        (answering ? (
          <AnswerForm call={call} question={question} onClose={() => { setAnswering(false); }} />
        ) : (
          <QuestionHost call={call} question={question} onWrite={() => { setAnswering(true); }} />
        ))}
    </li>
  );
}

function Vote({ call, room, question }: Props) {
  const t = useT();
  const format = useFormat();
  const act = useRoomAction();
  const own = question.participant === room.me.participant;
  const wanted = room.own.upvoted.includes(question.id);
  const closed = own || wanted || question.state !== "open" || !room.me.grants.chat;
  return (
    <button
      type="button"
      className={styles.vote}
      aria-pressed={wanted}
      aria-disabled={closed}
      title={t(own ? "questions-vote-own" : wanted ? "questions-voted" : "questions-vote")}
      aria-label={t("questions-vote-label", { count: format.number(question.votes) })}
      onClick={() => {
        if (!closed) act(() => call.desk.upvote(question.id));
      }}
    >
      <CaretUpFilled aria-hidden="true" />
      <b className="yq-number">{format.number(question.votes)}</b>
    </button>
  );
}

/** How a question stands, in an icon and a word; nothing where it simply waits. */
function Standing({ question }: { question: Question }) {
  const t = useT();
  const marks = {
    live: <AudioOutlined aria-hidden="true" />,
    answered: <CheckCircleOutlined aria-hidden="true" />,
    pending: <EyeInvisibleOutlined aria-hidden="true" />,
  };
  return (
    <>
      {question.pinned && (
        <span className={styles.mark}>
          <PushpinFilled aria-hidden="true" /> {t("questions-pinned")}
        </span>
      )}
      {question.state !== "open" && (
        <span className={styles.mark} data-state={question.state}>
          {marks[question.state]} {t(`questions-state-${question.state}`)}
        </span>
      )}
    </>
  );
}
