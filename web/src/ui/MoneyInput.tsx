import { Checkbox, InputNumber, Select, Space } from "antd";
import type { Money } from "@/api/types";
import { useT } from "@/i18n/useT";

const currencies = ["CNY", "USD", "EUR", "JPY", "GBP", "HKD", "KRW", "CHF"];

function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount with its currency; a form field whose value is in minor units. */
export function MoneyInput({ value, onChange }: { value?: Money | null; onChange?: (money: Money | null) => void }) {
  const t = useT();
  const currency = value?.currency ?? "CNY";
  const approximate = value?.approximate ?? false;
  const digits = digitsOf(currency);
  const change = (amount: number | null, next: Partial<Money>) => {
    const code = next.currency ?? currency;
    if (amount === null) return onChange?.(null);
    onChange?.({ minor: Math.round(amount * 10 ** digitsOf(code)), currency: code, approximate: next.approximate ?? approximate });
  };
  const amount = value ? value.minor / 10 ** digits : null;
  return (
    <Space wrap>
      <Space.Compact>
        <InputNumber<number>
          style={{ inlineSize: 200 }}
          min={0}
          precision={digits}
          value={amount}
          aria-label={t("money-amount")}
          formatter={(number) => `${number ?? ""}`.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}
          parser={(text) => Number((text ?? "").replaceAll(",", ""))}
          onChange={(number) => change(number, {})}
        />
        <Select style={{ inlineSize: 92 }} value={currency} aria-label={t("money-currency")} options={currencies.map((c) => ({ value: c, label: c }))} onChange={(c: string) => change(amount ?? 0, { currency: c })} />
      </Space.Compact>
      <Checkbox checked={approximate} onChange={(event) => change(amount ?? 0, { approximate: event.target.checked })}>
        {t("money-approximate")}
      </Checkbox>
    </Space>
  );
}
