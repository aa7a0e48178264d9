use super::{Command, Event, Refusal, Region, RegionCode};
use crate::access::Right;
use crate::decision::{Decision, fresh};
use crate::state::State;
use crate::{check, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        let Self::Add(region) = self;
        decision.require(Right::KeepRegions)?;
        fresh(&decision.state.regions, &region.code)?;
        check::text(&region.name)?;
        if !is_code(&region.code.0) {
            return Err(Refusal::CodeInvalid.into());
        }
        parent_is_above(&decision.state, &region)?;
        decision.emit(Event::Added(region))
    }
}

fn is_code(code: &str) -> bool {
    let digits = code.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 6
        && code.len() <= 16
        && code
            .bytes()
            .skip(6)
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn parent_is_above(state: &State, region: &Region) -> Result<(), Refusal> {
    match &region.parent {
        None => Ok(()),
        Some(code) => match state.regions.get(code) {
            Some(parent) if parent.level < region.level => Ok(()),
            _ => Err(Refusal::ParentInvalid),
        },
    }
}

/// Refuses a region that is not registered.
pub(crate) fn known(state: &State, code: Option<&RegionCode>) -> Result<(), Refusal> {
    match code {
        Some(code) if !state.regions.contains(code) => Err(Refusal::Unknown),
        _ => Ok(()),
    }
}
