import type { ReactNode } from "react";
import { LanguageSwitch } from "@/app/LanguageSwitch";
import { useT } from "@/i18n/useT";
import { CloudLine } from "@/ui/CloudLine";
import { Logo } from "@/ui/Logo";
import styles from "./SignIn.module.css";

/** The two halves of the entrance: who we are, and the way in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const t = useT();
  return (
    <div className={styles.frame}>
      <aside className={styles.identity}>
        <div className={styles.brand}>
          <Logo size={56} />
          <span className="yq-serif">{t("product-name")}</span>
        </div>
        <div className={styles.words}>
          <p className={`yq-serif ${styles.motto ?? ""}`}>{t("sign-in-motto")}</p>
          <p className={styles.summary}>{t("sign-in-summary")}</p>
        </div>
        <CloudLine className={styles.cloud} />
      </aside>
      <main className={styles.way}>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
        <div className={styles.content}>{children}</div>
      </main>
    </div>
  );
}
