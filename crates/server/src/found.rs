//! Founds a tenant: an empty record gets its province, the department that hosts, and its first officer, who signs
//! in by a code sent to the address given here, and adds regions, organisations and people from there.

use std::path::PathBuf;

use anyhow::ensure;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_journal::{Journal, Vault};
use yunqian_session::person::{self, Role};
use yunqian_session::region::{self, Level, Region, RegionCode};
use yunqian_session::text::LocalizedText;
use yunqian_session::{Actor, Command, MembershipId, OrganisationId, PersonId, Record, State, organisation};

use crate::config::Config;
use crate::people::{People, Profile};
use crate::{desk, serve};

/// What a tenant is founded with.
#[derive(Debug, clap::Args)]
pub struct Founding {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Directory that holds all data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Division code of the province (GB/T 2260), such as 130000.
    #[arg(long)]
    province_code: String,
    /// Name of the province by language; once a language: `--province zh=河北省 --province en=Hebei`.
    #[arg(long, required = true, value_parser = in_a_language, value_name = "LANGUAGE=TEXT")]
    province: Vec<(String, String)>,
    /// Name of the department that hosts, by language.
    #[arg(long, required = true, value_parser = in_a_language, value_name = "LANGUAGE=TEXT")]
    department: Vec<(String, String)>,
    /// Name of the first officer, by language.
    #[arg(long, required = true, value_parser = in_a_language, value_name = "LANGUAGE=TEXT")]
    officer: Vec<(String, String)>,
    /// Address that the officer signs in with.
    #[arg(long)]
    email: String,
}

fn in_a_language(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((language, text)) if !language.is_empty() && !text.trim().is_empty() => {
            Ok((language.to_owned(), text.trim().to_owned()))
        }
        _ => Err("write it as LANGUAGE=TEXT, such as zh=河北省".to_owned()),
    }
}

fn text(texts: &[(String, String)]) -> LocalizedText {
    LocalizedText(texts.iter().cloned().collect())
}

/// Founds the tenant in an empty data directory. Everything is decided before anything is written, so that what is
/// refused leaves the directory as good as empty.
///
/// # Errors
/// When there is a record already, or a rule refuses what is given.
pub async fn run(founding: Founding) -> anyhow::Result<()> {
    let mut config = Config::load(founding.config.as_deref())?;
    if let Some(data) = &founding.data {
        config.data.clone_from(data);
    }
    ensure!(
        !config.demo,
        "a demonstration has its own people; nothing is founded in it"
    );
    let email = founding.email.trim().to_lowercase();
    ensure!(email.parse::<lettre::Address>().is_ok(), "{email} is no mail address");
    let officer = PersonId(Uuid::now_v7());
    let commands = commands(&founding, officer);
    rehearse(&commands)?;

    serve::keep_apart(&config.data, false)?;
    let journal = Journal::open(config.data.join("journal")).await?;
    let vault = Vault::open(config.data.join("vault")).await?;
    let (desk, writer) = desk::open(journal).await?;
    ensure!(
        desk.state().head() == 0,
        "{} holds a record already: found a tenant in an empty directory",
        config.data.display()
    );
    let profile = Profile {
        name: text(&founding.officer),
        email: email.clone(),
        phone: None,
        locale: "zh".to_owned(),
        demo: false,
    };
    let people = People::load(&vault).await?;
    people.put(&vault, Timestamp::now(), officer, profile).await?;
    let shutdown = CancellationToken::new();
    let writing = tokio::spawn(writer.run(shutdown.clone()));
    for command in commands {
        desk.execute(Actor::System, Uuid::now_v7(), command).await?;
    }
    shutdown.cancel();
    writing.await?;
    println!("Founded. {email} signs in at {}/sign-in", config.public_url);
    Ok(())
}

fn commands(founding: &Founding, officer: PersonId) -> Vec<Command> {
    let organisation = OrganisationId(Uuid::now_v7());
    let code = RegionCode(founding.province_code.clone());
    let province = Region {
        code: code.clone(),
        level: Level::Province,
        parent: None,
        name: text(&founding.province),
        valid_from: Timestamp::now().to_zoned(TimeZone::UTC).date(),
    };
    let registration = organisation::Registration {
        kind: organisation::Kind::ProvinceOffice,
        name: text(&founding.department),
        country: "CN".to_owned(),
        region: Some(code),
        uscc: None,
        lei: None,
    };
    vec![
        region::Command::Add(province).into(),
        organisation::Command::Register {
            id: organisation,
            registration,
        }
        .into(),
        person::Command::Register { id: officer }.into(),
        person::Command::Join {
            id: MembershipId(Uuid::now_v7()),
            person: officer,
            organisation,
            role: Role::ProvinceOfficer,
        }
        .into(),
    ]
}

/// Decides the commands on an empty state.
fn rehearse(commands: &[Command]) -> anyhow::Result<()> {
    let (mut state, now) = (State::default(), Timestamp::now());
    for command in commands {
        let events = state.decide(now, &Actor::System, command.clone())?;
        state.apply(&Record::new(Uuid::now_v7(), now, Actor::System, events))?;
    }
    Ok(())
}
