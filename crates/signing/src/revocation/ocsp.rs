//! The Online Certificate Status Protocol.

use der::asn1::{BitString, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Enumerated, Sequence, Tag};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::{Extension, Extensions};
use x509_cert::serial_number::SerialNumber;

use super::{Revocation, RevocationReason};
use crate::algorithm::{self, Hash, sha1};
use crate::certificate::{Usage, Validity};
use crate::cms::any;
use crate::private_key;
use crate::trust::{check_leaf, check_validity};
use crate::{Certificate, PrivateKey, SigningError, UnixSeconds, oid};

/// Largest nonce that is answered (RFC 8954).
const MAX_NONCE_BYTES: usize = 128;
/// Most certificates that one request may ask about.
const MAX_REQUESTS: usize = 16;

/// CertID: which certificate, told by hashes of its issuer.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(crate) struct CertificateId {
    hash: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: SerialNumber,
}

impl CertificateId {
    /// Names a certificate with SHA-1, which every responder understands.
    pub(crate) fn new(certificate: &Certificate, issuer: &Certificate) -> der::Result<Self> {
        let hash = AlgorithmIdentifierOwned {
            oid: oid::ID_SHA1,
            parameters: Some(Any::null()),
        };
        let (issuer_name, issuer_key) =
            issuer_hashes(&hash, issuer)?.ok_or(der::ErrorKind::OidUnknown { oid: oid::ID_SHA1 })?;
        Ok(Self {
            hash,
            issuer_name,
            issuer_key,
            serial: certificate.tbs_certificate().serial_number().clone(),
        })
    }

    /// Says whether it names a certificate of this issuer.
    pub(crate) fn is_of(&self, issuer: &Certificate) -> bool {
        issuer_hashes(&self.hash, issuer)
            .is_ok_and(|hashes| hashes.as_ref() == Some(&(self.issuer_name.clone(), self.issuer_key.clone())))
    }

    pub(crate) fn serial(&self) -> &[u8] {
        self.serial.as_bytes()
    }
}

fn issuer_hashes(
    hash: &AlgorithmIdentifierOwned,
    issuer: &Certificate,
) -> der::Result<Option<(OctetString, OctetString)>> {
    let of = |bytes: &[u8]| match hash.oid {
        oid::ID_SHA1 => Some(sha1(bytes)),
        other => Hash::from_oid(other).map(|hash| hash.of(bytes)),
    };
    let tbs = issuer.tbs_certificate();
    let name = of(&tbs.subject().to_der()?);
    let key = of(tbs.subject_public_key_info().subject_public_key.raw_bytes());
    let (Some(name), Some(key)) = (name, key) else {
        return Ok(None);
    };
    Ok(Some((OctetString::new(name)?, OctetString::new(key)?)))
}

#[derive(Sequence)]
struct SingleRequest {
    id: CertificateId,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct TbsRequest {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", default = "Default::default")]
    version: u8,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    requestor: Option<Any>,
    requests: Vec<SingleRequest>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Request {
    tbs: TbsRequest,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    signature: Option<Any>,
}

/// A question to a responder.
pub(crate) struct OcspRequest {
    pub(crate) ids: Vec<CertificateId>,
    nonce: Option<Extension>,
}

impl OcspRequest {
    /// Writes a question about one certificate.
    pub(crate) fn about(id: CertificateId) -> der::Result<Vec<u8>> {
        let requests = vec![SingleRequest { id, extensions: None }];
        Request {
            tbs: TbsRequest {
                version: 0,
                requestor: None,
                requests,
                extensions: None,
            },
            signature: None,
        }
        .to_der()
    }

    /// Reads a question; its signature, if any, is not looked at (RFC 6960, section 4.1.2).
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let tbs = Request::from_der(der).ok()?.tbs;
        let count = tbs.requests.len();
        if tbs.version != 0 || count == 0 || count > MAX_REQUESTS {
            return None;
        }
        let nonce = tbs
            .extensions
            .into_iter()
            .flatten()
            .find(|extension| extension.extn_id == oid::ID_PKIX_OCSP_NONCE)
            .filter(|extension| extension.extn_value.as_bytes().len() <= MAX_NONCE_BYTES);
        Some(Self {
            ids: tbs.requests.into_iter().map(|request| request.id).collect(),
            nonce,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[repr(u8)]
enum ResponseStatus {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SigRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct Response {
    status: ResponseStatus,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
struct BasicResponse {
    data: Any,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<Certificate>>,
}

#[derive(Sequence)]
struct ResponseData {
    /// `[1]` name or `[2]` key hash of the responder; whom we believe is told by its certificate.
    responder: Any,
    /// GeneralizedTime.
    produced_at: Any,
    responses: Vec<SingleResponse>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct SingleResponse {
    id: CertificateId,
    /// `[0]` good, `[1]` revoked, `[2]` unknown.
    status: Any,
    this_update: Any,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// What a responder knows of a certificate: `None` if the issuer never made it.
pub(crate) type Known = Option<Option<Revocation>>;

/// Answers a question as the responder of `issuer`; questions that can't be read get an error answer.
pub(crate) fn respond(
    request: &[u8],
    issuer: &Certificate,
    responder: &Certificate,
    key: &dyn PrivateKey,
    validity: Validity,
    known: &dyn Fn(&[u8]) -> Known,
) -> Result<Vec<u8>, SigningError> {
    let Some(request) = OcspRequest::read(request) else {
        return Ok(refuse(ResponseStatus::MalformedRequest)?);
    };
    if request.ids.iter().any(|id| !id.is_of(issuer)) {
        return Ok(refuse(ResponseStatus::Unauthorized)?);
    }
    let single = |id: CertificateId| {
        Ok::<_, der::Error>(SingleResponse {
            status: status(known(id.serial()))?,
            id,
            this_update: generalized(validity.from)?,
            next_update: Some(generalized(validity.until)?),
            extensions: None,
        })
    };
    let key_hash = sha1(
        responder
            .tbs_certificate()
            .subject_public_key_info()
            .subject_public_key
            .raw_bytes(),
    );
    let by_key = OctetString::new(key_hash)?.to_der()?;
    let data = ResponseData {
        responder: Any::new(context(2, true), by_key)?,
        produced_at: generalized(validity.from)?,
        responses: request.ids.into_iter().map(single).collect::<Result<_, _>>()?,
        extensions: request.nonce.map(|nonce| vec![nonce]),
    };
    let signature = key.sign(&data.to_der()?)?;
    let basic = BasicResponse {
        data: any(&data)?,
        algorithm: private_key::algorithm(key)?,
        signature: BitString::from_bytes(&signature)?,
        certificates: Some(vec![responder.clone()]),
    };
    Ok(Response {
        status: ResponseStatus::Successful,
        bytes: Some(ResponseBytes {
            kind: oid::ID_PKIX_OCSP_BASIC,
            response: OctetString::new(basic.to_der()?)?,
        }),
    }
    .to_der()?)
}

fn refuse(status: ResponseStatus) -> der::Result<Vec<u8>> {
    Response { status, bytes: None }.to_der()
}

fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific {
        constructed,
        number: der::TagNumber(number),
    }
}

fn generalized(at: UnixSeconds) -> der::Result<Any> {
    Any::new(Tag::GeneralizedTime, at.to_generalized()?.into_bytes())
}

fn status(known: Known) -> der::Result<Any> {
    match known {
        Some(None) => Any::new(context(0, false), []),
        None => Any::new(context(2, false), []),
        Some(Some(revocation)) => {
            let mut value = generalized(revocation.at)?.to_der()?;
            // reason [0] EXPLICIT ENUMERATED
            value.extend_from_slice(&[0xA0, 0x03, 0x0A, 0x01, revocation.reason.code()]);
            Any::new(context(1, true), value)
        }
    }
}

/// An answer whose signature holds and whose responder may answer for the issuer.
#[derive(Debug)]
pub(crate) struct OcspAnswer {
    answers: Vec<(CertificateId, Known, Validity)>,
}

impl OcspAnswer {
    /// Reads an answer of `issuer` itself or of a responder that it delegated to (RFC 6960, section 4.2.2.2).
    pub(crate) fn read(der: &[u8], issuer: &Certificate) -> Option<Self> {
        let response = Response::from_der(der).ok()?;
        let bytes = response
            .bytes
            .filter(|_| response.status == ResponseStatus::Successful)?;
        if bytes.kind != oid::ID_PKIX_OCSP_BASIC {
            return None;
        }
        let basic = BasicResponse::from_der(bytes.response.as_bytes()).ok()?;
        let signed = basic.data.to_der().ok()?;
        let signature = basic.signature.as_bytes()?;
        let signs = |responder: &Certificate| {
            let key = responder.tbs_certificate().subject_public_key_info();
            algorithm::verify(key, &basic.algorithm, None, &signed, signature).is_ok()
        };
        let delegated = basic.certificates.iter().flatten();
        let responder = std::iter::once(issuer)
            .chain(delegated.filter(|certificate| may_answer(certificate, issuer)))
            .find(|certificate| signs(certificate))?
            .clone();
        let data: ResponseData = basic.data.decode_as().ok()?;
        let answers: Vec<_> = data
            .responses
            .into_iter()
            .map(|single| Some((single.id.clone(), read_status(&single.status)?, read_validity(&single)?)))
            .collect::<Option<_>>()?;
        let was_valid = |(_, _, validity): &(_, _, Validity)| check_validity(&responder, validity.from).is_ok();
        answers.iter().all(was_valid).then_some(Self { answers })
    }

    /// Returns what it says of a certificate of this issuer, and for which time.
    pub(crate) fn find(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Option<(Option<Revocation>, Validity)> {
        let serial = certificate.tbs_certificate().serial_number();
        let (_, known, validity) = self
            .answers
            .iter()
            .find(|(id, ..)| id.serial() == serial.as_bytes() && id.is_of(issuer))?;
        Some(((*known)?, *validity))
    }
}

fn may_answer(responder: &Certificate, issuer: &Certificate) -> bool {
    responder.tbs_certificate().issuer() == issuer.tbs_certificate().subject()
        && check_leaf(responder, Usage::OcspResponses).is_ok()
        && crate::trust::check_signature(responder, issuer).is_ok()
}

fn read_status(status: &Any) -> Option<Option<Option<Revocation>>> {
    let tag = der::Tagged::tag(status);
    if tag == context(0, false) {
        Some(Some(None))
    } else if tag == context(2, false) {
        Some(None)
    } else if tag == context(1, true) {
        let value = status.value();
        let length = usize::from(*value.get(1)?);
        let at = UnixSeconds::from_generalized(value.get(2..2 + length)?)?;
        let reason = match value.get(2 + length..)? {
            [0xA0, 0x03, 0x0A, 0x01, code] => *code,
            _ => 0,
        };
        let reason = RevocationReason::from_code(reason);
        Some(Some(Some(Revocation { at, reason })))
    } else {
        None
    }
}

fn read_validity(single: &SingleResponse) -> Option<Validity> {
    let from = UnixSeconds::from_generalized(single.this_update.value())?;
    // Without an end it holds for the moment alone (RFC 6960, section 4.2.2.1).
    let until = match &single.next_update {
        Some(next) => UnixSeconds::from_generalized(next.value())?,
        None => from,
    };
    Some(Validity { from, until })
}
