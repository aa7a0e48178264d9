//! RFC 3161 timestamps: what we ask, and what we believe of the answer.

use der::asn1::{BitString, Int, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;

use crate::certificate::Usage;
use crate::cms::{self, CmsError};
use crate::trust::ChainError;
use crate::{Digest, Trust, UnixSeconds, oid};

/// How far a token's time may lie from ours when we ask for it.
const MAX_SKEW_SECONDS: u64 = 300;
/// Widest accuracy a token may claim.
const MAX_ACCURACY_SECONDS: u64 = 60;

/// Answers timestamp requests. Implementations may reach over the network; retries are theirs.
pub trait TimestampAuthority {
    /// Answers a DER TimeStampReq with a DER TimeStampResp.
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError>;
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

#[derive(Sequence)]
pub(crate) struct MessageImprint {
    pub(crate) algorithm: AlgorithmIdentifierOwned,
    pub(crate) hash: OctetString,
}

#[derive(Sequence)]
pub(crate) struct TimeStampReq {
    pub(crate) version: u8,
    pub(crate) imprint: MessageImprint,
    pub(crate) policy: Option<ObjectIdentifier>,
    pub(crate) nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    pub(crate) certificates: bool,
}

#[derive(Sequence)]
pub(crate) struct PkiStatusInfo {
    pub(crate) status: u8,
    pub(crate) text: Option<Vec<String>>,
    pub(crate) failure: Option<BitString>,
}

#[derive(Sequence)]
pub(crate) struct TimeStampResp {
    pub(crate) status: PkiStatusInfo,
    pub(crate) token: Option<Any>,
}

#[derive(Sequence)]
pub(crate) struct Accuracy {
    pub(crate) seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) micros: Option<u16>,
}

#[derive(Sequence)]
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

/// A question to a timestamp authority, kept until the answer is checked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    imprint: Digest,
    nonce: Int,
}

impl Question {
    /// Asks about a message; `nonce` is random and used once.
    pub(crate) fn about(message: &[u8], nonce: [u8; 16]) -> der::Result<Self> {
        // A leading 01 keeps the number positive and without padding.
        let nonce = Int::new(&[&[1], &nonce[1..]].concat())?;
        Ok(Self {
            imprint: Digest::of(message),
            nonce,
        })
    }

    pub(crate) fn request(&self) -> der::Result<Vec<u8>> {
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
    pub(crate) fn check(
        &self,
        response: &[u8],
        trust: &Trust,
        now: UnixSeconds,
    ) -> Result<(Vec<u8>, UnixSeconds), TimestampError> {
        let response = TimeStampResp::from_der(response).map_err(|_| TimestampError::Unreadable)?;
        if response.status.status > 1 {
            return Err(TimestampError::Rejected(response.status.status));
        }
        let token = response.token.ok_or(TimestampError::Unreadable)?;
        let token = token.to_der().map_err(|_| TimestampError::Unreadable)?;
        let (info, time) = read_token(&token, self.imprint, trust)?;
        if info.nonce.as_ref() != Some(&self.nonce) {
            return Err(TimestampError::Nonce);
        }
        if time.0.abs_diff(now.0) > MAX_SKEW_SECONDS {
            return Err(TimestampError::Time);
        }
        Ok((token, time))
    }
}

pub(crate) fn imprint(digest: Digest) -> der::Result<MessageImprint> {
    Ok(MessageImprint {
        algorithm: cms::digest_algorithm(),
        hash: OctetString::new(digest.as_bytes().as_slice())?,
    })
}

/// Checks a token by itself: signature, trust at its own time, imprint, accuracy. Returns its time.
pub(crate) fn check_token(token: &[u8], message: &[u8], trust: &Trust) -> Result<UnixSeconds, TimestampError> {
    read_token(token, Digest::of(message), trust).map(|(_, time)| time)
}

fn read_token(token: &[u8], about: Digest, trust: &Trust) -> Result<(TstInfo, UnixSeconds), TimestampError> {
    let verified = cms::verify(token, oid::ID_CT_TST_INFO, None)?;
    let content = verified.content.as_deref().ok_or(TimestampError::Unreadable)?;
    let info = TstInfo::from_der(content).map_err(|_| TimestampError::Unreadable)?;
    if info.imprint.algorithm.oid != oid::ID_SHA256 || info.imprint.hash.as_bytes() != about.as_bytes() {
        return Err(TimestampError::Imprint);
    }
    let time = UnixSeconds::from_generalized(info.time.value()).ok_or(TimestampError::Unreadable)?;
    let accuracy = info
        .accuracy
        .as_ref()
        .and_then(|accuracy| accuracy.seconds)
        .unwrap_or(0);
    if info.version != 1 || accuracy > MAX_ACCURACY_SECONDS {
        return Err(TimestampError::Time);
    }
    trust.check(&verified.signer, &verified.certificates, time, Usage::Timestamps)?;
    Ok((info, time))
}
