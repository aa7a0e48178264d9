//! Authorisations: what counts, and everything that does not.

use crate::support::{NOW, ORIGIN, RP_ID, frozen, petersen, wang};
use ciborium::Value;
use yunqian_signing::{Authorisation, Binding, Digest, Method, Refused, SignerKey, UnixSeconds, verify_authorisation};

fn verify(binding: &Binding, answer: &Authorisation, key: &SignerKey) -> Result<Method, Refused> {
    verify_authorisation(binding, answer, key, RP_ID, &[ORIGIN], NOW).map(|verified| verified.method())
}

#[test]
fn a_passkey_and_a_device_key_authorise() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    assert_eq!(
        verify(&binding, &wang.passkey_answer(&binding), &wang.public_key()),
        Ok(Method::Passkey)
    );
    assert_eq!(
        verify(&binding, &wang.device_key_answer(&binding), &wang.public_key()),
        Ok(Method::DeviceKey)
    );
}

#[test]
fn any_change_to_the_binding_is_refused() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let passkey = wang.passkey_answer(&binding);
    let device = wang.device_key_answer(&binding);
    let changes: [fn(&mut Binding); 9] = [
        |b| b.document_sha256 = Digest::of(b"another document"),
        |b| b.pages_sha256[0] = Digest::of(b"another page"),
        |b| b.consent.text = "我拒绝".to_owned(),
        |b| b.consent.language = "en".to_owned(),
        |b| b.agreement_id = "agreement-119".to_owned(),
        |b| b.act_id = None,
        |b| b.field = "party-b".to_owned(),
        |b| b.signer_id = "person-petersen".to_owned(),
        |b| b.nonce = "00".repeat(32),
    ];
    for change in changes {
        let mut changed = binding.clone();
        change(&mut changed);
        assert_eq!(verify(&changed, &passkey, &wang.public_key()), Err(Refused::Challenge));
        assert_eq!(verify(&changed, &device, &wang.public_key()), Err(Refused::Signature));
    }
}

#[test]
fn another_signatorys_key_is_refused() {
    let binding = wang().binding(&frozen(), NOW);
    assert_eq!(
        verify(&binding, &petersen().passkey_answer(&binding), &wang().public_key()),
        Err(Refused::Signature)
    );
    assert_eq!(
        verify(&binding, &petersen().device_key_answer(&binding), &wang().public_key()),
        Err(Refused::Signature)
    );
}

#[test]
fn presence_and_verification_of_the_user_are_required() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let answer = |flags| wang.passkey_answer_with(&binding.challenge(), RP_ID, ORIGIN, flags);
    assert_eq!(
        verify(&binding, &answer(0x04), &wang.public_key()),
        Err(Refused::UserNotPresent)
    );
    assert_eq!(
        verify(&binding, &answer(0x01), &wang.public_key()),
        Err(Refused::UserNotVerified)
    );
}

#[test]
fn other_sites_are_refused() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let answer = |rp_id, origin| wang.passkey_answer_with(&binding.challenge(), rp_id, origin, 0x05);
    assert_eq!(
        verify(&binding, &answer(RP_ID, "https://evil.example"), &wang.public_key()),
        Err(Refused::Origin)
    );
    assert_eq!(
        verify(&binding, &answer("evil.example", ORIGIN), &wang.public_key()),
        Err(Refused::RelyingParty)
    );
}

#[test]
fn an_authorisation_ends_with_its_binding() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let answer = wang.passkey_answer(&binding);
    for at in [UnixSeconds(NOW.0 - 1), UnixSeconds(NOW.0 + 301)] {
        let verified = verify_authorisation(&binding, &answer, &wang.public_key(), RP_ID, &[ORIGIN], at);
        assert_eq!(verified.err(), Some(Refused::Expired));
    }
}

#[test]
fn malformed_answers_are_refused() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let part = |authenticator_data: &[u8], client_data_json: &[u8], signature: &[u8]| Authorisation::Passkey {
        authenticator_data: authenticator_data.to_vec(),
        client_data_json: client_data_json.to_vec(),
        signature: signature.to_vec(),
    };
    let Authorisation::Passkey {
        authenticator_data,
        client_data_json,
        ..
    } = wang.passkey_answer(&binding)
    else {
        panic!("a passkey answers as a passkey")
    };
    let key = wang.public_key();
    assert_eq!(verify(&binding, &part(&[], b"", &[]), &key), Err(Refused::ClientData));
    assert_eq!(
        verify(&binding, &part(&[0; 12], &client_data_json, &[]), &key),
        Err(Refused::AuthenticatorData)
    );
    assert_eq!(
        verify(&binding, &part(&authenticator_data, &client_data_json, &[0x30]), &key),
        Err(Refused::Signature)
    );
    assert_eq!(
        verify(&binding, &part(&[0; 20_000], &client_data_json, &[]), &key),
        Err(Refused::TooLarge)
    );
    assert_eq!(
        verify(&binding, &Authorisation::DeviceKey { signature: vec![0; 63] }, &key),
        Err(Refused::Signature)
    );
}

#[test]
fn the_canonical_form_is_sorted_json_without_white_space() {
    let binding = wang().binding(&frozen(), NOW);
    let bytes = binding.canonical_bytes();
    let text = std::str::from_utf8(&bytes).unwrap();
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    keys.sort_by_key(|key| text.find(&format!("\"{key}\":")).unwrap());
    assert!(keys.is_sorted(), "{keys:?}");
    assert!(!text.contains(": ") && !text.contains(", "));
    assert_eq!(serde_json::from_str::<Binding>(text).unwrap(), binding);
}

#[test]
fn an_authorisation_survives_json_and_unknown_fields_do_not() {
    let wang = wang();
    let binding = wang.binding(&frozen(), NOW);
    let answer = wang.passkey_answer(&binding);
    let mut json = serde_json::to_value(&answer).unwrap();
    assert_eq!(json["method"], "passkey");
    assert_eq!(serde_json::from_value::<Authorisation>(json.clone()).unwrap(), answer);
    json["extra"] = true.into();
    assert!(serde_json::from_value::<Authorisation>(json).is_err());
}

#[test]
fn a_public_key_reads_from_cose_raw_and_spki_alike() {
    let key = wang().public_key();
    let spki = key.to_spki();
    let (x, y) = (&spki[27..59], &spki[59..91]);
    let entry = |label: i64, value: Value| (Value::from(label), value);
    let cose = |algorithm: i64| {
        let map = Value::Map(vec![
            entry(1, 2.into()),
            entry(3, algorithm.into()),
            entry(-1, 1.into()),
            entry(-2, Value::Bytes(x.to_vec())),
            entry(-3, Value::Bytes(y.to_vec())),
        ]);
        let mut bytes = Vec::new();
        ciborium::into_writer(&map, &mut bytes).unwrap();
        bytes
    };
    assert_eq!(SignerKey::from_spki(&spki).unwrap(), key);
    assert_eq!(SignerKey::from_raw(x, y).unwrap(), key);
    assert_eq!(SignerKey::from_cose(&cose(-7)).unwrap(), key);
    assert!(SignerKey::from_cose(&cose(-257)).is_err());
    assert!(SignerKey::from_cose(b"junk").is_err());
    assert!(SignerKey::from_raw(&[0; 32], &[0; 32]).is_err());
}
