import { Select, Space } from "antd";
import { planned } from "@/i18n/languages";
import { useLanguageName } from "@/i18n/localized";
import { useT } from "@/i18n/useT";

export type Pair = [string, string];

interface Props {
  value?: Pair;
  onChange?: (pair: Pair) => void;
  disabled?: boolean;
}

/** Returns a pair with another language at one place; the two change places where the other has it. */
export function paired([first, second]: Pair, place: 0 | 1, code: string): Pair {
  if (place === 0) return [code, code === second ? first : second];
  return [code === first ? second : first, code];
}

/** The two languages of a text, in their order. */
export function LanguagePair({ value = ["zh", "en"], onChange, disabled = false }: Props) {
  const t = useT();
  const name = useLanguageName();
  const options = planned.map(({ code }) => ({ value: code, label: name(code) }));
  return (
    <Space.Compact block>
      {([0, 1] as const).map((place) => (
        <Select
          key={place}
          style={{ inlineSize: "50%" }}
          aria-label={t(place === 0 ? "language-first" : "language-second")}
          data-testid={`language-${String(place + 1)}`}
          disabled={disabled}
          value={value[place]}
          options={options}
          onChange={(code) => onChange?.(paired(value, place, code))}
        />
      ))}
    </Space.Compact>
  );
}
