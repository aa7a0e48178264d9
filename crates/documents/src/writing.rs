//! Dates and amounts as each language writes them.

use crate::CalendarDate;
use crate::labels::label;

/// Narrow no-break space: groups digits where a comma or a point would be misread.
const NARROW: char = '\u{202F}';

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const RUSSIAN: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const ARABIC: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl CalendarDate {
    /// Writes the day out in one of [`crate::LANGUAGES`]; other languages get the ISO 8601 form.
    pub fn written(self, language: &str) -> String {
        let Self { year, month, day } = self;
        let named = |months: [&'static str; 12]| months[usize::from(month.clamp(1, 12)) - 1];
        match language {
            "zh" | "ja" => format!("{year}年{month}月{day}日"),
            "ko" => format!("{year}년 {month}월 {day}일"),
            "en" => format!("{day} {} {year}", named(ENGLISH)),
            "fr" if day == 1 => format!("1er {} {year}", named(FRENCH)),
            "fr" => format!("{day} {} {year}", named(FRENCH)),
            "es" => format!("{day} de {} de {year}", named(SPANISH)),
            "ru" => format!("{day} {} {year} г.", named(RUSSIAN)),
            "ar" => format!("{day} {} {year}", named(ARABIC)),
            "de" => format!("{day}. {} {year}", named(GERMAN)),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

/// An amount of money in the currency's smallest unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount<'a> {
    /// ISO 4217 code.
    pub currency: &'a str,
    /// Amount in the smallest unit.
    pub minor: i64,
    /// Digits after the decimal mark.
    pub digits: u16,
    /// Whether it is approximate; stays marked.
    pub approximate: bool,
}

impl Amount<'_> {
    /// Writes the amount in full, with thousands separated as the language does.
    pub fn written(&self, language: &str) -> String {
        let (group, mark) = match language {
            "fr" | "ru" => (NARROW, ','),
            "de" | "es" => ('.', ','),
            _ => (',', '.'),
        };
        let factor = 10_u64.saturating_pow(u32::from(self.digits));
        let absolute = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        let mut number = format!("{sign}{}", grouped(absolute / factor, group));
        if self.digits > 0 {
            let width = usize::from(self.digits);
            number.push_str(&format!("{mark}{:0width$}", absolute % factor));
        }
        let text = match language {
            "zh" | "en" | "ja" | "ko" => format!("{} {number}", self.currency),
            _ => format!("{number} {}", self.currency),
        };
        match label(language, "approximately") {
            Some(about) if self.approximate => format!("{about} {text}"),
            None if self.approximate => format!("~ {text}"),
            _ => text,
        }
    }
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_full_as_each_language_does() {
        let amount = Amount {
            currency: "CNY",
            minor: 48_000_000_050,
            digits: 2,
            approximate: false,
        };
        assert_eq!(amount.written("en"), "CNY 480,000,000.50");
        assert_eq!(amount.written("de"), "480.000.000,50 CNY");
        assert_eq!(amount.written("fr"), "480\u{202F}000\u{202F}000,50 CNY");
        assert_eq!(amount.written("ar"), "480,000,000.50 CNY");
        let yen = Amount {
            currency: "JPY",
            minor: 1_234,
            digits: 0,
            approximate: true,
        };
        assert_eq!(yen.written("zh"), "约 JPY 1,234");
        assert_eq!(yen.written("ru"), "ок. 1\u{202F}234 JPY");
    }

    #[test]
    fn dates_are_written_out_as_each_language_does() {
        let day = CalendarDate {
            year: 2026,
            month: 3,
            day: 1,
        };
        let written: Vec<String> = crate::LANGUAGES.iter().map(|language| day.written(language)).collect();
        assert_eq!(
            written,
            [
                "2026年3月1日",
                "1 March 2026",
                "1er mars 2026",
                "1 de marzo de 2026",
                "1 марта 2026 г.",
                "1 مارس 2026",
                "1. März 2026",
                "2026年3月1日",
                "2026년 3월 1일"
            ]
        );
    }
}
