import type { PDFDocumentProxy } from "pdfjs-dist";
import { useCallback, useEffect, useState } from "react";
import { post, postForBytes } from "@/api/client";
import type { CleanedUpload, FileReference } from "@/api/types";
import { openPdf } from "@/rooms/document/pdf";

export type UploadState =
  | { state: "none" }
  | { state: "working" }
  | { state: "refused"; error: unknown }
  | { state: "open"; file: FileReference; cleaned: CleanedUpload; pdf: PDFDocumentProxy };

/** Sends a file, has it cleaned, and opens what would be signed. */
export function useUpload(): [UploadState, (file: File) => void] {
  const [upload, setUpload] = useState<UploadState>({ state: "none" });
  const take = useCallback((chosen: File) => {
    setUpload({ state: "working" });
    clean(chosen).then(setUpload, (error: unknown) => { setUpload({ state: "refused", error }); });
  }, []);
  const pdf = upload.state === "open" ? upload.pdf : undefined;
  useEffect(() => () => void pdf?.destroy(), [pdf]);
  return [upload, take];
}

async function clean(chosen: File): Promise<UploadState> {
  const form = new FormData();
  form.append("file", chosen);
  const file = await post<FileReference>("/files", form);
  const cleaned = await post<CleanedUpload>("/agreement-uploads", file);
  const pdf = await openPdf(await postForBytes("/agreement-uploads/document", file));
  return { state: "open", file, cleaned, pdf };
}
