//! `yunqian verify`: checks a bundle on a computer without network.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use yunqian_signing::UnixSeconds;

use super::container::MAX_BUNDLE_BYTES;
use super::verdict::{Facts, Identity, Outside, RecordedFact, Signed, Witnessed};
use super::{MediaFiles, Outcome, Verdict, verify_with};
use crate::texts;

/// Exit code where a file can't be read.
const UNREADABLE: u8 = 2;
/// Field of the platform's seal.
const PLATFORM: &str = "yunqian-platform";

/// The arguments of `yunqian verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The bundle.
    bundle: PathBuf,
    /// Trust anchors that came another way than the bundle (`trust.json` from the province's site); without them the
    /// bundle's own are used, which shows consistency alone.
    #[arg(long)]
    trust: Option<PathBuf>,
    /// Folder with the recorded segments as files, checked against the bundle's media manifest; their names don't matter.
    #[arg(long)]
    media: Option<PathBuf>,
    /// The verdict as JSON.
    #[arg(long)]
    json: bool,
    /// Language of the verdict; the environment's when absent.
    #[arg(long)]
    language: Option<String>,
    /// The moment to check as of, in RFC 3339; now when absent.
    #[arg(long)]
    at: Option<Timestamp>,
}

/// Checks a bundle and prints the verdict. Exit code 0: valid; 1: invalid; 2: unreadable; 3: valid by its own anchors;
/// 4: valid, but none of the witnesses that the anchors name saw the log.
pub fn run(arguments: &Verify) -> ExitCode {
    match check(arguments) {
        Ok(verdict) => {
            let text = match arguments.json {
                true => serde_json::to_string_pretty(&verdict).expect("a verdict is plain data") + "\n",
                false => told(&verdict, arguments),
            };
            // Nobody listens any more: the exit code still tells.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::from(verdict.result.exit_code())
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn check(arguments: &Verify) -> anyhow::Result<Verdict> {
    let said = |id: &str, file: &Path| about(id, file, texts::of_command(arguments.language.as_deref()));
    let unreadable = |file: &Path| said("verify-error-unreadable", file);
    let file = &arguments.bundle;
    let size = std::fs::metadata(file).with_context(|| unreadable(file))?;
    if size.len() > MAX_BUNDLE_BYTES as u64 {
        anyhow::bail!(said("verify-error-too-large", file));
    }
    let bundle = std::fs::read(file).with_context(|| unreadable(file))?;
    let anchors = match &arguments.trust {
        Some(file) => {
            let text = std::fs::read(file).with_context(|| unreadable(file))?;
            let anchors = super::verify::anchors(&text);
            Some(anchors.with_context(|| said("verify-error-no-anchors", file))?)
        }
        None => None,
    };
    let now = arguments.at.unwrap_or_else(Timestamp::now);
    let media = arguments.media.as_deref().map(MediaFiles::read).transpose()?;
    Ok(verify_with(
        &bundle,
        anchors.as_ref(),
        UnixSeconds(now.as_second().unsigned_abs()),
        media.as_ref(),
    ))
}

/// Says something about a file.
fn about(id: &str, file: &Path, language: &str) -> String {
    let mut named = FluentArgs::new();
    named.set("file", file.display().to_string());
    texts::text(language, id, Some(&named)).unwrap_or_else(|| format!("{id}: {}", file.display()))
}

fn told(verdict: &Verdict, arguments: &Verify) -> String {
    let language = texts::of_command(arguments.language.as_deref());
    let say = |id: &str| texts::text(language, id, None).unwrap_or_else(|| id.to_owned());
    let mut text = about("verify-title", &arguments.bundle, language);
    let _ = writeln!(text, "\n\n{}\n", say(&id("result", &verdict.result)));
    for line in &verdict.checks {
        let sign = match line.outcome {
            Outcome::Passed => '✓',
            Outcome::Failed => '✗',
            Outcome::Absent => '–',
            Outcome::NotReached => '?',
        };
        let _ = writeln!(
            text,
            " {sign} {}: {}",
            say(&id("check", &line.check)),
            say(&id("outcome", &line.outcome))
        );
        for detail in &line.details {
            let _ = writeln!(text, "     {detail}");
        }
    }
    facts(&mut text, verdict, language, &say);
    text
}

fn facts(text: &mut String, verdict: &Verdict, language: &str, say: &dyn Fn(&str) -> String) {
    let facts = &verdict.facts;
    let title = facts.title.get(language).and_then(serde_json::Value::as_str);
    let agreement = [facts.number.as_deref(), title]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    // That nobody else saw the log is a fact of its own.
    let known = |told: String| match told.is_empty() {
        true => facts.log_size.map(|_| say("verify-none")),
        false => Some(told),
    };
    let lines = [
        (
            "verify-fact-agreement",
            Some(agreement).filter(|agreement| !agreement.is_empty()),
        ),
        ("verify-fact-made", facts.made.clone()),
        ("verify-fact-frozen", facts.frozen.map(|digest| digest.to_string())),
        ("verify-fact-document", facts.document.map(|digest| digest.to_string())),
        ("verify-fact-level", facts.level.map(|level| level.to_string())),
        ("verify-fact-provable-until", facts.provable_until.and_then(moment)),
        ("verify-fact-log", facts.log_size.map(|size| size.to_string())),
        ("verify-fact-witnesses", known(witnessed(&facts.witnesses))),
        (
            "verify-fact-recordings",
            Some(recorded(&facts.recordings, language)).filter(|told| !told.is_empty()),
        ),
        ("verify-fact-outside", known(outside(&facts.outside_timestamps))),
        ("verify-fact-anchors", facts.anchors.map(|digest| digest.to_string())),
    ];
    text.push('\n');
    for (label, value) in lines {
        if let Some(value) = value {
            let _ = writeln!(text, "{}: {value}", say(label));
        }
    }
    let _ = writeln!(text, "\n{}", say("verify-signatures"));
    for signed in &facts.signatures {
        text.push_str(&signature(signed, facts, language, say));
    }
}

/// Tells one signature: whose, when, how far it can be proven, what it is, and by what its signatory was known.
fn signature(signed: &Signed, facts: &Facts, language: &str, say: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    let who = [&signed.signer, &signed.organisation]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let level = signed.level.map(|level| level.to_string()).unwrap_or_default();
    let _ = writeln!(
        text,
        "  {who}  {}  {level}",
        signed.at.and_then(moment).unwrap_or_else(|| say("verify-no-time"))
    );
    let issued = signed.issuer.as_ref().map(|issuer| {
        let mut named = FluentArgs::new();
        named.set("issuer", issuer.as_str());
        texts::text(language, "verify-issuer", Some(&named)).unwrap_or_default()
    });
    let role = say(&format!("verify-role-{}", role(signed)));
    let _ = writeln!(
        text,
        "    {}",
        [Some(role), issued]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    );
    let is_field_of = |signatory: &str| format!("sig-{}", signatory.replace('-', "")) == signed.field;
    for revoked in facts.revoked.iter().filter(|revoked| is_field_of(&revoked.signatory)) {
        let mut told = FluentArgs::new();
        told.set(
            "at",
            u64::try_from(revoked.at)
                .ok()
                .and_then(|at| moment(UnixSeconds(at)))
                .unwrap_or_default(),
        );
        told.set("reason", revoked.reason.clone().unwrap_or_else(|| "?".to_owned()));
        let _ = writeln!(
            text,
            "    {}",
            texts::text(language, "verify-revoked", Some(&told)).unwrap_or_default()
        );
    }
    let identity = facts
        .identities
        .iter()
        .find(|identity| is_field_of(&identity.signatory));
    if let Some(identity) = identity {
        let _ = writeln!(text, "    {}", identified(identity, say));
    }
    text
}

/// Names what a signature is, as texts do.
fn role(signed: &Signed) -> &str {
    const KNOWN: [&str; 3] = ["sign-agreement", "seal-for-organisation", "attest-signature"];
    match signed.purpose.as_deref() {
        _ if signed.field == PLATFORM => "platform-seal",
        None => "document-timestamp",
        Some(purpose) if KNOWN.contains(&purpose) => purpose,
        Some(_) => "other",
    }
}

/// Names the factors by which a signatory was known.
fn identified(identity: &Identity, say: &dyn Fn(&str) -> String) -> String {
    let named = |kind: &str, name: &str| say(&format!("verify-{kind}-{}", name.replace('_', "-")));
    let key = identity.method.iter().map(|method| named("method", method));
    let factors = identity.factors.iter().map(|factor| {
        let at = u64::try_from(factor.at).ok().and_then(|at| moment(UnixSeconds(at)));
        format!("{} {}", named("factor", &factor.kind), at.unwrap_or_default())
    });
    key.chain(factors).collect::<Vec<_>>().join("; ")
}

fn recorded(recordings: &[RecordedFact], language: &str) -> String {
    let one = |recorded: &RecordedFact| {
        let mut counts = FluentArgs::new();
        counts.set("tracks", recorded.tracks);
        counts.set("segments", recorded.segments);
        counts.set("gaps", recorded.gaps);
        texts::text(language, "verify-recording", Some(&counts)).unwrap_or_default()
    };
    recordings.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn witnessed(witnesses: &[Witnessed]) -> String {
    let one = |witness: &Witnessed| match witness.at {
        UnixSeconds(0) => witness.name.clone(),
        at => format!("{} ({})", witness.name, moment(at).unwrap_or_default()),
    };
    witnesses.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn outside(timestamps: &[Outside]) -> String {
    let one = |stamped: &Outside| {
        let authority = stamped.authority.as_deref().unwrap_or("?");
        format!(
            "{} ({authority}, {})",
            moment(stamped.at).unwrap_or_default(),
            stamped.log_size
        )
    };
    timestamps.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn moment(at: UnixSeconds) -> Option<String> {
    let at = Timestamp::from_second(at.0.cast_signed()).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// Returns the id of a value's text: what it is, and its own name.
fn id(kind: &str, value: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(value).unwrap_or_default();
    format!("verify-{kind}-{}", name.as_str().unwrap_or_default())
}
