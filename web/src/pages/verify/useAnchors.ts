import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { parseJson } from "@/verify/json";
import { fingerprint, isAnchors } from "@/verify/trust";

/** Whose anchors are believed: those of the server that shows this page, of a file, or of the bundle itself. */
export type Source = "server" | "file" | "own";

export interface AnchorsFile {
  name: string;
  anchors: unknown;
}

async function fetchAnchors(): Promise<unknown> {
  const reply = await fetch("/api/v1/trust-anchors");
  if (!reply.ok) throw new Error(`trust anchors: ${reply.status}`);
  return reply.json();
}

/** The anchors to choose from, and the fingerprint of the chosen ones. */
export function useAnchors() {
  const server = useQuery({ queryKey: ["trust-anchors"], queryFn: fetchAnchors, staleTime: Infinity, retry: false, networkMode: "always" });
  const [wanted, setSource] = useState<Source>("server");
  const [file, setFile] = useState<AnchorsFile>();
  const source = wanted === "server" && server.isError ? "own" : wanted;
  const anchors = source === "server" ? server.data : source === "file" ? file?.anchors : undefined;
  const [print, setPrint] = useState<string>();
  const [compared, setCompared] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    setPrint(undefined);
    if (isAnchors(anchors)) void fingerprint(anchors).then((digest) => isCurrent && setPrint(digest));
    return () => {
      isCurrent = false;
    };
  }, [anchors]);
  const take = async (chosen: File) => {
    setFile({ name: chosen.name, anchors: parseJson(new Uint8Array(await chosen.arrayBuffer())) });
    setSource("file");
  };
  // What the server shows beside its own page is its own word, until a reader has it from elsewhere too.
  const isCompared = source !== "server" || (print !== undefined && compared === print);
  const compare = (isSame: boolean) => setCompared(isSame ? print : undefined);
  return { source, setSource, isCompared, compare, server, file, take, print, pinned: source === "own" ? undefined : { anchors }, isReady: source === "own" || anchors !== undefined };
}

export type AnchorsChoice = ReturnType<typeof useAnchors>;
