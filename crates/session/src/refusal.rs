use thiserror::Error;

use crate::state::ApplyError;
use crate::{
    access, agreement, ceremony, fair, interest, meeting, organisation, person, pitch, programme, project, recording,
    region,
};

/// What sort of refusal it is, so that a border can answer in its own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalKind {
    /// There is nothing of that id, or nothing that the actor may see.
    NotFound,
    /// The actor may see it but not do it.
    Forbidden,
    /// The present state does not allow it.
    Conflict,
    /// What was asked makes no sense in any state.
    Invalid,
}

/// Defines the refusals of a module, each with its kind, its stable kebab-case code and its message.
macro_rules! refusals {
    ($doc:literal; $(
        $(#[$vdoc:meta])*
        $variant:ident $({ $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? })?
            => $kind:ident, $code:literal, $message:literal;
    )*) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Refusal {
            $($(#[$vdoc])* #[error($message)] $variant $({ $($(#[$fdoc])* $field: $type),* })?,)*
        }

        impl Refusal {
            /// Returns the stable code.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// Returns the kind.
            pub fn kind(&self) -> $crate::RefusalKind {
                match self {
                    $(Self::$variant { .. } => $crate::RefusalKind::$kind,)*
                }
            }
        }
    };
}
pub(crate) use refusals;

/// Refusals that every aggregate shares.
pub mod common {
    super::refusals! {
        "Why a command on any aggregate is refused.";
        /// Nothing of that id, or nothing that the actor may see.
        NotFound => NotFound, "not-found", "there is nothing of that id";
        /// The id is in use.
        IdTaken => Conflict, "id-taken", "the id is in use";
        /// The object's state does not allow it.
        WrongState {
            /// State that it is in.
            is: &'static str,
        } => Conflict, "wrong-state", "not possible while it is {is}";
        /// A name, title or text is empty.
        TextRequired => Invalid, "text-required", "a text is missing";
        /// A reason is empty.
        ReasonRequired => Invalid, "reason-required", "a reason is required";
        /// An amount is zero, negative or beyond all measure.
        AmountInvalid => Invalid, "amount-invalid", "the amount must be positive and below a thousand trillion";
        /// A digest is not 64 lower-case hex digits.
        DigestInvalid => Invalid, "digest-invalid", "a digest is 64 lower-case hex digits";
        /// A country is not two capital letters.
        CountryInvalid => Invalid, "country-invalid", "a country is an ISO 3166-1 alpha-2 code";
        /// A time ends before it starts.
        TimesInvalid => Invalid, "times-invalid", "the end must come after the start";
        /// The same thing is named twice.
        Repeated => Invalid, "repeated", "the same thing is named twice";
        /// The fair is closed or cancelled.
        FairOver => Conflict, "fair-over", "the fair is over";
    }
}

macro_rules! composed {
    ($($(#[$doc:meta])* $variant:ident($type:path),)*) => {
        /// Why a command is refused.
        #[derive(Debug, Clone, PartialEq, Eq, Error)]
        #[non_exhaustive]
        pub enum Refusal {
            $($(#[$doc])* #[error(transparent)] $variant(#[from] $type),)*
            /// A decided event did not apply: a fault of this crate, refused rather than recorded.
            #[error(transparent)]
            Inapplicable(#[from] ApplyError),
        }

        impl Refusal {
            /// Returns the stable kebab-case code.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant(refusal) => refusal.code(),)*
                    Self::Inapplicable(_) => "inapplicable",
                }
            }

            /// Returns the kind.
            pub fn kind(&self) -> RefusalKind {
                match self {
                    $(Self::$variant(refusal) => refusal.kind(),)*
                    Self::Inapplicable(_) => RefusalKind::Conflict,
                }
            }
        }
    };
}

composed! {
    /// For what all aggregates share.
    Common(common::Refusal),
    /// For what the actor may not do.
    Access(access::Refusal),
    /// For reasons of regions.
    Region(region::Refusal),
    /// For reasons of organisations.
    Organisation(organisation::Refusal),
    /// For reasons of people.
    Person(person::Refusal),
    /// For reasons of fairs.
    Fair(fair::Refusal),
    /// For reasons of programme items.
    Item(programme::Refusal),
    /// For reasons of projects.
    Project(project::Refusal),
    /// For reasons of pitches.
    Pitch(pitch::Refusal),
    /// For reasons of interests.
    Interest(interest::Refusal),
    /// For reasons of meetings.
    Meeting(meeting::Refusal),
    /// For reasons of agreements.
    Agreement(agreement::Refusal),
    /// For reasons of ceremonies.
    Ceremony(ceremony::Refusal),
    /// For reasons of recordings.
    Recording(recording::Refusal),
}
