use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use p12_keystore::KeyStore;
use yunqian_signing::{Certificate, Identity, PrivateKey, Role, certificates, private_key};

use super::KeySettings;
use crate::token::{KeyChoice, Pin, Token};

/// A key that was opened, with its certificate and those that came along.
#[derive(Clone)]
pub struct Opened {
    /// The key and its certificate.
    pub identity: Identity,
    /// The other certificates.
    pub above: Vec<Certificate>,
}

impl Opened {
    /// Opens what the settings of a role name.
    ///
    /// # Errors
    /// When the settings contradict each other, a file can't be used, or the certificate is another key's.
    pub fn open(role: Role, settings: &KeySettings) -> anyhow::Result<Self> {
        Self::named(settings).with_context(|| format!("signing.authority.{role}"))
    }

    fn named(settings: &KeySettings) -> anyhow::Result<Self> {
        let (key, mut found): KeyAndCertificates = match (&settings.key, &settings.pkcs12, &settings.module) {
            (Some(file), None, None) => {
                ensure!(settings.certificate.is_some(), "a key needs its certificate");
                let key = private_key(&read(file)?).with_context(|| file.display().to_string())?;
                (key, Vec::new())
            }
            (None, Some(file), None) => {
                let password = settings
                    .password_file
                    .as_deref()
                    .context("pkcs12 needs password_file")?;
                pkcs12(file, password)?
            }
            (None, None, Some(_)) => token(settings)?,
            _ => bail!("name one of key, pkcs12 and module"),
        };
        if let Some(file) = &settings.certificate {
            found = certificates(&read(file)?).with_context(|| file.display().to_string())?;
        }
        Self::of(key, found)
    }

    /// Puts a key and certificates together.
    ///
    /// # Errors
    /// When none of them is the key's.
    pub fn of(key: Arc<dyn PrivateKey>, mut found: Vec<Certificate>) -> anyhow::Result<Self> {
        let public = key.public_key();
        let is_own = |it: &Certificate| it.tbs_certificate().subject_public_key_info() == &public;
        let own = found.iter().position(is_own);
        let certificate = found.remove(own.context("the certificate does not belong to the key")?);
        Ok(Self {
            identity: Identity { certificate, key },
            above: found,
        })
    }
}

type KeyAndCertificates = (Arc<dyn PrivateKey>, Vec<Certificate>);

fn pkcs12(file: &Path, password: &Path) -> anyhow::Result<KeyAndCertificates> {
    let password = String::from_utf8(read(password)?).context("the password is not UTF-8")?;
    let password = password.trim_end_matches(['\r', '\n']);
    let named = || file.display().to_string();
    // The reader's own messages tell DER from DER; what an operator can do something about is the password.
    let store = KeyStore::from_pkcs12(&read(file)?, password)
        .map_err(|_| anyhow::anyhow!("not a PKCS #12 file that this password opens (PBES2 as OpenSSL 3 writes it)"));
    let store = store.with_context(named)?;
    let (_, chain) = store
        .private_key_chain()
        .context("it holds no key with a certificate")
        .with_context(named)?;
    let key = private_key(chain.key()).with_context(named)?;
    let mut found = Vec::new();
    for certificate in chain.chain() {
        found.extend(certificates(certificate.as_der()).with_context(named)?);
    }
    Ok((key, found))
}

pub(super) fn token(settings: &KeySettings) -> anyhow::Result<KeyAndCertificates> {
    let module = settings.module.as_deref().context("a token needs its module")?;
    let label = settings.token.as_deref().context("module needs token")?;
    let id = settings
        .key_id
        .as_deref()
        .map(hex::decode)
        .transpose()
        .context("key_id is not hexadecimal")?;
    let pin = settings.pin_file.as_deref().map(Pin::from_file).transpose()?;
    let choice = KeyChoice {
        label: settings.key_label.clone(),
        id,
    };
    let key = Token::find(module, label)?.open(choice, pin)?;
    let found = key.chain().to_vec();
    Ok((Arc::new(key), found))
}

pub(super) fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("can't read {}", file.display()))
}
