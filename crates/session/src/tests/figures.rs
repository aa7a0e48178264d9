use super::Cast;
use crate::agreement::{self, AgreementKind};
use crate::figures::{Columns, GroupBy, Query, figures, rows};
use crate::project;
use crate::region::RegionCode;
use crate::tests::cast::{CITY, OTHER_CITY, OTHER_PARK, cny};
use crate::{Actor, AgreementId};

fn query(by: GroupBy) -> Query {
    Query { by, kinds: Vec::new() }
}

fn total(cast: &Cast) -> Columns {
    figures(&cast.world.state, cast.fair, &query(GroupBy::City)).totals
}

fn elsewhere(cast: &mut Cast, product: &str) -> crate::ProjectId {
    let mut proposal = cast.offer();
    proposal.product = product.to_owned();
    proposal.region = Some(RegionCode(OTHER_PARK.to_owned()));
    proposal.industry = "bio-health".to_owned();
    proposal.stage = project::Stage::Negotiating;
    cast.propose(proposal)
}

#[test]
fn contracts_frameworks_and_intents_stand_in_columns_of_their_own() {
    let mut cast = Cast::new();
    for (product, kind) in [
        ("a", AgreementKind::Contract),
        ("b", AgreementKind::Framework),
        ("c", AgreementKind::Intent),
        ("d", AgreementKind::Intent),
    ] {
        let project = cast.project_at_s6(product);
        cast.signed(project, kind);
    }
    let totals = total(&cast);
    let counts = [&totals.contracts, &totals.frameworks, &totals.intents].map(|column| column.count);
    assert_eq!(counts, [1, 1, 2]);
    assert_eq!(totals.contracts.sums, [cny(48_000_000_000)]);
    assert_eq!(totals.intents.sums, [cny(96_000_000_000)]);
}

#[test]
fn an_upgrade_from_intent_to_contract_changes_status_not_money() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    cast.signed(project, AgreementKind::Intent);
    let before = total(&cast);
    cast.signed(project, AgreementKind::Contract);
    let after = total(&cast);
    assert_eq!(after.contracts, before.intents);
    assert_eq!(after.intents.count, 0);
}

#[test]
fn the_same_intent_signed_three_times_counts_once() {
    let mut cast = Cast::new();
    for product in ["steel", "Steel", "STEEL"] {
        let project = cast.project_at_s6(product);
        cast.signed(project, AgreementKind::Intent);
    }
    assert_eq!(total(&cast).intents.count, 1);
}

#[test]
fn unsigned_agreements_do_not_count() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    cast.world
        .must(cast.city.actor, agreement::Command::Open { id, sign_by: None });
    assert_eq!(total(&cast), Columns::default());
}

#[test]
fn a_park_counts_for_its_city_and_every_figure_is_the_sum_of_its_rows() {
    let mut cast = Cast::new();
    let here = cast.project_at_s6("steel");
    let there = elsewhere(&mut cast, "glass");
    cast.signed(here, AgreementKind::Contract);
    cast.signed(there, AgreementKind::Contract);
    for by in [GroupBy::City, GroupBy::Industry, GroupBy::Stage, GroupBy::Currency] {
        let figures = figures(&cast.world.state, cast.fair, &query(by));
        let rows = rows(&cast.world.state, cast.fair, &query(by));
        for group in &figures.groups {
            let of_group = rows.iter().filter(|row| row.key(by) == group.key);
            let minor: i64 = of_group
                .clone()
                .filter_map(|row| row.amount)
                .map(|amount| amount.minor)
                .sum();
            assert_eq!(
                usize::try_from(group.columns.contracts.count).unwrap(),
                of_group.count()
            );
            assert_eq!(group.columns.contracts.sums, [cny(minor)]);
        }
    }
    let cities = figures(&cast.world.state, cast.fair, &query(GroupBy::City)).groups;
    let keys: Vec<&str> = cities.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(keys, [CITY, OTHER_CITY]);
    let industries = figures(&cast.world.state, cast.fair, &query(GroupBy::Industry)).groups;
    let keys: Vec<&str> = industries.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(keys, ["new-materials", "bio-health"]);
}

#[test]
fn currencies_are_never_added_to_each_other_and_approximate_sums_stay_marked() {
    let mut cast = Cast::new();
    for (product, code, approximate) in [
        ("a", iso_currency::Currency::CNY, false),
        ("b", iso_currency::Currency::USD, false),
        ("c", iso_currency::Currency::USD, true),
    ] {
        let project = cast.project_at_s6(product);
        let mut draft = cast.agreement_draft(project, AgreementKind::Intent);
        let amount = draft.amount.as_mut().unwrap();
        (amount.currency, amount.approximate, amount.minor) = (code, approximate, 100);
        let id = AgreementId(cast.world.id());
        cast.world
            .must(cast.park.actor, agreement::Command::Draft { id, draft });
        cast.world
            .must(Actor::System, agreement::Command::Approve { id, version: 1 });
        let frozen = agreement::FrozenText {
            version: 1,
            document: cast.world.digest(),
            pages: Vec::new(),
        };
        cast.world
            .must(Actor::System, agreement::Command::Freeze { id, frozen });
        cast.world
            .must(cast.city.actor, agreement::Command::Open { id, sign_by: None });
        cast.sign_open(id);
    }
    let sums = total(&cast).intents.sums;
    let seen: Vec<(&str, i64, bool)> = sums
        .iter()
        .map(|sum| (sum.currency.code(), sum.minor, sum.approximate))
        .collect();
    assert_eq!(seen, [("CNY", 100, false), ("USD", 200, true)]);
}

#[test]
fn a_city_sees_others_aggregates_but_only_its_own_rows() {
    let mut cast = Cast::new();
    let here = cast.project_at_s6("steel");
    let there = elsewhere(&mut cast, "glass");
    cast.signed(here, AgreementKind::Contract);
    cast.signed(there, AgreementKind::Contract);
    let by = query(GroupBy::City);
    let sees = |actor: &Actor| {
        let view = cast.world.state.view(actor).unwrap();
        let groups = view.figures(cast.fair, &by).map(|figures| figures.groups.len());
        (groups, view.figure_rows(cast.fair, &by).map(|rows| rows.len()))
    };
    assert_eq!(sees(&cast.province.actor), (Some(2), Some(2)));
    assert_eq!(sees(&cast.statistician.actor), (Some(2), Some(2)));
    assert_eq!(sees(&cast.other_city.actor), (Some(2), Some(1)));
    assert_eq!(sees(&cast.park.actor), (Some(1), Some(1)));
    for part in [cast.host, cast.agent, cast.firm, cast.guest] {
        assert_eq!(sees(&part.actor), (None, None));
    }
}

#[test]
fn a_kind_filter_leaves_the_other_columns_empty() {
    let mut cast = Cast::new();
    for (product, kind) in [("a", AgreementKind::Contract), ("b", AgreementKind::Intent)] {
        let project = cast.project_at_s6(product);
        cast.signed(project, kind);
    }
    let query = Query {
        by: GroupBy::City,
        kinds: vec![AgreementKind::Intent],
    };
    let totals = figures(&cast.world.state, cast.fair, &query).totals;
    assert_eq!((totals.contracts.count, totals.intents.count), (0, 1));
}
