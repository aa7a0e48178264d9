//! Remote descriptions, cleaned before they are parsed.

/// Drops the candidates from a remote description. An ICE-lite agent learns addresses from the
/// checks it receives; those in the description would only be multicast DNS names it can't
/// resolve, or addresses somebody wants packets sent to.
pub(super) fn without_candidates(sdp: &str) -> String {
    sdp.split_inclusive('\n')
        .filter(|line| !line.starts_with("a=candidate:") && !line.starts_with("a=end-of-candidates"))
        .collect()
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
    fn only_candidates_go() {
        let sdp = "v=0\r\na=mid:0\r\na=candidate:1 1 udp 1 x.local 9 typ host\r\na=sendonly\r\n";
        assert_eq!(without_candidates(sdp), "v=0\r\na=mid:0\r\na=sendonly\r\n");
    }
}
