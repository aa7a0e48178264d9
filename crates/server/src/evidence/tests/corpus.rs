//! Every good and bad bundle, before both verifiers.
//!
//! With `YUNQIAN_CORPUS` naming a folder, the bundles stay there.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use yunqian_signing::UnixSeconds;

use super::forging::{attacks, hidden};
use super::maker::{AGREEMENT, HOST, Maker, NOW, PLACES, field};
use super::{flips, outside, recorded, story, verify};
use crate::evidence::verdict::Result;
use crate::evidence::{Anchors, container};

/// How many flipped bits under fitting manifests.
const FLIPS: usize = 36;

/// A bundle, and when it is checked.
struct Case {
    name: String,
    bundle: Vec<u8>,
    at: UnixSeconds,
}

fn case(name: &str, bundle: Vec<u8>) -> Case {
    Case {
        name: name.to_owned(),
        bundle,
        at: NOW,
    }
}

/// Makes a bundle of a record with one text exchanged.
fn retold(maker: &Maker, name: &str, from: &str, to: &str) -> Case {
    let mut maker = maker.clone();
    for entry in &mut maker.entries {
        *entry = String::from_utf8(entry.clone()).unwrap().replace(from, to).into_bytes();
    }
    case(name, maker.bundle())
}

/// Makes a bundle whose document was changed, with a manifest and a record that fit.
fn redocumented(maker: &Maker, name: &str, change: impl FnOnce(&Maker, &mut Vec<u8>)) -> Case {
    let mut maker = maker.clone();
    let before = yunqian_journal::Digest::of(&maker.document).to_string();
    let mut document = maker.document.clone();
    change(&maker, &mut document);
    let after = yunqian_journal::Digest::of(&document).to_string();
    maker.document = document;
    for entry in &mut maker.entries {
        *entry = String::from_utf8(entry.clone())
            .unwrap()
            .replace(&before, &after)
            .into_bytes();
    }
    case(name, maker.bundle())
}

fn cases(maker: &Maker) -> Vec<Case> {
    let bundle = maker.bundle();
    let mut cases = vec![
        case("good", bundle.clone()),
        case("empty", Vec::new()),
        case("cut-off", bundle[..bundle.len() - 1].to_vec()),
        case("trailing", [&bundle[..], b"\n"].concat()),
        case("no-files", container::write(&container::Files::new()).unwrap()),
        retold(maker, "sealed-hidden", "\"sealed\"", "\"told\""),
        retold(maker, "signed-hidden", "\"signed\"", "\"told\""),
        retold(maker, "archived-hidden", "\"archived\"", "\"told\""),
        retold(
            maker,
            "another-signatory",
            PLACES[1],
            "0199d2f0-0000-7000-8000-0000000000ff",
        ),
        retold(
            maker,
            "another-agreement",
            AGREEMENT,
            "0199d2f0-0000-7000-8000-0000000000ff",
        ),
        retold(maker, "unreadable-digest", "\"document\":\"", "\"document\":\"zz"),
        retold(maker, "unknown-form", "\"v\":1", "\"v\":2"),
        redocumented(maker, "content-appended", |_, document| {
            document.extend_from_slice(b"\n% more\n")
        }),
        redocumented(maker, "cut-to-frozen", |maker, document| {
            document.truncate(maker.frozen.pdf.len())
        }),
        redocumented(maker, "bit-in-content", |maker, document| {
            document[maker.frozen.pdf.len() / 2] ^= 1
        }),
        redocumented(maker, "bit-in-last-token", |_, document| {
            let at = document.len() - 2_000;
            let at = at - document[..at].iter().rev().position(u8::is_ascii_hexdigit).unwrap() - 1;
            document[at] = if document[at] == b'0' { b'1' } else { b'0' };
        }),
        redocumented(maker, "no-pdf", |_, document| *document = b"%PDF-1.7\n%%EOF\n".to_vec()),
        redocumented(maker, "shadow", |_, document| *document = shadowed(document)),
    ];
    let witnessed = Maker::witnessed();
    let role = format!("{{\"kind\":\"witness\",\"of\":\"{}\"}}", PLACES[0]);
    cases.push(case("witnessed", witnessed.bundle()));
    cases.push(retold(
        &witnessed,
        "witness-made-signatory",
        &role,
        "{\"kind\":\"signatory\"}",
    ));
    cases.push(retold(
        &witnessed,
        "another-is-attested",
        &role,
        "{\"kind\":\"witness\",\"of\":\"nobody\"}",
    ));
    let seal = format!("\"id\":\"{0}\",\"organisation\"", PLACES[0]);
    let sealed = format!("\"role\":{{\"kind\":\"organisation_seal\"}},{seal}");
    cases.push(retold(maker, "signatory-made-seal", &seal, &sealed));
    cases.push(retold(maker, "seen-on-camera-by-oneself", HOST, PLACES[1]));
    cases.push(retold(
        maker,
        "identified-by-nothing-known",
        "{\"kind\":\"code\"}",
        "{\"kind\":\"word\"}",
    ));
    cases.push(retold(maker, "identified-without-kind", "{\"kind\":\"code\"}", "{}"));
    cases.push(retold(
        maker,
        "another-method",
        "\"method\":\"passkey\"",
        "\"method\":\"device_key\"",
    ));
    cases.push(retold(maker, "never-identified", "\"identity_confirmed\"", "\"told\""));
    let mut renewed = maker.clone();
    renewed.renew(NOW.plus_days(9 * 365));
    cases.push(Case {
        at: NOW.plus_days(9 * 365 + 1),
        ..case("renewed", renewed.bundle())
    });
    for (name, years) in [("in-nine-years", 9), ("in-eleven-years", 11)] {
        cases.push(Case {
            at: NOW.plus_days(years * 365),
            ..case(name, bundle.clone())
        });
    }
    cases.push(spoilt(maker, "entry-changed", |files| {
        files.get_mut("journal/entries/4.json").unwrap()[20] ^= 1;
    }));
    cases.push(spoilt(maker, "proof-missing", |files| {
        files.insert("journal/proofs.json".to_owned(), b"{}".to_vec());
    }));
    cases.push(spoilt(maker, "checkpoint-missing", |files| {
        files.remove("journal/checkpoint");
    }));
    cases.push(spoilt(maker, "document-missing", |files| {
        files.remove("agreement.pdf");
    }));
    cases.push(spoilt(maker, "authorisation-missing", |files| {
        files.remove(&format!("authorisations/{}.json", PLACES[0]));
    }));
    cases.push(spoilt(maker, "authorisation-too-many", |files| {
        let one = files[&format!("authorisations/{}.json", PLACES[0])].clone();
        files.insert("authorisations/nobody.json".to_owned(), one);
    }));
    cases.push(spoilt(maker, "attachment-misnamed", |files| {
        files.insert(format!("attachments/{}", "0".repeat(64)), b"letter".to_vec());
    }));
    cases.push(spoilt(maker, "further-file", |files| {
        files.insert("notes.txt".to_owned(), b"hello".to_vec());
    }));
    for outside::Case { name, parts, .. } in outside::cases(maker) {
        cases.push(case(name, maker.bundle_of(parts)));
    }
    for (name, bundle, _) in recorded::cases() {
        cases.push(case(name, bundle));
    }
    cases.push(retold(maker, "timestamp-before-its-entries", "01:52:25", "01:57:26"));
    cases.push(spoilt(maker, "timestamp-without-token", |files| {
        let token = files.keys().find(|path| path.ends_with("/token")).unwrap().clone();
        files.remove(&token);
    }));
    cases.push(spoilt(maker, "timestamp-of-no-size", |files| {
        files.insert("timestamps/007/token".to_owned(), b"token".to_vec());
    }));
    cases.extend(story::cases().into_iter().map(|story| case(story.name, story.bundle)));
    cases.extend(forged(maker));
    for (number, bundle) in flips::some(maker, FLIPS).into_iter().enumerate() {
        cases.push(case(&format!("flip-{number}"), bundle));
    }
    let mut flipped = bundle;
    for bit in (0..flipped.len() * 8).step_by(flipped.len() * 8 / 40) {
        flipped[bit / 8] ^= 1 << (bit % 8);
        cases.push(case(&format!("bit-{bit}"), flipped.clone()));
        flipped[bit / 8] ^= 1 << (bit % 8);
    }
    cases
}

/// Makes bundles of documents that were forged, or timestamped with something in them.
fn forged(maker: &Maker) -> Vec<Case> {
    let slug = |name: &str| name.replace(": ", "-").replace(' ', "-").to_ascii_lowercase();
    let fields = PLACES.map(|place| &*field(place).leak());
    let stamp = |about| maker.token_of(about, NOW);
    let attacks = attacks(&maker.document, fields)
        .into_iter()
        .map(|it| (it.name, it.forged, false));
    let hidden = hidden(&maker.document, &stamp)
        .into_iter()
        .map(|it| (it.name, it.forged, it.is_benign));
    let cases = attacks.chain(hidden).map(|(name, forged, is_benign)| {
        let case = redocumented(maker, &slug(name), |_, document| *document = forged);
        let verdict = verify(&case.bundle, Some(&maker.anchors()), NOW);
        assert_eq!(
            verdict.result == Result::Valid,
            is_benign,
            "{name}: {:#?}",
            verdict.checks
        );
        case
    });
    cases.collect()
}

/// Anchors that trust the authority for one thing alone.
fn halves(pinned: &Anchors) -> [Anchors; 2] {
    let (mut signers, mut timestamps) = (pinned.clone(), pinned.clone());
    signers.timestamp_roots.clear();
    timestamps.roots.clear();
    [signers, timestamps]
}

/// Makes a bundle with a file changed, and a manifest of its maker that fits.
fn spoilt(maker: &Maker, name: &str, change: impl FnOnce(&mut container::Files)) -> Case {
    let mut files = container::read(&maker.bundle()).unwrap();
    change(&mut files);
    case(name, maker.manifested(files))
}

/// Appends a revision that changes the catalog, as a shadow attack does.
fn shadowed(pdf: &[u8]) -> Vec<u8> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let mut update = lopdf::IncrementalDocument::create_from(pdf.to_vec(), document);
    update.opt_clone_object_to_new_document(root).unwrap();
    let catalog = update.new_document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
    catalog.set("Lang", lopdf::Object::string_literal("xx"));
    let mut out = Vec::new();
    update.save_to(&mut out).unwrap();
    out
}

#[test]
fn both_verifiers_agree_on_every_bundle() {
    let kept = std::env::var_os("YUNQIAN_CORPUS");
    let temporary = tempfile::tempdir().unwrap();
    let folder = kept.as_ref().map_or(temporary.path(), Path::new);
    let maker = Maker::new();
    let pinned = maker.anchors();
    let other = Maker::seeded(100).anchors();
    let [signers, timestamps] = halves(&pinned);
    let mut expected = Vec::new();
    for Case { name, bundle, at } in cases(&maker) {
        let file = format!("{name}.zip");
        std::fs::write(folder.join(&file), &bundle).unwrap();
        for (anchors, chosen) in [
            ("pinned", Some(&pinned)),
            ("other", Some(&other)),
            ("signers", Some(&signers)),
            ("timestamps", Some(&timestamps)),
            ("none", None),
        ] {
            // What anchors change shows on the whole bundle; the others are checked by the right ones.
            if anchors != "pinned" && name != "good" {
                continue;
            }
            let verdict = verify(&bundle, chosen, at);
            let outcomes: serde_json::Map<String, Value> = verdict
                .checks
                .iter()
                .map(|line| (json!(line.check).as_str().unwrap().to_owned(), json!(line.outcome)))
                .collect();
            expected.push(json!({
                "file": file, "anchors": anchors, "at": at, "result": verdict.result, "outcomes": outcomes,
                "facts": verdict.facts,
            }));
        }
    }
    let write = |name: &str, value: &Value| std::fs::write(folder.join(name), value.to_string()).unwrap();
    write("expected.json", &Value::Array(expected));
    write("pinned.json", &json!(pinned));
    write("other.json", &json!(other));
    write("signers.json", &json!(signers));
    write("timestamps.json", &json!(timestamps));
    let web = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web");
    let said = Command::new("npx")
        .args(["--no-install", "vitest", "run", "src/verify/corpus.test.ts"])
        .current_dir(web)
        .env("YUNQIAN_CORPUS", folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{text}");
}
