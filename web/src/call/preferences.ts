/** What a person chose on this machine and finds again next time. */
export interface Preferences {
  camera?: string | undefined;
  microphone?: string | undefined;
  speaker?: string | undefined;
  /** When the device check was last gone through, or skipped, in Unix milliseconds. */
  checkedAt?: number | undefined;
  /** Whether the person wants no pictures. */
  audioOnly?: boolean | undefined;
  /** The language channel listened to last: a code, or `floor`. */
  channel?: string | undefined;
  /** How loud the floor stays under an interpreter, 0…1. */
  floorUnder?: number | undefined;
}

const KEY = "yunqian-room";

/** Reads what is remembered; a browser that remembers nothing, or nonsense, gives nothing. */
export function preferences(storage: Pick<Storage, "getItem"> | undefined = localStore()): Preferences {
  try {
    const known: unknown = JSON.parse(storage?.getItem(KEY) ?? "{}");
    return known && typeof known === "object" ? known : {};
  } catch {
    return {};
  }
}

/** Remembers some of it; where the browser refuses, it is forgotten with the page. */
export function remember(change: Preferences, storage: Pick<Storage, "getItem" | "setItem"> | undefined = localStore()): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ ...preferences(storage), ...change }));
  } catch {
    // Private windows may have no room; nothing depends on it.
  }
}

/** Where the browser keeps nothing, even asking for its store may throw. */
function localStore(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
