import { expect, test } from "vitest";
import { exactMoney, formatter, shortMoney } from "../src/i18n/format";

const yuan = { minor: 48_000_000_000, currency: "CNY", approximate: false };

test("amounts stand in the unit people use", () => {
  expect(shortMoney(yuan, "zh")).toBe("4.8 亿元");
  expect(shortMoney(yuan, "en")).toBe("CNY 480 m");
  expect(shortMoney({ minor: 21_510_200_000_000, currency: "CNY" }, "zh")).toBe("2,151.02 亿元");
  expect(shortMoney({ minor: 21_510_200_000_000, currency: "CNY" }, "en")).toBe("CNY 215.102 bn");
  expect(shortMoney({ minor: 194_800_000_000, currency: "USD", approximate: true }, "zh")).toBe("约 19.48 亿美元");
  expect(shortMoney({ minor: 194_800_000_000, currency: "USD" }, "en")).toBe("USD 1.948 bn");
});

test("the exact figure keeps every minor unit", () => {
  expect(exactMoney({ minor: 32_466_666_667, currency: "USD" }, "en").replace(/\s/g, " ")).toBe("USD 324,666,666.67");
});

test("currencies without minor units are not divided", () => {
  expect(shortMoney({ minor: 500_000_000, currency: "JPY" }, "zh")).toBe("5 亿日元");
});

test("times are told in the zone asked for", () => {
  expect(formatter("en").time("2020-03-25T07:00:00Z", "Asia/Shanghai")).toBe("15:00");
  expect(formatter("en").time("2020-03-25T07:00:00Z", "Europe/Prague")).toBe("08:00");
});
