//! The two words by which ICE agents know each other.

/// A user name fragment and its password (RFC 8839, section 5.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IceCredentials {
    /// `ice-ufrag`: 4 to 256 ice-chars.
    pub ufrag: String,
    /// `ice-pwd`: 22 to 256 ice-chars.
    pub password: String,
}

impl IceCredentials {
    /// Takes both words if they are such.
    #[must_use]
    pub fn new(ufrag: &str, password: &str) -> Option<Self> {
        let fits = is_word(ufrag, 4) && is_word(password, 22);
        fits.then(|| Self {
            ufrag: ufrag.to_owned(),
            password: password.to_owned(),
        })
    }

    /// Reads the first pair that a description names; all sections of one bundle share it.
    #[must_use]
    pub fn of(description: &str) -> Option<Self> {
        let value = |name: &str| description.lines().find_map(|line| line.trim_end().strip_prefix(name));
        Self::new(value("a=ice-ufrag:")?, value("a=ice-pwd:")?)
    }
}

/// Tells whether `text` is `least` to 256 ice-chars.
fn is_word(text: &str, least: usize) -> bool {
    let is_ice_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    (least..=256).contains(&text.len()) && text.bytes().all(is_ice_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_too_short_or_of_other_letters_are_none() {
        let password = "P2uYro0UCOQ4zxjKXaWCBui1";
        assert!(IceCredentials::new("EsAw", password).is_some());
        assert!(IceCredentials::new("EsA", password).is_none());
        assert!(IceCredentials::new("Es w", password).is_none());
        assert!(IceCredentials::new("EsAw", "short").is_none());
        assert!(IceCredentials::new("EsAw", &"a".repeat(257)).is_none());
    }
}
