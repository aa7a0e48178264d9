import { useEffect, useState } from "react";

import type { PdfState } from "@/rooms/document/pdf";
import { isGenuine } from "./bound";
import type { SigningRequest } from "./request";

/** Checks in this browser that what is shown is what the request binds; undefined until it knows. */
export function useBoundCheck(request: SigningRequest | undefined, agreement: string, pdf: PdfState): boolean | undefined {
  const [checked, setChecked] = useState<{ request: SigningRequest; genuine: boolean }>();
  const bytes = pdf.state === "open" ? pdf.bytes : undefined;
  useEffect(() => {
    if (!request || !bytes) return;
    let current = true;
    isGenuine(request, agreement, bytes).then(
      (genuine) => { if (current) setChecked({ request, genuine }); },
      () => { if (current) setChecked({ request, genuine: false }); },
    );
    return () => {
      current = false;
    };
  }, [request, agreement, bytes]);
  return request && checked?.request === request ? checked.genuine : undefined;
}
