import { useEffect } from "react";
import { useT } from "@/i18n/useT";

/** Names the page in the browser's tab and history. */
export function useTitle(title: string | undefined): void {
  const t = useT();
  const product = t("product-name");
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}
