use std::sync::{Mutex, PoisonError};

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::TokenInfo;
use sha2::{Digest as _, Sha256};
use spki::SubjectPublicKeyInfoOwned;
use yunqian_signing::{Certificate, PrivateKey, SigningError};

use super::error::{is_over, told};
use super::object::{self, Found};
use super::public_key::{self, Algorithm};
use super::{KeyChoice, Pin, Token, TokenError};

/// A key in a token, logged in to.
pub struct TokenKey {
    token: Token,
    choice: KeyChoice,
    pin: Option<Pin>,
    public_key: SubjectPublicKeyInfoOwned,
    algorithm: Algorithm,
    chain: Vec<Certificate>,
    /// A session serves one thread at a time. `None` after it broke.
    open: Mutex<Option<Open>>,
}

struct Open {
    session: Session,
    found: Found,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKey")
            .field("token", &self.token.label())
            .field("choice", &self.choice)
            .finish_non_exhaustive()
    }
}

impl TokenKey {
    pub(super) fn open(token: Token, choice: KeyChoice, pin: Option<Pin>) -> Result<Self, TokenError> {
        let open = log_in(&token, &choice, pin.as_ref())?;
        let certificates = object::certificates(&open.session, &open.found.id)?;
        let public_key = match object::public_key(&open.session, &open.found.id)? {
            Some(handle) => public_key::read(&open.session, handle)?,
            None => certified_key(&certificates).ok_or_else(|| TokenError::NoPublicKey(token.label().into()))?,
        };
        Ok(Self {
            algorithm: public_key::algorithm(&public_key)?,
            chain: chain(certificates, &public_key),
            public_key,
            open: Mutex::new(Some(open)),
            token,
            choice,
            pin,
        })
    }

    /// Returns the certificates that the token holds for the key: its own first, then its issuers as far as they are
    /// there. Empty where there is none.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = open.as_ref() {
            match self.sign_in(session, message) {
                Err(error) if is_over(&error) => *open = None,
                signed => return self.encoded(signed?),
            }
        }
        let session = open.insert(log_in(&self.token, &self.choice, self.pin.as_ref())?);
        let signed = self.sign_in(session, message)?;
        self.encoded(signed)
    }

    fn sign_in(&self, Open { session, found }: &Open, message: &[u8]) -> Result<Vec<u8>, Error> {
        if found.always_asks {
            return self.sign_asked(session, found, message);
        }
        // The hash is made here: every token knows these two mechanisms, few those that hash themselves.
        let digest = Sha256::digest(message);
        match self.algorithm {
            Algorithm::Ecdsa(_) => session.sign(&Mechanism::Ecdsa, found.handle, &digest),
            Algorithm::Rsa => session.sign(&Mechanism::RsaPkcs, found.handle, &public_key::digest_info(&digest)),
        }
    }

    /// Signs with a key that wants the PIN between a signature's beginning and its end.
    fn sign_asked(&self, session: &Session, found: &Found, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mechanism = match self.algorithm {
            Algorithm::Ecdsa(_) => Mechanism::EcdsaSha256,
            Algorithm::Rsa => Mechanism::Sha256RsaPkcs,
        };
        session.sign_init(&mechanism, found.handle)?;
        session.login(UserType::ContextSpecific, self.pin.as_ref().map(|pin| &pin.0))?;
        session.sign_update(message)?;
        session.sign_final()
    }

    fn encoded(&self, signature: Vec<u8>) -> Result<Vec<u8>, TokenError> {
        match self.algorithm {
            Algorithm::Ecdsa(bytes) => public_key::ecdsa_der(&signature, bytes),
            Algorithm::Rsa => Ok(signature),
        }
    }
}

impl PrivateKey for TokenKey {
    fn public_key(&self) -> SubjectPublicKeyInfoOwned {
        self.public_key.clone()
    }

    /// Blocks while the token signs.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        self.try_sign(message)
            .map_err(|error| SigningError::KeyUnavailable(error.to_string()))
    }
}

fn log_in(token: &Token, choice: &KeyChoice, pin: Option<&Pin>) -> Result<Open, TokenError> {
    let (slot, info) = token.slot()?;
    let session = token.module.open_ro_session(slot)?;
    enter(token, &session, &info, pin)?;
    let found = object::private_key(&session, token.label(), choice)?;
    Ok(Open { session, found })
}

/// Logs a session in, where the token asks for that.
pub(super) fn enter(token: &Token, session: &Session, info: &TokenInfo, pin: Option<&Pin>) -> Result<(), TokenError> {
    if !info.login_required() {
        return Ok(());
    }
    if pin.is_none() && !info.protected_authentication_path() {
        return Err(TokenError::PinMissing(token.label().to_owned()));
    }
    match session.login(UserType::User, pin.map(|pin| &pin.0)) {
        // Somebody is logged in to a token or nobody, in all of a process.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(error) => Err(not_admitted(token, &error)),
    }
}

fn not_admitted(token: &Token, error: &Error) -> TokenError {
    let label = token.label().to_owned();
    match error {
        Error::Pkcs11(RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid, _) => {
            TokenError::PinWrong(label)
        }
        Error::Pkcs11(RvError::PinLocked, _) => TokenError::PinLocked(label),
        other => TokenError::Token(told(other)),
    }
}

/// Takes the public half from the certificate that has the key's id.
fn certified_key(certificates: &[(bool, Certificate)]) -> Option<SubjectPublicKeyInfoOwned> {
    let (_, own) = certificates.iter().find(|(has_id, _)| *has_id)?;
    Some(own.tbs_certificate().subject_public_key_info().clone())
}

/// Takes the key's certificate, and its issuers by their names; a root, which issued itself, is left out.
fn chain(certificates: Vec<(bool, Certificate)>, key: &SubjectPublicKeyInfoOwned) -> Vec<Certificate> {
    let mut others: Vec<_> = certificates.into_iter().map(|(_, certificate)| certificate).collect();
    let is_own = |it: &Certificate| it.tbs_certificate().subject_public_key_info() == key;
    let mut chain: Vec<_> = others
        .iter()
        .position(is_own)
        .map(|at| others.swap_remove(at))
        .into_iter()
        .collect();
    while let Some(last) = chain.last() {
        let issuer = last.tbs_certificate().issuer();
        let is_issuer = |it: &Certificate| {
            let tbs = it.tbs_certificate();
            tbs.subject() == issuer && tbs.subject() != tbs.issuer()
        };
        let Some(at) = others.iter().position(is_issuer) else {
            break;
        };
        chain.push(others.swap_remove(at));
    }
    chain
}
