//! Checks of values that several aggregates take.

use std::collections::BTreeSet;

use crate::money::Money;
use crate::refusal::common::Refusal;
use crate::text::LocalizedText;

/// Largest amount in minor units that an entry may have; 9000 of them still add up in an `i64`.
const LARGEST_AMOUNT_MINOR: i64 = 1_000_000_000_000_000;

/// Refuses a text that says nothing in every language, or nothing in one that it names.
pub(crate) fn text(text: &LocalizedText) -> Result<(), Refusal> {
    if text.0.is_empty() || text.0.values().any(|text| text.trim().is_empty()) {
        return Err(Refusal::TextRequired);
    }
    Ok(())
}

/// Refuses an empty word.
pub(crate) fn word(word: &str) -> Result<(), Refusal> {
    if word.trim().is_empty() {
        return Err(Refusal::TextRequired);
    }
    Ok(())
}

/// Refuses an empty reason.
pub(crate) fn reason(reason: &str) -> Result<(), Refusal> {
    word(reason).map_err(|_| Refusal::ReasonRequired)
}

/// Refuses amounts that are not positive.
pub(crate) fn amount(money: &Money) -> Result<(), Refusal> {
    if money.minor <= 0 || money.minor > LARGEST_AMOUNT_MINOR {
        return Err(Refusal::AmountInvalid);
    }
    Ok(())
}

/// Refuses what is no SHA-256 in lower-case hex.
pub(crate) fn digest(digest: &str) -> Result<(), Refusal> {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digest.len() != 64 || !digest.bytes().all(hex) {
        return Err(Refusal::DigestInvalid);
    }
    Ok(())
}

/// Refuses what is no country code.
pub(crate) fn country(country: &str) -> Result<(), Refusal> {
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::CountryInvalid);
    }
    Ok(())
}

/// Refuses a list that names something twice.
pub(crate) fn distinct<T: Ord>(things: impl IntoIterator<Item = T>) -> Result<(), Refusal> {
    let mut met = BTreeSet::new();
    if things.into_iter().all(|thing| met.insert(thing)) {
        Ok(())
    } else {
        Err(Refusal::Repeated)
    }
}
