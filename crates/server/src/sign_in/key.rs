use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::SignInError;

/// The Ed25519 key that all tokens of this server are signed with; made at the first start.
pub struct TokenKey {
    signs: EncodingKey,
    verifies: DecodingKey,
    secret: [u8; 32],
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKey").finish_non_exhaustive()
    }
}

impl TokenKey {
    /// Reads `dir/token.pem` (PKCS #8), or makes it, readable by the owner alone.
    ///
    /// # Errors
    /// [`SignInError::KeyFile`], [`SignInError::KeyMalformed`].
    pub fn open(dir: &Path) -> Result<Self, SignInError> {
        let path = dir.join("token.pem");
        match std::fs::read_to_string(&path) {
            Ok(pem) => {
                let key = SigningKey::from_pkcs8_pem(&pem).map_err(|_| SignInError::KeyMalformed(path))?;
                Ok(Self::from_seed(key.to_bytes()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let seed = rand::random();
                store(dir, &SigningKey::from_bytes(&seed)).map_err(|error| SignInError::KeyFile(path, error))?;
                Ok(Self::from_seed(seed))
            }
            Err(error) => Err(SignInError::KeyFile(path, error)),
        }
    }

    /// Makes the key of a seed.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&seed);
        let pkcs8 = key.to_pkcs8_der().expect("an Ed25519 key has a PKCS #8 form");
        Self {
            signs: EncodingKey::from_ed_der(pkcs8.as_bytes()),
            verifies: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            secret: Sha256::new()
                .chain_update(b"yunqian sign-in secrets\0")
                .chain_update(seed)
                .finalize()
                .into(),
        }
    }

    /// Signs claims as a JWT (RFC 8037).
    pub fn sign<T: Serialize>(&self, claims: &T) -> String {
        encode(&Header::new(Algorithm::EdDSA), claims, &self.signs).expect("claims serialise and the key is whole")
    }

    /// Returns the claims of a token that this key signed for `audience`; `None` for any other. Whether it is still
    /// valid at this time is the caller's to check.
    pub fn verify<T: DeserializeOwned>(&self, token: &str, audience: &str) -> Option<T> {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[audience]);
        rules.set_required_spec_claims(&["aud", "exp"]);
        rules.validate_exp = false;
        decode(token, &self.verifies, &rules).ok().map(|token| token.claims)
    }

    /// Hashes under a secret that is not in the vault, so that the vault alone does not tell a short code.
    pub fn keyed_hash(&self, salt: &[u8; 16], message: &[u8]) -> String {
        hex::encode(
            Sha256::new()
                .chain_update(self.secret)
                .chain_update(salt)
                .chain_update(message)
                .finalize(),
        )
    }
}

/// Writes beside and renames, so that a crash leaves a whole key or none.
fn store(dir: &Path, key: &SigningKey) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let pem = key.to_pkcs8_pem(LineEnding::LF).expect("an Ed25519 key has a PEM form");
    let unfinished = dir.join("token.pem.new");
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(pem.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished, dir.join("token.pem"))
}

/// Compares without telling by its time how much is equal.
pub fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_may_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = TokenKey::open(dir.path()).unwrap();
        let token = first.sign(&json!({ "aud": "a", "exp": 0 }));
        let again = TokenKey::open(dir.path()).unwrap();
        assert!(again.verify::<Value>(&token, "a").is_some());
        let mode = dir.path().join("token.pem").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_token_of_another_key_audience_or_algorithm_is_refused() {
        let key = TokenKey::from_seed([1; 32]);
        let claims = json!({ "aud": "a", "exp": 4_000_000_000_u64 });
        assert!(key.verify::<Value>(&key.sign(&claims), "a").is_some());
        assert!(key.verify::<Value>(&key.sign(&claims), "b").is_none());
        assert!(
            key.verify::<Value>(&TokenKey::from_seed([2; 32]).sign(&claims), "a")
                .is_none()
        );
        let shared_secret = EncodingKey::from_secret(key.verifies.try_get_as_bytes().unwrap());
        let confused = encode(&Header::new(Algorithm::HS256), &claims, &shared_secret).unwrap();
        assert!(key.verify::<Value>(&confused, "a").is_none());
        // {"alg":"none"}, no signature.
        let body = key.sign(&claims).split('.').nth(1).unwrap().to_owned();
        assert!(
            key.verify::<Value>(&format!("eyJhbGciOiJub25lIn0.{body}."), "a")
                .is_none()
        );
    }

    #[test]
    fn a_malformed_key_file_is_an_error_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("token.pem"), "what?").unwrap();
        assert!(matches!(TokenKey::open(dir.path()), Err(SignInError::KeyMalformed(_))));
        assert_eq!(std::fs::read_to_string(dir.path().join("token.pem")).unwrap(), "what?");
    }
}
