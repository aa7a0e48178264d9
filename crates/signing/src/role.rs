use std::fmt;
use std::str::FromStr;

/// Names what a key of the instance's authority is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Issues signatories' certificates.
    Issuing,
    /// Answers whether they are revoked.
    Ocsp,
    /// Seals documents for the platform.
    Seal,
    /// The demonstration's first timestamp authority.
    FirstTsa,
    /// Its second one.
    SecondTsa,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Issuing, Self::Ocsp, Self::Seal, Self::FirstTsa, Self::SecondTsa];

    /// Its name in settings, commands and file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issuing => "issuing",
            Self::Ocsp => "ocsp",
            Self::Seal => "seal",
            Self::FirstTsa => "tsa-1",
            Self::SecondTsa => "tsa-2",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|role| role.name() == text);
        found.ok_or("a role is issuing, ocsp, seal, tsa-1 or tsa-2")
    }
}
