//! What one cross-reference section says of the sections besides it, read from its dictionary alone.

use std::collections::BTreeMap;

/// The part of a trailer that leads to other sections.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Trailer {
    /// Where the section before begins.
    pub(crate) previous: Option<usize>,
    /// Whether a cross-reference stream stands beside the table: two readers would see two documents.
    pub(crate) is_hybrid: bool,
}

impl Trailer {
    /// Reads the trailer of the section that these bytes begin with; `None` where it is none, or could be read in two ways.
    pub(crate) fn read(section: &[u8]) -> Option<Self> {
        let entries = entries(dictionary(section)?)?;
        let previous = match entries.get(b"Prev".as_slice()) {
            Some(value) => Some(number(value)?),
            None => None,
        };
        Some(Self {
            previous,
            is_hybrid: entries.contains_key(b"XRefStm".as_slice()),
        })
    }
}

/// Finds the dictionary: after the table, or the stream's own.
fn dictionary(section: &[u8]) -> Option<&[u8]> {
    let keyword: &[u8] = match section.starts_with(b"xref") {
        true => b"trailer",
        false => b"obj",
    };
    // Neither a table's rows nor an object's number have letters of a keyword in them.
    let at = section.windows(keyword.len()).position(|window| window == keyword)?;
    section[at + keyword.len()..].trim_ascii_start().strip_prefix(b"<<")
}

/// Lists the keys of a dictionary, each with what follows it; `None` if it does not end, or has a key twice.
fn entries(dictionary: &[u8]) -> Option<BTreeMap<Vec<u8>, &[u8]>> {
    let mut entries = BTreeMap::new();
    let (mut rest, mut depth, mut is_value) = (dictionary, 1_usize, false);
    loop {
        rest = skipped(rest);
        let is_key = depth == 1 && !is_value;
        is_value = false;
        rest = match rest {
            [b'>', b'>', ..] if depth == 1 => return Some(entries),
            [b'>', b'>', after @ ..] | [b']', after @ ..] => {
                depth = depth.checked_sub(1).filter(|depth| *depth > 0)?;
                after
            }
            [b'<', b'<', after @ ..] | [b'[', after @ ..] => {
                depth += 1;
                after
            }
            [b'<', after @ ..] => &after[after.iter().position(|byte| *byte == b'>')? + 1..],
            [b'(', after @ ..] => after_text(after)?,
            [b'/', after @ ..] => {
                let (name, after) = word(after);
                is_value = is_key;
                if is_key && entries.insert(decoded(name)?, after).is_some() {
                    return None;
                }
                after
            }
            _ => {
                let (found, after) = word(rest);
                (!found.is_empty()).then_some(after)?
            }
        };
    }
}

/// Skips white space and comments.
fn skipped(mut bytes: &[u8]) -> &[u8] {
    loop {
        let rest = match bytes {
            [b'%', ..] => {
                let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                &bytes[end.unwrap_or(bytes.len())..]
            }
            [first, rest @ ..] if is_space(*first) => rest,
            _ => return bytes,
        };
        bytes = rest;
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Cuts off a run of regular characters.
fn word(bytes: &[u8]) -> (&[u8], &[u8]) {
    let ends = |byte: &u8| is_space(*byte) || b"()<>[]{}/%".contains(byte);
    bytes.split_at(bytes.iter().position(ends).unwrap_or(bytes.len()))
}

/// Skips the rest of a literal string.
fn after_text(bytes: &[u8]) -> Option<&[u8]> {
    let (mut open, mut at) = (1, 0);
    while open > 0 {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.get(at..)
}

/// Reads a name, in which `#` begins a character by its code.
fn decoded(name: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let mut rest = name;
    while let [first, after @ ..] = rest {
        rest = match first {
            b'#' => {
                decoded.extend(hex::decode(after.get(..2)?).ok()?);
                &after[2..]
            }
            _ => {
                decoded.push(*first);
                after
            }
        };
    }
    Some(decoded)
}

/// Reads a whole number that is a value by itself.
fn number(value: &[u8]) -> Option<usize> {
    let (digits, after) = word(skipped(value));
    let is_alone = matches!(skipped(after), [b'/', ..] | [b'>', b'>', ..]);
    let is_plain = is_alone && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| is_plain)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<usize>, bool)> {
        Trailer::read(text.as_bytes()).map(|trailer| (trailer.previous, trailer.is_hybrid))
    }

    #[test]
    fn what_leads_on_is_read_from_the_dictionary_alone() {
        let table =
            |entries: &str| format!("xref\n0 1\n0000000000 65535 f\r\ntrailer\n<<{entries}>>\nstartxref /Prev 9");
        assert_eq!(read(&table("/Size 3/Root 1 0 R")), Some((None, false)));
        assert_eq!(read(&table("/Size 3 /Prev 17 /Root 1 0 R")), Some((Some(17), false)));
        assert_eq!(
            read(&table(
                "/A (/Prev 5 \\) >>) /B <</Prev 6>>/C[/Prev 7]%/Prev 8\n/P#72ev 17"
            )),
            Some((Some(17), false))
        );
        assert_eq!(
            read(&table("/A /Prev /B 5")),
            Some((None, false)),
            "a name that is a value is no key"
        );
        assert_eq!(read(&table("/Prev 17 /XRefStm 4")), Some((Some(17), true)));
        for entries in [
            "/Prev 17 /Prev 18",
            "/Prev 17 0 R",
            "/Prev -1",
            "/Prev 1.0",
            "/Prev",
            "/A (",
            "/A [",
            "/A#2 1",
        ] {
            assert_eq!(read(&table(entries)), None, "{entries}");
        }
        assert_eq!(
            read("7 0 obj\n<< /Type /XRef /Prev 17 /W [1 2 1] >>\nstream"),
            Some((Some(17), false))
        );
        assert_eq!(read("nothing"), None);
    }
}
