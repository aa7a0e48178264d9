/** The browser as far as its help texts differ. */
export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "wechat" | "other";

export interface Browser {
  name: BrowserName;
  /** The major version; 0 when it does not say. */
  version: number;
  phone: boolean;
}

/** Whether rooms work in this browser, and if not, why. */
export type Support = "good" | "old" | "wechat" | "insecure" | "no-webrtc" | "no-devices";

/** What the page finds in its browser; tests bring their own. */
export interface Surroundings {
  userAgent: string;
  secure: boolean;
  webrtc: boolean;
  devices: boolean;
}

/** The oldest versions that the tests of the product run with, or whose maker still mends them. */
const OLDEST: Partial<Record<BrowserName, number>> = { chrome: 110, edge: 110, firefox: 115, safari: 16 };

const PATTERNS: readonly (readonly [BrowserName, RegExp])[] = [
  ["wechat", /MicroMessenger\/(\d+)/],
  ["edge", /Edg(?:A|iOS)?\/(\d+)/],
  ["firefox", /(?:Firefox|FxiOS)\/(\d+)/],
  ["chrome", /(?:Chrome|CriOS)\/(\d+)/],
  ["safari", /Version\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
];

/** Reads who made the browser from how it names itself. */
export function browserOf(userAgent: string): Browser {
  const phone = /Mobi|Android/.test(userAgent);
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(userAgent);
    if (found) return { name, version: Number(found[1]), phone };
  }
  return { name: "other", version: 0, phone };
}

/** Judges a browser before any device is asked for. */
export function supportOf(around: Surroundings): Support {
  const browser = browserOf(around.userAgent);
  if (!around.secure) return "insecure";
  if (browser.name === "wechat" && (!around.webrtc || !around.devices)) return "wechat";
  if (!around.webrtc) return "no-webrtc";
  if (!around.devices) return "no-devices";
  const oldest = OLDEST[browser.name];
  // Every browser on an iPhone is Safari inside; its own number says nothing about what it can do.
  const wrapped = /CriOS|FxiOS|EdgiOS/.test(around.userAgent);
  if (oldest !== undefined && browser.version < oldest && !wrapped) return "old";
  return browser.name === "wechat" ? "wechat" : "good";
}

/** This page's own surroundings. */
export function surroundings(): Surroundings {
  return {
    userAgent: navigator.userAgent,
    secure: globalThis.isSecureContext,
    webrtc: typeof RTCPeerConnection === "function",
    devices: typeof (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia === "function",
  };
}

/** Whether rooms can be entered at all, be it with a warning. */
export function usable(support: Support): boolean {
  return support === "good" || support === "old" || support === "wechat" || support === "no-devices";
}
