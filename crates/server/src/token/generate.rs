use cryptoki::mechanism::Mechanism;
use cryptoki::object::Attribute;

use super::key::enter;
use super::{KeyChoice, Pin, Token, TokenError, TokenKey};

/// The DER of P-256's object identifier, by which `CKA_EC_PARAMS` names a curve.
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

impl Token {
    /// Makes a key pair on P-256 in the token, from which its private half can't be taken, and opens it.
    ///
    /// # Errors
    /// When the PIN is wrong, or the token makes no such keys.
    pub fn generate(self, label: &str, id: Vec<u8>, pin: Option<Pin>) -> Result<TokenKey, TokenError> {
        let (slot, info) = self.slot()?;
        let session = self.module.open_rw_session(slot)?;
        enter(&self, &session, &info, pin.as_ref())?;
        let named = [
            Attribute::Label(label.into()),
            Attribute::Id(id.clone()),
            Attribute::Token(true),
        ];
        let public = [
            Attribute::EcParams(P256.to_vec()),
            Attribute::Verify(true),
            Attribute::Private(false),
        ];
        let private = [
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
        ];
        session.generate_key_pair(
            &Mechanism::EccKeyPairGen,
            &[&named[..], &public].concat(),
            &[&named[..], &private].concat(),
        )?;
        drop(session);
        let choice = KeyChoice {
            label: None,
            id: Some(id),
        };
        self.open(choice, pin)
    }
}
