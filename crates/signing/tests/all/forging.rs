//! Makers of forged documents: the known attacks, and changes that hide in a revision which somebody timestamped.
//!
//! Shared with those who test other verifiers.

use lopdf::{Dictionary, IncrementalDocument, Object, ObjectId, Stream, dictionary};
use yunqian_signing::Digest;

/// What a revision adds to a document.
type Change = Box<dyn Fn(&lopdf::Document, &mut lopdf::Document)>;

/// A signed document, and what an attacker made of it.
pub struct Attack {
    pub name: &'static str,
    pub forged: Vec<u8>,
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

/// Makes every known attack on a document whose first signatory's field and second's are these.
pub fn attacks(pdf: &[u8], [first, second]: [&'static str; 2]) -> Vec<Attack> {
    let appended_attacks: [(&'static str, Change); 10] = [
        (
            "shadow: the page's content is replaced",
            Box::new(move |before, after| {
                let content = after.add_object(Stream::new(Dictionary::new(), b"0 0 m 500 500 l S".to_vec()));
                changed(before, after, first_page(before), |page| page.set("Contents", content));
            }),
        ),
        (
            "shadow: another catalog hides the pages",
            Box::new(move |before, after| {
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
            Box::new(move |before, after| {
                changed(before, after, catalog(before), |catalog| {
                    catalog.set("OCProperties", Dictionary::new())
                });
            }),
        ),
        (
            "evil annotation",
            Box::new(move |before, after| {
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
            Box::new(move |before, after| {
                let action = after
                    .add_object(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
                changed(before, after, catalog(before), |catalog| {
                    catalog.set("OpenAction", action)
                });
            }),
        ),
        (
            "a second field of the same name",
            Box::new(move |before, after| {
                let field = after.add_object(dictionary! {
                    "FT" => "Sig", "T" => Object::string_literal(first), "Type" => "Annot", "Subtype" => "Widget",
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
            Box::new(move |before, after| {
                let mut picture = Dictionary::new();
                picture.set("Type", "XObject");
                picture.set("Subtype", "Form");
                picture.set("BBox", vec![0.into(), 0.into(), 226.into(), 84.into()]);
                let picture = after.add_object(Stream::new(picture, b"0 0 226 84 re f".to_vec()));
                changed(before, after, field(before, first), |widget| {
                    widget.set("AP", dictionary! { "N" => picture });
                });
            }),
        ),
        (
            "V and AP disagree: a field takes another one's signature",
            Box::new(move |before, after| {
                let other = before.get_dictionary(field(before, second)).unwrap();
                let other = other.get(b"V").unwrap().clone();
                changed(before, after, field(before, first), |widget| widget.set("V", other));
            }),
        ),
        (
            "a signature's field is moved over the text",
            Box::new(move |before, after| {
                changed(before, after, field(before, first), |widget| {
                    widget.set("Rect", vec![60.into(), 600.into(), 500.into(), 700.into()]);
                });
            }),
        ),
        (
            "readers are asked to draw the fields anew",
            Box::new(move |before, after| {
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

/// Stamps a digest at a time: the authority's token.
pub type Stamp<'a> = &'a dyn Fn(Digest) -> Vec<u8>;

/// Room for a token.
const TOKEN_BYTES: usize = 8_192;
const LARGEST: i64 = 9_999_999_999;

/// A change inside a document timestamp's revision, and whether it is one that timestamps make.
pub struct Hidden {
    pub name: &'static str,
    pub forged: Vec<u8>,
    pub is_benign: bool,
}

/// Appends document timestamps of a real authority; in the revision that each one covers, something hides.
pub fn hidden(pdf: &[u8], stamp: Stamp<'_>) -> Vec<Hidden> {
    type Hide = fn(&lopdf::Document, &mut lopdf::Document, ObjectId);
    let hides: [(&'static str, Hide, bool); 12] = [
        ("timestamp alone", |_, _, _| {}, true),
        (
            "timestamp with material",
            |before, after, _| material(before, after, |_| {}),
            true,
        ),
        (
            "timestamp with visible text",
            |_, after, field| {
                let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => square() };
                let picture = after.add_object(Stream::new(form, b"0 0 500 100 re f".to_vec()));
                let widget = after.get_object_mut(field).unwrap().as_dict_mut().unwrap();
                widget.set("Rect", square());
                widget.set("AP", dictionary! { "N" => picture });
            },
            false,
        ),
        (
            "timestamp with a place on the page",
            |_, after, field| {
                let widget = after.get_object_mut(field).unwrap().as_dict_mut().unwrap();
                widget.set("Rect", square());
            },
            false,
        ),
        (
            "timestamp with an action",
            |_, after, field| {
                let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
                let widget = after.get_object_mut(field).unwrap().as_dict_mut().unwrap();
                widget.set("AA", dictionary! { "PO" => action });
            },
            false,
        ),
        (
            "timestamp with an annotation besides",
            |before, after, _| {
                let note = after.add_object(annotation());
                annotated(before, after, |list| list.push(note.into()));
            },
            false,
        ),
        (
            "timestamp with an annotation in its stead",
            |before, after, _| {
                let note = after.add_object(annotation());
                annotated(before, after, |list| *list.last_mut().unwrap() = note.into());
            },
            false,
        ),
        (
            "timestamp with a text field in its stead",
            |before, after, _| {
                let text = after.add_object(dictionary! {
                    "FT" => "Tx", "T" => Object::string_literal("price"), "V" => Object::string_literal("CNY 1.00"),
                });
                let form = after.get_object_mut(form(before)).unwrap().as_dict_mut().unwrap();
                let fields = form.get_mut(b"Fields").and_then(Object::as_array_mut).unwrap();
                fields.push(text.into());
            },
            false,
        ),
        (
            "timestamp with other content",
            |before, after, _| {
                let content = after.add_object(Stream::new(Dictionary::new(), b"0 0 m 500 500 l S".to_vec()));
                let page = after.get_object_mut(first_page(before)).unwrap().as_dict_mut().unwrap();
                page.set("Contents", content);
            },
            false,
        ),
        (
            "timestamp with a page in its store",
            |before, after, _| {
                let page = first_page(before);
                material(before, after, move |store| store.set("Pages", page));
            },
            false,
        ),
        (
            "timestamp with material that leads on",
            |before, after, _| {
                let note = after.add_object(annotation());
                let stream = after.add_object(Stream::new(dictionary! { "Next" => note }, Vec::new()));
                material(before, after, move |store| store.set("Certs", vec![stream.into()]));
            },
            false,
        ),
        (
            "timestamp with other information",
            |_, after, _| {
                let info = after.add_object(dictionary! { "Title" => Object::string_literal("Another title") });
                after.trailer.set("Info", info);
            },
            false,
        ),
    ];
    hides
        .into_iter()
        .map(|(name, hide, is_benign)| Hidden {
            name,
            forged: stamped(pdf, stamp, hide),
            is_benign,
        })
        .collect()
}

fn square() -> Vec<Object> {
    vec![60.into(), 600.into(), 500.into(), 700.into()]
}

fn annotated(before: &lopdf::Document, after: &mut lopdf::Document, change: impl FnOnce(&mut Vec<Object>)) {
    let page = after.get_object_mut(first_page(before)).unwrap().as_dict_mut().unwrap();
    change(page.get_mut(b"Annots").and_then(Object::as_array_mut).unwrap());
}

/// Adds a certificate to the store, whose entries may be changed.
fn material(before: &lopdf::Document, after: &mut lopdf::Document, change: impl FnOnce(&mut Dictionary)) {
    let stream = after.add_object(Stream::new(Dictionary::new(), b"certificate".to_vec()));
    let known = before.get_dictionary(catalog(before)).unwrap().get(b"DSS").ok();
    let mut store = match known {
        Some(store) => before.get_dictionary(store.as_reference().unwrap()).unwrap().clone(),
        None => dictionary! { "Type" => "DSS" },
    };
    let mut list = store
        .get(b"Certs")
        .and_then(Object::as_array)
        .cloned()
        .unwrap_or_default();
    list.push(stream.into());
    store.set("Certs", list);
    change(&mut store);
    match known {
        Some(id) => drop(after.objects.insert(id.as_reference().unwrap(), store.into())),
        None => {
            let store = after.add_object(store);
            changed(before, after, catalog(before), |catalog| catalog.set("DSS", store));
        }
    }
}

/// Appends a revision with a document timestamp, as anybody may, and with what hides in it.
fn stamped(
    pdf: &[u8],
    stamp: Stamp<'_>,
    hide: impl FnOnce(&lopdf::Document, &mut lopdf::Document, ObjectId),
) -> Vec<u8> {
    let mut forged = appended(pdf, |before, after| {
        let contents = Object::String(vec![0; TOKEN_BYTES], lopdf::StringFormat::Hexadecimal);
        let token = after.add_object(dictionary! {
            "Type" => "DocTimeStamp", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.RFC3161",
            "ByteRange" => vec![0.into(), LARGEST.into(), LARGEST.into(), LARGEST.into()], "Contents" => contents,
        });
        let field = after.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("stamp"), "F" => 132,
            "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()], "P" => first_page(before), "V" => token,
        });
        changed(before, after, form(before), |form| {
            form.get_mut(b"Fields")
                .and_then(Object::as_array_mut)
                .unwrap()
                .push(field.into());
        });
        changed(before, after, first_page(before), |page| {
            page.get_mut(b"Annots")
                .and_then(Object::as_array_mut)
                .unwrap()
                .push(field.into());
        });
        hide(before, after, field);
    });
    let place = format!("0 {LARGEST} {LARGEST} {LARGEST}");
    let range = forged
        .windows(place.len())
        .rposition(|window| window == place.as_bytes())
        .unwrap();
    let zeros = vec![b'0'; 2 * TOKEN_BYTES];
    let open = forged.windows(zeros.len()).rposition(|window| window == zeros).unwrap() - 1;
    let close = open + zeros.len() + 2;
    let numbers = format!("0 {open} {close} {}", forged.len() - close);
    forged[range..range + place.len()].copy_from_slice(format!("{numbers:<width$}", width = place.len()).as_bytes());
    let token = hex::encode(stamp(Digest::of(&[&forged[..open], &forged[close..]].concat())));
    forged[open + 1..open + 1 + token.len()].copy_from_slice(token.as_bytes());
    forged
}
