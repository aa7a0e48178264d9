//! Remote descriptions, cleaned before they are parsed.

/// Drops the candidates from a remote description. An ICE-lite agent learns addresses from the
/// checks it receives; those in the description would only be multicast DNS names it can't
/// resolve, or addresses somebody wants packets sent to.
pub(super) fn without_candidates(sdp: &str) -> String {
    sdp.split_inclusive('\n')
        .filter(|line| !line.starts_with("a=candidate:") && !line.starts_with("a=end-of-candidates"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_candidates_go() {
        let sdp = "v=0\r\na=mid:0\r\na=candidate:1 1 udp 1 x.local 9 typ host\r\na=sendonly\r\n";
        assert_eq!(without_candidates(sdp), "v=0\r\na=mid:0\r\na=sendonly\r\n");
    }
}
