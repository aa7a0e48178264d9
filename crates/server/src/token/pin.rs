use std::path::Path;

use cryptoki::types::AuthPin;

use super::TokenError;

/// A PIN; it shows up in no message and no log, and is wiped from memory at its end.
#[derive(Debug, Clone)]
pub struct Pin(pub(super) AuthPin);

impl Pin {
    /// Reads a PIN from a file, without the end of its line.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn from_file(file: &Path) -> Result<Self, TokenError> {
        let named = |error: std::io::Error| std::io::Error::new(error.kind(), format!("{}: {error}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| TokenError::PinUnreadable(named(error)))?;
        Ok(Self::new(text.trim_end_matches(['\r', '\n'])))
    }

    /// Asks for a PIN at the terminal, where it is not shown.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn asked(prompt: &str) -> Result<Self, TokenError> {
        let text = rpassword::prompt_password(prompt).map_err(TokenError::PinUnreadable)?;
        Ok(Self::new(&text))
    }

    pub(super) fn new(text: &str) -> Self {
        Self(AuthPin::from(text.to_owned()))
    }
}
