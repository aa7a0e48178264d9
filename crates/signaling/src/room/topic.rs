//! What a message is about: which part of a room takes it, and whether from moderators alone.

use crate::ClientMessage;

/// What a message is about; moderators alone may send those of the last five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Being there.
    Presence,
    /// Sending and receiving.
    Media,
    /// Chat, hands, readiness, documents, captions.
    Talk,
    /// Questions and polls.
    Forum,
    /// Private messages.
    Private,
    /// Interpretation.
    Booth,
    /// Breakouts.
    Breakout,
    /// Who comes in.
    Door,
    /// What others may do.
    People,
    /// What is shown.
    Stage,
    /// Chat, questions and polls, moderated.
    Forums,
    /// Language channels.
    Channels,
}

impl Topic {
    pub(super) fn needs_moderator(self) -> bool {
        matches!(
            self,
            Self::Door | Self::People | Self::Stage | Self::Forums | Self::Channels
        )
    }
}

impl ClientMessage {
    pub(super) fn topic(&self) -> Topic {
        match self {
            Self::Hello { .. } | Self::Ping {} | Self::Leave {} | Self::Roster { .. } => Topic::Presence,
            Self::UploadOffer { .. }
            | Self::DownloadAnswer { .. }
            | Self::DownloadRestart {}
            | Self::Show { .. }
            | Self::Mute { .. } => Topic::Media,
            Self::Chat { .. }
            | Self::RaiseHand {}
            | Self::LowerHand { .. }
            | Self::React { .. }
            | Self::Ready { .. }
            | Self::Stroke { .. }
            | Self::ShareDocument { .. }
            | Self::Caption { .. }
            | Self::FollowCaptions { .. }
            | Self::CueShown { .. } => Topic::Talk,
            Self::Ask { .. } | Self::UpvoteQuestion { .. } | Self::Questions { .. } | Self::Vote { .. } => Topic::Forum,
            Self::AskPrivate { .. }
            | Self::AnswerPrivate { .. }
            | Self::SayPrivate { .. }
            | Self::EndPrivate { .. } => Topic::Private,
            Self::JoinBooth { .. }
            | Self::LeaveBooth {}
            | Self::Handover { .. }
            | Self::TakeOver {}
            | Self::Direct { .. }
            | Self::Relay { .. }
            | Self::Listen { .. } => Topic::Booth,
            Self::CallBreakout { .. }
            | Self::AnswerBreakout { .. }
            | Self::LeaveBreakout { .. }
            | Self::EndBreakout { .. } => Topic::Breakout,
            Self::Admit { .. }
            | Self::Deny { .. }
            | Self::SetLobby { .. }
            | Self::Readmit { .. }
            | Self::Lock { .. } => Topic::Door,
            Self::MuteParticipant { .. }
            | Self::Remove { .. }
            | Self::Promote { .. }
            | Self::Demote { .. }
            | Self::Cohost { .. }
            | Self::NameFeed { .. }
            | Self::Call { .. }
            | Self::EndTurn {}
            | Self::MuteChat { .. } => Topic::People,
            Self::Spotlight { .. }
            | Self::SetMode { .. }
            | Self::Focus { .. }
            | Self::SetStage { .. }
            | Self::ArriveBackstage { .. }
            | Self::SetLayout { .. }
            | Self::Survey { .. }
            | Self::Cue { .. }
            | Self::CancelCue { .. } => Topic::Stage,
            Self::DeleteChat { .. }
            | Self::SetChatRules { .. }
            | Self::SetQuestionRules { .. }
            | Self::AnswerQuestion { .. }
            | Self::PinQuestion { .. }
            | Self::DismissQuestion { .. }
            | Self::OpenPoll { .. }
            | Self::ShowPoll { .. }
            | Self::ClosePoll { .. }
            | Self::DropPoll { .. } => Topic::Forums,
            Self::OpenChannel { .. } | Self::CloseChannel { .. } => Topic::Channels,
        }
    }
}
