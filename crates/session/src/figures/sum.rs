use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Row;
use crate::agreement::AgreementKind;
use crate::money::{Ledger, Money};
use crate::project::Project;

/// How many, and how much in each currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Count {
    /// How many.
    pub count: u32,
    /// Sums, one a currency.
    pub sums: Vec<Money>,
}

/// The columns of a line of figures; never added to each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FigureColumns)]
pub struct Columns {
    /// Contracts, with agreed investment.
    pub contracts: Count,
    /// Frameworks.
    pub frameworks: Count,
    /// Intents.
    pub intents: Count,
    /// Contracts with foreign capital, with what is contracted of it.
    pub foreign: Count,
}

/// What one ledger holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerTotal {
    /// Ledger.
    pub ledger: Ledger,
    /// Sums, one a currency.
    pub sums: Vec<Money>,
}

impl Columns {
    pub(super) fn add(&mut self, row: &Row) {
        let column = match row.kind {
            AgreementKind::Contract => &mut self.contracts,
            AgreementKind::Framework => &mut self.frameworks,
            AgreementKind::Intent => &mut self.intents,
        };
        column.add(row.amount);
        if row.kind == AgreementKind::Contract && row.foreign.is_some() {
            self.foreign.add(row.foreign);
        }
    }
}

impl Count {
    fn add(&mut self, amount: Option<Money>) {
        self.count += 1;
        if let Some(amount) = amount {
            add(&mut self.sums, amount);
        }
    }
}

pub(super) fn ledger_totals<'a>(projects: impl Iterator<Item = &'a Project>, ledgers: [Ledger; 4]) -> Vec<LedgerTotal> {
    let mut totals = ledgers.map(|ledger| LedgerTotal {
        ledger,
        sums: Vec::new(),
    });
    for entry in projects.flat_map(|project| &project.money) {
        for total in totals.iter_mut().filter(|total| total.ledger == entry.ledger) {
            add(&mut total.sums, entry.amount);
        }
    }
    totals.into()
}

/// Adds an amount to the sum of its currency. Amounts are below 10^15 minor units, so that sums fit.
fn add(sums: &mut Vec<Money>, amount: Money) {
    match sums.iter_mut().find(|sum| sum.currency == amount.currency) {
        Some(sum) => {
            sum.minor = sum.minor.saturating_add(amount.minor);
            sum.approximate |= amount.approximate;
        }
        None => {
            sums.push(amount);
            sums.sort_by_key(|sum| sum.currency.code());
        }
    }
}
