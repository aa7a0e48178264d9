use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::slot::{Slot, TokenInfo};

use super::error::told;
use super::{KeyChoice, Pin, TokenError, TokenKey};

/// A module may be loaded and initialised once in a process, however many keys it holds.
static MODULES: LazyLock<Mutex<HashMap<PathBuf, Pkcs11>>> = LazyLock::new(Mutex::default);

/// A token that is there.
#[derive(Debug, Clone)]
pub struct Token {
    pub(super) module: Pkcs11,
    label: String,
}

impl Token {
    /// Finds a token by its label.
    ///
    /// # Errors
    /// When the module can't be loaded, or there is no such token, or more than one.
    pub fn find(module: &Path, label: &str) -> Result<Self, TokenError> {
        let token = Self {
            module: loaded(module)?,
            label: label.to_owned(),
        };
        token.slot()?;
        Ok(token)
    }

    /// Its label.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Says whether a PIN is to be given; a token with a keypad of its own asks for it there.
    ///
    /// # Errors
    /// When the token is gone.
    pub fn asks_for_pin(&self) -> Result<bool, TokenError> {
        let (_, info) = self.slot()?;
        Ok(info.login_required() && !info.protected_authentication_path())
    }

    /// Logs in and finds a key to sign with.
    ///
    /// # Errors
    /// When the PIN is wrong, or not exactly one key is what `choice` says.
    pub fn open(self, choice: KeyChoice, pin: Option<Pin>) -> Result<TokenKey, TokenError> {
        TokenKey::open(self, choice, pin)
    }

    /// Finds the token's slot; another one after it was pulled out and put back.
    pub(super) fn slot(&self) -> Result<(Slot, TokenInfo), TokenError> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        for slot in self.module.get_slots_with_initialized_token()? {
            let info = self.module.get_token_info(slot)?;
            seen.push(format!("{:?}", info.label()));
            if info.label() == self.label {
                found.push((slot, info));
            }
        }
        match (found.pop(), found.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(_), false) => Err(TokenError::SeveralTokens(self.label.clone())),
            (None, _) => Err(TokenError::NoToken {
                wanted: self.label.clone(),
                seen: if seen.is_empty() {
                    "none".to_owned()
                } else {
                    seen.join(", ")
                },
            }),
        }
    }
}

fn loaded(path: &Path) -> Result<Pkcs11, TokenError> {
    let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = modules.get(path) {
        return Ok(module.clone());
    }
    let unusable = |error: &Error| TokenError::Module {
        module: path.to_owned(),
        why: told(error),
    };
    let module = Pkcs11::new(path).map_err(|error| unusable(&error))?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        // The same library under another path, or loaded by somebody else in this process.
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(unusable(&error)),
    }
    modules.insert(path.to_owned(), module.clone());
    Ok(module)
}
