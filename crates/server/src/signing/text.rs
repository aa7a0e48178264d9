//! What documents say of an agreement besides what its parties wrote.

use jiff::tz::TimeZone;
use yunqian_documents::{CalendarDate, Texts};
use yunqian_session::agreement::{Agreement, AgreementKind};
use yunqian_session::organisation::Organisation;
use yunqian_session::text::LocalizedText;
use yunqian_session::{OrganisationId, State};

/// Returns a text in the two languages of an agreement.
pub(crate) fn texts_in(languages: &[String; 2], make: &dyn Fn(&str) -> String) -> Texts {
    languages
        .iter()
        .map(|language| (language.clone(), make(language)))
        .collect()
}

pub(crate) fn organisation_name(state: &State, id: OrganisationId) -> LocalizedText {
    state
        .organisations
        .get(&id)
        .map(|organisation| organisation.name.clone())
        .unwrap_or_default()
}

pub(crate) fn identifier(organisation: &Organisation) -> String {
    let uscc = organisation
        .uscc
        .clone()
        .map(|uscc| format!("USCC {}", String::from(uscc)));
    let lei = organisation.lei.clone().map(|lei| format!("LEI {}", String::from(lei)));
    uscc.or(lei).unwrap_or_else(|| "—".to_owned())
}

pub(crate) fn host_zone(state: &State, agreement: &Agreement) -> TimeZone {
    state
        .fairs
        .get(&agreement.fair)
        .and_then(|fair| TimeZone::get(&fair.announcement.time_zone).ok())
        .unwrap_or(TimeZone::UTC)
}

pub(crate) fn kind_key(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Intent => "kind_intent",
        AgreementKind::Framework => "kind_framework",
        AgreementKind::Contract => "kind_contract",
    }
}

pub(crate) fn label(language: &str, key: &str) -> String {
    yunqian_documents::label(language, key).unwrap_or(key).to_owned()
}

pub(crate) fn country(language: &str, code: &str) -> String {
    yunqian_documents::country(language, code).unwrap_or(code).to_owned()
}

/// Returns a day as the documents crate names it.
pub(crate) fn calendar(day: jiff::civil::Date) -> CalendarDate {
    CalendarDate {
        year: i32::from(day.year()),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
    }
}
