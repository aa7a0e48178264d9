import { useQuery } from "@tanstack/react-query";
import { ExperimentOutlined, UserOutlined } from "@ant-design/icons";
import { Avatar } from "antd";
import { type DemoPerson, demoPeopleQuery, signInAsDemo } from "@/api/signIn";
import { roles } from "@/api/types";
import { useCommand } from "@/api/useCommand";
import { usePick } from "@/i18n/localized";
import { useT } from "@/i18n/useT";
import { Mark } from "@/ui/Mark";
import styles from "./SignIn.module.css";

/** The demonstration's people, one click each; absent outside demo mode. */
export function DemoPeople({ onDone }: { onDone: () => void }) {
  const t = useT();
  const pick = usePick();
  const rank = ({ role }: DemoPerson) => roles.indexOf(role);
  const people = (useQuery(demoPeopleQuery).data ?? []).toSorted((a, b) => rank(a) - rank(b));
  const enter = useCommand<string>({ run: signInAsDemo, onDone });
  if (people.length === 0) return null;
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <div className={styles.demoHead}>
        <Mark tone="gold" icon={<ExperimentOutlined />}>{t("demo-tag")}</Mark>
        <b id="demo-title">{t("sign-in-demo-title")}</b>
      </div>
      <small className="yq-muted">{t("sign-in-demo-lead")}</small>
      <ul className={styles.people}>
        {people.map((person) => (
          <li key={person.person_id}>
            <button type="button" className={styles.person} disabled={enter.isPending} onClick={() => enter.mutate(person.person_id)}>
              <Avatar icon={<UserOutlined />} style={{ background: "var(--yq-ink)" }} />
              <b>{pick(person.name)}</b>
              <small>
                {t(`role-${person.role}`)} · {pick(person.organisation_name)}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
