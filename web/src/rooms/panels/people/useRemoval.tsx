import { App } from "antd";
import { useCallback } from "react";

import type { Call } from "@/call";
import { useT } from "@/i18n/useT";
import { useRoomAction } from "../../useRoomAction";

const UNDO_S = 12;

interface Person {
  id: string;
  person: string;
  name: string;
}

/** Removes somebody after a question, and offers to take it back for a while. */
export function useRemoval(call: Call): (who: Person) => void {
  const t = useT();
  const act = useRoomAction();
  const { modal, notification } = App.useApp();
  return useCallback(
    (who) => {
      const undo = () => {
        notification.destroy(who.person);
        act(() => call.desk.host.readmit(who.person));
      };
      const remove = async () => {
        await call.host.remove(who.id);
        notification.info({
          key: who.person,
          title: t("people-removed", { name: who.name }),
          duration: UNDO_S,
          placement: "bottomLeft",
          actions: (
            <button type="button" className="yq-undo" onClick={undo}>
              {t("people-readmit")}
            </button>
          ),
        });
      };
      void modal.confirm({
        title: t("people-remove-question", { name: who.name }),
        content: t("people-remove-consequence"),
        okText: t("rooms-host-remove"),
        cancelText: t("rooms-cancel"),
        okButtonProps: { danger: true },
        onOk: () => { act(remove); },
      });
    },
    [call, t, act, modal, notification],
  );
}
