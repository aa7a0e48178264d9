import type { Participant } from "@/call";

export interface Sections {
  onStage: Participant[];
  backstage: Participant[];
  /** Whose place is a booth. */
  interpreters: Participant[];
  /** In a negotiation room of their own. */
  away: Participant[];
  /** Cameras and encoders, which are no people. */
  machines: Participant[];
}

/** Sorts the listed participants by where they are, those whose name or organisation contains `query`. */
export function sections(participants: Participant[], query: string): Sections {
  const wanted = query.trim().toLocaleLowerCase();
  const fits = ({ name, organisation }: Participant) => `${name} ${organisation ?? ""}`.toLocaleLowerCase().includes(wanted);
  const all = participants.filter(fits);
  const people = all.filter(({ machine, in_breakout }) => !machine && !in_breakout);
  return {
    onStage: people.filter(({ on_stage }) => on_stage),
    backstage: people.filter(({ on_stage, grants }) => !on_stage && !grants.interpret),
    interpreters: people.filter(({ on_stage, grants }) => !on_stage && grants.interpret),
    away: all.filter(({ in_breakout }) => in_breakout),
    machines: all.filter(({ machine }) => machine),
  };
}
