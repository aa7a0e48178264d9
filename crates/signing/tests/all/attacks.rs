//! The known attacks on signed PDFs, tried on our own documents before our verifier and pyHanko.
//!
//! Shadow attacks, evil annotations and sneaky signatures: Mainka, Mladenov, Rohlmann, "Shadow Attacks" (NDSS 2021) and
//! "Breaking the Specification: PDF Certification" (S&P 2021). Universal forgery, incremental saving and signature
//! wrapping: Mladenov et al., "1 Trillion Dollar Refund" (CCS 2019).

use lopdf::{Dictionary, IncrementalDocument, Object, ObjectId, Stream, dictionary};
use yunqian_signing::{Authority, AuthoritySeed, Document, Particulars, Timestamping, Trust, inspect};

use crate::independent::{pyhanko_refuses, written};
use crate::support::{authority, closed_and_archived, now, signed_by_both};

/// pyHanko's difference analysis holds it for harmless; we don't.
const PYHANKO_LETS_PASS: &str = "readers are asked to draw the fields anew";

/// What a revision adds to a document.
type Change = Box<dyn Fn(&lopdf::Document, &mut lopdf::Document)>;

/// A signed document, and what an attacker made of it.
struct Attack {
    name: &'static str,
    forged: Vec<u8>,
}

fn catalog(pdf: &lopdf::Document) -> ObjectId {
    pdf.trailer.get(b"Root").unwrap().as_reference().unwrap()
}

fn first_page(pdf: &lopdf::Document) -> ObjectId {
    pdf.page_iter().next().unwrap()
}

fn form(pdf: &lopdf::Document) -> ObjectId {
    let catalog = pdf.get_dictionary(catalog(pdf)).unwrap();
    catalog.get(b"AcroForm").unwrap().as_reference().unwrap()
}

/// Appends a revision, as anybody may who has the file.
fn appended(pdf: &[u8], change: impl FnOnce(&lopdf::Document, &mut lopdf::Document)) -> Vec<u8> {
    let before = lopdf::Document::load_mem(pdf).unwrap();
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), before.clone());
    update.new_document.max_id = before.max_id + 100;
    change(&before, &mut update.new_document);
    let mut out = Vec::new();
    update.save_to(&mut out).unwrap();
    out
}

fn changed(before: &lopdf::Document, after: &mut lopdf::Document, id: ObjectId, change: impl FnOnce(&mut Dictionary)) {
    let mut dictionary = before.get_dictionary(id).unwrap().clone();
    change(&mut dictionary);
    after.objects.insert(id, Object::Dictionary(dictionary));
}

/// Overwrites the last occurrence of some bytes with as many others.
fn overwritten(pdf: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = pdf.windows(from.len()).rposition(|window| window == from).unwrap();
    let mut forged = pdf.to_vec();
    forged[at..at + to.len()].copy_from_slice(to);
    forged
}

fn annotation() -> Dictionary {
    dictionary! {
        "Type" => "Annot", "Subtype" => "FreeText", "F" => 4,
        "Rect" => vec![60.into(), 600.into(), 500.into(), 700.into()],
        "Contents" => Object::string_literal("CNY 1.00"), "DA" => Object::string_literal("/Helv 24 Tf 1 0 0 rg"),
    }
}

fn attacks(pdf: &[u8]) -> Vec<Attack> {
    let appended_attacks: [(&'static str, Change); 10] = [
        (
            "shadow: the page's content is replaced",
            Box::new(|before, after| {
                let content = after.add_object(Stream::new(Dictionary::new(), b"0 0 m 500 500 l S".to_vec()));
                changed(before, after, first_page(before), |page| page.set("Contents", content));
            }),
        ),
        (
            "shadow: another catalog hides the pages",
            Box::new(|before, after| {
                let pages = before
                    .get_dictionary(catalog(before))
                    .unwrap()
                    .get(b"Pages")
                    .unwrap()
                    .clone();
                let other = after.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
                after.trailer.set("Root", other);
            }),
        ),
        (
            "shadow: optional content hides what was shown",
            Box::new(|before, after| {
                changed(before, after, catalog(before), |catalog| {
                    catalog.set("OCProperties", Dictionary::new())
                });
            }),
        ),
        (
            "evil annotation",
            Box::new(|before, after| {
                let annotation = after.add_object(annotation());
                changed(before, after, first_page(before), |page| {
                    let mut list = page
                        .get(b"Annots")
                        .and_then(Object::as_array)
                        .cloned()
                        .unwrap_or_default();
                    list.push(annotation.into());
                    page.set("Annots", list);
                });
            }),
        ),
        (
            "an action at opening",
            Box::new(|before, after| {
                let action = after
                    .add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
                changed(before, after, catalog(before), |catalog| {
                    catalog.set("OpenAction", action)
                });
            }),
        ),
        (
            "a second field of the same name",
            Box::new(|before, after| {
                let field = after.add_object(dictionary! {
                    "FT" => "Sig", "T" => Object::string_literal("party-a"), "Type" => "Annot", "Subtype" => "Widget",
                    "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
                });
                changed(before, after, form(before), |form| {
                    let mut fields = form.get(b"Fields").and_then(Object::as_array).cloned().unwrap();
                    fields.push(field.into());
                    form.set("Fields", fields);
                });
            }),
        ),
        (
            "V and AP disagree: a signature shows another picture",
            Box::new(|before, after| {
                let mut picture = Dictionary::new();
                picture.set("Type", "XObject");
                picture.set("Subtype", "Form");
                picture.set("BBox", vec![0.into(), 0.into(), 226.into(), 84.into()]);
                let picture = after.add_object(Stream::new(picture, b"0 0 226 84 re f".to_vec()));
                changed(before, after, field(before, "party-a"), |widget| {
                    widget.set("AP", dictionary! { "N" => picture });
                });
            }),
        ),
        (
            "V and AP disagree: a field takes another one's signature",
            Box::new(|before, after| {
                let other = before.get_dictionary(field(before, "party-b")).unwrap();
                let other = other.get(b"V").unwrap().clone();
                changed(before, after, field(before, "party-a"), |widget| widget.set("V", other));
            }),
        ),
        (
            "a signature's field is moved over the text",
            Box::new(|before, after| {
                changed(before, after, field(before, "party-a"), |widget| {
                    widget.set("Rect", vec![60.into(), 600.into(), 500.into(), 700.into()]);
                });
            }),
        ),
        (
            "readers are asked to draw the fields anew",
            Box::new(|before, after| {
                changed(before, after, form(before), |form| form.set("NeedAppearances", true));
            }),
        ),
    ];
    let mut attacks: Vec<_> = appended_attacks
        .into_iter()
        .map(|(name, change)| Attack {
            name,
            forged: appended(pdf, change),
        })
        .collect();
    let range = pdf.windows(11).rposition(|window| window == b"/ByteRange ").unwrap();
    let mut in_place = |name, forged| attacks.push(Attack { name, forged });
    in_place(
        "universal forgery: no byte range",
        overwritten(pdf, b"/ByteRange ", b"/ByteRangX "),
    );
    in_place(
        "universal forgery: no contents",
        overwritten(pdf, b"/Contents <30", b"/Contenty <30"),
    );
    in_place(
        "universal forgery: contents of zeros",
        overwritten(pdf, b"/Contents <3082", b"/Contents <0000"),
    );
    in_place(
        "the certification allows annotations",
        overwritten(pdf, b"/P 2", b"/P 3"),
    );
    in_place("wrapping: the second part is moved", wrapped(pdf, range));
    attacks
}

/// Finds a field of the form by its name.
fn field(pdf: &lopdf::Document, name: &str) -> ObjectId {
    let form = pdf.get_dictionary(form(pdf)).unwrap();
    let fields = form.get(b"Fields").and_then(Object::as_array).unwrap();
    let is_named = |id: &ObjectId| {
        let name_of = pdf.get_dictionary(*id).unwrap().get(b"T").and_then(Object::as_str);
        name_of.is_ok_and(|found| found == name.as_bytes())
    };
    let mut ids = fields.iter().map(|field| field.as_reference().unwrap());
    ids.find(is_named).unwrap()
}

/// Puts bytes between the signature and what it covers after it, and moves the byte range along.
fn wrapped(pdf: &[u8], range: usize) -> Vec<u8> {
    let from = range + b"/ByteRange [".len();
    let to = from + pdf[from..].iter().position(|byte| *byte == b']').unwrap();
    let numbers = std::str::from_utf8(&pdf[from..to]).unwrap();
    let numbers: Vec<usize> = numbers.split(' ').map(|number| number.parse().unwrap()).collect();
    let [zero, open, close, rest] = numbers[..] else {
        panic!("{numbers:?}")
    };
    let hidden = b"\n9999 0 obj\n<< /Type /Catalog >>\nendobj\n";
    let mut forged = pdf[..close].to_vec();
    forged.extend_from_slice(hidden);
    forged.extend_from_slice(&pdf[close..]);
    let moved = format!("{zero} {open} {} {rest}", close + hidden.len());
    // There is room behind the numbers.
    forged[from..from + moved.len()].copy_from_slice(moved.as_bytes());
    forged[from + moved.len()] = b']';
    forged
}

#[test]
fn every_known_attack_is_refused_by_us_and_by_pyhanko() {
    let moment = now();
    let (authority, _, _, pdf) = signed_by_both(moment);
    for Attack { name, forged } in attacks(&pdf) {
        assert_ne!(forged, pdf, "{name}: nothing was changed");
        let valid = inspect(&forged, &authority.trust(), moment).is_ok_and(|report| report.is_valid());
        assert!(!valid, "{name}: we take it for valid");
        if name != PYHANKO_LETS_PASS {
            let refused = pyhanko_refuses(&written(&forged, &authority));
            assert!(refused, "{name}: pyHanko takes it for valid");
        }
    }
}

#[test]
fn archived_documents_withstand_the_same() {
    let moment = now();
    let (authority, _, _, signed) = signed_by_both(moment);
    let pdf = closed_and_archived(&authority, &signed, moment);
    for Attack { name, forged } in attacks(&pdf) {
        let valid = inspect(&forged, &authority.trust(), moment).is_ok_and(|report| report.is_valid());
        assert!(!valid, "{name}: we take it for valid");
    }
}

#[test]
fn a_strangers_seal_closes_nothing() {
    let moment = now();
    let (ours, _, _, signed) = signed_by_both(moment);
    let seeds = AuthoritySeed {
        keys: [31, 32, 33, 34, 35, 36].map(|byte| [byte; 32]),
        serials: [31, 32, 33, 34, 35, 36].map(|byte| [byte; 16]),
    };
    let stranger = Authority::generate(&seeds, "http://localhost/pki", moment).unwrap();
    let roots = [ours.trust().roots(), stranger.trust().roots()].concat();
    let both = Trust::new(roots);
    let [tsa, _] = stranger.tsas(moment, [[1; 16], [2; 16]]);
    let timestamping = Timestamping {
        authorities: &[&tsa],
        trust: &both,
        nonce: [3; 16],
    };
    let (key, chain) = stranger.seal();
    let particulars = Particulars {
        chain: &chain,
        appearance: None,
        name: "云签",
        reason: "",
        location: "",
        now: moment,
    };
    let mut document = Document::open(signed, &both, moment).unwrap();
    document.close(key, &particulars, &timestamping).unwrap();
    let pdf = document.into_bytes();
    let report = inspect(&pdf, &ours.trust(), moment).unwrap();
    assert!(!report.is_valid(), "a sneaky signature was taken for valid");
    assert!(pyhanko_refuses(&written(&pdf, &authority(moment))));
}

#[test]
fn copies_and_renewals_change_no_verdict() {
    let moment = now();
    let (authority, _, _, signed) = signed_by_both(moment);
    let archived = closed_and_archived(&authority, &signed, moment);
    let renewed = crate::support::archived(&authority, &archived, moment);
    for pdf in [signed, archived, renewed] {
        let report = inspect(&pdf.clone(), &authority.trust(), moment).unwrap();
        assert!(report.is_complete(), "{:?}", report.problems());
        assert!(!pyhanko_refuses(&written(&pdf, &authority)));
    }
}
