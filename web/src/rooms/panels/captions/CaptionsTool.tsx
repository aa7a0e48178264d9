import { Popover, Radio, Segmented } from "antd";

import type { Call, RoomView } from "@/call";
import { useLanguage } from "@/i18n/language";
import { useT } from "@/i18n/useT";
import parts from "../../parts/parts.module.css";
import { useStore } from "../../useStore";
import styles from "../panels.module.css";
import { SIZES, captionChoice } from "./choice";
import { useFollowedCaptions } from "./useFollowedCaptions";

/** Chooses the language and the size of captions, or none; there once somebody writes along. */
export function CaptionsTool({ call, room }: { call: Call; room: RoomView }) {
  const t = useT();
  const { language } = useLanguage();
  const choice = useStore(captionChoice);
  const languages = room.state.caption_languages;
  useFollowedCaptions(call, room, choice.language);
  if (languages.length === 0) return null;
  const names = new Intl.DisplayNames(language.code, { type: "language" });
  const on = choice.language !== undefined && languages.includes(choice.language);
  const content = (
    <div className={styles.switches}>
      <Radio.Group
        className={styles.choices ?? ""}
        value={on ? choice.language : ""}
        onChange={({ target }) => { captionChoice.patch({ language: (target.value as string) || undefined }); }}
        options={[{ value: "", label: t("captions-off") }, ...languages.map((value) => ({ value, label: names.of(value) ?? value }))]}
      />
      <Segmented
        aria-label={t("captions-size")}
        value={choice.size}
        onChange={(size) => { captionChoice.patch({ size }); }}
        options={SIZES.map((value) => ({ value, label: t(`captions-size-${value}`) }))}
      />
    </div>
  );
  return (
    <Popover trigger="click" placement="top" title={t("captions-title")} content={content}>
      <button type="button" className={parts.tool} aria-label={t("captions-title")} title={t("captions-title")} aria-pressed={on} aria-keyshortcuts="c">
        <b aria-hidden="true">CC</b>
      </button>
    </Popover>
  );
}
