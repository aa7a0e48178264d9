//! RFC 3161 timestamps: what we ask, and what we believe of the answer.

use der::asn1::{BitString, Int, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;

use crate::algorithm::Hash;
use crate::certificate::{Usage, name_part};
use crate::cms::{self, CmsError};
use crate::trust::ChainError;
use crate::{Certificate, Digest, Trust, UnixSeconds, oid};

/// How far a token's time may lie from ours when we ask for it.
const MAX_SKEW_SECONDS: u64 = 300;
/// What tokens with their authority's chain inside mostly take.
const TYPICAL_TOKEN_BYTES: usize = 6144;
/// Widest accuracy that a token of others may claim, where one is only checked.
const MAX_ACCURACY_SECONDS: u64 = 60;
/// Widest accuracy of a token that is asked for here (EN 319 421, section 7.7.2).
const MAX_OWN_ACCURACY_MICROS: u64 = 1_000_000;

/// Answers timestamp requests. Implementations may reach over the network; retries are theirs.
pub trait TimestampAuthority {
    /// Answers a DER TimeStampReq with a DER TimeStampResp.
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError>;

    /// About how many bytes a token has; room for it is reserved before it is asked for.
    fn token_bytes(&self) -> usize {
        TYPICAL_TOKEN_BYTES
    }
}

/// Says why a timestamp does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// No authority was given, or it can't be reached.
    #[error("no timestamp authority answered: {0}")]
    Unreachable(String),
    /// The authority refused, with its PKIStatus.
    #[error("the authority refused with status {0}")]
    Rejected(u8),
    /// The answer or token can't be read.
    #[error("the answer can't be read")]
    Unreadable,
    /// The token is about something else.
    #[error("the token is about something else")]
    Imprint,
    /// The token answers another request.
    #[error("the token answers another request")]
    Nonce,
    /// The token's time is not the time of asking, or its accuracy is too wide.
    #[error("the token's time or accuracy is unbelievable")]
    Time,
    /// The token's signature does not hold.
    #[error("the token's signature: {0}")]
    Cms(#[from] CmsError),
    /// The authority is not trusted.
    #[error("the authority's certificate: {0}")]
    Chain(#[from] ChainError),
}

impl From<der::Error> for TimestampError {
    fn from(_: der::Error) -> Self {
        Self::Unreadable
    }
}

#[derive(Debug, Sequence)]
pub(crate) struct MessageImprint {
    pub(crate) algorithm: AlgorithmIdentifierOwned,
    pub(crate) hash: OctetString,
}

#[derive(Debug, Sequence)]
pub(crate) struct TimeStampReq {
    pub(crate) version: u8,
    pub(crate) imprint: MessageImprint,
    pub(crate) policy: Option<ObjectIdentifier>,
    pub(crate) nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    pub(crate) certificates: bool,
}

#[derive(Debug, Sequence)]
pub(crate) struct PkiStatusInfo {
    pub(crate) status: u8,
    pub(crate) text: Option<Vec<String>>,
    pub(crate) failure: Option<BitString>,
}

#[derive(Debug, Sequence)]
pub(crate) struct TimeStampResp {
    pub(crate) status: PkiStatusInfo,
    pub(crate) token: Option<Any>,
}

#[derive(Debug, Sequence)]
pub(crate) struct Accuracy {
    pub(crate) seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) micros: Option<u16>,
}

impl Accuracy {
    fn micros(&self) -> u64 {
        let [millis, micros] = [self.millis, self.micros].map(|part| u64::from(part.unwrap_or(0)));
        let seconds = self.seconds.unwrap_or(0).saturating_mul(1_000_000);
        seconds.saturating_add(millis * 1_000 + micros)
    }
}

#[derive(Debug, Sequence)]
pub(crate) struct TstInfo {
    pub(crate) version: u8,
    pub(crate) policy: ObjectIdentifier,
    pub(crate) imprint: MessageImprint,
    pub(crate) serial: Int,
    /// GeneralizedTime, which may carry fractions that DER libraries refuse.
    pub(crate) time: Any,
    pub(crate) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(crate) ordering: bool,
    pub(crate) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) extensions: Option<Extensions>,
}

/// A token, and when it says that its message existed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// The token: a CMS SignedData over TSTInfo, DER.
    pub token: Vec<u8>,
    /// Its time.
    pub at: UnixSeconds,
    /// SHA-256 of the message.
    pub about: Digest,
}

/// Asks authorities in turn until one gives a token that holds: status, imprint, nonce, time, accuracy, signature,
/// chain. `nonce` is random and used once.
///
/// # Errors
/// What was wrong with the last answer.
pub fn timestamp(
    about: Digest,
    nonce: [u8; 16],
    now: UnixSeconds,
    authorities: &[&dyn TimestampAuthority],
    trust: &Trust,
) -> Result<Timestamp, TimestampError> {
    let question = Question::new(about, nonce)?;
    let request = question.request()?;
    let mut last = TimestampError::Unreachable("none is configured".to_owned());
    for authority in authorities {
        let answer = authority.respond(&request);
        match answer.and_then(|response| question.check(&response, trust, now)) {
            Ok(timestamp) => return Ok(timestamp),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Reads a token by itself; fails unless it is about this digest and its chain holds at `at`.
///
/// # Errors
/// What is wrong with it.
pub fn check_timestamp(
    token: &[u8],
    about: Digest,
    trust: &Trust,
    at: UnixSeconds,
) -> Result<Timestamp, TimestampError> {
    let read = Token::read(token, &|_| Some(about.as_bytes().to_vec()))?;
    trust.path(&read.signer, &read.certificates, at, Usage::Timestamps)?;
    Ok(Timestamp {
        token: token.to_vec(),
        at: read.at,
        about,
    })
}

/// What an old token says, and how long it proves that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// Its time.
    pub at: UnixSeconds,
    /// The authority's name in its certificate.
    pub authority: Option<String>,
    /// Until when every certificate of its chain is valid.
    pub until: UnixSeconds,
}

/// Reads a token that may be old; fails unless it is about this digest and its chain held at its own time.
///
/// # Errors
/// What is wrong with it.
pub fn examine_timestamp(token: &[u8], about: Digest, trust: &Trust) -> Result<Examined, TimestampError> {
    let read = Token::read(token, &|hash| (hash == Hash::Sha256).then(|| about.as_bytes().to_vec()))?;
    let path = trust.path(&read.signer, &read.certificates, read.at, Usage::Timestamps)?;
    let until = path.iter().map(ends).min().unwrap_or(read.at);
    Ok(Examined {
        at: read.at,
        authority: name_part(read.signer.tbs_certificate().subject(), oid::COMMON_NAME),
        until,
    })
}

fn ends(certificate: &Certificate) -> UnixSeconds {
    let until = certificate.tbs_certificate().validity().not_after;
    UnixSeconds(until.to_unix_duration().as_secs())
}

/// A question to a timestamp authority, kept until the answer is checked.
#[derive(Clone, Debug)]
struct Question {
    imprint: Digest,
    nonce: Int,
}

impl Question {
    fn new(imprint: Digest, nonce: [u8; 16]) -> der::Result<Self> {
        // A leading 01 keeps the number positive and without padding.
        let nonce = Int::new(&[&[1], &nonce[1..]].concat())?;
        Ok(Self { imprint, nonce })
    }

    fn request(&self) -> der::Result<Vec<u8>> {
        TimeStampReq {
            version: 1,
            imprint: imprint(self.imprint)?,
            policy: None,
            nonce: Some(self.nonce.clone()),
            certificates: true,
        }
        .to_der()
    }

    /// Returns the token if it answers this question, now, and its authority is trusted.
    fn check(&self, response: &[u8], trust: &Trust, now: UnixSeconds) -> Result<Timestamp, TimestampError> {
        let response = TimeStampResp::from_der(response).map_err(|_| TimestampError::Unreadable)?;
        if response.status.status > 1 {
            return Err(TimestampError::Rejected(response.status.status));
        }
        let token = response.token.ok_or(TimestampError::Unreadable)?;
        let token = token.to_der().map_err(|_| TimestampError::Unreadable)?;
        let read = Token::read(&token, &|hash| {
            (hash == Hash::Sha256).then(|| self.imprint.as_bytes().to_vec())
        })?;
        if read.info.nonce.as_ref() != Some(&self.nonce) {
            return Err(TimestampError::Nonce);
        }
        // A token that does not say how exact it is would leave that to its authority's papers.
        let is_exact = read
            .info
            .accuracy
            .as_ref()
            .is_some_and(|it| it.micros() <= MAX_OWN_ACCURACY_MICROS);
        if read.at.0.abs_diff(now.0) > MAX_SKEW_SECONDS || !is_exact {
            return Err(TimestampError::Time);
        }
        trust.path(&read.signer, &read.certificates, now, Usage::Timestamps)?;
        Ok(Timestamp {
            token,
            at: read.at,
            about: self.imprint,
        })
    }
}

fn imprint(digest: Digest) -> der::Result<MessageImprint> {
    Ok(MessageImprint {
        algorithm: cms::digest_algorithm(),
        hash: OctetString::new(digest.as_bytes().as_slice())?,
    })
}

/// A token that holds by itself; whether its authority is trusted is another question.
#[derive(Debug)]
pub(crate) struct Token {
    info: TstInfo,
    pub(crate) at: UnixSeconds,
    pub(crate) signer: Certificate,
    pub(crate) certificates: Vec<Certificate>,
}

impl Token {
    /// Checks signature, imprint and accuracy; `about` gives the message's digest by an algorithm, if it knows it.
    pub(crate) fn read(token: &[u8], about: &dyn Fn(Hash) -> Option<Vec<u8>>) -> Result<Self, TimestampError> {
        let verified = cms::verify(token, &cms::Content::Inside(oid::ID_CT_TST_INFO))?;
        let content = verified.content.as_deref().ok_or(TimestampError::Unreadable)?;
        let info = TstInfo::from_der(content).map_err(|_| TimestampError::Unreadable)?;
        let expected = Hash::from_oid(info.imprint.algorithm.oid).and_then(about);
        if expected.as_deref() != Some(info.imprint.hash.as_bytes()) {
            return Err(TimestampError::Imprint);
        }
        let at = UnixSeconds::from_generalized(info.time.value()).ok_or(TimestampError::Unreadable)?;
        let accuracy = info.accuracy.as_ref().and_then(|accuracy| accuracy.seconds);
        if info.version != 1 || accuracy.unwrap_or(0) > MAX_ACCURACY_SECONDS {
            return Err(TimestampError::Time);
        }
        Ok(Self {
            info,
            at,
            signer: verified.signer,
            certificates: verified.certificates,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accuracy_is_the_sum_of_its_parts() {
        let micros = |seconds, millis, micros| {
            Accuracy {
                seconds,
                millis,
                micros,
            }
            .micros()
        };
        assert_eq!(micros(Some(1), None, None), MAX_OWN_ACCURACY_MICROS);
        assert_eq!(micros(None, Some(999), Some(999)), 999_999);
        assert!(micros(Some(1), None, Some(1)) > MAX_OWN_ACCURACY_MICROS);
        assert_eq!(micros(Some(u64::MAX), Some(999), Some(999)), u64::MAX);
    }
}
