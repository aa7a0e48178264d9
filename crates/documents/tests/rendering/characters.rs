//! Characters of names: rare Han characters, Latin diacritics; every character of the general standard.

use std::process::Command;

use yunqian_documents::{AgreementDocument, Clause, Texts, render_agreement};

use crate::support::{agreement, python, text_of, without_space};

/// An agreement with one clause.
fn saying(zh: &str, en: &str) -> AgreementDocument {
    let mut agreement = agreement();
    agreement.clauses = vec![Clause {
        heading: Texts::zh_en("正文", "Body"),
        body: Texts::zh_en(zh, en),
    }];
    agreement
}

/// Returns 通用规范汉字表 (2013) in its own order, from Unicode's Unihan database (Debian package unicode-data).
///
/// The property kTGH gives each character its number in the table: 1 to 3500 are of the first level, up to 6500 of
/// the second, up to 8105 of the third.
fn general_standard() -> Vec<char> {
    let file = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2";
    let output = Command::new("bzip2").args(["-dc", file]).output().unwrap();
    assert!(
        output.status.success(),
        "{file} (Debian package unicode-data) is needed"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let mut numbered: Vec<(u32, char)> = text
        .lines()
        .filter_map(|line| {
            let (code, rest) = line.split_once("\tkTGH\t2013:")?;
            let code = u32::from_str_radix(code.strip_prefix("U+")?, 16).ok()?;
            Some((rest.trim().parse().ok()?, char::from_u32(code)?))
        })
        .collect();
    numbered.sort_unstable();
    assert!(
        numbered.iter().map(|(number, _)| *number).eq(1..=8105),
        "each number once"
    );
    numbered.into_iter().map(|(_, character)| character).collect()
}

#[test]
fn the_general_standard_is_the_one_the_state_council_published() {
    let table = general_standard();
    let mut once = table.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), 8105);
    // The first and the last of each level.
    for (number, character) in [
        (1, '一'),
        (3500, '矗'),
        (3501, '乂'),
        (6500, '齉'),
        (6501, '亍'),
        (8105, '蠼'),
    ] {
        assert_eq!(table[number - 1], character);
    }
}

#[test]
fn every_character_of_the_general_standard_is_found_again_in_the_text() {
    let table: String = general_standard().into_iter().collect();
    let rendered = render_agreement(&saying(&table, "All of them")).unwrap();
    for extracted in [text_of(&rendered.pdf), python("pdftext.py", &rendered.pdf, None)] {
        // Each character once, in its order; page headers and footers stand between the pages.
        let mut wanted = table.chars().peekable();
        for character in extracted.chars() {
            wanted.next_if_eq(&character);
        }
        assert_eq!(wanted.count(), 0, "characters are missing or out of order");
    }
}

#[test]
fn rare_characters_of_names_are_found_again_in_the_text() {
    let names = "龘靐齉㛃䶮𠮷𡈽𣲗𬭊𪚥𫝆𬺷𮯠";
    let rendered = render_agreement(&saying(names, names)).unwrap();
    for extracted in [text_of(&rendered.pdf), python("pdftext.py", &rendered.pdf, None)] {
        let extracted = without_space(&extracted);
        assert_eq!(extracted.matches(names).count(), 2, "{extracted}");
    }
}

#[test]
fn latin_names_keep_their_diacritics() {
    let names = "Łukasz Kőszegi Ștefan Ṭāhā Nguyễn Thị Phượng Þórður Çağrı Ħal Ǆ Ǩ Đorđević Škoda Ñandú ẞ";
    let rendered = render_agreement(&saying("姓名", names)).unwrap();
    let extracted = without_space(&text_of(&rendered.pdf));
    assert!(extracted.contains(&without_space(names)), "{extracted}");
}
