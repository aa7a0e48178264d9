use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use yunqian_signing::{Certificate, PrivateKey as _};

use super::address::Address;
use super::api::{Api, Stage, Task};
use super::check::{Asked, check};
use super::failure::{Failure, Refusal};
use super::told::Teller;
use crate::texts;
use crate::token::{KeyChoice, Pin, Token, TokenKey};

/// How often the server is asked whether the signatory has confirmed.
const POLL: Duration = Duration::from_secs(1);
/// Longest wait that the server may ask for at once, in seconds.
const LONGEST_WAIT_S: u64 = 30;
/// How many signatures the token makes for one agreement, when answers get lost on the way.
const MOST_SIGNATURES: u8 = 3;

/// The arguments of `yunqian sign`.
#[derive(Debug, Args)]
pub struct Sign {
    /// The address that the agreement's page shows, with the ticket behind the #; in quotes.
    address: Address,
    /// The token's PKCS#11 module, such as /usr/lib/softhsm/libsofthsm2.so.
    #[arg(long = "pkcs11", value_name = "MODULE")]
    module: PathBuf,
    /// The token's label.
    #[arg(long)]
    token: String,
    /// The key's label, where the token holds several.
    #[arg(long)]
    key: Option<String>,
    /// The key's id in hexadecimal, where labels don't tell keys apart.
    #[arg(long, value_parser = key_id)]
    key_id: Option<KeyId>,
    /// File with the PIN; it is asked for at the terminal when absent.
    #[arg(long, env = "YUNQIAN_PIN_FILE")]
    pin_file: Option<PathBuf>,
    /// PEM file with the certificate and its issuers; read from the token when absent.
    #[arg(long)]
    chain: Option<PathBuf>,
    /// The outcome as JSON.
    #[arg(long)]
    json: bool,
    /// Language; the environment's when absent.
    #[arg(long)]
    language: Option<String>,
}

/// A key's id.
#[derive(Debug, Clone)]
struct KeyId(Vec<u8>);

fn key_id(text: &str) -> Result<KeyId, hex::FromHexError> {
    hex::decode(text).map(KeyId)
}

/// Signs, and says so. Exit code 0: signed; 1: refused, since the server asked for something else than it said;
/// 2: token, file or network failed; 3: the server refused, or the time was over.
pub async fn run(arguments: &Sign) -> ExitCode {
    let teller = Teller {
        language: texts::of_command(arguments.language.as_deref()),
        json: arguments.json,
    };
    match sign(arguments, &teller).await {
        Ok(task) => {
            teller.signed(&task);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            teller.failed(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

async fn sign(arguments: &Sign, teller: &Teller) -> Result<Task, Failure> {
    let api = Api::new(arguments.address.clone(), teller.language)?;
    let task = api.show().await?;
    teller.about(&task);
    if task.state == Stage::Signed {
        return Ok(task);
    }
    let (key, chain) = tokio::task::block_in_place(|| open(arguments, teller))?;
    teller.with(&chain[0]);
    let signer = Signer {
        api,
        key,
        chain,
        teller,
    };
    signer.run(task).await
}

/// Opens the key, and finds its certificate.
fn open(arguments: &Sign, teller: &Teller) -> Result<(TokenKey, Vec<Certificate>), Failure> {
    let token = Token::find(&arguments.module, &arguments.token)?;
    let pin = match &arguments.pin_file {
        Some(file) => Some(Pin::from_file(file)?),
        None if token.asks_for_pin()? => Some(Pin::asked(&teller.pin_prompt(token.label()))?),
        None => None,
    };
    let choice = KeyChoice {
        label: arguments.key.clone(),
        id: arguments.key_id.clone().map(|id| id.0),
    };
    let key = token.open(choice, pin)?;
    let chain = match &arguments.chain {
        Some(file) => {
            let named = |why: &dyn std::fmt::Display| Failure::File(format!("{}: {why}", file.display()));
            let pem = std::fs::read(file).map_err(|error| named(&error))?;
            Certificate::load_pem_chain(&pem).map_err(|error| named(&error))?
        }
        None => key.chain().to_vec(),
    };
    let is_own = |it: &Certificate| it.tbs_certificate().subject_public_key_info() == &key.public_key();
    if chain.first().is_none_or(|first| !is_own(first)) {
        return Err(Failure::File(teller.say("sign-no-certificate")));
    }
    Ok((key, chain))
}

/// What one try came to.
enum Tried {
    Went(Box<Task>),
    Later(Duration),
}

struct Signer<'a> {
    api: Api,
    key: TokenKey,
    chain: Vec<Certificate>,
    teller: &'a Teller,
}

impl Signer<'_> {
    /// Goes on until the signature is in the document.
    async fn run(&self, mut task: Task) -> Result<Task, Failure> {
        let (frozen, expires_at) = (task.document_sha256, task.expires_at);
        if task.state == Stage::CertificateWanted {
            task = self.api.put_certificate(&self.chain).await?;
        }
        let (mut told, mut signatures) = (None, 0);
        while task.state != Stage::Signed {
            if task.document_sha256 != frozen {
                return Err(Failure::Refused(Refusal::AnotherDocument));
            }
            if told.replace(task.state) != Some(task.state) {
                self.teller.stage(task.state);
            }
            let wait = match task.state {
                Stage::Ready => match self.try_once(frozen, &mut signatures).await? {
                    Tried::Went(next) => {
                        task = *next;
                        continue;
                    }
                    Tried::Later(wait) => wait,
                },
                _ => POLL,
            };
            if Timestamp::now() > expires_at {
                return Err(Failure::Expired);
            }
            tokio::time::sleep(wait).await;
            match self.api.show().await {
                Ok(next) => task = next,
                // A line that fails for a moment: asked again until the ticket ends.
                Err(Failure::Unreachable(why)) => self.teller.trouble(&why),
                Err(failure) => return Err(failure),
            }
        }
        Ok(task)
    }

    async fn try_once(&self, frozen: yunqian_signing::Digest, signatures: &mut u8) -> Result<Tried, Failure> {
        let request = match self.api.begin().await {
            Ok(request) => request,
            Err(failure) => return later(failure),
        };
        let content = match self.api.content(&request.id).await {
            Ok(content) => content,
            Err(failure) => return later(failure),
        };
        let asked = Asked {
            content: &content.bytes,
            frozen_length: content.frozen_length,
            to_be_signed: &request.to_be_signed,
        };
        check(&asked, frozen, &self.chain[0]).map_err(Failure::Refused)?;
        *signatures += 1;
        let signature = tokio::task::block_in_place(|| self.key.sign(&request.to_be_signed))?;
        match self.api.answer(&request.id, &signature).await {
            Ok(task) => Ok(Tried::Went(Box::new(task))),
            Err(failure) if *signatures >= MOST_SIGNATURES => Err(failure),
            Err(failure) => later(failure),
        }
    }
}

/// Comes back later where the server asks for it, or was not reached; all else is final.
fn later(failure: Failure) -> Result<Tried, Failure> {
    match failure {
        Failure::Server {
            status: 409 | 429 | 503,
            retry_after_s,
            ..
        } => {
            let seconds = retry_after_s.unwrap_or(1).clamp(1, LONGEST_WAIT_S);
            Ok(Tried::Later(Duration::from_secs(seconds)))
        }
        Failure::Unreachable(_) => Ok(Tried::Later(POLL)),
        failure => Err(failure),
    }
}
