use crate::person::Role;

/// Something that a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Right {
    /// Registers regions.
    KeepRegions,
    /// Registers organisations and people and lets people act for organisations.
    KeepDirectory,
    /// Registers firms abroad for which it pitches.
    RegisterPrincipals,
    /// Creates fairs and moves them on.
    RunFair,
    /// Plans programme items and moves them on.
    RunProgramme,
    /// Proposes projects.
    Propose,
    /// Assigns the officer in charge of a project.
    AssignOfficer,
    /// Moves a project's stage and enters its money.
    FollowUp,
    /// Lets a project skip stages.
    ApproveSkip,
    /// Drafts, submits and withdraws pitches.
    Pitch,
    /// Returns, approves and publishes pitches.
    ReviewPitches,
    /// Sends interests.
    ExpressInterest,
    /// Answers interests in its own projects.
    AnswerInterest,
    /// Asks for meetings and accepts them.
    Meet,
    /// Sets the times of others' meetings.
    Schedule,
    /// Drafts, proposes and approves the text of agreements.
    Negotiate,
    /// Opens agreements for signature outside a ceremony.
    OpenSigning,
    /// Calls others' agreements off.
    Void,
    /// Signs at its own place.
    Sign,
    /// Applies its organisation's seal.
    ApplySeal,
    /// Attests another's signature.
    Attest,
    /// Appoints delegates of its party's signatories.
    AppointDelegate,
    /// Nominates acts.
    Nominate,
    /// Approves acts.
    ApproveActs,
    /// Creates ceremonies and runs their acts.
    RunCeremonies,
    /// Puts agreements on legal hold.
    HoldEvidence,
}

impl Role {
    /// Returns whether the role gives a right.
    pub fn has(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// Returns all rights of the role. Whose affair it must be, each aggregate decides.
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::ProvinceOfficer => PROVINCE_OFFICER,
            Self::CityOfficer => CITY_OFFICER,
            Self::CountyOfficer => COUNTY_OFFICER,
            Self::Firm => FIRM,
            Self::Agent => AGENT,
            Self::Principal => PRINCIPAL,
            Self::Host => HOST,
            Self::Witness => WITNESS,
            Self::Interpreter | Self::Guest | Self::Viewer | Self::Department | Self::Statistician => &[],
        }
    }
}

const PROVINCE_OFFICER: &[Right] = &[
    Right::KeepRegions,
    Right::KeepDirectory,
    Right::RunFair,
    Right::RunProgramme,
    Right::Propose,
    Right::AssignOfficer,
    Right::FollowUp,
    Right::ApproveSkip,
    Right::ReviewPitches,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Schedule,
    Right::Negotiate,
    Right::OpenSigning,
    Right::Void,
    Right::Sign,
    Right::ApplySeal,
    Right::Attest,
    Right::AppointDelegate,
    Right::Nominate,
    Right::ApproveActs,
    Right::RunCeremonies,
    Right::HoldEvidence,
];

const CITY_OFFICER: &[Right] = &[
    Right::KeepDirectory,
    Right::Propose,
    Right::AssignOfficer,
    Right::FollowUp,
    Right::ApproveSkip,
    Right::ReviewPitches,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Schedule,
    Right::Negotiate,
    Right::OpenSigning,
    Right::Void,
    Right::Sign,
    Right::ApplySeal,
    Right::Attest,
    Right::AppointDelegate,
    Right::Nominate,
    Right::ApproveActs,
];

const COUNTY_OFFICER: &[Right] = &[
    Right::Propose,
    Right::FollowUp,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Negotiate,
    Right::Sign,
    Right::ApplySeal,
    Right::Attest,
    Right::AppointDelegate,
];

const FIRM: &[Right] = &[
    Right::Propose,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Negotiate,
    Right::Sign,
    Right::ApplySeal,
    Right::Attest,
    Right::AppointDelegate,
];

const AGENT: &[Right] = &[
    Right::RegisterPrincipals,
    Right::Propose,
    Right::Pitch,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Negotiate,
];

const PRINCIPAL: &[Right] = &[
    Right::Propose,
    Right::Pitch,
    Right::ExpressInterest,
    Right::AnswerInterest,
    Right::Meet,
    Right::Negotiate,
    Right::Sign,
    Right::ApplySeal,
    Right::Attest,
    Right::AppointDelegate,
];

const HOST: &[Right] = &[
    Right::KeepDirectory,
    Right::RunProgramme,
    Right::ReviewPitches,
    Right::Schedule,
    Right::Nominate,
    Right::RunCeremonies,
    Right::Attest,
];

const WITNESS: &[Right] = &[Right::Attest];
