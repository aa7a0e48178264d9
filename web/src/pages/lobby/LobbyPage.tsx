import { Empty, Skeleton } from "antd";
import { useCurrentFair } from "@/api/directory";
import { useT } from "@/i18n/useT";
import { ProblemAlert } from "@/ui/Problem";
import { useTitle } from "@/ui/useTitle";
import { FairHero } from "./FairHero";
import { LiveNow } from "./LiveNow";
import styles from "./Lobby.module.css";
import { MyNext } from "./MyNext";
import { Programme } from "./Programme";
import { ProjectFacets } from "./ProjectFacets";

/** The fair at a glance: what is on, what comes, and my own next thing. */
export default function LobbyPage() {
  const t = useT();
  useTitle(t("nav-lobby"));
  const { fair, isPending, error, refetch } = useCurrentFair();
  if (isPending) return <Skeleton active paragraph={{ rows: 12 }} />;
  if (error) return <ProblemAlert error={error} retry={refetch} />;
  if (!fair) return <Empty description={t("lobby-no-fair")} style={{ marginBlock: 80 }} />;
  return (
    <>
      <FairHero fair={fair} />
      <div className={styles.columns}>
        <div>
          <div data-part="live"><LiveNow fair={fair} /></div>
          <div data-part="programme"><Programme fair={fair} /></div>
        </div>
        <div>
          <div data-part="next"><MyNext fair={fair} /></div>
          <div data-part="facets"><ProjectFacets fair={fair} /></div>
        </div>
      </div>
    </>
  );
}
