use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use der::Decode;
use yunqian_signing::Certificate;

use super::TokenError;

/// Which of a token's keys is meant; the only one where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyChoice {
    /// Its label (`CKA_LABEL`).
    pub label: Option<String>,
    /// Its id (`CKA_ID`).
    pub id: Option<Vec<u8>>,
}

impl std::fmt::Display for KeyChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.label, &self.id) {
            (None, None) => f.write_str("there at all"),
            (Some(label), None) => write!(f, "labelled {label:?}"),
            (None, Some(id)) => write!(f, "of id {}", hex::encode(id)),
            (Some(label), Some(id)) => write!(f, "labelled {label:?} and of id {}", hex::encode(id)),
        }
    }
}

/// A private key among a token's objects.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) handle: ObjectHandle,
    pub(super) id: Vec<u8>,
    /// Whether the token asks for the PIN at each signature (`CKA_ALWAYS_AUTHENTICATE`).
    pub(super) always_asks: bool,
}

/// Finds the one private key that `choice` means.
pub(super) fn private_key(session: &Session, token: &str, choice: &KeyChoice) -> Result<Found, TokenError> {
    let mut wanted = vec![Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Sign(true)];
    wanted.extend(
        choice
            .label
            .iter()
            .map(|label| Attribute::Label(label.clone().into_bytes())),
    );
    wanted.extend(choice.id.iter().map(|id| Attribute::Id(id.clone())));
    let handles = session.find_objects(&wanted)?;
    match handles[..] {
        [handle] => found(session, handle),
        [] => Err(TokenError::NoKey {
            token: token.to_owned(),
            wanted: choice.to_string(),
        }),
        _ => {
            let labels = handles.iter().filter_map(|handle| label(session, *handle));
            Err(TokenError::SeveralKeys {
                token: token.to_owned(),
                labels: labels.collect::<Vec<_>>().join(", "),
            })
        }
    }
}

fn found(session: &Session, handle: ObjectHandle) -> Result<Found, TokenError> {
    let mut found = Found {
        handle,
        id: Vec::new(),
        always_asks: false,
    };
    for attribute in session.get_attributes(handle, &[AttributeType::Id, AttributeType::AlwaysAuthenticate])? {
        match attribute {
            Attribute::Id(id) => found.id = id,
            Attribute::AlwaysAuthenticate(asks) => found.always_asks = asks,
            _ => {}
        }
    }
    Ok(found)
}

fn label(session: &Session, handle: ObjectHandle) -> Option<String> {
    let attributes = session.get_attributes(handle, &[AttributeType::Label]).ok()?;
    attributes.into_iter().find_map(|attribute| match attribute {
        Attribute::Label(label) => Some(format!("{:?}", String::from_utf8_lossy(&label))),
        _ => None,
    })
}

/// Finds the public half of a private key; both have the same id.
pub(super) fn public_key(session: &Session, id: &[u8]) -> Result<Option<ObjectHandle>, TokenError> {
    let wanted = [Attribute::Class(ObjectClass::PUBLIC_KEY), Attribute::Id(id.to_vec())];
    Ok(session.find_objects(&wanted)?.first().copied())
}

/// Reads every X.509 certificate on the token, each with whether it has the id of a key; what can't be read is left
/// out.
pub(super) fn certificates(session: &Session, id: &[u8]) -> Result<Vec<(bool, Certificate)>, TokenError> {
    let wanted = [
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
    ];
    let mut found = Vec::new();
    for handle in session.find_objects(&wanted)? {
        let (mut value, mut has_id) = (Vec::new(), false);
        for attribute in session.get_attributes(handle, &[AttributeType::Id, AttributeType::Value])? {
            match attribute {
                Attribute::Id(other) => has_id = other == id && !id.is_empty(),
                Attribute::Value(der) => value = der,
                _ => {}
            }
        }
        if let Ok(certificate) = Certificate::from_der(&value) {
            found.push((has_id, certificate));
        }
    }
    Ok(found)
}
