//! `yunqian verify`: checks a bundle on a computer without network.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use yunqian_signing::UnixSeconds;

use super::container::MAX_BUNDLE_BYTES;
use super::verdict::{Identity, Outside, RecordedFact};
use super::{Anchors, MediaFiles, Outcome, Verdict, verify_with};
use crate::texts;

/// Exit code where a file can't be read.
const UNREADABLE: u8 = 2;

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

/// Checks a bundle and prints the verdict. Exit code 0: valid; 1: invalid; 2: unreadable; 3: valid by its own anchors.
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
    let file = &arguments.bundle;
    let size = std::fs::metadata(file).with_context(|| format!("can't read {}", file.display()))?;
    anyhow::ensure!(
        size.len() <= MAX_BUNDLE_BYTES as u64,
        "{} is too large for a bundle",
        file.display()
    );
    let bundle = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let anchors = match &arguments.trust {
        Some(file) => {
            let text = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
            let anchors: Anchors =
                serde_json::from_slice(&text).with_context(|| format!("{} holds no trust anchors", file.display()))?;
            Some(anchors)
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

fn told(verdict: &Verdict, arguments: &Verify) -> String {
    let language = texts::of_command(arguments.language.as_deref());
    let say = |id: &str| texts::text(language, id, None).unwrap_or_else(|| id.to_owned());
    let mut file = FluentArgs::new();
    file.set("file", arguments.bundle.display().to_string());
    let mut text = texts::text(language, "verify-title", Some(&file)).unwrap_or_default();
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
        (
            "verify-fact-witnesses",
            Some(facts.witnesses.join(", ")).filter(|names| !names.is_empty()),
        ),
        (
            "verify-fact-recordings",
            Some(recorded(&facts.recordings, language)).filter(|told| !told.is_empty()),
        ),
        (
            "verify-fact-outside",
            Some(outside(&facts.outside_timestamps)).filter(|told| !told.is_empty()),
        ),
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
            signed.at.and_then(moment).unwrap_or_default()
        );
        let is_of = |identity: &&Identity| format!("sig-{}", identity.signatory.replace('-', "")) == signed.field;
        if let Some(identity) = facts.identities.iter().find(is_of) {
            let _ = writeln!(text, "    {}", identified(identity, say));
        }
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
