import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Empty, Input, Pagination, Segmented, Select, Skeleton } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { interestsQuery } from "@/api/records";
import { type Interest, interestKinds } from "@/api/types";
import { paths } from "@/app/paths";
import { useT } from "@/i18n/useT";
import { FilterSelect } from "@/ui/list/FilterSelect";
import { useListParams } from "@/ui/list/useListParams";
import { OrganisationName, ProjectTitle } from "@/ui/names";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemAlert } from "@/ui/Problem";
import { Status } from "@/ui/Status";
import { Ago } from "@/ui/values";
import { DueClock } from "./DueClock";
import { InterestRecord } from "./InterestRecord";
import styles from "./Interests.module.css";

function Row({ interest, selected, search }: { interest: Interest; selected: boolean; search: string }) {
  const t = useT();
  return (
    <li>
      <Link to={paths.interest(interest.id) + search} className={styles.row ?? ""} aria-current={selected || undefined}>
        <span className={styles.rowHead}>
          <b><OrganisationName id={interest.organisation} /></b>
          <small><Ago at={interest.sent_at} /></small>
        </span>
        <span className={styles.rowProject}>{t(`interest-kind-${interest.kind}`)} · <ProjectTitle id={interest.project} /></span>
        <span className={styles.rowMessage}>{interest.message}</span>
        <span className={styles.rowFoot}>
          <Status of="interest-state" state={interest.answer ?? interest.state} />
          {interest.state === "sent" && <DueClock due={interest.due_at} />}
        </span>
      </Link>
    </li>
  );
}

/** Interests received and sent: the list on one side, the open one on the other. */
export default function InterestsPage() {
  const t = useT();
  const { id } = useParams();
  const navigate = useNavigate();
  const params = useListParams(["mailbox", "open", "kind"], "-sent_at");
  const mailbox = params.value("mailbox") ?? "received";
  const rows = useQuery(interestsQuery({ ...params.query, mailbox }));
  const search = window.location.search;
  return (
    <>
      <PageHeader title={t("nav-interests")} lead={t("interests-lead")} />
      <div className={styles.split} data-open={id ? "" : undefined}>
        <div className={styles.box}>
          <div className={styles.tools} role="search">
            <Segmented
              block
              value={mailbox}
              aria-label={t("interests-box")}
              options={(["received", "sent"] as const).map((value) => ({ value, label: t(`interests-${value}`) }))}
              onChange={(value) => params.set({ mailbox: value })}
            />
            <Input.Search allowClear placeholder={t("list-search")} aria-label={t("list-search")} defaultValue={params.value("q") ?? ""} onSearch={(text) => params.set({ q: text.trim() })} />
            <Checkbox checked={params.value("open") === "true"} onChange={(event) => params.set({ open: event.target.checked ? "true" : undefined })}>{t("interests-open-only")}</Checkbox>
            <FilterSelect params={params} name="kind" label={t("interest-kind-filter")} options={interestKinds.map((k) => ({ value: k, label: t(`interest-kind-${k}`) }))} />
            <Select aria-label={t("list-sort")} value={params.sort ?? "-sent_at"} options={["-sent_at", "due_at"].map((value) => ({ value, label: t(value === "due_at" ? "sort-due" : "sort-newest") }))} onChange={(sort) => params.set({ sort })} />
          </div>
          {rows.isPending && <Skeleton active className={styles.pad ?? ""} />}
          {rows.isError && <ProblemAlert error={rows.error} retry={() => void rows.refetch()} />}
          {rows.data?.items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} className={styles.pad ?? ""} description={t(mailbox === "sent" ? "interests-none-sent" : "interests-none-received")}>{mailbox === "sent" && <Link to={paths.projects()}>{t("interests-find-projects")}</Link>}</Empty>}
          <ul className={styles.rows}>
            {rows.data?.items.map((interest) => <Row key={interest.id} interest={interest} selected={interest.id === id} search={search} />)}
          </ul>
          {(rows.data?.total ?? 0) > params.perPage && <Pagination simple className={styles.pad ?? ""} current={params.page} pageSize={params.perPage} total={rows.data?.total ?? 0} onChange={params.turn} />}
        </div>
        <div className={styles.open}>
          {id && <Button type="link" className={styles.back ?? ""} icon={<ArrowLeftOutlined />} onClick={() => void navigate(paths.interests() + search)}>{t("back-to-list")}</Button>}
          {id ? <InterestRecord key={id} id={id} /> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("interests-choose")} style={{ marginBlock: 100 }} />}
        </div>
      </div>
    </>
  );
}
