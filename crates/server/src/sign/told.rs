use std::io::Write as _;

use fluent_bundle::FluentArgs;
use serde_json::json;
use yunqian_signing::Certificate;

use super::api::{Stage, Task, Texts};
use super::failure::Failure;
use crate::texts;

/// Tells a person what happens, or a program what came of it.
#[derive(Debug)]
pub struct Teller {
    /// Language.
    pub language: &'static str,
    /// Whether the outcome goes out as JSON, and all else beside it.
    pub json: bool,
}

impl Teller {
    /// Returns a text.
    pub fn say(&self, id: &str) -> String {
        texts::text(self.language, id, None).unwrap_or_else(|| id.to_owned())
    }

    fn say_with(&self, id: &str, name: &'static str, value: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(name, value.to_owned());
        texts::text(self.language, id, Some(&arguments)).unwrap_or_else(|| id.to_owned())
    }

    /// Returns the question for a token's PIN.
    pub fn pin_prompt(&self, token: &str) -> String {
        self.say_with("sign-pin", "token", token)
    }

    /// Tells what is about to be signed.
    pub fn about(&self, task: &Task) {
        let title = format!("{} {}", task.agreement.number, self.local(&task.agreement.title));
        let signatory = &task.signatory;
        let who = format!(
            "{}, {}",
            self.local(&signatory.name),
            self.local(&signatory.organisation)
        );
        self.line(&self.say("sign-about"));
        self.fact("sign-agreement", &title);
        self.fact("sign-signatory", &who);
        self.fact("sign-document", &task.document_sha256.to_string());
    }

    /// Tells with which certificate.
    pub fn with(&self, certificate: &Certificate) {
        let tbs = certificate.tbs_certificate();
        self.fact("sign-certificate", &tbs.subject().to_string());
        self.fact("sign-issuer", &tbs.issuer().to_string());
        self.fact("sign-not-after", &tbs.validity().not_after.to_string());
    }

    /// Tells how far it is.
    pub fn stage(&self, stage: Stage) {
        match stage {
            Stage::AuthorisationWanted => self.line(&self.say("sign-waiting")),
            Stage::Ready => self.line(&self.say("sign-signing")),
            Stage::CertificateWanted | Stage::Signed => {}
        }
    }

    /// Tells of a failure that passes.
    pub fn trouble(&self, why: &str) {
        self.line(&self.say_with("sign-trouble", "why", why));
    }

    /// Tells that it is done.
    pub fn signed(&self, task: &Task) {
        if self.json {
            out(&json!({ "outcome": "signed", "task": task }).to_string());
        } else {
            out(&self.say("sign-signed"));
        }
    }

    /// Tells why it is not.
    pub fn failed(&self, failure: &Failure) {
        let (outcome, text) = match failure {
            Failure::Refused(_) => ("refused", self.say(&format!("sign-refused-{}", failure.code()))),
            Failure::Expired => ("failed", self.say("sign-expired")),
            Failure::Server { title, detail, .. } => ("failed", format!("{title}. {detail}")),
            other => ("failed", other.to_string()),
        };
        let text = match outcome {
            "refused" => format!("{} {text}", self.say("sign-refused")),
            _ => self.say_with("sign-failed", "why", &text),
        };
        if self.json {
            out(&json!({ "outcome": outcome, "code": failure.code(), "detail": text }).to_string());
        } else {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    fn fact(&self, label: &str, value: &str) {
        self.line(&format!("  {}: {}", self.say(label), plain(value)));
    }

    fn line(&self, text: &str) {
        match self.json {
            false => out(text),
            true => {
                let _ = writeln!(std::io::stderr(), "{text}");
            }
        }
    }

    fn local<'a>(&self, text: &'a Texts) -> &'a str {
        let found = text.get(self.language).or_else(|| text.get("en"));
        found.or_else(|| text.values().next()).map_or("", String::as_str)
    }
}

/// Nobody listens any more: the exit code still tells.
fn out(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Names come from the server: none of them may steer the terminal.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
