import { SearchOutlined } from "@ant-design/icons";
import { useDeferredValue, useState } from "react";

import type { Call, Participant, RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { BreakoutList } from "../panels/breakout/BreakoutList";
import { Banned } from "../panels/people/Banned";
import { PersonRow } from "../panels/people/PersonRow";
import { sections } from "../panels/people/sections";
import panels from "../panels/panels.module.css";
import { DoorList } from "../panels/door/DoorList";
import styles from "./parts.module.css";
import { Viewers } from "./Viewers";

/** Who is here and where: at the door, on the stage, behind it, away in talks; and the viewers, page by page. */
export function PeoplePanel({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed);
  const { onStage, backstage, interpreters, away, machines } = sections(room.participants, query);
  const { moderate } = room.me.grants;
  return (
    <div className={styles.panel}>
      <label className={panels.search}>
        <SearchOutlined aria-hidden="true" />
        <input type="search" value={typed} placeholder={t("people-search")} aria-label={t("people-search")} onChange={({ target }) => { setTyped(target.value); }} />
      </label>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("rooms-people")}>
        {moderate && <DoorList call={call} room={room} />}
        <BreakoutList call={call} room={room} />
        <h3 className={styles.heading}>{t("rooms-on-stage")}</h3>
        <List call={call} room={room} people={onStage} />
        {onStage.length === 0 && <p className={styles.empty}>{t(query ? "people-none-found" : "rooms-nobody-on-stage")}</p>}
        <Section title={t("people-backstage")} call={call} room={room} people={backstage} />
        <Section title={t("people-interpreters")} call={call} room={room} people={interpreters} />
        <Section title={t("people-in-talks")} call={call} room={room} people={away} />
        <Section title={t("people-machines")} call={call} room={room} people={machines} />
        <h3 className={styles.heading}>{t("rooms-viewers-heading", { count: format.number(room.viewers) })}</h3>
        <Viewers call={call} room={room} query={query} />
        {moderate && <Banned call={call} room={room} />}
      </div>
    </div>
  );
}

interface ListProps {
  call: Call;
  room: RoomView;
  people: Participant[];
}

function Section({ title, ...list }: ListProps & { title: string }) {
  if (list.people.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{title}</h3>
      <List {...list} />
    </>
  );
}

function List({ call, room, people }: ListProps) {
  return (
    <ul>
      {people.map((one) => (
        <PersonRow key={one.id} call={call} room={room} one={one} />
      ))}
    </ul>
  );
}
