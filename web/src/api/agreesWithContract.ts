import type { FigureRow, Figures } from "./figures";
import type { components } from "./generated";
import type { Me } from "./session";
import type { DemoPerson, Invitation, Passkey } from "./signIn";
import type { Fair, FileReference, Item, Organisation, Person, Region } from "./types";

type Schemas = components["schemas"];

/** A list of pairs, each what the server sends and what the pages read; it compiles only while they agree. */
type Agrees<_Pairs extends [unknown, unknown][]> = true;
type Pair<Sent extends Read, Read> = [Sent, Read];

/** `Option`s of the server may be absent where the pages read `null`; both are read alike. */
type Lenient<T> = { [K in keyof T as undefined extends T[K] ? K : null extends T[K] ? never : K]: T[K] };

export type ContractHolds = Agrees<[
  Pair<Schemas["SessionView"], Lenient<Me>>,
  Pair<Schemas["DemoPerson"], DemoPerson>,
  Pair<Schemas["PasskeyView"], Passkey>,
  Pair<Schemas["InvitationView"], Invitation>,
  Pair<Schemas["FileReference"], FileReference>,
  Pair<Schemas["Region"], Lenient<Region>>,
  Pair<Schemas["Organisation"], Lenient<Organisation>>,
  Pair<Schemas["PersonView"], Lenient<Person>>,
  Pair<Schemas["Fair"], Omit<Lenient<Fair>, "sample">>,
  Pair<Schemas["ProgrammeItem"], Omit<Lenient<Item>, "sites">>,
  Pair<Schemas["Figures"], Figures>,
  Pair<Schemas["FigureRow"], Lenient<FigureRow>>,
]>;
