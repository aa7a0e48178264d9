import type { ReactNode } from "react";
import styles from "./Page.module.css";
import { useTitle } from "./useTitle";

interface Props {
  /** Also the name in the browser's tab. */
  title: string;
  /** A line above the title: what kind of thing this is. */
  kicker?: ReactNode;
  lead?: ReactNode;
  /** The page's one primary action and what stands beside it. */
  actions?: ReactNode;
  /** Titles of records and fairs are in the serif. */
  serif?: boolean;
}

/** The head of a page. */
export function PageHeader({ title, kicker, lead, actions, serif }: Props) {
  useTitle(title);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {kicker && <div className={styles.kicker}>{kicker}</div>}
        <h1 className={serif ? "yq-serif" : undefined}><bdi>{title}</bdi></h1>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div className={`${styles.actions ?? ""} yq-no-print`}>{actions}</div>}
    </header>
  );
}

/** A part of a page under its own heading. */
export function Section({ title, extra, children, id }: { title: string; extra?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className={styles.section} aria-label={title} id={id}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

/** Facts about a record as pairs of name and value. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
