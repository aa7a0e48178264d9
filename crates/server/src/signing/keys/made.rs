use std::sync::Arc;

use anyhow::Context;
use yunqian_signing::{PrivateKey, Role, SoftwareKey, UnixSeconds};

use super::KeySettings;
use crate::token::{Pin, Token};

/// A key that `yunqian rotate-key` made, and how it is found again.
pub enum Made {
    /// One in a file.
    Software(SoftwareKey),
    /// One in a token, where it stays.
    Token {
        /// The key.
        key: Arc<dyn PrivateKey>,
        /// Where it lies.
        place: KeySettings,
    },
}

impl Made {
    /// Makes a key where the one that it is to follow lies: in the same token, else for a file.
    ///
    /// # Errors
    /// When the token makes none.
    pub fn beside(role: Role, former: &KeySettings, now: UnixSeconds) -> anyhow::Result<Self> {
        let Some(module) = &former.module else {
            return Ok(Self::Software(SoftwareKey::from_seed(rand::random())));
        };
        let label = former.token.as_deref().context("module needs token")?;
        let pin = former.pin_file.as_deref().map(Pin::from_file).transpose()?;
        let id: [u8; 16] = rand::random();
        let key = Token::find(module, label)?.generate(&format!("yunqian {role} {}", now.0), id.to_vec(), pin)?;
        Ok(Self::Token {
            key: Arc::new(key),
            place: KeySettings {
                certificate: None,
                key_label: None,
                key_id: Some(hex::encode(id)),
                ..former.clone()
            },
        })
    }

    /// Returns the key.
    pub fn key(&self) -> Arc<dyn PrivateKey> {
        match self {
            Self::Software(key) => Arc::new(key.clone()),
            Self::Token { key, .. } => key.clone(),
        }
    }
}
