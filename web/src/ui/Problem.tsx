import { Alert, Button, Result } from "antd";
import { Link } from "react-router";
import { useT } from "@/i18n/useT";
import { Logo } from "./Logo";
import { type ProblemText, useProblemText } from "./problemText";
import { useTitle } from "./useTitle";

/** A failed read in place of what it should have shown, with the way to try again. */
export function ProblemAlert({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  const text = useProblemText()(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={text.title}
      description={
        <>
          {text.detail && <div>{text.detail}</div>}
          <small className="yq-muted">{t("error-code", { code: text.code })}</small>
        </>
      }
      action={retry && <Button onClick={retry}>{t("try-again")}</Button>}
    />
  );
}

/** A failure in one line of a notice: what happened, what is safe, and the code in small print. */
export function ProblemLine({ text }: { text: ProblemText }) {
  const t = useT();
  return (
    <>
      <b>{text.title}</b> {text.detail} <small className="yq-muted">{t("error-code", { code: text.code })}</small>
    </>
  );
}

/** A whole page that could not be shown: not found, not allowed, server unreachable. */
export function ProblemPage({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  const text = useProblemText()(error);
  useTitle(text.title);
  return (
    <Result
      icon={<span className="yq-faded"><Logo size={88} /></span>}
      title={<h1 className="yq-serif yq-problem">{text.title}</h1>}
      subTitle={
        <>
          {text.detail && <div>{text.detail}</div>}
          <small>{t("error-code", { code: text.code })}</small>
        </>
      }
      extra={[
        retry && (
          <Button key="retry" type="primary" onClick={retry}>
            {t("try-again")}
          </Button>
        ),
        <Link key="home" to="/">
          <Button>{t("go-to-lobby")}</Button>
        </Link>,
      ]}
    />
  );
}
