import { expect, test } from "vitest";
import { millisecondsBetween, readMoment, secondsOf, writeMoment } from "./moment";

test("moments are read in their one form alone", () => {
  expect(readMoment("1970-01-01T00:00:01Z")).toBe(1_000_000_000n);
  expect(readMoment("1970-01-01T00:00:01.002999999Z")).toBe(1_002_999_999n);
  for (const text of ["", "1970-01-01T00:00:01", "1970-01-01T00:00:01.Z", "1970-01-01 00:00:01Z", "1970-01-01T00:00:60Z", "1970-02-30T00:00:00Z", "1970-01-01T00:00:01+00:00Z", "1970-01-01T00:00:01.0000000001Z", 7, null]) {
    expect(readMoment(text), String(text)).toBeUndefined();
  }
});

test("what was written reads back, and is no longer than it must be", () => {
  for (const text of ["2026-11-22T01:52:25Z", "2026-11-22T01:52:25.1Z", "2026-11-22T01:52:25.000000001Z", "1969-12-31T23:59:59.5Z"]) {
    expect(writeMoment(readMoment(text)!)).toBe(text);
  }
});

test("seconds are those begun, and distances are cut off", () => {
  expect(secondsOf(-1n)).toBe(-1);
  expect(secondsOf(1_999_999_999n)).toBe(1);
  expect(millisecondsBetween(0n, 1_999_999n)).toBe(1);
  expect(millisecondsBetween(1_999_999n, 0n)).toBe(-1);
});
