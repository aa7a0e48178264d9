import { PlayCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type RecordedSigning, type SignatureMoment, mediaQuery } from "@/api/receipts";
import { ceremoniesQuery } from "@/api/records";
import { actingPerson } from "@/api/signingOrder";
import type { Agreement } from "@/api/types";
import { paths } from "@/app/paths";
import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { PersonName } from "@/ui/names";
import { Section } from "@/ui/PageHeader";
import { Moment } from "@/ui/values";
import { spoken } from "../replay/Controls";
import styles from "./Agreements.module.css";

/** Where each signature falls in the ceremony's recording, and where the recording has nothing. */
export function Recorded({ agreement }: { agreement: Agreement }) {
  const t = useT();
  const media = useQuery({ ...mediaQuery(agreement.id), enabled: agreement.act !== null }).data;
  const ceremonies = useQuery({ ...ceremoniesQuery({ fair: agreement.fair, per_page: 200 }), enabled: agreement.act !== null }).data?.items ?? [];
  const item = ceremonies.find(({ acts }) => acts.some(({ id }) => id === agreement.act))?.item;
  if (!media || media.recordings.length === 0) return null;
  return (
    <Section title={t("recorded-title")} id="recorded">
      <p className="yq-muted">{t("recorded-lead")}</p>
      {media.recordings.map((recording) => (
        <div key={recording.recording} className={styles.group} data-testid="recorded">
          <h3>{t("recorded-since")} <Moment at={recording.started_at} /></h3>
          <ul className={styles.receipts}>
            {recording.signatures.map((moment) => <Signed key={moment.signatory + moment.step} agreement={agreement} recording={recording.recording} moment={moment} item={item} />)}
          </ul>
          <Gaps recording={recording} />
        </div>
      ))}
    </Section>
  );
}

function Signed({ agreement, recording, moment, item }: { agreement: Agreement; recording: string; moment: SignatureMoment; item: string | undefined }) {
  const t = useT();
  const signatory = agreement.signatories.find(({ id }) => id === moment.signatory);
  return (
    <li>
      <div>
        <b>{t(`recorded-${moment.step}`)}</b>
        {signatory && <> · <PersonName id={actingPerson(signatory)} /></>}
        <div className="yq-muted">
          <span className="yq-number">{moment.offset_ms < 0 ? t("recorded-before") : t("recorded-offset", { offset: spoken(moment.offset_ms) })}</span>
          {moment.offset_ms >= 0 && moment.places.length === 0 && ` · ${t("recorded-nothing")}`}
        </div>
      </div>
      {item && moment.offset_ms >= 0 && (
        <Link className="yq-no-print" to={paths.replay(item, { recording, at: moment.at })} data-testid="replay-moment">
          <PlayCircleOutlined aria-hidden="true" /> {t("recorded-replay")}
        </Link>
      )}
    </li>
  );
}

/** The times over a second in which a track has nothing, and why. */
function Gaps({ recording }: { recording: RecordedSigning }) {
  const t = useT();
  const format = useFormat();
  const gaps = recording.tracks.flatMap(({ track, gaps }, index) => gaps.map((gap) => ({ ...gap, track, index })));
  if (gaps.length === 0) return <p className="yq-muted">{t("recorded-no-gaps")}</p>;
  return (
    <>
      <p>{t("recorded-gaps")}</p>
      <ul className={styles.receipts}>
        {gaps.map(({ from, to, cause, track, index }) => (
          <li key={`${String(index)}-${from}`}>
            <div>
              {t(`replay-source-${track.source}`)} {track.person && <PersonName id={track.person} />} {track.language}
              <div className="yq-muted">
                <span className="yq-number">{t("recorded-offset", { offset: spoken(Math.max(0, Date.parse(from) - Date.parse(recording.started_at))) })} · {t("recorded-seconds", { seconds: format.number(Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10) })}</span>
                {" · "}{t(cause ? `replay-gap-${cause}` : "recorded-gap-outside")}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
