use jiff::civil::Time;
use serde::Deserialize;
use yunqian_session::fair::Industry;
use yunqian_session::organisation;
use yunqian_session::person::Role;
use yunqian_session::programme::ItemKind;
use yunqian_session::project::Side;
use yunqian_session::region::{Level, RegionCode};
use yunqian_session::text::LocalizedText;

/// A fair as its file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleFair {
    pub id: String,
    pub name: LocalizedText,
    pub host: String,
    pub time_zone: String,
    /// Length in days; the first is the day of the import.
    pub days: i64,
    pub languages: Vec<String>,
    pub industries: Vec<Industry>,
    /// What the province reported in 2020.
    pub reported: Reported,
    pub regions: Vec<Region>,
    pub organisations: Vec<Organisation>,
    pub people: Vec<Person>,
    pub programme: Vec<Item>,
    pub projects: Vec<Project>,
    pub ceremony: Ceremony,
    /// Where the data come from and what in it is invented.
    pub notes: Vec<String>,
}

/// The totals that the province reported; amounts in 亿 (10⁸) as decimal text.
#[derive(Debug, Clone, Deserialize)]
pub struct Reported {
    pub agreements: usize,
    pub total_cny_yi: String,
    pub foreign_agreements: usize,
    pub foreign_total_usd_yi: String,
    pub by_city: Vec<ReportedCity>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct ReportedCity {
    pub city_en: String,
    pub agreements: usize,
    pub total_cny_yi: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub code: RegionCode,
    pub level: Level,
    #[serde(default)]
    pub parent: Option<RegionCode>,
    pub name: LocalizedText,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub code: String,
    pub kind: organisation::Kind,
    pub name: LocalizedText,
    pub country: String,
    #[serde(default)]
    pub region: Option<RegionCode>,
    #[serde(default, rename = "placeholder")]
    pub _placeholder: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub code: String,
    pub name: LocalizedText,
    pub role: Role,
    pub organisation: String,
    pub locale: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub code: String,
    pub kind: ItemKind,
    pub title: LocalizedText,
    /// Days after the import.
    pub day: i64,
    /// Local time of the start; the hour of the import when absent.
    pub starts: Option<Time>,
    pub minutes: i64,
    pub sites: Vec<LocalizedText>,
    #[serde(default, rename = "placeholder")]
    pub _placeholder: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub code: String,
    pub side: Side,
    pub title: LocalizedText,
    pub summary: LocalizedText,
    pub industry: String,
    pub product: String,
    pub country: String,
    pub owner: String,
    #[serde(default)]
    pub agent: Option<String>,
    #[serde(default)]
    pub region: Option<RegionCode>,
    #[serde(default)]
    pub pitched_in: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceremony {
    pub item: String,
    pub title: LocalizedText,
    pub officiant: String,
}

/// One agreement of 2020: an even split of its city's reported total.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    pub no: String,
    pub city_en: String,
    pub city_zh: String,
    pub industry: String,
    pub amount_cny_fen: i64,
    pub foreign_invested: bool,
    pub foreign_amount_usd_cents: Option<i64>,
}

/// Reads the fair.
pub fn fair() -> SampleFair {
    serde_json::from_str(include_str!("../../../../config/fairs/hebei-2020/fair.json"))
        .expect("the sample fair parses; a test reads it")
}

/// Reads the agreements.
pub fn agreements() -> Vec<Agreement> {
    csv::Reader::from_reader(include_str!("../../../../config/fairs/hebei-2020/agreements.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the sample agreements parse; a test reads them")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_single_agreements_add_up_to_what_was_reported() {
        let reported = super::fair().reported;
        let rows = super::agreements();
        assert_eq!(rows.len(), reported.agreements);
        assert_eq!(
            rows.iter().map(|row| row.amount_cny_fen).sum::<i64>(),
            21_510_200_000_000
        );
        assert_eq!(
            rows.iter().filter_map(|row| row.foreign_amount_usd_cents).sum::<i64>(),
            194_800_000_000
        );
        assert_eq!(
            rows.iter().filter(|row| row.foreign_invested).count(),
            reported.foreign_agreements
        );
    }
}
