use yunqian_session::ObjectRef;
use yunqian_session::access::View;
use yunqian_session::agreement::Agreement;
use yunqian_session::ceremony::Ceremony;
use yunqian_session::fair::Fair;
use yunqian_session::interest::Interest;
use yunqian_session::meeting::Meeting;
use yunqian_session::organisation::Organisation;
use yunqian_session::person::Membership;
use yunqian_session::pitch::Pitch;
use yunqian_session::programme::Item;
use yunqian_session::project::Project;
use yunqian_session::recording::Recording;

/// What a caller may see of an object; every answer passes through it, those to commands too.
pub trait Visible: Sized {
    /// Returns the object as far as `sight` goes, or none.
    fn seen(&self, sight: &View<'_>) -> Option<Self>;
}

impl Visible for Project {
    fn seen(&self, sight: &View<'_>) -> Option<Self> {
        sight.project(self)
    }
}

impl Visible for Agreement {
    fn seen(&self, sight: &View<'_>) -> Option<Self> {
        sight.agreement(self)
    }
}

impl Visible for Ceremony {
    fn seen(&self, sight: &View<'_>) -> Option<Self> {
        sight.ceremony(self)
    }
}

impl Visible for Membership {
    fn seen(&self, sight: &View<'_>) -> Option<Self> {
        sight.sees(&ObjectRef::Membership(self.id)).then(|| self.clone())
    }
}

macro_rules! visible_whole {
    ($($object:ty: $sees:ident),* $(,)?) => {$(
        impl Visible for $object {
            fn seen(&self, sight: &View<'_>) -> Option<Self> {
                sight.$sees(self).then(|| self.clone())
            }
        }
    )*};
}

visible_whole! {
    Organisation: sees_organisation,
    Fair: sees_fair,
    Item: sees_item,
    Pitch: sees_pitch,
    Interest: sees_interest,
    Meeting: sees_meeting,
    Recording: sees_recording,
}
