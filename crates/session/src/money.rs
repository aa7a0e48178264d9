//! Amounts in integer minor units of one ISO 4217 currency; never floats, never summed across currencies.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use jiff::Timestamp;

/// An amount in minor units (fen, cents) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Amount in minor units.
    pub minor: i64,
    /// ISO 4217 code.
    #[schema(value_type = String, example = "CNY")]
    pub currency: iso_currency::Currency,
    /// Whether the amount was given as approximate; stays marked for ever.
    #[serde(default)]
    pub approximate: bool,
}

/// The ledger that a money entry belongs to; ledgers are never summed with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ledger {
    /// 协议投资额
    Agreed,
    /// 合同外资
    ContractedForeign,
    /// 实际使用外资
    UtilisedForeign,
    /// 到位资金
    PaidIn,
}

/// One entry in one of a project's ledgers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MoneyEntry {
    /// Ledger.
    pub ledger: Ledger,
    /// Amount.
    pub amount: Money,
    /// When it was entered.
    pub at: Timestamp,
    /// What it rests on: an agreement number, a registration, a bank receipt.
    pub source: String,
}
