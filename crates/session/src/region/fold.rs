use super::{Event, Level, RegionCode};
use crate::state::{ApplyError, Moment, ObjectRef, State};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, _moment: Moment) -> Result<(), ApplyError> {
        let Self::Added(region) = self;
        state.regions.insert(region.code.clone(), region.clone());
        Ok(())
    }

    pub(crate) fn objects(&self, _state: &State) -> Vec<ObjectRef> {
        let Self::Added(region) = self;
        vec![ObjectRef::Region(region.code.clone())]
    }
}

impl State {
    /// Returns whether a region is another one or below it.
    pub fn is_within(&self, region: &RegionCode, ancestor: &RegionCode) -> bool {
        self.upwards(region).any(|code| code == ancestor)
    }

    /// Returns the city that a region is in; a region without a city above it stands for itself.
    pub fn city_of<'a>(&'a self, region: &'a RegionCode) -> &'a RegionCode {
        self.upwards(region)
            .find(|code| self.regions.get(code).is_some_and(|region| region.level == Level::City))
            .unwrap_or(region)
    }

    fn upwards<'a>(&'a self, region: &'a RegionCode) -> impl Iterator<Item = &'a RegionCode> + 'a {
        std::iter::successors(Some(region), |code| self.regions.get(code)?.parent.as_ref())
    }
}
