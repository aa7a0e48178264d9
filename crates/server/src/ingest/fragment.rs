//! SDP fragments: what a client trickles, or asks an ICE restart with (RFC 8840, section 9).

use super::IceCredentials;

/// Lines of a fragment that are read.
const MOST_LINES: usize = 1_024;

/// A fragment, as far as an ICE-lite agent needs it: candidates are checked and counted, not kept, for such an agent
/// learns addresses from the checks that reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The ICE session it belongs to, where it says so.
    pub credentials: Option<IceCredentials>,
    /// How many candidates it brings.
    pub candidates: usize,
    /// Whether no more will follow.
    pub is_complete: bool,
}

/// Why a text is no fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FragmentError {
    /// There is nothing in it.
    #[error("the fragment is empty")]
    Empty,
    /// It is longer than any client needs.
    #[error("the fragment is too long")]
    TooLong,
    /// A line is neither an attribute nor a media line.
    #[error("a line is neither an attribute nor a media line")]
    Line,
    /// A media line is not followed by the name of its section.
    #[error("a section has no name")]
    Unnamed,
    /// The user name fragment and the password are not two fitting words, given together.
    #[error("the ICE credentials are incomplete or malformed")]
    Credentials,
    /// Sections of one bundle name different ICE sessions.
    #[error("sections name different ICE sessions")]
    Mixed,
    /// A candidate is malformed.
    #[error("a candidate is malformed")]
    Candidate,
}

/// The credentials named between two media lines.
#[derive(Default)]
struct Named<'a> {
    ufrag: Option<&'a str>,
    password: Option<&'a str>,
}

/// Reads a fragment.
///
/// # Errors
/// See [`FragmentError`].
pub fn parse(text: &str) -> Result<Fragment, FragmentError> {
    let mut fragment = Fragment {
        credentials: None,
        candidates: 0,
        is_complete: false,
    };
    let mut named = Named::default();
    let (mut is_in_section, mut has_name, mut lines) = (false, false, 0);
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        lines += 1;
        if lines > MOST_LINES {
            return Err(FragmentError::TooLong);
        }
        if line.starts_with("m=") {
            close(is_in_section, has_name, &named, &mut fragment)?;
            (is_in_section, has_name, named) = (true, false, Named::default());
            continue;
        }
        let attribute = line.strip_prefix("a=").ok_or(FragmentError::Line)?;
        match attribute.split_once(':').unwrap_or((attribute, "")) {
            ("mid", name) if is_in_section && !has_name && !name.is_empty() => has_name = true,
            ("mid", _) => return Err(FragmentError::Unnamed),
            ("ice-ufrag", word) if named.ufrag.is_none() => named.ufrag = Some(word),
            ("ice-pwd", word) if named.password.is_none() => named.password = Some(word),
            ("ice-ufrag" | "ice-pwd", _) => return Err(FragmentError::Credentials),
            ("candidate", value) if is_in_section && is_candidate(value) => fragment.candidates += 1,
            ("candidate", _) => return Err(FragmentError::Candidate),
            ("end-of-candidates", _) => fragment.is_complete = true,
            // Others (`group`, `ice-options`, extensions) say nothing to this end.
            _ => {}
        }
    }
    close(is_in_section, has_name, &named, &mut fragment)?;
    if lines == 0 {
        Err(FragmentError::Empty)
    } else {
        Ok(fragment)
    }
}

/// Takes over what one section, or the part before the first, names.
fn close(is_in_section: bool, has_name: bool, named: &Named<'_>, fragment: &mut Fragment) -> Result<(), FragmentError> {
    if is_in_section && !has_name {
        return Err(FragmentError::Unnamed);
    }
    let (ufrag, password) = match (named.ufrag, named.password) {
        (None, None) => return Ok(()),
        (Some(ufrag), Some(password)) => (ufrag, password),
        _ => return Err(FragmentError::Credentials),
    };
    let credentials = IceCredentials::new(ufrag, password).ok_or(FragmentError::Credentials)?;
    match &fragment.credentials {
        Some(earlier) if *earlier != credentials => Err(FragmentError::Mixed),
        _ => {
            fragment.credentials = Some(credentials);
            Ok(())
        }
    }
}

/// Tells whether a candidate has the shape of RFC 8839, section 5.1; a transport or an address that nobody here knows
/// is no fault of its own.
fn is_candidate(value: &str) -> bool {
    let mut words = value.split(' ');
    let mut next = || words.next().unwrap_or_default();
    let foundation = next();
    let has_foundation = (1..=32).contains(&foundation.len());
    let has_component = next()
        .parse::<u16>()
        .is_ok_and(|component| (1..=256).contains(&component));
    let has_transport = !next().is_empty();
    let has_priority = next().parse::<u32>().is_ok();
    let has_address = !next().is_empty();
    let has_port = next().parse::<u16>().is_ok();
    let has_type = next() == "typ" && !next().is_empty();
    has_foundation && has_component && has_transport && has_priority && has_address && has_port && has_type
}

/// Writes the fragment that answers an ICE restart: the new credentials and candidates of a description's first
/// section, and the session attributes that a restart must repeat.
#[must_use]
pub fn of_restart(answer: &str) -> String {
    let mut lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
    let sections: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("m=")).collect();
    if let Some(second) = sections.get(1) {
        lines.truncate(*second);
    }
    let is_wanted = |line: &&str| {
        ["a=ice-", "a=group:BUNDLE", "m=", "a=mid:", "a=candidate:"]
            .iter()
            .any(|beginning| line.starts_with(beginning))
    };
    let mut text: String = lines
        .into_iter()
        .filter(is_wanted)
        .flat_map(|line| [line, "\r\n"])
        .collect();
    text.push_str("a=end-of-candidates\r\n");
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TRICKLED: &str = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n\
        a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n\
        a=candidate:473322822 1 tcp 1518280447 x.local 9 typ host tcptype active\r\na=end-of-candidates\r\n";

    #[test]
    fn a_trickled_fragment_names_its_session_and_its_candidates() {
        let fragment = parse(TRICKLED).unwrap();
        let credentials = IceCredentials::new("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1");
        assert_eq!(fragment.credentials, credentials);
        assert_eq!((fragment.candidates, fragment.is_complete), (2, true));
    }

    #[test]
    fn credentials_may_stand_in_the_section_or_before_it_but_not_differ() {
        let inside = "m=audio 9 X 0\na=mid:0\na=ice-ufrag:ysXw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\n";
        assert!(parse(inside).unwrap().credentials.is_some());
        let mixed = format!("a=ice-ufrag:EsAw\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n{inside}");
        assert_eq!(parse(&mixed), Err(FragmentError::Mixed));
    }

    #[test]
    fn half_of_something_is_refused() {
        assert_eq!(parse(""), Err(FragmentError::Empty));
        assert_eq!(parse("v=0"), Err(FragmentError::Line));
        assert_eq!(parse("a=ice-ufrag:EsAw"), Err(FragmentError::Credentials));
        assert_eq!(
            parse("m=audio 9 X 0\r\na=end-of-candidates"),
            Err(FragmentError::Unnamed)
        );
        assert_eq!(parse("a=mid:0"), Err(FragmentError::Unnamed));
        let early = "a=candidate:1 1 udp 1 192.0.2.1 9 typ host";
        assert_eq!(parse(early), Err(FragmentError::Candidate));
        let short = "m=audio 9 X 0\na=mid:0\na=candidate:1 1 udp 1 192.0.2.1\n";
        assert_eq!(parse(short), Err(FragmentError::Candidate));
        assert_eq!(parse(&"a=x\n".repeat(2_000)), Err(FragmentError::TooLong));
    }

    #[test]
    fn an_answered_restart_repeats_ice_alone_and_reads_back() {
        let answer = "v=0\r\na=group:BUNDLE 0 1\r\na=ice-lite\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n\
            a=ice-ufrag:38sdf4fdsf54\r\na=ice-pwd:2e13dde17c1cb009202f627fab90cbec\r\na=fingerprint:sha-256 F7\r\n\
            a=candidate:1 1 UDP 2130706431 198.51.100.1 39132 typ host\r\nm=video 9 X 96\r\na=mid:1\r\n\
            a=ice-ufrag:38sdf4fdsf54\r\na=ice-pwd:2e13dde17c1cb009202f627fab90cbec\r\n";
        let text = of_restart(answer);
        let fragment = parse(&text).unwrap();
        assert_eq!(fragment.credentials.unwrap().ufrag, "38sdf4fdsf54");
        assert_eq!(fragment.candidates, 1);
        assert!(text.starts_with("a=group:BUNDLE 0 1\r\na=ice-lite\r\nm=audio"));
        assert!(!text.contains("fingerprint") && !text.contains("video"));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(text in "(a=|m=|\r|\n|[ -~]|:|mid:0|ice-ufrag:|ice-pwd:|candidate:){0,200}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_was_trickled_is_counted(count in 0_usize..300, password in "[a-zA-Z0-9+/]{22,80}") {
            let candidate = "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\n";
            let text = format!(
                "m=video 9 X 0\r\na=mid:v\r\na=ice-ufrag:abcd\r\na=ice-pwd:{password}\r\n{}",
                candidate.repeat(count)
            );
            let fragment = parse(&text).unwrap();
            prop_assert_eq!(fragment.candidates, count);
            prop_assert_eq!(fragment.credentials.unwrap().password, password);
        }
    }
}
