use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Columns, Row};
use crate::FairId;
use crate::project::Stage;
use crate::region::RegionCode;
use crate::state::State;
use crate::text::LocalizedText;

/// What groups of figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// Cities, by division code.
    City,
    /// Industries, in the order of the fair's list.
    Industry,
    /// Stages, S1 to S10.
    Stage,
    /// Currencies of the agreed investment.
    Currency,
}

/// A line of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FigureGroup)]
pub struct Group {
    /// Key: division code, industry code, stage or currency; empty where it is not known.
    pub key: String,
    /// Label.
    pub label: LocalizedText,
    /// Columns.
    #[serde(flatten)]
    pub columns: Columns,
}

pub(super) struct Groups<'a> {
    state: &'a State,
    fair: FairId,
    by: GroupBy,
    groups: BTreeMap<(usize, String), Group>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(state: &'a State, fair: FairId, by: GroupBy) -> Self {
        Self {
            state,
            fair,
            by,
            groups: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, row: &Row) {
        let key = row.key(self.by);
        let place = (self.place(row), key.clone());
        let label = || self.label(row);
        if !self.groups.contains_key(&place) {
            let group = Group {
                key,
                label: label(),
                columns: Columns::default(),
            };
            self.groups.insert(place.clone(), group);
        }
        if let Some(group) = self.groups.get_mut(&place) {
            group.columns.add(row);
        }
    }

    pub(super) fn finish(self) -> Vec<Group> {
        self.groups.into_values().collect()
    }

    fn place(&self, row: &Row) -> usize {
        match self.by {
            GroupBy::City | GroupBy::Currency => usize::from(row.key(self.by).is_empty()),
            GroupBy::Stage => usize::from(row.stage.number()),
            GroupBy::Industry => self.industry(row).map_or(usize::MAX, |(place, _)| place),
        }
    }

    fn label(&self, row: &Row) -> LocalizedText {
        match self.by {
            GroupBy::City => self.city(row.city.as_ref()),
            GroupBy::Industry => self.industry(row).map_or_else(unknown, |(_, name)| name.clone()),
            GroupBy::Stage => row.stage.label(),
            GroupBy::Currency => row
                .amount
                .map_or_else(unknown, |amount| LocalizedText::new([("en", amount.currency.code())])),
        }
    }

    fn city(&self, city: Option<&RegionCode>) -> LocalizedText {
        city.and_then(|code| self.state.regions.get(code))
            .map_or_else(unknown, |region| region.name.clone())
    }

    fn industry(&self, row: &Row) -> Option<(usize, &'a LocalizedText)> {
        let industries = &self.state.fairs.get(&self.fair)?.announcement.industries;
        industries
            .iter()
            .enumerate()
            .find(|(_, industry)| industry.code == row.industry)
            .map(|(place, industry)| (place, &industry.name))
    }
}

impl Row {
    /// Returns the key of the group that the row belongs to.
    pub fn key(&self, by: GroupBy) -> String {
        match by {
            GroupBy::City => self.city.as_ref().map_or_else(String::new, |city| city.0.clone()),
            GroupBy::Industry => self.industry.clone(),
            GroupBy::Stage => self.stage.code().to_owned(),
            GroupBy::Currency => self
                .amount
                .map_or_else(String::new, |amount| amount.currency.code().to_owned()),
        }
    }
}

fn unknown() -> LocalizedText {
    LocalizedText::new([("en", "Not known"), ("zh", "未定")])
}

impl Stage {
    /// Returns the stage as JSON spells it.
    pub fn code(self) -> &'static str {
        self.names()[0]
    }

    fn label(self) -> LocalizedText {
        let [_, en, zh] = self.names();
        LocalizedText::new([("en", en), ("zh", zh)])
    }

    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Seeking => ["seeking", "Seeking a counterpart", "寻求对接企业"],
            Self::Matched => ["matched", "Counterpart identified", "明确对接企业"],
            Self::InitialIntent => ["initial_intent", "Initial intent", "达成初步合作意向"],
            Self::Advancing => ["advancing", "Talks advancing", "继续对接推进"],
            Self::Intent => ["intent", "Intent reached", "达成意向"],
            Self::Negotiating => ["negotiating", "Under negotiation", "在谈"],
            Self::Signed => ["signed", "Signed", "签约"],
            Self::Performing => ["performing", "Performing", "履约"],
            Self::Construction => ["construction", "Construction started", "开工建设"],
            Self::Operating => ["operating", "In operation", "投产运营"],
        }
    }
}
