//! Remote descriptions, cleaned before they are parsed.

/// Drops the candidates from a remote description. An ICE-lite agent learns addresses from the
/// checks it receives; those in the description would only be multicast DNS names it can't
/// resolve, or addresses somebody wants packets sent to.
pub(super) fn without_candidates(sdp: &str) -> String {
    sdp.split_inclusive('\n')
        .filter(|line| !line.starts_with("a=candidate:") && !line.starts_with("a=end-of-candidates"))
        .collect()
}

/// The most bytes of one section, and of what stands before the first; a browser's longest has a third of it.
const MOST_SECTION_BYTES: usize = 24 * 1024;

/// Tells whether a remote description is small enough to be parsed: at most `sections` sections, none longer than any
/// client's. The parser's time grows with the square of a section's length, and every room of the core waits for it.
pub(super) fn is_moderate(sdp: &str, sections: usize) -> bool {
    let mut parts = sdp.split("\nm=");
    parts.all(|part| part.len() <= MOST_SECTION_BYTES) && sdp.matches("\nm=").count() <= sections
}

/// Names the formats of every section of an answer in the offer's order, so that a sender uses the codec that it
/// prefers: senders take the first one of the answer.
pub(super) fn in_offered_order(offer: &str, answer: &str) -> String {
    let mut offered = offer.lines().filter(|line| line.starts_with("m="));
    answer
        .split_inclusive('\n')
        .map(|line| match line.strip_prefix("m=").and_then(|_| offered.next()) {
            Some(section) => reordered(section, line).unwrap_or_else(|| line.to_owned()),
            None => line.to_owned(),
        })
        .collect()
}

/// `m=<media> <port> <protocol> <format> …`
fn reordered(offered: &str, answered: &str) -> Option<String> {
    let place = |format: &str| offered.split_whitespace().skip(3).position(|other| other == format);
    let mut words: Vec<&str> = answered.split_whitespace().collect();
    words
        .get_mut(3..)?
        .sort_by_key(|format| place(format).unwrap_or(usize::MAX));
    Some(words.join(" ") + "\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_the_order_in_which_its_formats_were_offered() {
        let offer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 98 99 96 97\r\n";
        let answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nm=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99\r\na=mid:1\r\n";
        let expected =
            "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nm=video 9 UDP/TLS/RTP/SAVPF 98 99 96 97\r\na=mid:1\r\n";
        assert_eq!(in_offered_order(offer, answer), expected);
    }

    #[test]
    fn a_description_of_too_many_or_too_long_sections_is_not_parsed() {
        let section = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";
        let of = |sections: usize| format!("v=0\r\n{}", section.repeat(sections));
        assert!(is_moderate(&of(3), 3) && !is_moderate(&of(4), 3));
        let long = |lines: usize| format!("{}{}", of(1), "a=ssrc:1 cname:x\r\n".repeat(lines));
        assert!(is_moderate(&long(1_000), 3) && !is_moderate(&long(2_000), 3));
        assert!(!is_moderate(&format!("v=0\r\n{}", "a=x\r\n".repeat(6_000)), 3));
    }

    #[test]
    fn only_candidates_go() {
        let sdp = "v=0\r\na=mid:0\r\na=candidate:1 1 udp 1 x.local 9 typ host\r\na=sendonly\r\n";
        assert_eq!(without_candidates(sdp), "v=0\r\na=mid:0\r\na=sendonly\r\n");
    }
}
