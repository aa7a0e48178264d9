import { learn } from "./names";
import { Problem } from "./problem";

const base = "/api/v1";
let acceptLanguage = "zh";

/** Sets the language in which the server words its errors. */
export function setAcceptLanguage(code: string): void {
  acceptLanguage = code;
}

/**
 * A UUID of version 7 (RFC 9562) for `Idempotency-Key`; what the command creates gets it as its id. Made from
 * `getRandomValues`, because `crypto.randomUUID` is missing on plain http in a local network.
 */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (40 - 8 * i)) & 0xff;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export type Query = Record<string, string | number | boolean | null | undefined>;

function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.set(key, String(value));
  }
  const tail = search.toString();
  return tail ? `${base}${path}?${tail}` : base + path;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", acceptLanguage);
  try {
    return await fetch(url, { ...init, headers, credentials: "same-origin" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw Problem.offline(cause);
  }
}

let refreshing: Promise<boolean> | null = null;

/** Rotates the sign-in cookie once, however many requests ask at the same time. */
function refresh(): Promise<boolean> {
  refreshing ??= send(`${base}/sign-in/refresh`, { method: "POST", headers: { "Idempotency-Key": freshKey() } })
    .then((response) => response.ok, () => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

async function request(url: string, init: RequestInit): Promise<Response> {
  let response = await send(url, init);
  if (response.status === 401 && !url.startsWith(`${base}/sign-in`) && (await refresh())) response = await send(url, init);
  if (!response.ok) throw await Problem.of(response);
  return response;
}

async function decode<T>(response: Response): Promise<T> {
  if (response.status === 204 || response.headers.get("content-length") === "0") return undefined as T;
  const text = await response.text();
  const reply: unknown = text ? JSON.parse(text) : undefined;
  learn(reply);
  return reply as T;
}

/** Reads one resource or list. */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return decode<T>(await request(address(path, query), { signal: signal ?? null }));
}

export type CommandMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** Sends one command. A caller that may repeat it passes the same `key` each time and gets the stored reply. */
export async function command<T = void>(method: CommandMethod, path: string, body?: unknown, key: string = freshKey()): Promise<T> {
  const headers: Record<string, string> = { "Idempotency-Key": key };
  // The browser names the media type of forms and files itself.
  const whole = body instanceof FormData || body instanceof Blob;
  if (body !== undefined && !whole) headers["Content-Type"] = "application/json";
  const payload = body === undefined ? null : whole ? body : JSON.stringify(body);
  return decode<T>(await request(address(path), { method, headers, body: payload }));
}

/** Calls as the holder of a ticket, whoever is signed in. */
export async function asHolder<T>(ticket: string, method: "GET" | CommandMethod, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Authorization: `Bearer ${ticket}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await send(address(path), { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  if (!response.ok) throw await Problem.of(response);
  return decode<T>(response);
}

/** Posts a body and reads a file. */
export async function postForBytes(path: string, body: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { "Idempotency-Key": freshKey(), "Content-Type": "application/json" };
  const response = await request(address(path), { method: "POST", headers, body: JSON.stringify(body) });
  return new Uint8Array(await response.arrayBuffer());
}

export const post = <T = void>(path: string, body: unknown = {}, key?: string) => command<T>("POST", path, body, key);
export const patch = <T = void>(path: string, body: unknown, key?: string) => command<T>("PATCH", path, body, key);
export const put = <T = void>(path: string, body: unknown, key?: string) => command<T>("PUT", path, body, key);
export const remove = <T = void>(path: string, key?: string) => command<T>("DELETE", path, undefined, key);

/** Where the browser itself fetches something: a document, an attachment. */
export function resourceUrl(path: string, query?: Query): string {
  return address(path, query);
}

/** The address of a WebSocket of this server. */
export function socketUrl(path: string): string {
  const url = new URL(path.startsWith("/api") ? path : base + path, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
