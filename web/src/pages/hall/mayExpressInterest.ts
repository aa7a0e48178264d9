import type { Membership } from "@/api/session";
import type { Pitch, Project, Role } from "@/api/types";

/** As the server has it: officials, firms, agents and principals ask for projects; staff and audience do not. */
const ASKING: ReadonlySet<Role> = new Set(["province_officer", "city_officer", "county_officer", "firm", "agent", "principal"]);

/** Tells whether the red button leads anywhere for this person. */
export function mayExpressInterest(me: Membership, pitch: Pitch, project: Project): boolean {
  const sides = [pitch.agent, pitch.principal, project.owner];
  return ASKING.has(me.role) && !sides.includes(me.organisation_id);
}
