import { type AuthenticationResponseJSON, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, type RegistrationResponseJSON, startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { queryOptions } from "@tanstack/react-query";
import { get, post } from "./client";
import { Problem } from "./problem";
import type { LocalizedText, Role } from "./types";

export interface DemoPerson {
  person_id: string;
  name: LocalizedText;
  role: Role;
  organisation_name: LocalizedText;
}

/** The demonstration's people; none outside demo mode. */
export const demoPeopleQuery = queryOptions({
  queryKey: ["demo-people"],
  queryFn: async ({ signal }): Promise<DemoPerson[]> => {
    try {
      return (await get<{ items: DemoPerson[] }>("/sign-in/demo", undefined, signal)).items;
    } catch (error) {
      if (error instanceof Problem && (error.status === 404 || error.status === 403)) return [];
      throw error;
    }
  },
  staleTime: Infinity,
});

export const signInAsDemo = (person: string, key: string) => post("/sign-in/demo", { person_id: person }, key);
export const requestCode = (email: string, key: string) => post("/sign-in/code", { email }, key);
export const verifyCode = (email: string, code: string, key: string) => post("/sign-in/code/verify", { email, code }, key);

interface Started<Options> {
  ceremony_id: string;
  options: { publicKey: Options } | Options;
}

function publicKeyOf<Options extends object>(started: Started<Options>): Options {
  return "publicKey" in started.options ? (started.options as { publicKey: Options }).publicKey : (started.options as Options);
}

/** Signs in with a passkey this device or a security key holds. */
export async function signInWithPasskey(): Promise<void> {
  const started = await post<Started<PublicKeyCredentialRequestOptionsJSON>>("/sign-in/passkey/start");
  const credential: AuthenticationResponseJSON = await startAuthentication({ optionsJSON: publicKeyOf(started) });
  await post("/sign-in/passkey/finish", { ceremony_id: started.ceremony_id, credential });
}

export interface Passkey {
  id: string;
  label: string;
  created_at: string;
  last_used_at?: string | null;
}

export const passkeysQuery = queryOptions({
  queryKey: ["passkeys"],
  queryFn: ({ signal }) => get<{ items: Passkey[] }>("/passkeys", undefined, signal).then((reply) => reply.items),
});

/** A key that one browser made to sign with. */
export interface DeviceKey {
  id: string;
  label: string;
  created_at: string;
}

export const deviceKeysQuery = queryOptions({
  queryKey: ["device-keys"],
  queryFn: ({ signal }) => get<{ allowed: boolean; items: DeviceKey[] }>("/device-keys", undefined, signal),
});

/** Makes a passkey on this device and registers it under a name. */
export async function registerPasskey(label: string): Promise<void> {
  const started = await post<Started<PublicKeyCredentialCreationOptionsJSON>>("/passkeys/start", { label });
  const credential: RegistrationResponseJSON = await startRegistration({ optionsJSON: publicKeyOf(started) });
  await post("/passkeys/finish", { ceremony_id: started.ceremony_id, label, credential });
}

export interface Invitation {
  organisation_name: LocalizedText;
  role: Role;
  invited_by: string;
  expires_at: string;
  name: LocalizedText;
  email: string;
}

export const invitationQuery = (token: string) =>
  queryOptions({ queryKey: ["invitation", token], queryFn: ({ signal }) => get<Invitation>(`/invitations/${token}`, undefined, signal) });
