//! The embedded timestamp authority: real RFC 3161 tokens from a certificate that says demonstration.

use der::asn1::Int;
use der::{Any, Decode, Encode, Tag};
use x509_cert::Certificate;

use crate::cms::{SignedContent, Unsigned};
use crate::timestamp::{Accuracy, PkiStatusInfo, TimeStampReq, TimeStampResp, TstInfo};
use crate::{PrivateKey, SigningError, TimestampAuthority, TimestampError, UnixSeconds, oid};

/// `PKIStatus` of a refused request (RFC 3161, section 2.4.2).
const REJECTION: u8 = 2;

/// The embedded TSA at one moment; made by [`crate::Authority::tsa`].
pub struct DevelopmentTsa<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: &'a dyn PrivateKey,
    pub(crate) now: UnixSeconds,
    pub(crate) serial: [u8; 16],
}

impl TimestampAuthority for DevelopmentTsa<'_> {
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let (status, token) = match self.token(request) {
            Ok(token) => (0, Some(token)),
            Err(_) => (REJECTION, None),
        };
        let status = PkiStatusInfo {
            status,
            text: None,
            failure: None,
        };
        TimeStampResp { status, token }
            .to_der()
            .map_err(|_| TimestampError::Unreadable)
    }
}

impl DevelopmentTsa<'_> {
    fn token(&self, request: &[u8]) -> Result<Any, SigningError> {
        let request = TimeStampReq::from_der(request)?;
        let known = request.imprint.algorithm.oid == oid::ID_SHA256 && request.imprint.hash.as_bytes().len() == 32;
        if request.version != 1 || !known {
            return Err(SigningError::Timestamp(TimestampError::Imprint));
        }
        let info = TstInfo {
            version: 1,
            policy: oid::DEMONSTRATION_TSA_POLICY,
            imprint: request.imprint,
            serial: Int::new(&[&[1], &self.serial[1..]].concat())?,
            time: Any::new(Tag::GeneralizedTime, self.now.to_generalized()?.into_bytes())?,
            accuracy: Some(Accuracy {
                seconds: Some(1),
                millis: None,
                micros: None,
            }),
            ordering: false,
            nonce: request.nonce,
            tsa: None,
            extensions: None,
        };
        let content = info.to_der()?;
        let content = SignedContent::Inside(oid::ID_CT_TST_INFO, &content);
        let unsigned = Unsigned::new(&content, std::slice::from_ref(self.certificate))?;
        let signature = self.key.sign(&unsigned.to_be_signed()?)?;
        Ok(Any::from_der(&unsigned.complete(&signature, None)?)?)
    }
}
