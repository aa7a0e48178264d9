//! The document's own validation material, and what it says of a path.

use der::Decode;
use lopdf::{Dictionary, Document, Object};
use x509_cert::Certificate;

use crate::UnixSeconds;
use crate::revocation::{OcspAnswer, RevocationList};
use crate::trust::ChainError;

/// Most streams of one kind that are read.
const MAX_STREAMS: usize = 512;

/// What stands in the document's security store.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) certificates: Vec<Certificate>,
    ocsp: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
}

impl Evidence {
    pub(crate) fn read(document: &Document) -> Self {
        let store = document
            .catalog()
            .and_then(|catalog| document.get_dict_in_dict(catalog, b"DSS"));
        let Ok(store) = store else {
            return Self::default();
        };
        Self {
            certificates: streams(document, store, b"Certs")
                .iter()
                .filter_map(|der| Certificate::from_der(der).ok())
                .collect(),
            ocsp: streams(document, store, b"OCSPs"),
            lists: streams(document, store, b"CRLs"),
        }
    }

    /// Says whether every certificate of a path is known not to have been revoked at one moment; the root is trusted
    /// without.
    ///
    /// # Errors
    /// [`ChainError::Revoked`] when one was.
    pub(crate) fn is_complete(&self, path: &[Certificate], at: UnixSeconds) -> Result<bool, ChainError> {
        let mut complete = true;
        for pair in path.windows(2) {
            complete &= self.status(&pair[0], &pair[1], at)?;
        }
        Ok(complete)
    }

    /// Says whether there is a statement about a certificate that had not ended at that moment.
    fn status(&self, certificate: &Certificate, issuer: &Certificate, at: UnixSeconds) -> Result<bool, ChainError> {
        let answers = self.ocsp.iter().filter_map(|der| {
            let answer = OcspAnswer::read(der, issuer)?;
            let (revoked, validity) = answer.find(certificate, issuer)?;
            Some((revoked, validity))
        });
        let listed = self.lists.iter().filter_map(|der| {
            let list = RevocationList::read(der, issuer)?;
            Some((list.find(certificate), list.validity))
        });
        let mut known = false;
        for (revoked, validity) in answers.chain(listed) {
            if revoked.is_some_and(|revocation| revocation.at <= at) {
                return Err(ChainError::Revoked);
            }
            known |= validity.until >= at;
        }
        Ok(known)
    }
}

fn streams(document: &Document, store: &Dictionary, key: &[u8]) -> Vec<Vec<u8>> {
    let list = store.get(key).and_then(|list| document.dereference(list));
    let items = list
        .and_then(|(_, list)| list.as_array())
        .map(Vec::as_slice)
        .unwrap_or_default();
    let content = |item: &Object| {
        let stream = document.get_object(item.as_reference().ok()?).ok()?.as_stream().ok()?;
        match stream.dict.has(b"Filter") {
            true => stream.decompressed_content().ok(),
            false => Some(stream.content.clone()),
        }
    };
    items.iter().take(MAX_STREAMS).filter_map(content).collect()
}
