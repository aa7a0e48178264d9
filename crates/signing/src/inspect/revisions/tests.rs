use lopdf::xref::XrefType;
use lopdf::{Object, dictionary};

use super::super::fields::signature_fields;
use super::*;
use crate::{
    Authorisation, Binding, Consent, Digest, Mandate, Particulars, PrivateKey, Purpose, SignatureField, SignerKey,
    SignerSubject, SoftwareKey, Trust, UnixSeconds, Validity, VerifiedAuthorisation, prepare, public_key_der,
    verify_authorisation,
};

const NOW: UnixSeconds = UnixSeconds(1_795_312_345);
const SIGNATORIES: usize = 4;

#[test]
fn a_revision_that_is_put_together_is_the_one_that_would_be_read() {
    let pdf = signed();
    let last = load(&pdf).unwrap();
    let lengths = lengths(&pdf, &last).unwrap();
    assert_eq!(lengths.len(), 2 + SIGNATORIES, "the page, its fields, the signatures");
    let mut put_together = 0;
    for pair in lengths.windows(2) {
        let (before, after) = (load(&pdf[..pair[0]]).unwrap(), load(&pdf[..pair[1]]).unwrap());
        let Some(grown) = grown(&before, pair[0], &pdf[..pair[1]], &last) else {
            continue;
        };
        put_together += 1;
        assert_eq!(grown.objects, after.objects);
        assert_eq!(grown.trailer, after.trailer);
        assert_eq!((grown.xref_start, grown.max_id), (after.xref_start, after.max_id));
    }
    assert_eq!(
        put_together, SIGNATORIES,
        "all but the fields' revision, whose catalog was replaced"
    );
}

#[test]
fn a_byte_changed_in_a_revision_has_it_read_or_shows_in_what_is_put_together() {
    let pdf = signed();
    let lengths = lengths(&pdf, &load(&pdf).unwrap()).unwrap();
    let [.., base, end] = lengths[..] else {
        unreachable!("there are several")
    };
    let before = load(&pdf[..base]).unwrap();
    // Coprime to the lengths of lines, so that all kinds of places are met.
    for at in (base..end).step_by(37) {
        let mut changed = pdf.clone();
        changed[at] ^= 1;
        let Ok(last) = load(&changed) else { continue };
        if let Some(grown) = grown(&before, base, &changed, &last) {
            assert_eq!(grown.objects, last.objects, "byte {at}");
            assert_eq!(
                grown.trailer.get(b"Root").ok(),
                last.trailer.get(b"Root").ok(),
                "byte {at}"
            );
        }
    }
}

#[test]
fn a_signature_brings_nothing_but_itself_and_its_picture() {
    let pdf = signed();
    let stages = split(&pdf).unwrap();
    let fields = signature_fields(&stages.last().unwrap().document).unwrap();
    let (before, after) = (&stages[1].document, &stages[2].document);
    let maker = Maker {
        field: fields[0].id,
        value: fields[0].value.unwrap(),
        is_timestamp: false,
        is_first: true,
    };
    let hidden = |hide: fn(&mut Document, Maker)| {
        let mut after = after.clone();
        hide(&mut after, maker);
        !wrong(before, &after, Some(maker)).is_empty()
    };
    assert!(!hidden(|_, _| {}));
    assert!(!hidden(|after, maker| {
        let font = after.add_object(dictionary! { "Type" => "Font" });
        show(
            after,
            maker,
            dictionary! { "Subtype" => "Form", "Resources" => dictionary! { "Font" => font } },
        );
    }));
    let hides: [fn(&mut Document, Maker); 8] = [
        |after, maker| show(after, maker, dictionary! { "Subtype" => "Image" }),
        |after, maker| show(after, maker, dictionary! { "Subtype" => "Form", "OC" => maker.value }),
        |after, maker| {
            show(after, maker, dictionary! { "Subtype" => "Form" });
            let widget = after.get_object_mut(maker.field).unwrap().as_dict_mut().unwrap();
            let appearance = widget.get_mut(b"AP").and_then(Object::as_dict_mut).unwrap();
            appearance.set("D", maker.value);
        },
        |after, maker| {
            let page = after.page_iter().next().unwrap();
            let widget = after.get_object_mut(maker.field).unwrap().as_dict_mut().unwrap();
            widget.set("AP", dictionary! { "N" => page });
        },
        |after, maker| {
            let note = after.add_object(dictionary! { "Subtype" => "FreeText" });
            let signature = after.get_object_mut(maker.value).unwrap().as_dict_mut().unwrap();
            signature.set("Prop_Build", note);
        },
        |after, maker| {
            let rights = dictionary! { "DocMDP" => maker.value, "UR3" => maker.value };
            after.catalog_mut().unwrap().set("Perms", rights);
        },
        |after, _| {
            let info = after.add_object(dictionary! { "Title" => "Another" });
            after.trailer.set("Info", info);
        },
        |after, _| after.trailer.set("Extra", 1),
    ];
    for (number, hide) in hides.into_iter().enumerate() {
        assert!(hidden(hide), "{number}");
    }
}

/// Gives a field a picture.
fn show(document: &mut Document, maker: Maker, picture: lopdf::Dictionary) {
    let picture = document.add_object(lopdf::Stream::new(picture, Vec::new()));
    let widget = document.get_object_mut(maker.field).unwrap().as_dict_mut().unwrap();
    widget.set("AP", dictionary! { "N" => picture });
}

/// Signs a page with a key that nobody certified: only the revisions matter.
fn signed() -> Vec<u8> {
    let fields: Vec<_> = (0..SIGNATORIES)
        .map(|n| SignatureField {
            name: format!("sig-{n}"),
            page: 1,
            x: 50.0,
            y: 40.0 + 90.0 * n as f64,
            width: 226.0,
            height: 84.0,
        })
        .collect();
    let frozen = prepare(&page(), &fields).unwrap();
    let seed = crate::AuthoritySeed {
        keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
        serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
    };
    let authority = crate::Authority::generate(&seed, "https://fair.example/pki", NOW).unwrap();
    let key = SoftwareKey::from_seed([9; 32]);
    let subject = SignerSubject {
        name: "A".to_owned(),
        organisation: "B".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: NOW,
        until: NOW.plus_days(1),
    };
    let chain = authority.issue(&subject, &key.public_key(), validity, [4; 16]).unwrap();
    let particulars = Particulars {
        chain: &chain,
        appearance: None,
        name: "A",
        reason: "Agreed 同意",
        location: "Shijiazhuang",
        now: NOW,
    };
    let trust = Trust::default();
    let mut document = crate::Document::open(frozen.pdf.clone(), &trust, NOW).unwrap();
    for n in 0..SIGNATORIES {
        let mandate = authorised(frozen.digest, n);
        let pending = document.begin(Mandate::Authorised(&mandate), &particulars, 0).unwrap();
        let signature = key.sign(pending.to_be_signed()).unwrap();
        document.finish(pending, &signature, None).unwrap();
    }
    document.into_bytes()
}

fn page() -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    // As typesetters write it for PDF/A, and what is put together.
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn authorised(document: Digest, n: usize) -> VerifiedAuthorisation {
    let device = SoftwareKey::from_seed([7; 32]);
    let binding = Binding {
        act_id: None,
        agreement_id: "agreement".to_owned(),
        attested_revision_sha256: None,
        attested_signer_id: None,
        ceremony_id: None,
        certificate_sha256: None,
        consent: Consent {
            language: "en".to_owned(),
            text: "I agree.".to_owned(),
        },
        document_sha256: document,
        expires_at: UnixSeconds(NOW.0 + 60),
        field: format!("sig-{n}"),
        issued_at: NOW,
        nonce: n.to_string(),
        pages_sha256: Vec::new(),
        power_of_attorney_sha256: None,
        purpose: Purpose::SignAgreement,
        signer_id: n.to_string(),
        version: Binding::VERSION,
    };
    let der = device.sign(&binding.canonical_bytes()).unwrap();
    let signature = p256::ecdsa::Signature::from_der(&der).unwrap().to_bytes().to_vec();
    let key = SignerKey::from_spki(&public_key_der(&device).unwrap()).unwrap();
    let answer = Authorisation::DeviceKey { signature };
    verify_authorisation(&binding, &answer, &key, "localhost", &[], NOW).unwrap()
}
