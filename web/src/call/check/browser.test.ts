import { describe, expect, it } from "vitest";

import { browserOf, supportOf } from "./browser";

const CHROMIUM = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";
const EDGE = `${CHROMIUM} Edg/143.0.0.0`;
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const WECHAT = "Mozilla/5.0 (Linux; Android 13; V2150A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MicroMessenger/8.0.48.2580";

const whole = { secure: true, webrtc: true, devices: true };

describe("a browser", () => {
  it.each([
    [CHROMIUM, "chrome", 143, false],
    [EDGE, "edge", 143, false],
    [FIREFOX, "firefox", 140, false],
    [IPHONE, "safari", 17, true],
    [WECHAT, "wechat", 8, true],
  ] as const)("is known by what it calls itself: %s", (userAgent, name, version, phone) => {
    expect(browserOf(userAgent)).toEqual({ name, version, phone });
  });

  it("is good when it is new, secure and has everything", () => {
    expect([CHROMIUM, EDGE, FIREFOX, IPHONE].map((userAgent) => supportOf({ ...whole, userAgent }))).toEqual(["good", "good", "good", "good"]);
  });

  it("is told to be old rather than broken", () => {
    expect(supportOf({ ...whole, userAgent: FIREFOX.replaceAll("140", "91") })).toBe("old");
  });

  it("says that the address is the trouble where it is, before anything else", () => {
    expect(supportOf({ userAgent: WECHAT, secure: false, webrtc: true, devices: false })).toBe("insecure");
  });

  it("points out of WeChat, whose own browser may give no devices", () => {
    expect(supportOf({ ...whole, userAgent: WECHAT, devices: false })).toBe("wechat");
  });

  it("says which part is missing", () => {
    expect([supportOf({ ...whole, userAgent: CHROMIUM, webrtc: false }), supportOf({ ...whole, userAgent: CHROMIUM, devices: false })]).toEqual([
      "no-webrtc",
      "no-devices",
    ]);
  });
});
