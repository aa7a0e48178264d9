//! SDP offers: what is asked of them before the forwarding unit sees them, and what is taken out.

use std::collections::HashSet;

use super::IceCredentials;

/// Which way the media of a session goes, as the client sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The client sends (WHIP).
    Sends,
    /// The client receives (WHEP).
    Receives,
}

/// Sound or pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sound.
    Audio,
    /// Pictures.
    Video,
}

/// An offer that may be answered as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The description, with the codecs that this server takes alone and each section one-way.
    pub sdp: String,
    /// Which way its media goes.
    pub flow: Flow,
    /// The offerer's ICE session.
    pub credentials: IceCredentials,
    /// The sections: their names and what they carry; at most one of each kind.
    pub sections: Vec<(String, Kind)>,
}

/// Why an offer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// It is no description of media over DTLS-SRTP and ICE.
    #[error("the offer is malformed")]
    Malformed,
    /// Its sections are not all in one BUNDLE group (RFC 9143).
    #[error("the sections are not in one BUNDLE group")]
    NotBundled,
    /// A section would send RTCP on a port of its own (RFC 8858).
    #[error("RTCP is not multiplexed")]
    RtcpApart,
    /// It offers more than one section of a kind, more than one stream, or something that is no media.
    #[error("more than one audio and one video of one stream")]
    TooManyTracks,
    /// A section goes the wrong way.
    #[error("a section goes the wrong way")]
    WrongWay,
    /// The only video codec is H.265, which browsers can't be relied on to decode.
    #[error("H.265 alone is offered")]
    H265,
    /// The only video codec is H.264 in a profile that has B-frames, which real-time playback can't reorder.
    #[error("H.264 is offered in profiles with B-frames alone")]
    BFrames,
    /// A section has no codec that this server forwards.
    #[error("no codec in common")]
    NoCommonCodec,
}

/// Payload types are numbers of seven bits (RFC 3550, section 5.1).
const MOST_FORMATS: usize = 128;

/// A section's lines, its media line first.
struct Section<'a> {
    lines: Vec<&'a str>,
}

/// Reads an offer.
///
/// # Errors
/// See [`OfferError`].
pub fn parse(sdp: &str, flow: Flow) -> Result<Offer, OfferError> {
    let lines: Vec<&str> = sdp.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("m=")).collect();
    let first = *starts.first().ok_or(OfferError::Malformed)?;
    if lines[0] != "v=0" || lines.iter().any(|line| line.as_bytes().get(1) != Some(&b'=')) {
        return Err(OfferError::Malformed);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let sections: Vec<Section<'_>> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Section {
            lines: lines[*start..end].to_vec(),
        })
        .collect();
    let named = names(&sections)?;
    bundled(&lines[..first], &named)?;
    whole(&sections)?;
    let credentials = credentials(&lines)?;
    if !lines.iter().any(|line| line.starts_with("a=fingerprint:")) {
        return Err(OfferError::Malformed);
    }
    let mut sdp: String = lines[..first].iter().flat_map(|line| [line, "\r\n"]).collect();
    for section in &sections {
        section.write(flow, &mut sdp)?;
    }
    Ok(Offer {
        sdp,
        flow,
        credentials,
        sections: named,
    })
}

impl Offer {
    /// The offer again under other ICE credentials, as an ICE restart makes it.
    #[must_use]
    pub fn restarted(&self, credentials: &IceCredentials) -> Self {
        let line = |line: &str| match line {
            _ if line.starts_with("a=ice-ufrag:") => format!("a=ice-ufrag:{}\r\n", credentials.ufrag),
            _ if line.starts_with("a=ice-pwd:") => format!("a=ice-pwd:{}\r\n", credentials.password),
            _ => format!("{line}\r\n"),
        };
        Self {
            sdp: self.sdp.lines().map(line).collect(),
            flow: self.flow,
            credentials: credentials.clone(),
            sections: self.sections.clone(),
        }
    }
}

/// Tells whether an answer takes every section and names every address at which it is reached.
#[must_use]
pub fn is_whole(answer: &str) -> bool {
    let mut sections = answer.lines().filter(|line| line.starts_with("m=")).peekable();
    let refused = |line: &str| line.split(' ').nth(1) == Some("0");
    let one_way = |line: &str| matches!(line.trim_end(), "a=recvonly" | "a=sendonly");
    let count = sections.clone().count();
    sections.peek().is_some()
        && !sections.any(refused)
        && answer.lines().filter(|line| one_way(line)).count() == count
        && answer.lines().any(|line| line.starts_with("a=candidate:"))
}

fn names(sections: &[Section<'_>]) -> Result<Vec<(String, Kind)>, OfferError> {
    let mut named: Vec<(String, Kind)> = Vec::new();
    for section in sections {
        let kind = section.kind().ok_or(OfferError::TooManyTracks)?;
        let name = section.value("mid").ok_or(OfferError::Malformed)?;
        if named.iter().any(|(other, _)| other == name) {
            return Err(OfferError::Malformed);
        }
        if named.iter().any(|(_, other)| *other == kind) {
            return Err(OfferError::TooManyTracks);
        }
        named.push((name.to_owned(), kind));
    }
    Ok(named)
}

fn bundled(session: &[&str], named: &[(String, Kind)]) -> Result<(), OfferError> {
    let mut groups = session.iter().filter_map(|line| line.strip_prefix("a=group:BUNDLE"));
    let (Some(group), None) = (groups.next(), groups.next()) else {
        return Err(OfferError::NotBundled);
    };
    let members: HashSet<&str> = group.split_whitespace().collect();
    let is_whole = named.iter().all(|(name, _)| members.contains(name.as_str())) && members.len() == named.len();
    if is_whole { Ok(()) } else { Err(OfferError::NotBundled) }
}

fn whole(sections: &[Section<'_>]) -> Result<(), OfferError> {
    if !sections.iter().all(|section| section.has("a=rtcp-mux")) {
        return Err(OfferError::RtcpApart);
    }
    let streams: HashSet<&str> = sections
        .iter()
        .filter_map(|section| section.value("msid"))
        .filter_map(|value| value.split(' ').next())
        .collect();
    if streams.len() > 1 {
        return Err(OfferError::TooManyTracks);
    }
    Ok(())
}

/// The one ICE session that all sections of a bundle belong to.
fn credentials(lines: &[&str]) -> Result<IceCredentials, OfferError> {
    let one = |name: &str| {
        let mut words = lines.iter().filter_map(|line| line.strip_prefix(name));
        let first = words.next().ok_or(OfferError::Malformed)?;
        if words.all(|word| word == first) {
            Ok(first)
        } else {
            Err(OfferError::Malformed)
        }
    };
    IceCredentials::new(one("a=ice-ufrag:")?, one("a=ice-pwd:")?).ok_or(OfferError::Malformed)
}

impl<'a> Section<'a> {
    fn kind(&self) -> Option<Kind> {
        match self.lines[0].split(' ').next() {
            Some("m=audio") => Some(Kind::Audio),
            Some("m=video") => Some(Kind::Video),
            _ => None,
        }
    }

    fn has(&self, wanted: &str) -> bool {
        self.lines.contains(&wanted)
    }

    fn value(&self, attribute: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| {
            let (name, value) = line.strip_prefix("a=")?.split_once(':')?;
            (name == attribute).then_some(value)
        })
    }

    /// Writes the section with the formats that this server takes and in the one direction of the session.
    fn write(&self, flow: Flow, into: &mut String) -> Result<(), OfferError> {
        let both = ["a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive"];
        let way = self
            .lines
            .iter()
            .find(|line| both.contains(line))
            .unwrap_or(&"a=sendrecv");
        let wanted = match flow {
            Flow::Sends => "a=sendonly",
            Flow::Receives => "a=recvonly",
        };
        if *way != wanted && *way != "a=sendrecv" {
            return Err(OfferError::WrongWay);
        }
        let mut head = self.lines[0].split(' ');
        let fixed: Vec<&str> = head.by_ref().take(3).collect();
        if fixed.len() < 3 || !fixed[2].ends_with("/TLS/RTP/SAVPF") {
            return Err(OfferError::Malformed);
        }
        let offered: Vec<&str> = head.collect();
        if offered.len() > MOST_FORMATS {
            return Err(OfferError::Malformed);
        }
        let taken = self.formats(&offered)?;
        into.push_str(&fixed.join(" "));
        for format in &taken {
            into.push(' ');
            into.push_str(format);
        }
        into.push_str("\r\n");
        let about = |line: &'a str| {
            let rest = ["a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"]
                .iter()
                .find_map(|name| line.strip_prefix(name));
            rest.map(|rest| rest.split(' ').next().unwrap_or_default())
        };
        for line in self.lines.iter().skip(1) {
            if both.contains(line) || about(line).is_some_and(|format| format != "*" && !taken.contains(&format)) {
                continue;
            }
            into.push_str(line);
            into.push_str("\r\n");
        }
        into.push_str(wanted);
        into.push_str("\r\n");
        Ok(())
    }

    /// The payload types to keep: codecs that are forwarded, and the retransmission of those.
    fn formats(&self, offered: &[&'a str]) -> Result<Vec<&'a str>, OfferError> {
        let (mut taken, mut h265, mut b_frames) = (Vec::new(), false, false);
        for format in offered {
            match self.codec(format).as_str() {
                "opus" | "vp8" | "vp9" => taken.push(*format),
                "h264" if self.is_baseline(format) => taken.push(*format),
                "h264" => b_frames = true,
                "h265" | "hevc" => h265 = true,
                _ => {}
            }
        }
        if taken.is_empty() {
            return Err(match () {
                () if b_frames => OfferError::BFrames,
                () if h265 => OfferError::H265,
                () => OfferError::NoCommonCodec,
            });
        }
        let repeats = |format: &&&str| {
            let of = self.parameters(format).iter().find_map(|p| p.strip_prefix("apt="));
            self.codec(format) == "rtx" && of.is_some_and(|of| taken.contains(&of))
        };
        let repeating: Vec<&str> = offered.iter().filter(repeats).copied().collect();
        Ok(offered
            .iter()
            .copied()
            .filter(|format| taken.contains(format) || repeating.contains(format))
            .collect())
    }

    /// The lower-case name of a payload type's codec; empty when it is not told.
    fn codec(&self, format: &str) -> String {
        self.attribute("a=rtpmap:", format)
            .and_then(|map| map.split('/').next())
            .unwrap_or_default()
            .to_ascii_lowercase()
    }

    fn parameters(&self, format: &str) -> Vec<&'a str> {
        let parameters = self.attribute("a=fmtp:", format).unwrap_or_default();
        parameters.split(';').map(str::trim).collect()
    }

    fn attribute(&self, name: &str, format: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| {
            let (of, value) = line.strip_prefix(name)?.split_once(' ')?;
            (of == format).then_some(value)
        })
    }

    /// Tells whether a payload type is H.264 baseline (profile 0x42), the one without B-frames; also what a silent
    /// offer means (RFC 6184, section 8.1).
    fn is_baseline(&self, format: &str) -> bool {
        let parameters = self.parameters(format);
        let profile = parameters.iter().find_map(|p| p.strip_prefix("profile-level-id="));
        profile.is_none_or(|profile| profile.starts_with("42"))
    }
}

#[cfg(test)]
mod tests;
