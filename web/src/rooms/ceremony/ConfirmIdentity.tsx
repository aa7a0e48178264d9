import { CheckCircleFilled, IdcardOutlined } from "@ant-design/icons";
import { App } from "antd";

import { post } from "@/api/client";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement, RecordedRoom, Signatory } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import type { RoomView } from "@/call";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { useNames } from "../names";
import styles from "./ceremony.module.css";

interface Props {
  agreement: Agreement;
  /** The room as the record names it, and as it is now. */
  place: RecordedRoom;
  room: RoomView | undefined;
  /** Who confirms; nobody confirms himself. */
  me: string;
}

/** Those who are still to sign, each with the host's word that it saw them on camera. */
export function ConfirmIdentity({ agreement, place, room, me }: Props) {
  const t = useT();
  const waiting = agreement.signatories.filter((one) => one.state === "waiting" && actingPerson(one) !== me);
  if (!["agreed", "signing"].includes(agreement.state) || waiting.length === 0) return null;
  return (
    <section className={styles.identities} aria-label={t("identity-title")}>
      <h3>{t("identity-title")}</h3>
      <ul>
        {waiting.map((signatory) => (
          <Person key={signatory.id} agreement={agreement} signatory={signatory} place={place} room={room} />
        ))}
      </ul>
    </section>
  );
}

function Person({ agreement, signatory, place, room }: { signatory: Signatory } & Omit<Props, "me">) {
  const t = useT();
  const format = useFormat();
  const name = useNames(agreement);
  const { modal } = App.useApp();
  const person = actingPerson(signatory);
  const seen = isSeen(room, person);
  const sighting = signatory.factors?.find(({ kind }) => kind === "on_camera");
  const confirm = useCommand({
    run: (_: void, key) => post(`/signatories/${signatory.id}/identity`, { room: place }, key),
    stale: [["agreements"]],
  });
  const ask = () =>
    void modal.confirm({
      title: t("identity-ask", { name: name(person) }),
      content: t("identity-ask-note"),
      okText: t("identity-confirm"),
      cancelText: t("rooms-cancel"),
      onOk: () => confirm.mutateAsync(),
    });
  return (
    <li data-testid="identity-of" data-person={person} data-confirmed={sighting !== undefined}>
      <span>
        <b>{name(person)}</b>
        <small>
          {sighting && <CheckCircleFilled aria-hidden="true" />}{" "}
          {sighting ? t("identity-confirmed", { at: format.time(sighting.confirmed_at) }) : t(seen ? "identity-seen" : "identity-not-seen")}
        </small>
      </span>
      <button type="button" disabled={!seen || confirm.isPending} onClick={ask} data-testid="confirm-identity">
        <IdcardOutlined aria-hidden="true" /> {t(sighting ? "identity-again" : "identity-confirm")}
      </button>
    </li>
  );
}

/** Whether a person is in the room with a camera that sends. */
function isSeen(room: RoomView | undefined, person: string): boolean {
  return room?.participants.some((one) => one.person === person && one.online && one.tracks.some(({ source, muted }) => source === "camera" && !muted)) ?? false;
}
