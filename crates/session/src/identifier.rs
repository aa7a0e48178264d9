//! Identifiers of organisations with verified check digits: USCC (GB 32100-2015) and LEI (ISO 17442).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// A unified social credit code (统一社会信用代码), 18 characters, check character verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "91350100M000100Y43")]
pub struct Uscc(String);

/// A legal entity identifier, 20 characters, ISO 7064 MOD 97-10 verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "529900T8BM49AURSDO55")]
pub struct Lei(String);

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// Wrong number of characters.
    #[error("wrong length")]
    Length,
    /// A character that the scheme does not use.
    #[error("character outside the scheme")]
    Character,
    /// The check digits do not fit.
    #[error("check digits do not fit")]
    CheckDigits,
}

impl TryFrom<String> for Uscc {
    type Error = IdentifierError;

    /// Parses 18 characters of `0-9A-HJ-NPQRTUWXY`; the last is checked by GB 32100-2015 (weights 3^i mod 31).
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
        if text.len() != 18 {
            return Err(IdentifierError::Length);
        }
        let mut weight = 1;
        let mut sum = 0;
        let mut last = 0;
        for byte in text.bytes() {
            last = ALPHABET
                .iter()
                .position(|c| *c == byte)
                .ok_or(IdentifierError::Character)?;
            sum += last * weight;
            weight = weight * 3 % 31;
        }
        // The loop also added the check character times its weight (3^17); take it out again.
        let weight_of_last = (0..17).fold(1, |w, _| w * 3 % 31);
        let expected = (31 - (sum - last * weight_of_last) % 31) % 31;
        if expected == last {
            Ok(Self(text))
        } else {
            Err(IdentifierError::CheckDigits)
        }
    }
}

impl TryFrom<String> for Lei {
    type Error = IdentifierError;

    /// Parses 20 characters; letters count 10 to 35, and the number they spell is 1 modulo 97 (ISO 7064 MOD 97-10).
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() != 20 {
            return Err(IdentifierError::Length);
        }
        let mut remainder = 0_u32;
        for c in text.chars() {
            if !(c.is_ascii_digit() || c.is_ascii_uppercase()) {
                return Err(IdentifierError::Character);
            }
            let value = c
                .to_digit(36)
                .expect("digits and capital letters are digits in base 36");
            remainder = (remainder * if value < 10 { 10 } else { 100 } + value) % 97;
        }
        if remainder == 1 {
            Ok(Self(text))
        } else {
            Err(IdentifierError::CheckDigits)
        }
    }
}

impl From<Uscc> for String {
    fn from(uscc: Uscc) -> Self {
        uscc.0
    }
}

impl From<Lei> for String {
    fn from(lei: Lei) -> Self {
        lei.0
    }
}
