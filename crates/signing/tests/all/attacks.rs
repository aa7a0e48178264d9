//! The known attacks on signed PDFs, tried on our own documents before our verifier and pyHanko.
//!
//! Shadow attacks, evil annotations and sneaky signatures: Mainka, Mladenov, Rohlmann, "Shadow Attacks" (NDSS 2021) and
//! "Breaking the Specification: PDF Certification" (S&P 2021). Universal forgery, incremental saving and signature
//! wrapping: Mladenov et al., "1 Trillion Dollar Refund" (CCS 2019).

use std::collections::BTreeSet;

use yunqian_signing::{
    Authority, AuthoritySeed, Digest, Document, Mandate, Particulars, PrivateKey as _, SignerSubject, SoftwareKey,
    Timestamp, Timestamping, Trust, UnixSeconds, Validity, inspect, timestamp,
};

use crate::forging::{Attack, Hidden, attacks, hidden};
use crate::independent::{pyhanko_refuses, written};
use crate::support::{authority, closed_and_archived, frozen, now, petersen, signed_by_both, wang};

/// pyHanko's difference analysis holds it for harmless; we don't.
const PYHANKO_LETS_PASS: [&str; 1] = ["readers are asked to draw the fields anew"];
/// And these, in a revision that was timestamped.
const PYHANKO_LETS_STAMP: [&str; 3] = [
    "timestamp with an action",
    "timestamp with material that leads on",
    "timestamp with other information",
];
/// Fields of the two who signed.
const FIELDS: [&str; 2] = ["party-a", "party-b"];

#[test]
fn every_known_attack_is_refused_by_us_and_by_pyhanko() {
    let moment = now();
    let (authority, _, _, pdf) = signed_by_both(moment);
    for Attack { name, forged } in attacks(&pdf, FIELDS) {
        assert_ne!(forged, pdf, "{name}: nothing was changed");
        let valid = inspect(&forged, &authority.trust(), moment).is_ok_and(|report| report.is_valid());
        assert!(!valid, "{name}: we take it for valid");
        if !PYHANKO_LETS_PASS.contains(&name) {
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
    for Attack { name, forged } in attacks(&pdf, FIELDS) {
        let valid = inspect(&forged, &authority.trust(), moment).is_ok_and(|report| report.is_valid());
        assert!(!valid, "{name}: we take it for valid");
    }
}

/// Stamps as the authority does for anybody.
fn stamp(authority: &Authority, moment: UnixSeconds, about: Digest) -> Vec<u8> {
    let [tsa, _] = authority.tsas(moment, [[21; 16], [22; 16]]);
    let stamped = timestamp(about, [23; 16], moment, &[&tsa], &authority.trust());
    stamped.unwrap().token
}

#[test]
fn nothing_hides_in_a_revision_that_was_timestamped() {
    let moment = now();
    let (authority, _, _, signed) = signed_by_both(moment);
    let archived = closed_and_archived(&authority, &signed, moment);
    let mut otherwise = BTreeSet::new();
    for pdf in [signed, archived] {
        for hidden in hidden(&pdf, &|about| stamp(&authority, moment, about)) {
            let Hidden {
                name,
                forged,
                is_benign,
            } = hidden;
            let report = inspect(&forged, &authority.trust(), moment).unwrap();
            assert_eq!(report.is_valid(), is_benign, "{name}: {:?}", report.problems());
            if pyhanko_refuses(&written(&forged, &authority)) == is_benign {
                otherwise.insert(name);
            }
        }
    }
    assert_eq!(otherwise, PYHANKO_LETS_STAMP.into());
}

#[test]
fn a_token_of_another_signature_dates_nothing() {
    let moment = now();
    let authority = authority(moment);
    let (frozen, trust) = (frozen(), authority.trust());
    let once = wang().seal(&authority, &frozen, &frozen.pdf, moment).unwrap().pdf;
    let key = SoftwareKey::from_seed([41; 32]);
    let subject = SignerSubject {
        name: petersen().name.to_owned(),
        organisation: "雄安绿能管理委员会".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: moment,
        until: moment.plus_days(1),
    };
    let chain = authority
        .issue(&subject, &key.public_key(), validity, [42; 16])
        .unwrap();
    let signatory = petersen();
    let particulars = Particulars {
        appearance: None,
        ..signatory.particulars(&chain, &[], moment)
    };
    let mandate = signatory.verified(&signatory.binding(&frozen, moment), moment);
    let mut document = Document::open(once, &trust, moment).unwrap();
    let pending = document
        .begin(Mandate::Authorised(&mandate), &particulars, 8_192)
        .unwrap();
    let signature = key.sign(pending.to_be_signed()).unwrap();
    // What the authority said of something else, passed off as about this signature.
    let replayed = Timestamp {
        about: Digest::of(&signature),
        token: stamp(&authority, moment, Digest::of(b"another signature")),
        at: moment,
    };
    document.finish(pending, &signature, Some(&replayed)).unwrap();
    let pdf = document.into_bytes();
    let report = inspect(&pdf, &trust, moment).unwrap();
    assert!(!report.is_valid(), "a replayed token was taken for this signature's");
    assert!(pyhanko_refuses(&written(&pdf, &authority)));
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
    let roots = [ours.trust().signers(), stranger.trust().signers()].concat();
    let both = Trust::new(roots.clone(), roots);
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
