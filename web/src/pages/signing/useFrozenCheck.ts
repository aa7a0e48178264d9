import { useEffect, useState } from "react";

import type { PdfState } from "@/rooms/document/pdf";
import { beginsWithFrozen } from "./frozenText";

/** Checks in this browser that the document shown begins with the frozen text; undefined until it knows. */
export function useFrozenCheck(pdf: PdfState, frozenSha256: string): boolean | undefined {
  const [genuine, setGenuine] = useState<boolean>();
  const bytes = pdf.state === "open" ? pdf.bytes : undefined;
  useEffect(() => {
    if (!bytes) return;
    let current = true;
    setGenuine(undefined);
    void beginsWithFrozen(bytes, frozenSha256).then((answer) => {
      if (current) setGenuine(answer);
    });
    return () => {
      current = false;
    };
  }, [bytes, frozenSha256]);
  return genuine;
}
