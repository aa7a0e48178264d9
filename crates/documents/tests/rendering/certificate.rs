//! Certificates of completion.

use yunqian_documents::{
    ActKind, AgreementDocument, CalendarDate, CertificateDocument, CertifiedAct, DocumentError, JournalPlace,
    RecordedPart, Texts, Verdict, render_certificate,
};

use crate::support::{agreement_in, poppler, text_of, without_space};

fn texts(languages: &[String; 2], first: &str, second: &str) -> Texts {
    [
        (languages[0].clone(), first.to_owned()),
        (languages[1].clone(), second.to_owned()),
    ]
    .into_iter()
    .collect()
}

/// A certificate of an agreement that two signed, one sealed, one attested and the platform stamped.
pub fn certificate_in(languages: [&str; 2]) -> CertificateDocument {
    let AgreementDocument {
        languages,
        number,
        kind,
        title,
        parties,
        signatories,
        created,
        ..
    } = agreement_in(languages);
    let digest = |digit: char| String::from_iter([digit; 64]);
    let kinds = [ActKind::Signature, ActKind::Seal, ActKind::Witness, ActKind::Timestamp];
    let acts = kinds.into_iter().enumerate().map(|(index, kind)| {
        let signatory = (kind != ActKind::Timestamp).then(|| &signatories[index % 2]);
        CertifiedAct {
            kind,
            name: signatory.map(|signatory| signatory.name.clone()),
            organisation: signatory.map(|signatory| signatory.organisation.clone()),
            capacity: signatory.map(|signatory| signatory.capacity.clone()),
            time: format!("2026-11-22 10:30:0{index} UTC+8"),
            method: signatory.map(|_| texts(&languages, "通行密钥 1", "Passkey 1")),
            identity: signatory.map_or_else(Vec::new, |_| vec![texts(&languages, "OTP 一", "OTP one")]),
            subject: format!("CN=Signer {index}, O=Nordsee Wasserstoff GmbH, C=DE"),
            issuer: "CN=Yunqian Demonstration CA".to_owned(),
            fingerprint: digest(char::from_digit(index.try_into().unwrap(), 16).unwrap()),
            level: "PAdES B-LTA".to_owned(),
        }
    });
    CertificateDocument {
        number,
        kind,
        title,
        parties,
        acts: acts.collect(),
        frozen_sha256: digest('e'),
        document_sha256: digest('f'),
        journal: JournalPlace {
            index: 4_711,
            tree_size: 4_712,
            checkpoint:
                "yunqian.example/hebei\n4712\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— yunqian.example/hebei \
                         Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
                    .to_owned(),
        },
        recordings: vec![RecordedPart {
            name: "10:29:55–10:30:05".to_owned(),
            sha256: digest('a'),
        }],
        verdict: Verdict::Valid,
        reasons: vec![texts(&languages, "4/4", "4 / 4")],
        command: "yunqian verify 2026-0118-A.zip".to_owned(),
        issued: "2026-11-22 10:31:00 UTC+8".to_owned(),
        created: CalendarDate { ..created },
        demonstration: true,
        languages,
    }
}

#[test]
fn a_certificate_names_every_act_its_certificates_and_where_the_evidence_is() {
    let certificate = certificate_in(["zh", "en"]);
    let rendered = render_certificate(&certificate).unwrap();
    assert_eq!(rendered.fields, []);
    let text = without_space(&text_of(&rendered.pdf));
    let mut wanted = vec![
        &certificate.number,
        &certificate.document_sha256,
        &certificate.frozen_sha256,
    ];
    wanted.extend([
        &certificate.journal.checkpoint,
        &certificate.command,
        &certificate.issued,
    ]);
    for act in &certificate.acts {
        wanted.extend([&act.time, &act.subject, &act.issuer, &act.fingerprint, &act.level]);
    }
    wanted.extend(
        certificate
            .recordings
            .iter()
            .flat_map(|part| [&part.name, &part.sha256]),
    );
    for part in wanted {
        assert!(text.contains(&without_space(part)), "{part} is not in {text}");
    }
    for words in [
        "签名Signature",
        "机构印章Sealoftheorganisation",
        "见证Attestationofawitness",
        "平台文件时间戳",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn a_certificate_says_its_verdict_in_words() {
    for (verdict, words) in [
        (Verdict::Valid, "everysignaturewasvalid"),
        (Verdict::Indeterminate, "couldnotbedetermined"),
        (Verdict::Invalid, "wasnotvalid"),
    ] {
        let certificate = CertificateDocument {
            verdict,
            recordings: Vec::new(),
            ..certificate_in(["en", "de"])
        };
        let text = without_space(&text_of(&render_certificate(&certificate).unwrap().pdf));
        assert!(text.contains(words), "{words} is not in {text}");
        assert!(text.contains("Norecordingwasmade."), "{text}");
    }
}

#[test]
fn a_certificate_is_made_in_any_two_languages_and_carries_its_data() {
    for languages in [["ar", "ko"], ["ja", "ar"], ["ru", "fr"], ["es", "zh"]] {
        let certificate = certificate_in(languages);
        let pdf = render_certificate(&certificate).unwrap().pdf;
        let attached = poppler("pdfdetach", &["-save", "1", "-o", "/dev/stdout"], &[], &pdf);
        assert_eq!(
            serde_json::from_str::<CertificateDocument>(&attached).unwrap(),
            certificate
        );
    }
}

#[test]
fn a_certificate_with_a_hostile_subject_is_refused() {
    let mut certificate = certificate_in(["zh", "en"]);
    certificate.acts[0].subject = "CN=\u{202E}moc.live".to_owned();
    match render_certificate(&certificate) {
        Err(DocumentError::CharacterForbidden { place, .. }) => assert_eq!(place, "acts[0].subject"),
        other => panic!("{other:?}"),
    }
}
