use anyhow::Context;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yunqian_session::fair::{Announcement, FairState};
use yunqian_session::programme::ItemPlan;
use yunqian_session::project::{Proposal, Stage};
use yunqian_session::{
    Actor, CeremonyId, Command, FairId, ItemId, MembershipId, OrganisationId, PersonId, PitchId, ProjectId, ceremony,
    fair, organisation, person, pitch, programme, project, region,
};

use super::data::{self, SampleFair};
use crate::app::App;
use crate::people::Profile;

/// Imports a fair under keys derived from its codes.
pub struct Importer<'a> {
    /// Application.
    pub app: &'a App,
    /// Fair.
    pub fair: &'a SampleFair,
}

/// Imports the sample fair; what is there already stays as it is.
///
/// # Errors
/// When a command is refused: the sample and the rules disagree.
pub async fn import(app: &App) -> anyhow::Result<()> {
    let fair = data::fair();
    let importer = Importer { app, fair: &fair };
    importer.registries().await?;
    importer.announce().await?;
    importer.people().await?;
    importer.programme(Timestamp::now()).await?;
    importer.projects().await?;
    importer.ceremony().await
}

impl Importer<'_> {
    /// Derives the id of something from its code (UUID version 8 from SHA-256).
    pub fn id(&self, what: &str, code: &str) -> Uuid {
        let digest = Sha256::digest(format!("yunqian sample {} {what} {code}", self.fair.id));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// Carries out a command once, as the system.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn run(&self, key: Uuid, command: impl Into<Command>) -> anyhow::Result<()> {
        let command = command.into();
        let what = format!("{command:?}");
        self.app
            .desk
            .execute(Actor::System, key, command)
            .await
            .with_context(|| what)
    }

    /// Returns the fair's id.
    pub fn fair_id(&self) -> FairId {
        FairId(self.id("fair", ""))
    }

    /// Returns the id of an organisation.
    pub fn organisation(&self, code: &str) -> OrganisationId {
        OrganisationId(self.id("organisation", code))
    }

    /// Returns the id of a person.
    pub fn person(&self, code: &str) -> PersonId {
        PersonId(self.id("person", code))
    }

    /// Adds regions and organisations.
    ///
    /// # Errors
    /// When a command is refused.
    pub async fn registries(&self) -> anyhow::Result<()> {
        for entry in &self.fair.regions {
            let region = region::Region {
                code: entry.code.clone(),
                level: entry.level,
                parent: entry.parent.clone(),
                name: entry.name.clone(),
                valid_from: jiff::civil::date(2020, 1, 1),
            };
            self.run(self.id("region", &entry.code.0), region::Command::Add(region))
                .await?;
        }
        for entry in &self.fair.organisations {
            let registration = organisation::Registration {
                kind: entry.kind,
                name: entry.name.clone(),
                country: entry.country.clone(),
                region: entry.region.clone(),
                uscc: None,
                lei: None,
            };
            let id = self.organisation(&entry.code);
            self.run(id.0, organisation::Command::Register { id, registration })
                .await?;
        }
        Ok(())
    }

    /// Creates the fair, from today on, and opens it.
    ///
    /// # Errors
    /// When a command is refused.
    pub async fn announce(&self) -> anyhow::Result<()> {
        let today = Timestamp::now().to_zoned(self.zone()?).date();
        let announcement = Announcement {
            name: self.fair.name.clone(),
            host: self.organisation(&self.fair.host),
            time_zone: self.fair.time_zone.clone(),
            starts_on: today,
            ends_on: today.saturating_add((self.fair.days - 1).days()),
            languages: self.fair.languages.clone(),
            industries: self.fair.industries.clone(),
            sample: true,
        };
        let id = self.fair_id();
        self.run(id.0, fair::Command::Create { id, announcement }).await?;
        for (step, to) in [
            FairState::Registration,
            FairState::Booking,
            FairState::Scheduling,
            FairState::Live,
        ]
        .into_iter()
        .enumerate()
        {
            self.run(self.id("fair moves", &step.to_string()), fair::Command::Move { id, to })
                .await?;
        }
        Ok(())
    }

    fn zone(&self) -> anyhow::Result<TimeZone> {
        Ok(TimeZone::get(&self.fair.time_zone)?)
    }

    async fn people(&self) -> anyhow::Result<()> {
        for entry in &self.fair.people {
            let id = self.person(&entry.code);
            if self.app.people.profile(id).is_none() {
                let profile = Profile {
                    name: entry.name.clone(),
                    email: format!("{}@demo.invalid", entry.code),
                    phone: None,
                    locale: entry.locale.clone(),
                    demo: true,
                };
                self.app
                    .people
                    .put(&self.app.vault, Timestamp::now(), id, profile)
                    .await?;
            }
            self.run(id.0, person::Command::Register { id }).await?;
            let membership = MembershipId(self.id("membership", &entry.code));
            let organisation = self.organisation(&entry.organisation);
            let join = person::Command::Join {
                id: membership,
                person: id,
                organisation,
                role: entry.role,
            };
            self.run(membership.0, join).await?;
        }
        Ok(())
    }

    async fn programme(&self, now: Timestamp) -> anyhow::Result<()> {
        let now = now.to_zoned(self.zone()?);
        for entry in &self.fair.programme {
            let starts = match entry.starts {
                Some(time) => now
                    .date()
                    .saturating_add(entry.day.days())
                    .to_datetime(time)
                    .to_zoned(now.time_zone().clone())?,
                None => now.with().minute(0).second(0).subsec_nanosecond(0).build()?,
            };
            let plan = ItemPlan {
                code: entry.code.clone(),
                kind: entry.kind,
                title: entry.title.clone(),
                starts_at: starts.timestamp(),
                ends_at: starts.timestamp().checked_add(entry.minutes.minutes())?,
                sites: entry.sites.clone(),
            };
            let id = ItemId(self.id("item", &entry.code));
            self.run(
                id.0,
                programme::Command::Plan {
                    id,
                    fair: self.fair_id(),
                    plan,
                },
            )
            .await?;
        }
        Ok(())
    }

    async fn projects(&self) -> anyhow::Result<()> {
        for entry in &self.fair.projects {
            let proposal = Proposal {
                fair: self.fair_id(),
                side: entry.side,
                title: entry.title.clone(),
                summary: entry.summary.clone(),
                industry: entry.industry.clone(),
                product: entry.product.clone(),
                country: entry.country.clone(),
                owner: self.organisation(&entry.owner),
                agent: entry.agent.as_deref().map(|code| self.organisation(code)),
                region: entry.region.clone(),
                amount: None,
                documents: Vec::new(),
                tranche_of: None,
                succeeds: None,
                stage: Stage::Seeking,
            };
            let id = ProjectId(self.id("project", &entry.code));
            self.run(id.0, project::Command::Propose { id, proposal }).await?;
            if let Some(item) = &entry.pitched_in {
                self.pitch(&entry.code, id, ItemId(self.id("item", item))).await?;
            }
        }
        Ok(())
    }

    async fn pitch(&self, code: &str, project: ProjectId, item: ItemId) -> anyhow::Result<()> {
        use yunqian_session::pitch::PitchMove;
        let id = PitchId(self.id("pitch", code));
        self.run(id.0, pitch::Command::Draft { id, project, item }).await?;
        for to in [PitchMove::Submitted, PitchMove::Approved, PitchMove::Published] {
            let key = self.id("pitch moves", &format!("{code} {to:?}"));
            self.run(key, pitch::Command::Move { id, to }).await?;
        }
        Ok(())
    }

    async fn ceremony(&self) -> anyhow::Result<()> {
        let id = CeremonyId(self.id("ceremony", &self.fair.ceremony.item));
        let command = ceremony::Command::Create {
            id,
            item: ItemId(self.id("item", &self.fair.ceremony.item)),
            title: self.fair.ceremony.title.clone(),
            officiant: self.person(&self.fair.ceremony.officiant),
        };
        self.run(id.0, command).await
    }
}
