import { useFormat } from "@/i18n/format";
import { useT } from "@/i18n/useT";
import { Facts as Pairs, Section } from "@/ui/PageHeader";
import type { Facts, Outside, Witnessed } from "@/verify/verdict";
import { Fingerprint } from "./Fingerprint";

/** What the file proves, or only says if something does not hold; nothing where nothing could be read. */
export function FactList({ facts, isSound }: { facts: Facts; isSound: boolean }) {
  const t = useT();
  const format = useFormat();
  const time = (seconds: number) => format.dateTime(new Date(seconds * 1000).toISOString());
  const outside = ({ at, authority, log_size: size }: Outside) => `${time(at)} (${authority ?? "?"}, ${format.number(size)})`;
  const witness = ({ name, at }: Witnessed) => (at === 0 ? name : `${name} (${time(at)})`);
  // That nobody else saw the log is a fact of its own.
  const listed = (texts: string[]) => facts.log_size !== null && (texts.join("; ") || t("verify-none"));
  const pairs: [string, string | false | null][] = [
    [t("verify-fact-made"), facts.made && format.dateTime(facts.made)],
    [t("verify-fact-level"), facts.level],
    [t("verify-fact-provable-until"), facts.provable_until !== null && time(facts.provable_until)],
    [t("verify-fact-log"), facts.log_size !== null && format.number(facts.log_size)],
    [t("verify-fact-witnesses"), listed(facts.witnesses.map(witness))],
    [t("verify-fact-recordings"), facts.recordings.length > 0 && facts.recordings.map((counts) => t("verify-recording", { ...counts })).join("; ")],
    [t("verify-fact-outside"), listed(facts.outside_timestamps.map(outside))],
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
