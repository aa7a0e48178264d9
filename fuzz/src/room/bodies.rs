//! What clients say, with blanks to fill in.

use super::{PEOPLE, message_id};
use crate::draw::Draw;
use crate::people::who;

/// Every message. Blanks: `$p` a participant, `$P` one or nobody, `$r` a person, `$u` an earlier message's id, `$U` one
/// or none, `$t` a text, `$T` one or none, `$l` a language, `$s` a source, `$b` a yes or no, `$n` a small number, `$N` a
/// large one.
pub const BODIES: &[&str] = &[
    r#"{"type":"hello","version":1,"grant":$t,"resume":{"token":$t,"last_seq":$N},"upload":null}"#,
    r#"{"type":"ping"}"#,
    r#"{"type":"leave"}"#,
    r#"{"type":"upload_offer","offer":{"connection":$n,"generation":$n,"sdp":"v=0","tracks":[{"mid":"0","source":$s},{"mid":"1","source":$s}]}}"#,
    r#"{"type":"upload_offer","offer":{"connection":$N,"generation":$N,"sdp":$t,"tracks":[{"mid":$t,"source":$s}]}}"#,
    r#"{"type":"download_answer","connection":$n,"generation":$n,"sdp":$t}"#,
    r#"{"type":"download_restart"}"#,
    r#"{"type":"show","tracks":[{"track":"00000000-0000-0000-0000-000000000002/camera","height":$n},{"track":$t,"height":$n}]}"#,
    r#"{"type":"mute","source":$s,"muted":$b}"#,
    r#"{"type":"chat","text":$t}"#,
    r#"{"type":"raise_hand"}"#,
    r#"{"type":"lower_hand","participant":$P}"#,
    r#"{"type":"react","emoji":$t}"#,
    r#"{"type":"roster","after":$P,"limit":$N,"query":$T}"#,
    r#"{"type":"ready","act":$t,"ready":$b}"#,
    r#"{"type":"stroke","act":$t,"stroke":$N,"points":[[0.5,0.25,1],[$n,0.1,$n]],"end":$b}"#,
    r#"{"type":"mute_participant","participant":$p,"source":$s,"muted":$b}"#,
    r#"{"type":"remove","participant":$p}"#,
    r#"{"type":"promote","participant":$p,"screen":$b}"#,
    r#"{"type":"demote","participant":$p}"#,
    r#"{"type":"lock","locked":$b}"#,
    r#"{"type":"spotlight","spotlight":{"participant":$p,"source":$s}}"#,
    r#"{"type":"spotlight","spotlight":null}"#,
    r#"{"type":"set_mode","mode":"live"}"#,
    r#"{"type":"set_mode","mode":"rehearsal"}"#,
    r#"{"type":"focus","focus":$T}"#,
    r#"{"type":"admit","participant":$P}"#,
    r#"{"type":"deny","participant":$p}"#,
    r#"{"type":"set_lobby","on":$b}"#,
    r#"{"type":"readmit","person":$r}"#,
    r#"{"type":"cohost","participant":$p,"on":$b}"#,
    r#"{"type":"set_stage","participant":$p,"on_stage":$b}"#,
    r#"{"type":"arrive_backstage","on":$b}"#,
    r#"{"type":"name_feed","participant":$p,"name":$t}"#,
    r#"{"type":"set_layout","layout":{"kind":"grid","places":[{"participant":$p,"source":$s},{"participant":$p,"source":$s}]}}"#,
    r#"{"type":"set_layout","layout":null}"#,
    r#"{"type":"survey","pictures":$b,"listen_to":$P}"#,
    r#"{"type":"call","participant":$P,"seconds":$N}"#,
    r#"{"type":"end_turn"}"#,
    r#"{"type":"share_document","document":$T,"page":$N}"#,
    r#"{"type":"delete_chat","line":$u}"#,
    r#"{"type":"set_chat_rules","rules":{"off":$b,"slow_s":$n}}"#,
    r#"{"type":"mute_chat","participant":$p,"muted":$b}"#,
    r#"{"type":"ask","text":$t}"#,
    r#"{"type":"upvote_question","question":$u}"#,
    r#"{"type":"questions","skip":$N,"limit":$N}"#,
    r#"{"type":"set_question_rules","rules":{"open":$b,"reviewed":$b}}"#,
    r#"{"type":"answer_question","question":$u,"state":"answered","text":$T}"#,
    r#"{"type":"answer_question","question":$u,"state":"live","text":$T}"#,
    r#"{"type":"pin_question","question":$u,"pinned":$b}"#,
    r#"{"type":"dismiss_question","question":$u}"#,
    r#"{"type":"open_poll","question":$t,"options":[$t,$t,"c"],"multiple":$b}"#,
    r#"{"type":"vote","poll":$u,"options":[$n,$n]}"#,
    r#"{"type":"show_poll","poll":$u,"shown":$b}"#,
    r#"{"type":"close_poll","poll":$u}"#,
    r#"{"type":"drop_poll","poll":$u}"#,
    r#"{"type":"ask_private","participant":$p}"#,
    r#"{"type":"answer_private","person":$r,"accept":$b}"#,
    r#"{"type":"say_private","person":$r,"text":$t}"#,
    r#"{"type":"end_private","person":$r}"#,
    r#"{"type":"caption","language":$l,"line":$N,"text":$t,"is_final":$b}"#,
    r#"{"type":"follow_captions","languages":[$l,$t]}"#,
    r#"{"type":"open_channel","language":$l,"booth":$U}"#,
    r#"{"type":"close_channel","channel":$u}"#,
    r#"{"type":"join_booth","booth":$u}"#,
    r#"{"type":"leave_booth"}"#,
    r#"{"type":"handover","step":"ask"}"#,
    r#"{"type":"handover","step":"accept"}"#,
    r#"{"type":"handover","step":"decline"}"#,
    r#"{"type":"take_over"}"#,
    r#"{"type":"direct","channel":$u}"#,
    r#"{"type":"relay","channel":$U}"#,
    r#"{"type":"listen","channel":$U}"#,
    r#"{"type":"cue","kind":"countdown","act":$T,"text":$T,"in_ms":$N}"#,
    r#"{"type":"cancel_cue","cue":$u}"#,
    r#"{"type":"cue_shown","cue":$u,"at":$N}"#,
    r#"{"type":"call_breakout","room":$t,"participants":[$p,$p,$p]}"#,
    r#"{"type":"answer_breakout","breakout":$u,"accept":$b}"#,
    r#"{"type":"leave_breakout","breakout":$u}"#,
    r#"{"type":"end_breakout","breakout":$u}"#,
];

/// Writes message `number` of a kind, its blanks filled.
pub fn frame_text(kind: usize, number: u64, draw: &mut Draw<'_>) -> String {
    let mut text = format!(r#"{{"id":"{}","body":"#, message_id(number));
    let mut parts = BODIES[kind % BODIES.len()].split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (blank, rest) = part.split_at(1);
        text.push_str(&filled(blank, number, draw));
        text.push_str(rest);
    }
    text.push('}');
    text
}

fn filled(blank: &str, number: u64, draw: &mut Draw<'_>) -> String {
    let quoted = |text: String| serde_json::Value::from(text).to_string();
    match blank {
        "P" | "T" | "U" if draw.byte().is_multiple_of(4) => "null".to_owned(),
        "p" | "P" => quoted(who(1 + draw.byte() % PEOPLE).to_string()),
        "r" => quoted(format!("person-{}", draw.byte() % 6)),
        "u" | "U" => quoted(message_id(number.saturating_sub(draw.byte().into())).to_string()),
        "t" | "T" => {
            let times = usize::from(draw.byte());
            quoted(draw.text().repeat(times.max(1)))
        }
        "l" => quoted(["zh", "en", "fr", "ar-EG"][draw.below(4)].to_owned()),
        "s" => quoted(["camera", "microphone", "screen", "screen_audio"][draw.below(4)].to_owned()),
        "b" => draw.flag().to_string(),
        "n" => draw.byte().to_string(),
        _ => draw.long().to_string(),
    }
}
