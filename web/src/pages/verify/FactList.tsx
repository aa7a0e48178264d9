import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Facts as Pairs, Section } from "@/ui/PageHeader";
import type { Facts, Outside } from "@/verify/verdict";
import { Fingerprint } from "./Fingerprint";

/** What the file proves, or only says if something does not hold; nothing where nothing could be read. */
export function FactList({ facts, isSound }: { facts: Facts; isSound: boolean }) {
  const t = useT();
  const format = useFormat();
  const outside = ({ at, authority, log_size: size }: Outside) =>
    `${format.dateTime(new Date(at * 1000).toISOString())} (${authority ?? "?"}, ${format.number(size)})`;
  const pairs: [string, string | false | null][] = [
    [t("verify-fact-made"), facts.made && format.dateTime(facts.made)],
    [t("verify-fact-level"), facts.level],
    [t("verify-fact-provable-until"), facts.provable_until !== null && format.dateTime(new Date(facts.provable_until * 1000).toISOString())],
    [t("verify-fact-log"), facts.log_size !== null && format.number(facts.log_size)],
    [t("verify-fact-witnesses"), facts.witnesses.length > 0 && facts.witnesses.join(", ")],
    [t("verify-fact-recordings"), facts.recordings.length > 0 && facts.recordings.map((counts) => t("verify-recording", { ...counts })).join("; ")],
    [t("verify-fact-outside"), facts.outside_timestamps.length > 0 && facts.outside_timestamps.map(outside).join("; ")],
    [t("verify-fact-agreement"), facts.agreement],
  ];
  const digests: [string, string | null][] = [
    [t("verify-fact-frozen"), facts.frozen], [t("verify-fact-document"), facts.document], [t("verify-fact-anchors"), facts.anchors],
  ];
  if ([...pairs, ...digests].every(([, value]) => !value)) return null;
  return (
    <Section title={t(isSound ? "verifier-facts" : "verifier-claims")}>
      <Pairs facts={pairs.filter((pair): pair is [string, string] => Boolean(pair[1]))} />
      {digests.map(([label, digest]) => digest && <Fingerprint key={label} label={label} digest={digest} />)}
    </Section>
  );
}
