//! `yunqian rotate-key`: new keys for the instance's authority, without losing what the old ones signed.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use clap::Args;
use yunqian_signing::{
    Authority, Certificate, IssuingKey, KeySeed, Role, UnixSeconds, Validity, certificate_request, certificates,
};

use super::instance::{DEVELOPMENT_AUTHORITY, PKI_PATH, now};
use super::keys::{AuthoritySettings, Gathered, Kept, KeySettings, Made, Opened};
use crate::config::Config;
use crate::secret;

/// How long responders and seals that the issuing authority certifies by itself last.
const HOUSE_DAYS: u64 = 3 * 365;

/// The arguments of `yunqian rotate-key`.
#[derive(Debug, Args)]
pub struct Rotation {
    /// Which key: issuing, ocsp or seal; in a demonstration tsa-1 and tsa-2 as well.
    role: Role,
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Directory that holds all data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Address that people open, as the server is started with: certificates name it.
    #[arg(long)]
    public_url: Option<String>,
    /// The certificate that was asked for, with those between it and the root: puts the new key to use.
    #[arg(long)]
    certificate: Option<PathBuf>,
}

/// Makes a new key; a running server takes it at its next start.
///
/// # Errors
/// When there is no authority, or the certificate does not serve.
pub fn rotate(rotation: &Rotation) -> anyhow::Result<()> {
    let mut config = Config::load(rotation.config.as_deref())?;
    if let Some(data) = &rotation.data {
        config.data.clone_from(data);
    }
    if let Some(public_url) = &rotation.public_url {
        public_url.trim_end_matches('/').clone_into(&mut config.public_url);
    }
    let (role, address) = (rotation.role, format!("{}{PKI_PATH}", config.public_url));
    if config.data.join(DEVELOPMENT_AUTHORITY).exists() {
        ensure!(
            rotation.certificate.is_none(),
            "a demonstration certifies its keys itself"
        );
        rotate_demonstration(&config, &[role], now())?;
        println!("{role}: a new key is in use from the next start on");
        return Ok(());
    }
    let settings = config
        .signing
        .authority
        .clone()
        .context("signing.authority is not configured")?;
    let authority = Real {
        kept: Kept::new(&config.data),
        settings,
        address,
        config,
    };
    authority.rotate(role, rotation.certificate.as_deref())
}

/// Gives the demonstration's authority new keys in some roles.
///
/// # Errors
/// When there is no demonstration's authority, or its file can't be written.
pub fn rotate_demonstration(config: &Config, roles: &[Role], now: UnixSeconds) -> anyhow::Result<()> {
    let file = config.data.join(DEVELOPMENT_AUTHORITY);
    ensure!(file.exists(), "{} holds no demonstration", config.data.display());
    let address = format!("{}{PKI_PATH}", config.public_url);
    let pem = std::fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
    let mut authority = Authority::from_pem(&pem, &address)?;
    for role in roles {
        authority = authority.rotated(*role, &mut seed, now)?;
    }
    secret::replace(&file, &authority.to_pem()?)
}

fn seed() -> KeySeed {
    KeySeed {
        key: rand::random(),
        serial: rand::random(),
    }
}

/// The authority of an operator.
struct Real {
    config: Config,
    settings: AuthoritySettings,
    kept: Kept,
    address: String,
}

impl Real {
    fn rotate(&self, role: Role, answer: Option<&std::path::Path>) -> anyhow::Result<()> {
        let gathered = Gathered::open(&self.config.data, &self.settings)?;
        let keys = gathered.keys()?;
        let is_house = gathered
            .seal()
            .is_none_or(|seal| keys.iter().any(|key| key.issued(seal)));
        match (role, answer) {
            (Role::FirstTsa | Role::SecondTsa, _) => bail!("timestamp authorities are configured, not made here"),
            (Role::Ocsp, None) => {
                for key in &keys {
                    self.certify(role, key)?;
                }
            }
            (Role::Seal, None) if is_house => self.certify(role, &keys[0])?,
            (_, None) => {
                let like = gathered.seal().filter(|_| role == Role::Seal);
                return self.ask(role, like.unwrap_or(&keys[0].identity.certificate));
            }
            (Role::Ocsp, Some(_)) => bail!("the issuing authority certifies its responders itself"),
            (_, Some(answer)) => self.take(role, gathered, &certificates(&std::fs::read(answer)?)?)?,
        }
        println!("{role}: a new key is in use from the next start on; the one before stays for what it signed");
        Ok(())
    }

    /// Returns where the configured key of a role lies; a new one is made in the same place.
    fn former(&self, role: Role) -> &KeySettings {
        let own = match role {
            Role::Ocsp => self.settings.ocsp.as_ref(),
            Role::Seal => self.settings.seal.as_ref(),
            _ => None,
        };
        own.unwrap_or(&self.settings.issuing)
    }

    /// Makes a key that the issuing authority certifies at once.
    fn certify(&self, role: Role, issuing: &IssuingKey) -> anyhow::Result<()> {
        let serial = rand::random();
        let now = now();
        let made = Made::beside(role, self.former(role), now)?;
        let key = made.key();
        let validity = Validity {
            from: now,
            until: now.plus_days(HOUSE_DAYS),
        };
        let certificate = match role {
            Role::Ocsp => issuing.issue_responder(&self.address, &key.public_key(), validity, serial)?,
            _ => issuing.issue_seal(&self.address, &key.public_key(), validity, serial)?,
        };
        self.kept.keep(role, &made, &[certificate], now)
    }

    /// Makes a key, and asks those above for its certificate.
    fn ask(&self, role: Role, like: &Certificate) -> anyhow::Result<()> {
        let make = || Made::beside(role, self.former(role), now());
        let key = self.kept.pending(role, make)?.key();
        let file = self.kept.request(role, &certificate_request(like, key.as_ref())?)?;
        println!(
            "{role}: have {} signed, then run the command again with --certificate FILE",
            file.display()
        );
        Ok(())
    }

    /// Puts the key that waited to use, if its certificate serves.
    fn take(&self, role: Role, mut gathered: Gathered, chain: &[Certificate]) -> anyhow::Result<()> {
        let made = self.kept.waiting(role)?;
        let made = made.context("no key waits for a certificate: run the command without --certificate first")?;
        let opened = Opened::of(made.key(), chain.to_vec())?;
        gathered.put(role, opened);
        let issuing = gathered.keys()?.swap_remove(0);
        gathered.into_authority(&self.address, now())?;
        self.kept.keep(role, &made, chain, now())?;
        self.kept.no_longer_pending(role)?;
        match role {
            Role::Issuing => self.certify(Role::Ocsp, &issuing),
            _ => Ok(()),
        }
    }
}
