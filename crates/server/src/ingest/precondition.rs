//! Which version of a session a request is about: entity tags and `If-Match` (RFC 9110, section 13.1.1).

use std::fmt;

/// A strong entity tag; it names one ICE session, and no two are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTag(String);

impl EntityTag {
    /// Makes the tag of random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 12]) -> Self {
        Self(hex::encode(bytes))
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// What `If-Match` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing: there is no such header.
    Missing,
    /// `*`: whichever the session is at, as who asks a restart says.
    Any,
    /// One of these; weak tags are left out, for they never match strongly.
    OneOf(Vec<EntityTag>),
}

impl Precondition {
    /// Reads the header; none when it is malformed.
    #[must_use]
    pub fn parse(header: Option<&str>) -> Option<Self> {
        let Some(header) = header.map(str::trim) else {
            return Some(Self::Missing);
        };
        // The drafts that clients were written after show the asterisk in quotes.
        if header == "*" || header == "\"*\"" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        for item in header.split(',').map(str::trim) {
            let (is_weak, quoted) = item.strip_prefix("W/").map_or((false, item), |rest| (true, rest));
            let tag = quoted.strip_prefix('"')?.strip_suffix('"')?;
            if tag.contains('"') {
                return None;
            }
            if !is_weak {
                tags.push(EntityTag(tag.to_owned()));
            }
        }
        Some(Self::OneOf(tags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asterisk_counts_with_and_without_quotes() {
        assert_eq!(Precondition::parse(Some("*")), Some(Precondition::Any));
        assert_eq!(Precondition::parse(Some("\"*\"")), Some(Precondition::Any));
        assert_eq!(Precondition::parse(None), Some(Precondition::Missing));
    }

    #[test]
    fn weak_tags_never_match_and_malformed_ones_are_refused() {
        let tag = EntityTag::from_random([7; 12]);
        let both = format!("W/\"x\", {tag}");
        assert_eq!(Precondition::parse(Some(&both)), Some(Precondition::OneOf(vec![tag])));
        for malformed in ["", "xyzzy", "\"open", "\"a\",", "\"a\"b\""] {
            assert_eq!(Precondition::parse(Some(malformed)), None, "{malformed}");
        }
    }
}
