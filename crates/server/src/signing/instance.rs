use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, ensure};
use jiff::Timestamp;
use yunqian_signing::{
    Authority, AuthoritySeed, Certificate, IssuingAuthority, TimestampAuthority, Timestamping, Trust, UnixSeconds,
    certificates,
};

use super::keys::Gathered;
use super::outside::Outside;
use super::request::Requests;
use super::tsa::HttpTsa;
use crate::config::Config;
use crate::jobs::Troubles;
use crate::own_key::{Service, Tickets, Tries, Turns};

/// File of the development authority, below the data directory; where it lies, all is a demonstration.
pub const DEVELOPMENT_AUTHORITY: &str = "keys/development-authority.pem";
/// Where certificates, revocation lists, OCSP and the demonstration's timestamps are served.
pub const PKI_PATH: &str = "/pki";

/// What this server signs with, and whom it believes.
///
/// A demonstration makes an authority of its own, whose certificates say DEMONSTRATION. Outside of one the operator's
/// is opened; where none is configured, agreements can be agreed and frozen, but signing answers
/// `signing-authority-missing`.
pub struct Instance {
    /// Requests to signatories that are open.
    pub requests: Requests,
    demonstration: Option<Authority>,
    real: Option<IssuingAuthority>,
    /// Files with revocation lists of those above the real one.
    lists: Vec<PathBuf>,
    /// Tickets to sign with own keys.
    pub tickets: Tickets,
    /// Who appends to which document.
    pub turns: Turns,
    /// Documents that could not be archived.
    pub troubles: Troubles,
    /// How often keys at services are looked for and tried.
    pub tries: Tries,
    outside: Outside,
    services: Vec<Service>,
    tsas: Vec<HttpTsa>,
    trust: Trust,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("authority", &self.authority().is_some())
            .field("tsas", &self.tsas.len())
            .finish_non_exhaustive()
    }
}

impl Instance {
    /// Opens the authority, and makes one at the first start in demonstration mode.
    ///
    /// # Errors
    /// When a file of keys or roots can't be read or written, or a key can't serve in its role.
    pub fn open(data: &Path, config: &Config) -> anyhow::Result<Self> {
        let address = format!("{}{PKI_PATH}", config.public_url);
        let demonstration = match config.demo {
            true => Some(authority(&data.join(DEVELOPMENT_AUTHORITY), &address)?),
            false => None,
        };
        let real = real(data, config, &address)?;
        let issuers = demonstration.iter().map(Authority::issuer).chain(&real);
        let mut signers: Vec<Certificate> = issuers.flat_map(|issuer| issuer.roots().to_vec()).collect();
        let own_timestamps = demonstration.iter().map(Authority::trust);
        let mut timestamps: Vec<Certificate> = own_timestamps.flat_map(|it| it.timestamps().to_vec()).collect();
        let mut tsas = Vec::new();
        for tsa in &config.signing.timestamp_authorities {
            timestamps.extend(trusted(&tsa.roots)?);
            tsas.push(HttpTsa::new(&tsa.url)?);
        }
        for file in &config.signing.trusted_roots {
            signers.extend(trusted(file)?);
        }
        Ok(Self {
            requests: Requests::default(),
            lists: config
                .signing
                .authority
                .iter()
                .flat_map(|it| it.revocation_lists.clone())
                .collect(),
            demonstration,
            real,
            tickets: Tickets::default(),
            turns: Turns::default(),
            troubles: Troubles::default(),
            tries: Tries::default(),
            outside: Outside::new()?,
            services: config
                .signing
                .services
                .iter()
                .map(Service::open)
                .collect::<Result<_, _>>()?,
            tsas,
            trust: Trust::new(signers, timestamps),
        })
    }

    /// Returns the authority, if there is one.
    pub fn authority(&self) -> Option<&IssuingAuthority> {
        self.demonstration
            .as_ref()
            .map(Authority::issuer)
            .or(self.real.as_ref())
    }

    /// Returns the demonstration's authority, with its timestamps.
    pub fn demonstration(&self) -> Option<&Authority> {
        self.demonstration.as_ref()
    }

    /// Returns the revocation lists of those who issued the authority: its root's, or those that its operator keeps.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn lists_above(&self, now: UnixSeconds) -> anyhow::Result<Vec<Vec<u8>>> {
        if let Some(demonstration) = &self.demonstration {
            return Ok(vec![demonstration.root_list(now)?]);
        }
        self.lists.iter().map(|file| list(file)).collect()
    }

    /// Returns the services that keep keys of signatories.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// Returns whom to ask about other authorities' certificates.
    pub fn outside(&self) -> &Outside {
        &self.outside
    }

    /// Returns whom the server believes: its own authority, those of its timestamps, those of firms' certificates.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Says whether there is a timestamp authority to ask.
    pub fn has_timestamps(&self) -> bool {
        self.demonstration.is_some() || !self.tsas.is_empty()
    }

    /// Works with the timestamp authorities that are configured, in their order; with the demonstration's two where
    /// there are none. Blocks while they are asked: call it where blocking is allowed.
    pub fn with_timestamps<R>(&self, now: UnixSeconds, work: impl FnOnce(&Timestamping<'_>) -> R) -> R {
        let embedded = self.demonstration.as_ref().filter(|_| self.tsas.is_empty());
        let embedded = embedded.map(|authority| authority.tsas(now, rand::random()));
        let authorities: Vec<&dyn TimestampAuthority> = match &embedded {
            Some(tsas) => tsas.iter().map(|tsa| tsa as &dyn TimestampAuthority).collect(),
            None => self.tsas.iter().map(|tsa| tsa as &dyn TimestampAuthority).collect(),
        };
        work(&Timestamping {
            authorities: &authorities,
            trust: &self.trust,
            nonce: rand::random(),
        })
    }
}

fn authority(file: &Path, address: &str) -> anyhow::Result<Authority> {
    if file.exists() {
        let pem = std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
        return Authority::from_pem(&pem, address).with_context(|| {
            format!(
                "{} was made by an earlier version: remove the demonstration's data directory",
                file.display()
            )
        });
    }
    let seed = AuthoritySeed {
        keys: rand::random(),
        serials: rand::random(),
    };
    let authority = Authority::generate(&seed, address, now())?;
    crate::secret::write(file, &authority.to_pem()?)?;
    Ok(authority)
}

/// Opens the operator's authority, where one is configured.
fn real(data: &Path, config: &Config, address: &str) -> anyhow::Result<Option<IssuingAuthority>> {
    let Some(settings) = &config.signing.authority else {
        return Ok(None);
    };
    ensure!(
        !config.demo,
        "signing.authority is for real records: a demonstration has an authority of its own"
    );
    ensure!(
        config.signing.timestamp_authorities.len() >= 2,
        "signing.authority needs two signing.timestamp_authorities: nobody signs without a trusted time, nor may all \
         wait for one that fails"
    );
    Gathered::open(data, settings)?.into_authority(address, now()).map(Some)
}

fn list(file: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    if bytes.first() == Some(&0x30) {
        return Ok(bytes);
    }
    let (_, der) = der::pem::decode_vec(&bytes).map_err(|_| anyhow!("{} is no revocation list", file.display()))?;
    Ok(der)
}

fn trusted(file: &Path) -> anyhow::Result<Vec<Certificate>> {
    let pem = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    certificates(&pem).with_context(|| format!("{} holds no certificates", file.display()))
}

/// Returns the time.
pub fn now() -> UnixSeconds {
    UnixSeconds(Timestamp::now().as_second().unsigned_abs())
}
