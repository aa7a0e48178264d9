use std::path::Path;

use anyhow::{Context, ensure};
use yunqian_signing::{
    AuthorityParts, Certificate, Fault, IssuingAuthority, IssuingKey, Role, UnixSeconds, certificates,
};

use super::source::read;
use super::{AuthoritySettings, Kept, Opened};

/// All keys of the authority, configured and kept, before it is known whether they serve.
pub struct Gathered {
    roots: Vec<Certificate>,
    /// The one in use first.
    issuing: Vec<Opened>,
    /// The newest first.
    responders: Vec<Opened>,
    /// The one in use first.
    seals: Vec<Opened>,
}

impl Gathered {
    /// Opens every key.
    ///
    /// # Errors
    /// What can't be opened, by its role and file.
    pub fn open(data: &Path, settings: &AuthoritySettings) -> anyhow::Result<Self> {
        let kept = Kept::new(data);
        let roots = certificates(&read(&settings.roots)?);
        let mut issuing = kept.open(Role::Issuing)?;
        issuing.push(Opened::open(Role::Issuing, &settings.issuing)?);
        let mut responders = kept.open(Role::Ocsp)?;
        if let Some(ocsp) = &settings.ocsp {
            responders.push(Opened::open(Role::Ocsp, ocsp)?);
        }
        for former in &settings.former {
            issuing.push(Opened::open(Role::Issuing, &former.issuing)?);
            if let Some(ocsp) = &former.ocsp {
                responders.push(Opened::open(Role::Ocsp, ocsp)?);
            }
        }
        let mut seals = kept.open(Role::Seal)?;
        if let Some(seal) = &settings.seal {
            seals.push(Opened::open(Role::Seal, seal)?);
        }
        Ok(Self {
            roots: roots.with_context(|| format!("signing.authority.roots: {}", settings.roots.display()))?,
            issuing,
            responders,
            seals,
        })
    }

    /// Puts a new key in the place of the one in use, to see whether it would serve.
    pub fn put(&mut self, role: Role, opened: Opened) {
        match role {
            Role::Issuing => self.issuing.insert(0, opened),
            Role::Ocsp => self.responders.insert(0, opened),
            _ => self.seals.insert(0, opened),
        }
    }

    /// Returns the keys that issue or did, each with the newest responder that it certified.
    ///
    /// # Errors
    /// When none of them certified a responder.
    pub fn keys(&self) -> anyhow::Result<Vec<IssuingKey>> {
        let mut keys: Vec<_> = self.issuing.iter().map(|opened| key(opened, &self.roots)).collect();
        for responder in self.responders.iter().rev() {
            let certificate = &responder.identity.certificate;
            let issuer = keys.iter_mut().find(|key| key.issued(certificate));
            let issuer = issuer.with_context(|| format!("signing.authority.ocsp: {}", Fault::AnotherIssuer))?;
            issuer.responder = Some(responder.identity.clone());
        }
        Ok(keys)
    }

    /// Returns the seal's certificate, if there is a seal.
    pub fn seal(&self) -> Option<&Certificate> {
        self.seals.first().map(|seal| &seal.identity.certificate)
    }

    /// Takes all of it as the authority.
    ///
    /// # Errors
    /// What is wrong with whose certificate.
    pub fn into_authority(self, address: &str, now: UnixSeconds) -> anyhow::Result<IssuingAuthority> {
        let mut keys = self.keys()?;
        ensure!(
            !self.seals.is_empty(),
            "signing.authority.seal is missing: configure one, or make one by `yunqian rotate-key seal`"
        );
        let mut seals = self.seals.into_iter();
        let seal = seals.next().context("there is a seal")?;
        // What the issuing authority certified needs to bring no chain of its own.
        let seal_above = match keys.iter().find(|key| key.issued(&seal.identity.certificate)) {
            Some(issuer) => issuer.chain(),
            None => without_roots(seal.above, &self.roots),
        };
        let in_use = |it: &Certificate| {
            keys.iter()
                .any(|key| key.responder.as_ref().is_some_and(|r| r.certificate == *it))
        };
        let responders = self
            .responders
            .into_iter()
            .map(|responder| responder.identity.certificate);
        let mut retired: Vec<_> = responders.filter(|it| !in_use(it)).collect();
        retired.extend(seals.map(|seal| seal.identity.certificate));
        let former = keys.split_off(1);
        let parts = AuthorityParts {
            roots: self.roots,
            issuing: keys.remove(0),
            former,
            seal: seal.identity,
            seal_above,
            retired,
            address: address.to_owned(),
        };
        IssuingAuthority::new(parts, now).map_err(|fault| anyhow::anyhow!("signing.authority.{fault}"))
    }
}

fn key(opened: &Opened, roots: &[Certificate]) -> IssuingKey {
    IssuingKey {
        identity: opened.identity.clone(),
        above: without_roots(opened.above.clone(), roots),
        responder: None,
    }
}

fn without_roots(mut chain: Vec<Certificate>, roots: &[Certificate]) -> Vec<Certificate> {
    chain.retain(|certificate| !roots.contains(certificate));
    chain
}
