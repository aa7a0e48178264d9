import type { FigureColumns } from "./figures";

/** A text in several languages, by language code. */
export type LocalizedText = Record<string, string>;

/** An amount in minor units of one currency. */
export interface Money {
  minor: number;
  currency: string;
  approximate?: boolean;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  per_page: number;
}

export interface FileReference {
  digest: string;
  name: string;
  media_type: string;
  size_bytes: number;
}

export type Role =
  | "province_officer" | "city_officer" | "county_officer" | "firm" | "agent" | "principal"
  | "host" | "interpreter" | "witness" | "guest" | "viewer" | "department" | "statistician";

export const roles: Role[] = [
  "province_officer", "city_officer", "county_officer", "firm", "agent", "principal",
  "host", "interpreter", "witness", "guest", "viewer", "department", "statistician",
];

export interface Region {
  code: string;
  level: "province" | "city" | "county" | "park";
  parent: string | null;
  name: LocalizedText;
}

export const organisationKinds = [
  "province_office", "city_office", "county_office", "park", "firm", "overseas_agent", "chamber", "department",
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export interface Organisation {
  id: string;
  kind: OrganisationKind;
  name: LocalizedText;
  country: string;
  region: string | null;
  uscc?: string | null;
  lei?: string | null;
}

export interface Person {
  id: string;
  /** Empty once erased. */
  name: LocalizedText;
  /** Where the reader may have it. */
  email?: string | null;
  phone?: string | null;
  memberships: { id: string; person: string; organisation: string; role: Role }[];
}

export const fairStates = ["draft", "registration", "booking", "scheduling", "live", "follow_up", "closed"] as const;
export type FairState = (typeof fairStates)[number] | "cancelled";

export interface Industry {
  code: string;
  name: LocalizedText;
}

export interface Fair {
  id: string;
  name: LocalizedText;
  host: string;
  time_zone: string;
  starts_on: string;
  ends_on: string;
  languages: string[];
  industries: Industry[];
  sample: boolean;
  state: FairState;
}

export const itemKinds = ["roadshow", "leaders_meeting", "lecture", "training", "negotiation", "signing_ceremony"] as const;
export type ItemKind = (typeof itemKinds)[number];
export type ItemState = "planned" | "rehearsal" | "ready" | "live" | "ended";

export interface Item {
  id: string;
  fair: string;
  code: string;
  kind: ItemKind;
  title: LocalizedText;
  starts_at: string;
  ends_at: string;
  sites: LocalizedText[];
  state: ItemState;
  pitches: string[];
  current_pitch: string | null;
}

export const stages = [
  "seeking", "matched", "initial_intent", "advancing", "intent", "negotiating", "signed", "performing", "construction", "operating",
] as const;
export type Stage = (typeof stages)[number];

export const ledgers = ["agreed", "contracted_foreign", "utilised_foreign", "paid_in"] as const;
export type Ledger = (typeof ledgers)[number];

export interface Project {
  id: string;
  fair: string;
  side: "offer" | "demand";
  title: LocalizedText;
  summary: LocalizedText;
  industry: string;
  product: string;
  country: string;
  owner: string;
  agent: string | null;
  region: string | null;
  amount: Money | null;
  documents: FileReference[];
  /** Project that this one expands. */
  tranche_of?: string | null;
  /** Project that this one succeeds after a change of owner. */
  succeeds?: string | null;
  stage: Stage;
  officer: string | null;
  counterpart: string | null;
  stage_since: string;
  report_due_on: string | null;
  standing: "active" | "suspended" | "terminated";
  standing_reason?: string;
  money: { ledger: Ledger; amount: Money; at: string; source: string }[];
  signed_by: string | null;
  proposed_at: string;
}

export type PitchState = "draft" | "submitted" | "returned" | "approved" | "published" | "presented" | "expired" | "withdrawn";

export interface Pitch {
  id: string;
  project: string;
  item: string;
  agent: string;
  principal: string | null;
  state: PitchState;
  reason?: string;
}

export const interestKinds = ["information", "meeting", "site_visit", "cooperation"] as const;
export type InterestKind = (typeof interestKinds)[number];
export type Answer = "accepted" | "declined" | "information";

export interface Interest {
  id: string;
  project: string;
  pitch: string | null;
  organisation: string;
  person: string;
  kind: InterestKind;
  message: string;
  attachments: FileReference[];
  sent_at: string;
  due_at: string;
  state: "sent" | "answered" | "linked" | "expired";
  answer?: Answer;
  answer_message?: string;
  answered_at?: string;
  answered_by?: string;
  linked_project?: string;
}

export type MeetingState = "requested" | "accepted" | "scheduled" | "held" | "no_show" | "cancelled";

export interface Slot {
  starts_at: string;
  ends_at: string;
}

export interface Meeting {
  id: string;
  fair: string;
  project: string;
  interest: string | null;
  topic: string;
  sides: string[];
  participants: string[];
  slot: Slot | null;
  version: number;
  state: MeetingState;
  absent?: string;
  reason?: string;
}

export interface LiveRoom {
  item: string;
  people: number;
  /** When its newest still was taken. */
  still_at: string | null;
  /** Whether spectators watch its broadcast. */
  is_broadcast: boolean;
  /** Whether it lets the reader in: a negotiation is for its parties. */
  may_enter: boolean;
}

export type AgreementKind = "intent" | "framework" | "contract";
export const agreementKinds: AgreementKind[] = ["contract", "framework", "intent"];
export const agreementStates = ["draft", "approved", "agreed", "signing", "signed", "declined", "voided", "expired"] as const;
export type AgreementState = (typeof agreementStates)[number];

export interface Clause {
  heading: LocalizedText;
  body: LocalizedText;
}

export interface TextVersion {
  version: number;
  by: string;
  person: string;
  at: string;
  clauses: Clause[];
  upload?: UploadedText;
  approved_by: string[];
}

/** Where one signatory signs, in hundredths of a point from the lower left corner of PDF's page. */
export interface FieldPlace {
  signatory: string;
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A party's own PDF as a text: the file, the document that is signed, what cleaning left behind. */
export interface UploadedText {
  original: FileReference;
  document: string;
  pages: number;
  removed: Record<string, number>;
  fields: FieldPlace[];
}

export interface CleanedUpload {
  document: string;
  pages: { x: number; y: number; width: number; height: number }[];
  removed: Record<string, number>;
  missing_fonts: string[];
}

/** What somebody does at a place: signs, applies the organisation's seal, or attests a named signatory's signature. */
export type PlaceRole = { kind: "signatory" } | { kind: "organisation_seal" } | { kind: "witness"; of: string };

/** What confirmed that a signatory is who it is, besides the key it signs with. */
export type IdentityFactor = { kind: "code" } | { kind: "on_camera"; by: string; room: RecordedRoom };

/** Something that was said in a room, and who answers for it. */
export interface Spoken {
  by: string;
  room: RecordedRoom;
  at: string;
}

/** The room of a programme item or a meeting, as the record names it. */
export interface RecordedRoom {
  type: "item" | "meeting";
  id: string;
}

/** What a later agreement does to the first. */
export const relations = ["amendment", "termination", "force_majeure", "expansion", "owner_change"] as const;
export type Relation = (typeof relations)[number];

/** How many signatories of a group are enough. */
export interface Quorum {
  group: number;
  needed: number;
}

/** Whose key makes a signature; the instance's, where nothing is said. */
export type SigningKey = { mode: "managed" } | { mode: "own"; certificate: string } | { mode: "remote"; certificate: string; service: string };

export const revocationReasons = ["key_compromise", "affiliation_changed", "superseded", "cessation_of_operation"] as const;
export type RevocationReason = (typeof revocationReasons)[number];

export interface Signatory {
  id: string;
  person: string;
  organisation: string;
  capacity: LocalizedText;
  /** Signs, where nothing is said. */
  role?: PlaceRole;
  /** Group that it acts in; 1 where nothing is said. */
  group?: number;
  state: "waiting" | "authorised" | "sealed" | "declined" | "not_needed";
  /** Who acts in its place. */
  delegation?: { delegate: string; power_of_attorney: FileReference; appointed_by: string; appointed_at: string } | null;
  /** What confirmed its identity besides its key. */
  factors?: ({ confirmed_at: string } & IdentityFactor)[];
  /** Its word that it signs of its own will, as the host heard it. */
  will?: Spoken | null;
  reminded_at?: string | null;
  authorisation?: { method: "passkey" | "device_key" | "simulated"; binding: string; proof: string; key?: SigningKey };
  authorised_at?: string;
  revision?: string;
  sealed_at?: string;
  /** The certificate that the instance issued for the signature, and since when and why it is revoked. */
  certificate?: { serial: string; revoked?: [string, RevocationReason] | null } | null;
  reason?: string;
}

/** The closed document, and how far its signatures can be proven. */
export interface Archive {
  document: string;
  level: "B-B" | "B-T" | "B-LT" | "B-LTA";
  timestamped_at: string;
  provable_until: string;
}

export interface Agreement {
  id: string;
  fair: string;
  project: string;
  number: string;
  kind: AgreementKind;
  title: LocalizedText;
  languages: [string, string];
  parties: string[];
  signatories: Signatory[];
  /** Groups that need only some of their signatories. */
  quorums: Quorum[];
  /** Until when it is to be signed. */
  sign_by?: string | null;
  opened_at?: string | null;
  /** The opening recital, as it was read last. */
  recital?: Spoken | null;
  /** Why nothing about it is deleted. */
  legal_hold?: { reason: string; by: string; since: string } | null;
  /** The signed agreement that it follows. */
  follows?: { agreement: string; relation: Relation } | null;
  /** Signed agreements that follow it. */
  later: { agreement: string; relation: Relation; signed_at: string }[];
  /** Whether it holds as it was signed. */
  holding: "in_force" | "amended" | "terminated";
  amount: Money | null;
  foreign: Money | null;
  versions: TextVersion[];
  frozen: { version: number; document: string; pages: string[] } | null;
  /** SHA-256 of the document as it is. */
  document: string | null;
  archive: Archive | null;
  act: string | null;
  drafted_at: string;
  state: AgreementState;
  signed_document?: string;
  signed_at?: string;
  expired_at?: string;
  reason?: string;
}

export type ActState = "nominated" | "dedup_checked" | "approved" | "rehearsed" | "announced" | "signing" | "signed" | "pulled";

export interface Act {
  id: string;
  title: LocalizedText;
  sites: LocalizedText[];
  agreements: string[];
  /** Whether the audience sees the agreements' pages once the act is on the stage. */
  pages_shown: boolean;
  ready: string[];
  state: ActState;
  similar?: string[];
  signs_at?: string;
  signed_at?: string;
  reason?: string;
}

/** What a ceremony's audience sees of a signatory. */
export type StagedPlace = Pick<Signatory, "id" | "person" | "organisation" | "capacity" | "role" | "group" | "state"> & {
  authorised_at?: string | null;
  /** The signatory in whose place the person acts, who is its delegate. */
  in_place_of?: string | null;
};

/** What a ceremony's audience sees of an agreement. */
export interface StagedAgreement {
  id: string;
  number: string;
  kind: AgreementKind;
  title: LocalizedText;
  parties: string[];
  signatories: StagedPlace[];
  quorums: Quorum[];
  amount: Money | null;
  pages_shown: boolean;
  signed_document: string | null;
}

/** What a ceremony shows to everybody who attends. */
export interface CeremonyStage {
  id: string;
  acts: { id: string; number: number; agreements: StagedAgreement[] }[];
  act_count: number;
  signed_count: number;
  next: LocalizedText | null;
  totals: FigureColumns;
}

export interface Ceremony {
  id: string;
  fair: string;
  item: string;
  title: LocalizedText;
  officiant: string;
  acts: Act[];
}
