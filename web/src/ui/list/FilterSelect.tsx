import { Select } from "antd";
import styles from "./List.module.css";
import type { ListParams } from "./useListParams";

/** One filter of a list as a drop-down whose choice stands in the URL. */
export function FilterSelect({ params, name, label, options }: { params: ListParams; name: string; label: string; options: { value: string; label: string }[] }) {
  return (
    <Select
      className={styles.filter ?? ""}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={label}
      aria-label={label}
      value={params.value(name) ?? null}
      options={options}
      onChange={(value: string | undefined) => params.set({ [name]: value })}
    />
  );
}
