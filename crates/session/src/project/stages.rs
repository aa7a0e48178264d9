use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use super::{Event, Project, Refusal, Stage, StageEvidence, StageMove, Standing};
use crate::access::Right;
use crate::decision::Decision;
use crate::money::{Ledger, MoneyEntry};
use crate::{AgreementId, InterestId, OrganisationId, ProjectId, check, common, refusal};

/// What a step means by the stage rules, whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Next,
    /// S4 again, S4 → S3, S5 and S6 → S4.
    Back,
    /// Over stages in between, up to S6.
    Skip,
}

/// Asks for a stage by hand.
pub(super) fn advance(decision: &mut Decision, project: &Arc<Project>, to: StageMove) -> Result<(), refusal::Refusal> {
    if project.standing != Standing::Active {
        return Err(Refusal::NotActive.into());
    }
    if to.to == Stage::Signed {
        return Err(Refusal::SignedByContractOnly.into());
    }
    if to.to > Stage::Signed && project.proposal.stage < Stage::Signed {
        return Err(Refusal::NotSigned.into());
    }
    match step(project.proposal.stage, to.to).ok_or(Refusal::StageOrder)? {
        Step::Next => {}
        Step::Back => check::reason(&to.reason)?,
        Step::Skip => {
            if !decision.acting.has(Right::ApproveSkip) {
                return Err(Refusal::SkipNeedsCity.into());
            }
            check::reason(&to.reason)?;
        }
    }
    check_evidence(&to)?;
    let paid_in = paid_in(decision.now, &to);
    decision.emit(Event::Moved { id: project.id, to })?;
    match paid_in {
        Some(entry) => decision.emit(Event::MoneyEntered { id: project.id, entry }),
        None => Ok(()),
    }
}

fn step(from: Stage, to: Stage) -> Option<Step> {
    match (from, to) {
        (Stage::Advancing, Stage::Advancing | Stage::InitialIntent)
        | (Stage::Intent | Stage::Negotiating, Stage::Advancing) => Some(Step::Back),
        _ if to.number() == from.number() + 1 => Some(Step::Next),
        _ if to > from && to < Stage::Signed => Some(Step::Skip),
        _ => None,
    }
}

/// S8 needs a registration or first paid-in money, S9 a permit or start, S10 production; earlier stages none.
fn check_evidence(to: &StageMove) -> Result<(), refusal::Refusal> {
    let reference = match (to.to, &to.evidence) {
        (Stage::Performing, Some(StageEvidence::PaidIn { amount, source })) => {
            check::amount(amount)?;
            source
        }
        (Stage::Performing, Some(StageEvidence::Registration { reference }))
        | (Stage::Construction, Some(StageEvidence::ConstructionStart { reference }))
        | (Stage::Operating, Some(StageEvidence::Production { reference })) => reference,
        (stage, None) if stage < Stage::Signed => return Ok(()),
        _ => return Err(Refusal::EvidenceRequired.into()),
    };
    check::word(reference).map_err(|_| Refusal::EvidenceRequired.into())
}

fn paid_in(now: Timestamp, to: &StageMove) -> Option<MoneyEntry> {
    match &to.evidence {
        Some(StageEvidence::PaidIn { amount, source }) => Some(MoneyEntry {
            ledger: Ledger::PaidIn,
            amount: *amount,
            at: now,
            source: source.clone(),
        }),
        _ => None,
    }
}

/// Names the other side and brings a project forward, one stage after the other, to at least `to`.
pub(crate) fn match_with(
    decision: &mut Decision,
    id: ProjectId,
    counterpart: OrganisationId,
    region: Option<crate::region::RegionCode>,
    interest: Option<InterestId>,
    to: Stage,
) -> Result<(), refusal::Refusal> {
    decision.emit(Event::Matched {
        id,
        counterpart,
        region,
        interest,
    })?;
    let from = decision
        .state
        .projects
        .get(&id)
        .map(|project| project.proposal.stage)
        .ok_or(common::Refusal::NotFound)?;
    for stage in [Stage::Matched, Stage::InitialIntent] {
        if from < stage && stage <= to {
            let to = StageMove {
                to: stage,
                reason: String::new(),
                evidence: None,
            };
            decision.emit(Event::Moved { id, to })?;
        }
    }
    Ok(())
}

/// Enters S7 by a contract that all have signed, with the money that it names. Signing is the evidence; what lies
/// between S3 and S7 is bridged by it.
pub(crate) fn sign(decision: &mut Decision, agreement: AgreementId) -> Result<(), refusal::Refusal> {
    let agreement = decision
        .state
        .agreements
        .get(&agreement)
        .cloned()
        .ok_or(common::Refusal::NotFound)?;
    let id = agreement.project;
    decision.emit(Event::Signed {
        id,
        agreement: agreement.id,
    })?;
    let amounts = [
        (Ledger::Agreed, agreement.amount),
        (Ledger::ContractedForeign, agreement.foreign),
    ];
    for (ledger, amount) in amounts {
        if let Some(amount) = amount {
            let entry = MoneyEntry {
                ledger,
                amount,
                at: decision.now,
                source: agreement.number.clone(),
            };
            decision.emit(Event::MoneyEntered { id, entry })?;
        }
    }
    Ok(())
}

impl Stage {
    /// Returns how many days after entering it, or after the last report, the next report is due: monthly until
    /// production, quarterly from then on.
    pub fn reporting_days(self) -> i64 {
        match self {
            Self::Operating => 90,
            _ => 30,
        }
    }

    /// Returns the day on which the first report of a stage is due, counted in the hosts' time (UTC+8).
    pub(crate) fn report_due_on(self, since: Timestamp) -> Option<Date> {
        Offset::constant(8)
            .to_datetime(since)
            .date()
            .checked_add(Span::new().days(self.reporting_days()))
            .ok()
    }
}
