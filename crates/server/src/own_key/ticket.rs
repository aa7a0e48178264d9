use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use yunqian_session::{AgreementId, PersonId, SignatoryId};
use yunqian_signing::{Digest, OwnCertificate};

/// How long a ticket stands.
const LIFETIME: SignedDuration = SignedDuration::from_mins(30);
/// Tickets that may stand at once; the oldest give way.
const LIMIT: usize = 10_000;
/// Bytes of the secret.
const SECRET_BYTES: usize = 32;

/// A place, and who acts there.
type Place = (AgreementId, SignatoryId, PersonId);

/// Whose place a ticket stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Agreement.
    pub agreement: AgreementId,
    /// Place.
    pub signatory: SignatoryId,
    /// Who acts there.
    pub person: PersonId,
    /// Until when it stands.
    pub expires_at: Timestamp,
}

/// A certificate that was shown for a place.
#[derive(Debug, Clone)]
pub struct Presented {
    /// The certificate and those above it.
    pub certificate: OwnCertificate,
    /// The signing service that keeps its key, where one does.
    pub service: Option<Remote>,
}

/// Where a key is kept that a signing service signs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// The service, as the settings name it.
    pub service: String,
    /// The key's name there.
    pub credential: String,
}

#[derive(Debug)]
struct Open {
    ticket: Ticket,
    /// Of the secret; the secret itself is kept nowhere.
    secret: Option<Digest>,
    presented: Option<Presented>,
}

/// The tickets that stand, one for each place.
#[derive(Debug, Default)]
pub struct Tickets {
    open: Mutex<HashMap<SignatoryId, Open>>,
}

impl Tickets {
    /// Makes a ticket for a place, which ends the one before; returns it with its secret.
    pub fn issue(&self, place: Place, random: [u8; SECRET_BYTES], now: Timestamp) -> (Ticket, String) {
        let ticket = self.open(place, Some(Digest::of(&random)), None, now);
        let text = URL_SAFE_NO_PAD.encode([ticket.signatory.0.as_bytes().as_slice(), &random].concat());
        (ticket, text)
    }

    /// Keeps a certificate for a place without a ticket: the signatory chose it itself.
    pub fn choose(&self, place: Place, presented: Presented, now: Timestamp) {
        self.open(place, None, Some(presented), now);
    }

    fn open(&self, place: Place, secret: Option<Digest>, presented: Option<Presented>, now: Timestamp) -> Ticket {
        let (agreement, signatory, person) = place;
        let ticket = Ticket {
            agreement,
            signatory,
            person,
            expires_at: now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX),
        };
        let mut open = self.open.lock().expect("no holder panics");
        open.retain(|_, open| open.ticket.expires_at > now);
        let oldest = open.iter().min_by_key(|(_, open)| open.ticket.expires_at);
        if let Some(oldest) = oldest.map(|(id, _)| *id).filter(|_| open.len() >= LIMIT) {
            open.remove(&oldest);
        }
        let entry = Open {
            ticket,
            secret,
            presented,
        };
        open.insert(signatory, entry);
        ticket
    }

    /// Returns the ticket of a secret, if it stands.
    pub fn find(&self, text: &str, now: Timestamp) -> Option<Ticket> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (signatory, secret) = bytes.split_at_checked(16)?;
        let signatory = SignatoryId(uuid::Uuid::from_slice(signatory).ok()?);
        let open = self.open.lock().expect("no holder panics");
        let found = open.get(&signatory).filter(|open| open.ticket.expires_at > now)?;
        // Digests are compared, so how long it takes tells nothing of the secret.
        (found.secret? == Digest::of(secret)).then_some(found.ticket)
    }

    /// Keeps the certificate that the holder of a ticket shows.
    pub fn present(&self, ticket: Ticket, certificate: OwnCertificate) {
        let mut open = self.open.lock().expect("no holder panics");
        if let Some(open) = open.get_mut(&ticket.signatory).filter(|open| open.ticket == ticket) {
            open.presented = Some(Presented {
                certificate,
                service: None,
            });
        }
    }

    /// Returns the certificate that was last shown for a place by whoever acts there.
    pub fn presented(&self, signatory: SignatoryId, person: PersonId, now: Timestamp) -> Option<Presented> {
        let open = self.open.lock().expect("no holder panics");
        let found = open.get(&signatory)?;
        let stands = found.ticket.expires_at > now && found.ticket.person == person;
        found.presented.clone().filter(|_| stands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn place(number: u128) -> (AgreementId, SignatoryId, PersonId) {
        let id = Uuid::from_u128(number);
        (AgreementId(id), SignatoryId(id), PersonId(id))
    }

    #[test]
    fn a_ticket_opens_its_own_place_for_half_an_hour() {
        let (tickets, now) = (Tickets::default(), Timestamp::UNIX_EPOCH);
        let (ticket, secret) = tickets.issue(place(1), [7; 32], now);
        assert_eq!(tickets.find(&secret, now), Some(ticket));
        let late = now + SignedDuration::from_mins(30);
        assert_eq!(tickets.find(&secret, late), None);
        assert_eq!(tickets.find("", now), None);
        assert_eq!(tickets.find(&secret[..secret.len() - 2], now), None);
        let (_, other) = tickets.issue(place(2), [8; 32], now);
        assert_ne!(tickets.find(&other, now), Some(ticket));
    }

    #[test]
    fn another_ticket_for_the_place_ends_the_one_before() {
        let (tickets, now) = (Tickets::default(), Timestamp::UNIX_EPOCH);
        let (_, first) = tickets.issue(place(1), [7; 32], now);
        let (ticket, second) = tickets.issue(place(1), [8; 32], now);
        assert_eq!(tickets.find(&first, now), None);
        assert_eq!(tickets.find(&second, now), Some(ticket));
    }
}
