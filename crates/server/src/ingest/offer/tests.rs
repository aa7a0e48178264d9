use proptest::prelude::*;

use super::*;

const SESSION: &str = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n";
const ICE: &str = "a=ice-ufrag:EsAw\r\na=ice-pwd:bP+XJMM09aR8AiX1jdukzR6Y\r\na=fingerprint:sha-256 DA:7B\r\n\
    a=setup:actpass\r\na=rtcp-mux\r\n";

fn audio() -> String {
    format!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\n{ICE}a=sendonly\r\na=msid:s a\r\na=rtpmap:111 opus/48000/2\r\n"
    )
}

fn video(formats: &str, maps: &str) -> String {
    format!("m=video 9 UDP/TLS/RTP/SAVPF {formats}\r\na=mid:1\r\n{ICE}a=sendonly\r\na=msid:s v\r\n{maps}")
}

fn vp8() -> String {
    let maps = "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";
    video("96 97", maps)
}

fn with_video(video: &str) -> Result<Offer, OfferError> {
    parse(&format!("{SESSION}{}{video}", audio()), Flow::Sends)
}

#[test]
fn a_camera_with_sound_is_taken_with_its_two_sections() {
    let offer = with_video(&vp8()).unwrap();
    assert_eq!(
        offer.sections,
        [("0".to_owned(), Kind::Audio), ("1".to_owned(), Kind::Video)]
    );
    assert_eq!(offer.credentials.ufrag, "EsAw");
    assert!(offer.sdp.contains("SAVPF 96 97\r\n") && offer.sdp.contains("SAVPF 111\r\n"));
}

#[test]
fn h265_alone_is_refused_by_its_name_and_beside_another_codec_left_out() {
    let h265 = "a=rtpmap:100 H265/90000\r\na=rtpmap:101 rtx/90000\r\na=fmtp:101 apt=100\r\n";
    assert_eq!(with_video(&video("100 101", h265)), Err(OfferError::H265));
    let both = video("100 101 96", &format!("{h265}a=rtpmap:96 VP8/90000\r\n"));
    let taken = with_video(&both).unwrap().sdp;
    assert!(taken.contains("SAVPF 96\r\n") && !taken.contains("H265") && !taken.contains(":101"));
}

#[test]
fn more_payload_types_than_there_are_is_no_offer() {
    let formats = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    let maps = "a=rtpmap:96 VP8/90000\r\n";
    assert!(with_video(&video(&formats(128), maps)).is_ok());
    assert_eq!(with_video(&video(&formats(129), maps)), Err(OfferError::Malformed));
}

#[test]
fn h264_is_taken_in_baseline_and_refused_where_it_may_have_b_frames() {
    let h264 = |profile: &str| {
        let maps = format!("a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id={profile}\r\n");
        with_video(&video("102", &maps))
    };
    for baseline in ["42e01f", "42001f", "42c01f"] {
        assert!(h264(baseline).unwrap().sdp.contains(baseline));
    }
    for other in ["4d001f", "64001f", "640c1f"] {
        assert_eq!(h264(other), Err(OfferError::BFrames));
    }
    let silent = video("102", "a=rtpmap:102 H264/90000\r\n");
    assert!(with_video(&silent).is_ok());
}

#[test]
fn a_section_without_a_codec_of_ours_refuses_the_whole_offer() {
    let av1 = video("45", "a=rtpmap:45 AV1/90000\r\n");
    assert_eq!(with_video(&av1), Err(OfferError::NoCommonCodec));
}

#[test]
fn sections_outside_the_bundle_or_with_rtcp_apart_are_refused() {
    let unbundled = format!("{SESSION}{}{}", audio(), vp8()).replace("BUNDLE 0 1", "BUNDLE 0");
    assert_eq!(parse(&unbundled, Flow::Sends), Err(OfferError::NotBundled));
    let without = unbundled.replace("a=group:BUNDLE 0\r\n", "");
    assert_eq!(parse(&without, Flow::Sends), Err(OfferError::NotBundled));
    let apart = vp8().replace("a=rtcp-mux\r\n", "");
    assert_eq!(with_video(&apart), Err(OfferError::RtcpApart));
}

#[test]
fn more_than_one_of_a_kind_or_of_streams_is_refused() {
    let second = vp8().replace("a=mid:1", "a=mid:2");
    let offer = format!("{SESSION}{}{}{second}", audio(), vp8()).replace("BUNDLE 0 1", "BUNDLE 0 1 2");
    assert_eq!(parse(&offer, Flow::Sends), Err(OfferError::TooManyTracks));
    assert_eq!(
        with_video(&vp8().replace("msid:s v", "msid:t v")),
        Err(OfferError::TooManyTracks)
    );
    let data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:1\r\n";
    assert_eq!(with_video(data), Err(OfferError::TooManyTracks));
}

#[test]
fn a_section_goes_one_way_and_the_right_one() {
    let offer = |way: &str| format!("{SESSION}{}{}", audio(), vp8()).replace("a=sendonly", way);
    let both = parse(&offer("a=sendrecv"), Flow::Sends).unwrap();
    assert!(both.sdp.contains("a=sendonly") && !both.sdp.contains("sendrecv"));
    assert!(parse(&offer("a=recvonly"), Flow::Receives).is_ok());
    assert_eq!(parse(&offer("a=recvonly"), Flow::Sends), Err(OfferError::WrongWay));
    assert_eq!(parse(&offer("a=sendonly"), Flow::Receives), Err(OfferError::WrongWay));
    assert_eq!(parse(&offer("a=inactive"), Flow::Sends), Err(OfferError::WrongWay));
}

#[test]
fn what_is_no_description_is_refused() {
    for text in ["", "v=0", "hello", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "{}"] {
        assert!(parse(text, Flow::Sends).is_err(), "{text}");
    }
    for missing in ["a=ice-ufrag:EsAw\r\n", "a=fingerprint:sha-256 DA:7B\r\n"] {
        let offer = format!("{SESSION}{}{}", audio(), vp8()).replace(missing, "");
        assert_eq!(parse(&offer, Flow::Sends), Err(OfferError::Malformed), "{missing}");
    }
}

#[test]
fn a_restart_changes_the_credentials_of_every_section_and_nothing_else() {
    let offer = with_video(&vp8()).unwrap();
    let credentials = IceCredentials::new("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k").unwrap();
    let again = offer.restarted(&credentials);
    assert_eq!(again.sdp.matches("a=ice-ufrag:ysXw\r\n").count(), 2);
    assert_eq!(again.restarted(&offer.credentials), offer);
}

#[test]
fn an_answer_that_refuses_a_section_is_not_whole() {
    let answer = "v=0\r\nm=audio 9 X 111\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=recvonly\r\nm=video 9 X 96\r\na=recvonly\r\n";
    assert!(is_whole(answer));
    assert!(!is_whole(&answer.replace("m=video 9", "m=video 0")));
    assert!(!is_whole(&answer.replace("a=candidate", "a=x")));
    assert!(!is_whole(&answer.replacen("a=recvonly", "a=inactive", 1)));
    assert!(!is_whole("v=0\r\n"));
}

proptest! {
    #[test]
    fn whatever_is_offered_is_taken_or_refused(cut in 0_usize..900, noise in "(m=|a=|v=0|\r\n|[ -~]|BUNDLE|mid:){0,60}") {
        let offer = format!("{SESSION}{}{}", audio(), vp8());
        let at = cut.min(offer.len());
        let text = format!("{}{noise}{}", &offer[..at], &offer[at..]);
        if let Ok(taken) = parse(&text, Flow::Sends) {
            prop_assert!(parse(&taken.sdp, Flow::Sends).is_ok());
        }
    }
}
