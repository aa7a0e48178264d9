//! The little that is read from session descriptions.

/// A media section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Section {
    /// `audio` or `video`.
    pub kind: String,
    /// Its name.
    pub mid: String,
    /// The id of the track it carries (RFC 8830), where one is named.
    pub track: Option<String>,
}

/// Reads the media sections, in order.
pub(crate) fn sections(description: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in description.lines().map(str::trim_end) {
        if let Some(media) = line.strip_prefix("m=") {
            sections.push(Section {
                kind: media.split(' ').next().unwrap_or_default().to_owned(),
                ..Section::default()
            });
            continue;
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        if let Some(mid) = line.strip_prefix("a=mid:") {
            mid.clone_into(&mut section.mid);
        } else if let Some((_, track)) = line.strip_prefix("a=msid:").and_then(|msid| msid.split_once(' ')) {
            section.track = Some(track.to_owned());
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_named_in_order() {
        let sdp =
            "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=msid:stage tone\r\nm=video 9 X 96\r\na=mid:v\r\n";
        let read = sections(sdp);
        let mids: Vec<_> = read.iter().map(|s| (s.kind.as_str(), s.mid.as_str())).collect();
        assert_eq!(mids, [("audio", "0"), ("video", "v")]);
        assert_eq!(
            (read[0].track.as_deref(), read[1].track.as_deref()),
            (Some("tone"), None)
        );
        assert_eq!(sections("a=mid:stray\r\n"), []);
    }
}
