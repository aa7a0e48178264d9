use jiff::civil::Weekday;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Working days within which an interest is answered.
const WORKING_DAYS: u32 = 5;

/// Returns the same time of day five working days later. Days are counted in the hosts' time: all Chinese
/// provinces keep UTC+8 and no summer time. Public holidays count as working days.
pub(super) fn answer_due_at(sent_at: Timestamp) -> Timestamp {
    let mut due = sent_at;
    let mut left = WORKING_DAYS;
    while left > 0 {
        let Ok(next) = due.checked_add(SignedDuration::from_hours(24)) else {
            return due;
        };
        due = next;
        let weekday = Offset::constant(8).to_datetime(due).weekday();
        if !matches!(weekday, Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    due
}

#[cfg(test)]
mod tests {
    use super::answer_due_at;
    use jiff::Timestamp;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_answer_is_due_on_the_same_weekday_of_the_next_week() {
        // A Wednesday in China.
        assert_eq!(
            answer_due_at(at("2020-04-15T09:00:00+08:00")),
            at("2020-04-22T09:00:00+08:00")
        );
    }

    #[test]
    fn an_interest_sent_on_a_weekend_is_due_on_friday() {
        assert_eq!(
            answer_due_at(at("2020-04-18T10:00:00+08:00")),
            at("2020-04-24T10:00:00+08:00")
        );
        // Saturday in China while it is still Friday in London.
        assert_eq!(
            answer_due_at(at("2020-04-18T01:00:00+08:00")),
            at("2020-04-24T01:00:00+08:00")
        );
    }
}
