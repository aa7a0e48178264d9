//! Figures of a fair by the rules of honest counting, and the rows that each one is made of.
//!
//! Only contracts count as signed; frameworks and intents stand in columns of their own and leave them when their
//! project signs a contract. Of several frameworks or intents on the same project the first one counts. Sums keep
//! currencies and ledgers apart, and a sum with an approximate amount in it stays marked. Every figure is the sum
//! of rows that [`rows`] names.

mod group;
mod row;
mod sum;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use group::{Group, GroupBy};
pub use row::Row;
pub use sum::{Columns, Count, LedgerTotal};

use crate::FairId;
use crate::access::View;
use crate::agreement::AgreementKind;
use crate::ceremony::{Act, Ceremony};
use crate::money::Ledger;
use crate::person::Role;
use crate::project::Project;
use crate::state::State;

/// What figures are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FiguresQuery)]
pub struct Query {
    /// What the groups are.
    pub by: GroupBy,
    /// Kinds that are counted; all when empty.
    pub kinds: Vec<AgreementKind>,
}

/// The figures of a fair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// Fair.
    pub fair: FairId,
    /// What the groups are.
    pub by: GroupBy,
    /// Totals over all groups.
    pub totals: Columns,
    /// What the ledgers of the fair's projects hold, each for itself.
    pub ledgers: Vec<LedgerTotal>,
    /// Groups.
    pub groups: Vec<Group>,
}

/// Counts what was signed at a fair.
pub fn figures(state: &State, fair: FairId, query: &Query) -> Figures {
    counted(state, fair, query, |_| true)
}

/// Returns the rows that the figures of a fair are made of, in the order in which the agreements were drafted.
pub fn rows(state: &State, fair: FairId, query: &Query) -> Vec<Row> {
    row::rows(state, fair, query, |_| true)
}

impl View<'_> {
    /// Returns the figures of a fair as far as the actor sees them: all for the province and its cities (others'
    /// aggregates are seen, their rows are not), its own for a county or park, none for anybody else.
    pub fn figures(&self, fair: FairId, query: &Query) -> Option<Figures> {
        match self.acting().role() {
            None | Some(Role::ProvinceOfficer | Role::Statistician | Role::CityOfficer) => {
                Some(figures(self.state(), fair, query))
            }
            Some(Role::CountyOfficer) => Some(counted(self.state(), fair, query, |project| self.answers_for(project))),
            Some(_) => None,
        }
    }

    /// Returns the rows of a fair that the actor sees: all for the province, own ones for a city, county or park.
    pub fn figure_rows(&self, fair: FairId, query: &Query) -> Option<Vec<Row>> {
        match self.acting().role() {
            None | Some(Role::ProvinceOfficer | Role::Statistician) => Some(rows(self.state(), fair, query)),
            Some(Role::CityOfficer | Role::CountyOfficer) => {
                let own = |project: &Project| self.answers_for(project);
                Some(row::rows(self.state(), fair, query, own))
            }
            Some(_) => None,
        }
    }
}

impl State {
    /// Counts what was signed in a ceremony; what its stage shows to everybody.
    pub fn ceremony_totals(&self, ceremony: &Ceremony) -> Columns {
        let query = Query {
            by: GroupBy::City,
            kinds: Vec::new(),
        };
        let mut totals = Columns::default();
        for row in rows(self, ceremony.fair, &query) {
            let signed_here = |act: &Act| act.is_shown() && act.agreements.contains(&row.agreement);
            if ceremony.acts.iter().any(signed_here) {
                totals.add(&row);
            }
        }
        totals
    }
}

fn counted(state: &State, fair: FairId, query: &Query, own: impl Fn(&Project) -> bool + Copy) -> Figures {
    let mut totals = Columns::default();
    let mut groups = group::Groups::new(state, fair, query.by);
    for row in row::rows(state, fair, query, own) {
        totals.add(&row);
        groups.add(&row);
    }
    let of_fair = |project: &&Project| project.proposal.fair == fair && own(project);
    let projects = state.projects.iter().map(AsRef::as_ref).filter(of_fair);
    let ledgers = [
        Ledger::Agreed,
        Ledger::ContractedForeign,
        Ledger::UtilisedForeign,
        Ledger::PaidIn,
    ];
    Figures {
        fair,
        by: query.by,
        totals,
        ledgers: sum::ledger_totals(projects, ledgers),
        groups: groups.finish(),
    }
}
