import { asHolder, get, post } from "@/api/client";
import { Problem } from "@/api/problem";
import type { BrowserKey } from "./browserKey";
import { ecdsaValue } from "./der";
import { base64, fromBase64 } from "./pem";

/** A certificate in words. */
export interface ShownCertificate {
  subject: string;
  issuer: string;
  not_after: string;
  sha256: string;
}

/** What stands for one's place as long as an own key signs at it. */
export interface Ticket {
  ticket: string;
  address: string;
  expires_at: string;
}

interface Task {
  state: "certificate-wanted" | "authorisation-wanted" | "ready" | "signed";
  certificate: ShownCertificate | null;
}

export const giveTicket = (agreement: string) => post<Ticket>(`/agreements/${agreement}/signing/key`);

/** The certificate that was shown with the ticket, by this browser or by `yunqian sign`. */
export async function shownCertificate(agreement: string, signal?: AbortSignal): Promise<ShownCertificate | null> {
  return (await get<{ certificate: ShownCertificate | null }>(`/agreements/${agreement}/signing/key`, undefined, signal)).certificate;
}

export async function showCertificate({ ticket }: Ticket, chain: string[]): Promise<ShownCertificate> {
  const task = await asHolder<Task>(ticket, "PUT", "/own-key/certificate", { chain });
  return task.certificate!;
}

const PAUSE_MS = 1_000;
const MOST_TRIES = 90;

/** Signs with the key in this browser; waits while another key signs the same document. */
export async function signInBrowser({ ticket }: Ticket, { pair }: BrowserKey): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const request = await asHolder<{ id: string; to_be_signed: string }>(ticket, "POST", "/own-key/requests");
      const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, fromBase64(request.to_be_signed));
      const signature = base64(ecdsaValue(new Uint8Array(raw)));
      await asHolder<Task>(ticket, "POST", `/own-key/requests/${request.id}/signature`, { signature });
      return;
    } catch (error) {
      const again = error instanceof Problem && ["document-busy", "request-over"].includes(error.code);
      if (!again || tries >= MOST_TRIES) throw error;
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}
