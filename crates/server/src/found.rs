//! Founds a tenant: an empty record gets its province, the department that hosts, and its first officer, who signs
//! in by a code sent to the address given here, and adds regions, organisations and people from there.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_session::person::{self, Role};
use yunqian_session::region::{self, Level, Region, RegionCode};
use yunqian_session::text::LocalizedText;
use yunqian_session::{Actor, Command, MembershipId, OrganisationId, PersonId, organisation};

use crate::app::App;
use crate::config::Config;
use crate::people::Profile;
use crate::serve;

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

/// Founds the tenant in an empty data directory.
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
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let app = serve::open(config, &shutdown, &mut tasks).await?;
    let founded = found(&app, &founding).await;
    shutdown.cancel();
    while tasks.join_next().await.is_some() {}
    founded?;
    println!(
        "Founded. {} signs in at {}/sign-in",
        founding.email, app.config.public_url
    );
    Ok(())
}

async fn found(app: &App, founding: &Founding) -> anyhow::Result<()> {
    ensure!(
        app.state().head() == 0,
        "there is a record already; found a tenant in an empty directory"
    );
    let email = founding.email.trim().to_lowercase();
    ensure!(email.contains('@'), "{email} is no mail address");
    let (organisation, person) = (OrganisationId(Uuid::now_v7()), PersonId(Uuid::now_v7()));
    let code = RegionCode(founding.province_code.clone());
    let province = Region {
        code: code.clone(),
        level: Level::Province,
        parent: None,
        name: text(&founding.province),
        valid_from: Timestamp::now().to_zoned(TimeZone::UTC).date(),
    };
    execute(app, region::Command::Add(province)).await?;
    let registration = organisation::Registration {
        kind: organisation::Kind::ProvinceOffice,
        name: text(&founding.department),
        country: "CN".to_owned(),
        region: Some(code),
        uscc: None,
        lei: None,
    };
    execute(
        app,
        organisation::Command::Register {
            id: organisation,
            registration,
        },
    )
    .await?;
    let profile = Profile {
        name: text(&founding.officer),
        email,
        phone: None,
        locale: "zh".to_owned(),
        demo: false,
    };
    app.people.put(&app.vault, Timestamp::now(), person, profile).await?;
    execute(app, person::Command::Register { id: person }).await?;
    let join = person::Command::Join {
        id: MembershipId(Uuid::now_v7()),
        person,
        organisation,
        role: Role::ProvinceOfficer,
    };
    execute(app, join).await
}

async fn execute(app: &App, command: impl Into<Command>) -> anyhow::Result<()> {
    let command = command.into();
    let what = format!("{command:?}");
    app.desk
        .execute(Actor::System, Uuid::now_v7(), command)
        .await
        .with_context(|| what)
}
