/** The document's own validation material (DSS, ETSI EN 319 142-1, 5.4.2.2), and what it says of a path. */

import { own } from "../bytes";
import type { PdfDocument } from "../pdf/document";
import { decoded } from "../pdf/filters";
import { Stream } from "../pdf/object";
import { type Certificate, tryCertificate } from "../pki/certificate";
import { askList } from "../pki/crl";
import { type Statement, askOcsp } from "../pki/ocsp";
import { PathError } from "../pki/path";

const maxStreams = 512;

export interface Store {
  certificates: Certificate[];
  ocsp: Uint8Array[];
  lists: Uint8Array[];
}

export async function readStore(document: PdfDocument): Promise<Store> {
  const store = document.dictionary(document.catalog.get("DSS"));
  const streams = async (key: string) => {
    const list = document.resolve(store?.get(key));
    const found = (Array.isArray(list) ? list : []).slice(0, maxStreams).map(document.resolve).filter((item) => item instanceof Stream);
    return Promise.all(found.map((stream) => decoded(stream, document.resolve)));
  };
  const [certificates, ocsp, lists] = [await streams("Certs"), await streams("OCSPs"), await streams("CRLs")];
  return { certificates: certificates.map((der) => tryCertificate(own(der))).filter((found) => found !== undefined), ocsp, lists };
}

/**
 * Whether every certificate of a path is known not to have been revoked at one moment; the root is trusted without.
 * Throws `PathError` when one was.
 */
export async function isComplete(store: Store, path: Certificate[], at: number): Promise<boolean> {
  let complete = true;
  for (const [i, issuer] of path.slice(1).entries()) {
    const statements = await statementsOn(store, path[i]!, issuer);
    if (statements.some(({ revokedAt }) => revokedAt !== undefined && revokedAt <= at)) throw new PathError("a certificate was revoked");
    complete &&= statements.some(({ until }) => until >= at);
  }
  return complete;
}

async function statementsOn(store: Store, certificate: Certificate, issuer: Certificate): Promise<Statement[]> {
  const asked = [
    ...store.ocsp.map((der) => askOcsp(own(der), certificate, issuer)),
    ...store.lists.map((der) => askList(own(der), certificate, issuer)),
  ];
  // What can't be read says nothing.
  const answered = await Promise.all(asked.map((answer) => answer.catch(() => undefined)));
  return answered.filter((statement) => statement !== undefined);
}
