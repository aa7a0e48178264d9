/** Whether a chain leads from a certificate to a trusted root (RFC 5280, section 6, as far as our chains go). */

import { equal } from "../bytes";
import { verify } from "./algorithm";
import { type Certificate, constraintsOf, extensionIds, purposesOf, usageOf } from "./certificate";
import { isSame } from "./der";

const maxLength = 6;
const knownCritical: string[] = [extensionIds.constraints, extensionIds.usage, extensionIds.purposes];
const usageBits = { digitalSignature: 0, nonRepudiation: 1, certificateSigning: 5 };
const purposeIds = { timestamps: "1.3.6.1.5.5.7.3.8", ocsp: "1.3.6.1.5.5.7.3.9" };
/** Email protection, signing of documents (RFC 9336, Adobe, Microsoft), and any use. */
const signing = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12", "2.5.29.37.0"];

/** What a certificate at the beginning of a path is used for. */
export type Use = "documents" | "timestamps" | "ocsp";

/** Why a certificate is not believed. */
export class PathError extends Error {}

/** Finds the path from a certificate to a trusted root, all valid at one moment; the root comes last. */
export async function findPath(leaf: Certificate, pool: Certificate[], roots: Certificate[], at: number, use: Use): Promise<Certificate[]> {
  if (!mayBeUsed(leaf, use)) throw new PathError("a certificate may not be used for this");
  const path = [leaf];
  for (let depth = 0; depth < maxLength; depth += 1) {
    const current = path[depth]!;
    if (!isValidAt(current, at)) throw new PathError("a certificate was not valid at the time of signing");
    if (hasUnknown(current) || (depth > 0 && !mayIssue(current, depth - 1))) throw new PathError("a certificate may not be used for this");
    if (roots.some((root) => equal(root.der, current.der))) return path;
    path.push(await issuerOf(current, [...roots, ...pool]));
  }
  throw new PathError("no chain leads to a trusted root");
}

async function issuerOf(certificate: Certificate, candidates: Certificate[]): Promise<Certificate> {
  let wrong = "no chain leads to a trusted root";
  for (const candidate of candidates) {
    if (equal(candidate.der, certificate.der) || !isSame(candidate.subject, certificate.issuer)) continue;
    if (await isIssuedBy(certificate, candidate)) return candidate;
    wrong = "a certificate's signature is wrong";
  }
  throw new PathError(wrong);
}

export function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  return verify(issuer.key, certificate.algorithm, certificate.tbs, certificate.signature);
}

export function isValidAt(certificate: Certificate, at: number): boolean {
  return certificate.from <= at && at <= certificate.until;
}

/** Whether a certificate may begin a path for this use. */
export function mayBeUsed(leaf: Certificate, use: Use): boolean {
  const [usage, purposes] = [usageOf(leaf), purposesOf(leaf)];
  const signs = usage?.(usageBits.digitalSignature) || usage?.(usageBits.nonRepudiation);
  if (!signs || constraintsOf(leaf)?.isAuthority) return false;
  if (use === "timestamps") return purposes?.length === 1 && purposes[0] === purposeIds.timestamps;
  if (use === "ocsp") return purposes?.includes(purposeIds.ocsp) ?? false;
  if (purposes?.some((purpose) => purpose === purposeIds.timestamps || purpose === purposeIds.ocsp)) return false;
  return purposes === undefined || purposes.some((purpose) => signing.includes(purpose));
}

function mayIssue(certificate: Certificate, authoritiesBelow: number): boolean {
  const constraints = constraintsOf(certificate);
  return Boolean(constraints?.isAuthority && authoritiesBelow <= (constraints.depth ?? Infinity) && usageOf(certificate)?.(usageBits.certificateSigning));
}

function hasUnknown(certificate: Certificate): boolean {
  return [...certificate.extensions].some(([id, { critical }]) => critical && !knownCritical.includes(id));
}
