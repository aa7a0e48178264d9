//! Replays the sample fair's 313 agreements through the same commands as people's, with simulated signatories.
//!
//! Each agreement gets a firm, a project under negotiation, a text that both parties approve, an act of its city's
//! ceremony, two simulated authorisations and seals. No PDF is made: the digests name the texts. The totals are then
//! read from the figures, as any page would, and compared with what the province reported.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::ensure;
use iso_currency::Currency;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_session::agreement::{
    AgreementDraft, AgreementKind, Authorisation, AuthorisationMethod, Clause, FrozenText, PlaceRole, SignatoryPlace,
    SigningKey,
};
use yunqian_session::ceremony::ActMove;
use yunqian_session::money::Money;
use yunqian_session::person::Role;
use yunqian_session::programme::{ItemKind, ItemPlan, ItemState};
use yunqian_session::project::{Proposal, Side, Stage};
use yunqian_session::region::RegionCode;
use yunqian_session::text::LocalizedText;
use yunqian_session::{
    ActId, AgreementId, CeremonyId, ItemId, MembershipId, OrganisationId, PersonId, ProjectId, SignatoryId, agreement,
    ceremony, organisation, person, programme, project,
};

use crate::config::Config;
use crate::sample::{self, Agreement, Importer};
use crate::serve;

mod totals;

/// Replays into `data`, or into a directory that is removed afterwards, and prints the totals.
///
/// # Errors
/// When a command is refused, or a total differs from what was reported.
pub async fn run(data: Option<PathBuf>) -> anyhow::Result<()> {
    let temporary = std::env::temp_dir().join(format!("yunqian-replay-{}", std::process::id()));
    let kept = data.is_some();
    let config = Config {
        data: data.unwrap_or_else(|| temporary.clone()),
        demo: true,
        ..Config::default()
    };
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let app = serve::open(config, &shutdown, &mut tasks).await?;
    let fair = sample::fair();
    let rows = sample::agreements();
    let replay = Replay {
        importer: Importer { app: &app, fair: &fair },
    };
    let outcome = replay
        .all(&rows)
        .await
        .and_then(|()| totals::print(&app.state(), replay.importer.fair_id(), &fair.reported));
    println!("\nWhere the data come from:");
    fair.notes.iter().for_each(|note| println!("- {note}"));
    shutdown.cancel();
    while tasks.join_next().await.is_some() {}
    if !kept {
        std::fs::remove_dir_all(&temporary)?;
    }
    outcome
}

struct Replay<'a> {
    importer: Importer<'a>,
}

impl Replay<'_> {
    async fn all(&self, rows: &[Agreement]) -> anyhow::Result<()> {
        self.importer.registries().await?;
        self.importer.announce().await?;
        self.officers().await?;
        let mut cities: BTreeMap<&str, Vec<&Agreement>> = BTreeMap::new();
        for row in rows {
            cities.entry(&row.city_en).or_default().push(row);
        }
        for (city, rows) in cities {
            self.city(city, &rows).await?;
        }
        Ok(())
    }

    /// Registers the simulated official who signs for the places, and the officiant.
    async fn officers(&self) -> anyhow::Result<()> {
        let host = self.importer.organisation(&self.importer.fair.host);
        self.member("official", host, Role::ProvinceOfficer).await?;
        self.member("officiant", host, Role::Host).await
    }

    async fn member(&self, code: &str, organisation: OrganisationId, role: Role) -> anyhow::Result<()> {
        let person = PersonId(self.importer.id("replay person", code));
        self.importer
            .run(person.0, person::Command::Register { id: person })
            .await?;
        let id = MembershipId(self.importer.id("replay membership", code));
        self.importer
            .run(
                id.0,
                person::Command::Join {
                    id,
                    person,
                    organisation,
                    role,
                },
            )
            .await
    }

    async fn city(&self, city: &str, rows: &[&Agreement]) -> anyhow::Result<()> {
        let item = ItemId(self.importer.id("replay item", city));
        let title = LocalizedText::new([("zh", rows[0].city_zh.as_str()), ("en", city)]);
        let starts_at = Timestamp::now();
        let plan = ItemPlan {
            code: format!("REPLAY-{city}"),
            kind: ItemKind::SigningCeremony,
            title: title.clone(),
            starts_at,
            ends_at: starts_at + jiff::SignedDuration::from_hours(8),
            sites: Vec::new(),
        };
        let plan = programme::Command::Plan {
            id: item,
            fair: self.importer.fair_id(),
            plan,
        };
        self.importer.run(item.0, plan).await?;
        for to in [ItemState::Rehearsal, ItemState::Ready, ItemState::Live] {
            let key = self.importer.id("replay item moves", &format!("{city} {to:?}"));
            self.importer
                .run(key, programme::Command::Move { id: item, to })
                .await?;
        }
        let id = CeremonyId(self.importer.id("replay ceremony", city));
        let officiant = PersonId(self.importer.id("replay person", "officiant"));
        self.importer
            .run(
                id.0,
                ceremony::Command::Create {
                    id,
                    item,
                    title,
                    officiant,
                },
            )
            .await?;
        for row in rows {
            self.agreement(id, row).await?;
        }
        let to = ItemState::Ended;
        let key = self.importer.id("replay item moves", &format!("{city} {to:?}"));
        self.importer.run(key, programme::Command::Move { id: item, to }).await
    }

    async fn agreement(&self, ceremony: CeremonyId, row: &Agreement) -> anyhow::Result<()> {
        let firm = self.firm(row).await?;
        let place = self.importer.organisation(&self.importer.fair.host);
        let project = self.project(row, firm).await?;
        let places = [("official", place), (row.no.as_str(), firm)].map(|(code, organisation)| SignatoryPlace {
            id: SignatoryId(self.importer.id("replay signatory", &format!("{} {code}", row.no))),
            person: PersonId(self.importer.id("replay person", code)),
            organisation,
            capacity: LocalizedText::new([("zh", "签署人（模拟）"), ("en", "Signatory (simulated)")]),
            role: PlaceRole::Signatory,
            group: 1,
        });
        let id = AgreementId(self.importer.id("replay agreement", &row.no));
        let frozen = self.text(id, project, row, &places).await?;
        let act = self.stage(ceremony, id, row, &places).await?;
        self.sign(id, row, &places, &frozen).await?;
        let signed = self
            .importer
            .app
            .state()
            .act(&act)
            .is_some_and(|(_, act)| matches!(act.state, ceremony::ActState::Signed { .. }));
        ensure!(signed, "act of {} is not signed", row.no);
        Ok(())
    }

    async fn firm(&self, row: &Agreement) -> anyhow::Result<OrganisationId> {
        let id = OrganisationId(self.importer.id("replay firm", &row.no));
        let registration = organisation::Registration {
            kind: organisation::Kind::Firm,
            name: LocalizedText::new([
                ("zh", format!("{}投资方（模拟）", row.no).as_str()),
                ("en", &format!("Investor of {} (simulated)", row.no)),
            ]),
            country: if row.foreign_invested { "DE" } else { "CN" }.to_owned(),
            region: None,
            uscc: None,
            lei: None,
        };
        self.importer
            .run(id.0, organisation::Command::Register { id, registration })
            .await?;
        self.member(&row.no, id, Role::Firm).await?;
        Ok(id)
    }

    async fn project(&self, row: &Agreement, owner: OrganisationId) -> anyhow::Result<ProjectId> {
        let id = ProjectId(self.importer.id("replay project", &row.no));
        let proposal = Proposal {
            fair: self.importer.fair_id(),
            side: Side::Offer,
            title: title(row),
            summary: LocalizedText::default(),
            industry: row.industry.clone(),
            product: row.no.clone(),
            country: if row.foreign_invested { "DE" } else { "CN" }.to_owned(),
            owner,
            agent: None,
            region: Some(self.region(&row.city_en)?),
            amount: Some(cny(row)),
            documents: Vec::new(),
            tranche_of: None,
            succeeds: None,
            stage: Stage::Negotiating,
        };
        self.importer
            .run(id.0, project::Command::Propose { id, proposal })
            .await?;
        Ok(id)
    }

    /// Finds the region by its name; "Tangshan (Caofeidian)" is the district, not the city.
    fn region(&self, city: &str) -> anyhow::Result<RegionCode> {
        let name = city.split_once(" (").map_or(city.to_owned(), |(_, district)| {
            format!("{} District", district.trim_end_matches(')'))
        });
        let found = self
            .importer
            .fair
            .regions
            .iter()
            .find(|region| region.name.get("en") == name);
        Ok(found.ok_or_else(|| anyhow::anyhow!("no region {name}"))?.code.clone())
    }

    /// Drafts the text and lets both parties approve it; freezes it.
    async fn text(
        &self,
        id: AgreementId,
        project: ProjectId,
        row: &Agreement,
        places: &[SignatoryPlace],
    ) -> anyhow::Result<FrozenText> {
        let draft = AgreementDraft {
            fair: self.importer.fair_id(),
            project,
            number: row.no.clone(),
            kind: AgreementKind::Contract,
            title: title(row),
            languages: ["zh".to_owned(), "en".to_owned()],
            parties: places.iter().map(|place| place.organisation).collect(),
            signatories: places.to_vec(),
            quorums: Vec::new(),
            sign_by: None,
            follows: None,
            amount: Some(cny(row)),
            foreign: row.foreign_amount_usd_cents.map(|minor| Money {
                minor,
                currency: Currency::USD,
                approximate: false,
            }),
            upload: None,
            clauses: vec![Clause {
                heading: LocalizedText::new([("zh", "投资"), ("en", "Investment")]),
                body: LocalizedText::new([("zh", "重放数据，无文本。"), ("en", "Replayed data, no text.")]),
            }],
        };
        for (place, code) in places.iter().zip(["official", row.no.as_str()]) {
            let actor = yunqian_session::Actor::Person {
                person: place.person,
                membership: MembershipId(self.importer.id("replay membership", code)),
            };
            let (key, command) = if code == "official" {
                (
                    id.0,
                    agreement::Command::Draft {
                        id,
                        draft: draft.clone(),
                    },
                )
            } else {
                (
                    self.importer.id("replay approval", code),
                    agreement::Command::Approve { id, version: 1 },
                )
            };
            self.importer.app.desk.execute(actor, key, command).await?;
        }
        self.approve_own(id, row).await?;
        let frozen = FrozenText {
            version: 1,
            document: digest(&[row.no.as_bytes(), b"document"]),
            pages: vec![digest(&[row.no.as_bytes(), b"page"])],
        };
        let key = self.importer.id("replay freeze", &row.no);
        self.importer
            .run(
                key,
                agreement::Command::Freeze {
                    id,
                    frozen: frozen.clone(),
                },
            )
            .await?;
        Ok(frozen)
    }

    /// The party that drafted approves as well, if drafting did not count as approval.
    async fn approve_own(&self, id: AgreementId, row: &Agreement) -> anyhow::Result<()> {
        let state = self.importer.app.state();
        let waiting = state
            .agreements
            .get(&id)
            .is_some_and(|agreement| matches!(agreement.state, agreement::AgreementState::Draft));
        if !waiting {
            return Ok(());
        }
        let actor = yunqian_session::Actor::Person {
            person: PersonId(self.importer.id("replay person", "official")),
            membership: MembershipId(self.importer.id("replay membership", "official")),
        };
        let key = self.importer.id("replay approval of the place", &row.no);
        Ok(self
            .importer
            .app
            .desk
            .execute(actor, key, agreement::Command::Approve { id, version: 1 })
            .await?)
    }

    /// Takes the act through its run-of-show up to signing.
    async fn stage(
        &self,
        id: CeremonyId,
        agreement: AgreementId,
        row: &Agreement,
        places: &[SignatoryPlace],
    ) -> anyhow::Result<ActId> {
        let act = ActId(self.importer.id("replay act", &row.no));
        let nominate = ceremony::Command::Nominate {
            id,
            act,
            title: title(row),
            sites: Vec::new(),
            agreements: vec![agreement],
            pages_shown: false,
        };
        self.importer.run(act.0, nominate).await?;
        for to in [
            ActMove::DedupChecked,
            ActMove::Approved,
            ActMove::Rehearsed,
            ActMove::Announced,
        ] {
            let key = self.importer.id("replay act moves", &format!("{} {to:?}", row.no));
            self.importer.run(key, ceremony::Command::Move { act, to }).await?;
        }
        for place in places {
            self.importer
                .run(
                    self.importer.id("replay ready", &place.id.to_string()),
                    ceremony::Command::Ready {
                        act,
                        signatory: place.id,
                    },
                )
                .await?;
        }
        let key = self.importer.id("replay act moves", &format!("{} signing", row.no));
        self.importer
            .run(
                key,
                ceremony::Command::Move {
                    act,
                    to: ActMove::Signing { countdown_s: 0 },
                },
            )
            .await?;
        Ok(act)
    }

    async fn sign(
        &self,
        id: AgreementId,
        row: &Agreement,
        places: &[SignatoryPlace],
        frozen: &FrozenText,
    ) -> anyhow::Result<()> {
        for place in places {
            let signatory = place.id;
            let text = signatory.to_string();
            let authorisation = Authorisation {
                method: AuthorisationMethod::Simulated,
                binding: binding(frozen, signatory),
                proof: digest(&[b"simulated", text.as_bytes()]),
                key: SigningKey::Managed,
                signer: None,
            };
            self.importer
                .run(
                    self.importer.id("replay authorise", &text),
                    agreement::Command::Authorise {
                        id,
                        signatory,
                        authorisation,
                        signer: None,
                        identity: self.importer.app.config.identity_rule(),
                    },
                )
                .await?;
        }
        let mut base = frozen.document.clone();
        for place in places {
            let signatory = place.id;
            let text = signatory.to_string();
            let revision = digest(&[row.no.as_bytes(), text.as_bytes()]);
            self.importer
                .run(
                    self.importer.id("replay seal", &text),
                    agreement::Command::Seal {
                        id,
                        signatory,
                        binding: binding(frozen, signatory),
                        base: std::mem::replace(&mut base, revision.clone()),
                        revision,
                        certificate: None,
                    },
                )
                .await?;
        }
        Ok(())
    }
}

fn title(row: &Agreement) -> LocalizedText {
    LocalizedText::new([
        ("zh", format!("{}项目", row.no).as_str()),
        ("en", &format!("Project {}", row.no)),
    ])
}

fn cny(row: &Agreement) -> Money {
    Money {
        minor: row.amount_cny_fen,
        currency: Currency::CNY,
        approximate: false,
    }
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hex::encode(hasher.finalize())
}

/// Stands for the binding that a simulated signatory authorised.
fn binding(frozen: &FrozenText, signatory: SignatoryId) -> String {
    digest(&[frozen.document.as_bytes(), signatory.to_string().as_bytes()])
}
