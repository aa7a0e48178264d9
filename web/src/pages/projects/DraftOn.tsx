import { useQuery } from "@tanstack/react-query";
import { agreementQuery, projectQuery } from "@/api/records";
import type { Project } from "@/api/types";
import { DraftAgreement } from "../agreements/DraftAgreement";

/** Drafting an agreement on a project; on a tranche or a successor it follows the one that the first project signed by. */
export function DraftOn({ project, close }: { project: Project; close: () => void }) {
  const of = project.tranche_of ?? project.succeeds ?? "";
  const parent = useQuery({ ...projectQuery(of), retry: false });
  const signedBy = parent.data?.signed_by ?? "";
  const first = useQuery({ ...agreementQuery(signedBy), retry: false });
  // The form begins with what is known, so it waits for that; what the viewer may not see is as if it were not.
  if ((of && parent.isPending) || (signedBy && first.isPending)) return null;
  const follows = first.data && ({ first: first.data, relation: project.tranche_of ? "expansion" : "owner_change" } as const);
  return <DraftAgreement project={project} {...(follows ? { follows } : {})} close={close} />;
}
