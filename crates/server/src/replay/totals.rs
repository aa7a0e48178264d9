use anyhow::{Context, ensure};
use yunqian_session::figures::{Count, Figures, GroupBy, Query, figures};
use yunqian_session::money::Money;
use yunqian_session::{FairId, State};

use crate::sample::Reported;

/// Prints the totals and compares them with what was reported, to the cent.
pub fn print(state: &State, fair: FairId, reported: &Reported) -> anyhow::Result<()> {
    let counted = figures(
        state,
        fair,
        &Query {
            by: GroupBy::City,
            kinds: Vec::new(),
        },
    );
    println!("Replayed by the rules of honest counting; every one of these counts as a contract here (the");
    println!("province's report counted contracts and intents together).\n");
    for group in &counted.groups {
        println!(
            "{:<28} {:>5}  {}",
            group.label.get("en"),
            group.columns.contracts.count,
            sums(&group.columns.contracts)
        );
    }
    println!(
        "{:<28} {:>5}  {}",
        "Total",
        counted.totals.contracts.count,
        sums(&counted.totals.contracts)
    );
    println!(
        "{:<28} {:>5}  {}",
        "of these foreign-invested",
        counted.totals.foreign.count,
        sums(&counted.totals.foreign)
    );
    compare(&counted, reported)?;
    println!("\nAll totals equal the reported ones.");
    Ok(())
}

fn compare(counted: &Figures, reported: &Reported) -> anyhow::Result<()> {
    let totals = &counted.totals;
    same("total", &totals.contracts, reported.agreements, &reported.total_cny_yi)?;
    same(
        "foreign",
        &totals.foreign,
        reported.foreign_agreements,
        &reported.foreign_total_usd_yi,
    )?;
    for city in &reported.by_city {
        let name = city.city_en.split(" (").next().unwrap_or(&city.city_en);
        let group = counted.groups.iter().find(|group| group.label.get("en") == name);
        let group = group.with_context(|| format!("no figures for {name}"))?;
        same(name, &group.columns.contracts, city.agreements, &city.total_cny_yi)?;
    }
    Ok(())
}

fn same(what: &str, count: &Count, number: usize, yi: &str) -> anyhow::Result<()> {
    let [sum] = count.sums.as_slice() else {
        anyhow::bail!("{what}: not in one currency")
    };
    ensure!(
        usize::try_from(count.count)? == number,
        "{what}: {} instead of {number}",
        count.count
    );
    ensure!(sum.minor == minor(yi)?, "{what}: {} instead of {yi} 亿", sum.minor);
    Ok(())
}

/// Reads an amount in 亿 (10⁸ units) as minor units of a currency with two decimals.
fn minor(yi: &str) -> anyhow::Result<i64> {
    const DIGITS: usize = 10;
    let (whole, fraction) = yi.split_once('.').unwrap_or((yi, ""));
    ensure!(fraction.len() <= DIGITS, "{yi} is finer than a cent");
    Ok(format!("{whole}{fraction:0<DIGITS$}").parse()?)
}

fn sums(count: &Count) -> String {
    let text = |money: &Money| {
        format!(
            "{} {}.{:02}",
            money.currency.code(),
            money.minor / 100,
            money.minor % 100
        )
    };
    count.sums.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn amounts_in_yi_are_read_to_the_cent() {
        assert_eq!(super::minor("2151.02").unwrap(), 21_510_200_000_000);
        assert_eq!(super::minor("146").unwrap(), 1_460_000_000_000);
    }
}
