//! The state of one session's ICE: which PATCH is a trickle, which a restart, which is refused.

use super::IceCredentials;
use super::fragment::Fragment;
use super::precondition::{EntityTag, Precondition};

/// Where a session's ICE is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negotiation {
    tag: EntityTag,
    remote: IceCredentials,
}

/// What a PATCH asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// More candidates of the ICE session under way.
    Trickle,
    /// A new ICE session under these credentials.
    Restart(IceCredentials),
}

/// Why a PATCH is refused; the session goes on as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It does not say which ICE session it is about.
    NoPrecondition,
    /// It is about an ICE session that is over.
    Stale,
    /// It names other credentials than the ICE session that it says to be about.
    ForeignCredentials,
}

impl Negotiation {
    /// Begins with the first offer's credentials.
    #[must_use]
    pub fn begin(tag: EntityTag, remote: IceCredentials) -> Self {
        Self { tag, remote }
    }

    /// The tag of the ICE session under way.
    #[must_use]
    pub fn tag(&self) -> &EntityTag {
        &self.tag
    }

    /// Tells what a PATCH asks for; nothing changes before [`Negotiation::restarted`].
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn judge(&self, precondition: &Precondition, fragment: &Fragment) -> Result<Step, Refused> {
        let others = fragment.credentials.as_ref().filter(|named| **named != self.remote);
        match (precondition, others) {
            (Precondition::Missing, _) => Err(Refused::NoPrecondition),
            (Precondition::OneOf(tags), _) if !tags.contains(&self.tag) => Err(Refused::Stale),
            (Precondition::OneOf(_), Some(_)) => Err(Refused::ForeignCredentials),
            (Precondition::Any, Some(credentials)) => Ok(Step::Restart(credentials.clone())),
            (Precondition::OneOf(_) | Precondition::Any, None) => Ok(Step::Trickle),
        }
    }

    /// Takes over a restart that the other end was answered.
    pub fn restarted(&mut self, tag: EntityTag, remote: IceCredentials) {
        self.tag = tag;
        self.remote = remote;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn credentials(n: u8) -> IceCredentials {
        IceCredentials::new(&format!("user{n}"), &format!("passwordpasswordpassword{n}")).unwrap()
    }

    fn fragment(credentials: Option<IceCredentials>) -> Fragment {
        Fragment {
            credentials,
            candidates: 1,
            is_complete: false,
        }
    }

    fn tag(n: u8) -> EntityTag {
        EntityTag::from_random([n; 12])
    }

    #[test]
    fn a_trickle_needs_the_tag_of_the_session_under_way() {
        let session = Negotiation::begin(tag(1), credentials(1));
        let current = Precondition::OneOf(vec![tag(1)]);
        let trickle = fragment(Some(credentials(1)));
        assert_eq!(session.judge(&current, &trickle), Ok(Step::Trickle));
        assert_eq!(session.judge(&current, &fragment(None)), Ok(Step::Trickle));
        let stale = Precondition::OneOf(vec![tag(2)]);
        assert_eq!(session.judge(&stale, &trickle), Err(Refused::Stale));
        assert_eq!(
            session.judge(&Precondition::Missing, &trickle),
            Err(Refused::NoPrecondition)
        );
        let foreign = fragment(Some(credentials(2)));
        assert_eq!(session.judge(&current, &foreign), Err(Refused::ForeignCredentials));
    }

    #[test]
    fn a_restart_that_was_not_answered_changes_nothing() {
        let mut session = Negotiation::begin(tag(1), credentials(1));
        let before = session.clone();
        let wanted = session.judge(&Precondition::Any, &fragment(Some(credentials(2))));
        assert_eq!(wanted, Ok(Step::Restart(credentials(2))));
        assert_eq!(session, before);
        session.restarted(tag(2), credentials(2));
        assert_eq!(session.tag(), &tag(2));
        let late = session.judge(&Precondition::OneOf(vec![tag(1)]), &fragment(Some(credentials(1))));
        assert_eq!(late, Err(Refused::Stale));
    }

    proptest! {
        /// Whatever arrives in whatever order: only `*` with other credentials restarts, and only the newest tag
        /// trickles.
        #[test]
        fn requests_out_of_order_never_confuse_two_ice_sessions(
            requests in prop::collection::vec((0_u8..6, 0_u8..6, any::<bool>(), any::<bool>()), 0..60),
        ) {
            let mut session = Negotiation::begin(tag(0), credentials(0));
            let mut at = (0_u8, 0_u8);
            for (tagged, named, is_any, is_answered) in requests {
                let precondition = if is_any { Precondition::Any } else { Precondition::OneOf(vec![tag(tagged)]) };
                match session.judge(&precondition, &fragment(Some(credentials(named)))) {
                    Ok(Step::Restart(wanted)) => {
                        prop_assert!(is_any && named != at.1);
                        if is_answered {
                            at = (at.0 + 1, named);
                            session.restarted(tag(at.0), wanted);
                        }
                    }
                    Ok(Step::Trickle) => prop_assert!(named == at.1 && (is_any || tagged == at.0)),
                    Err(refused) => prop_assert!(refused != Refused::NoPrecondition && !is_any),
                }
                prop_assert_eq!(session.tag(), &tag(at.0));
            }
        }
    }
}
