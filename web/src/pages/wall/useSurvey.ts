import { useCallback, useEffect, useState } from "react";

import type { Call } from "@/call";

export interface SurveyControl {
  /** Whom the operator listens to, though the audience does not. */
  listening: string | undefined;
  listen: (participant: string | undefined) => void;
}

/** Receives every site's picture, on the stage or not, and one sound at the operator's choice, while the page is open. */
export function useSurvey(call: Call, active: boolean): SurveyControl {
  const [listening, setListening] = useState<string>();
  useEffect(() => {
    if (!active) return;
    call.host.survey(true, listening).catch(() => undefined);
  }, [call, active, listening]);
  const listen = useCallback((participant: string | undefined) => {
    setListening(participant);
  }, []);
  return { listening, listen };
}
