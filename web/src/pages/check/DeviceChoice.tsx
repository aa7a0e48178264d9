import { Select } from "antd";

import type { Device } from "@/call";
import { useT } from "@/i18n/useT";
import styles from "./check.module.css";

interface Props {
  label: string;
  devices: Device[];
  value: string | undefined;
  onPick: (id: string) => void;
}

/** Picks one of the devices the browser knows. */
export function DeviceChoice({ label, devices, value, onPick }: Props) {
  const t = useT();
  const known = devices.some(({ id }) => id === value);
  return (
    <label className={styles.choice}>
      <span>{label}</span>
      <Select
        aria-label={label}
        {...(known && { value })}
        placeholder={t("rooms-device-default")}
        notFoundContent={t("rooms-device-none")}
        options={devices.map(({ id, label: name }, index) => ({ value: id, label: name || t("rooms-device-number", { number: index + 1 }) }))}
        onChange={onPick}
      />
    </label>
  );
}
