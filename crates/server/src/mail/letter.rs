use fluent_bundle::{FluentArgs, FluentValue};
use yunqian_session::text::LocalizedText;

use crate::texts;

/// A letter, ready to leave. Its body may hold a secret: it is never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// What an invitation says.
#[derive(Debug, Clone, Copy)]
pub struct Invited<'a> {
    /// Receiver's address.
    pub to: &'a str,
    /// Receiver's name.
    pub name: &'a str,
    /// Who invites.
    pub inviter: &'a str,
    /// Organisation to act for.
    pub organisation: &'a str,
    /// Where to accept.
    pub link: &'a str,
    /// Days for which the link is valid.
    pub days: i64,
}

/// What a signatory's code is for.
#[derive(Debug, Clone, Copy)]
pub struct SigningCode<'a> {
    /// Title of the agreement.
    pub title: &'a LocalizedText,
    /// Its number.
    pub number: &'a str,
}

/// What a reminder to sign says.
#[derive(Debug, Clone, Copy)]
pub struct Reminded<'a> {
    /// Receiver's address.
    pub to: &'a str,
    /// Receiver's name.
    pub name: &'a str,
    /// Title of the agreement.
    pub title: &'a str,
    /// Its number.
    pub number: &'a str,
    /// Until when it is to be signed, as printed.
    pub sign_by: Option<&'a str>,
    /// Where to sign.
    pub link: &'a str,
}

impl Letter {
    /// Writes the one-time code of a signatory.
    pub fn signing_code(language: &str, to: &str, code: &str, minutes: i64, about: &SigningCode<'_>) -> Self {
        let arguments = FluentArgs::from_iter([
            ("code", FluentValue::from(code)),
            ("minutes", minutes.into()),
            ("title", about.title.get(language).into()),
            ("number", about.number.into()),
        ]);
        Self::write(language, to, "mail-signing-code", &arguments)
    }

    /// Writes a reminder to sign.
    pub fn reminder(language: &str, reminded: &Reminded<'_>) -> Self {
        let mut arguments = FluentArgs::from_iter([
            ("name", FluentValue::from(reminded.name)),
            ("title", reminded.title.into()),
            ("number", reminded.number.into()),
            ("link", reminded.link.into()),
        ]);
        let message = match reminded.sign_by {
            Some(sign_by) => {
                arguments.set("deadline", sign_by);
                "mail-reminder-deadline"
            }
            None => "mail-reminder",
        };
        Self::write(language, reminded.to, message, &arguments)
    }

    /// Tells somebody that a key was enrolled for it.
    pub fn key_enrolled(language: &str, to: &str, name: &str, address: &str) -> Self {
        let arguments = FluentArgs::from_iter([("name", FluentValue::from(name)), ("address", address.into())]);
        Self::write(language, to, "mail-key-enrolled", &arguments)
    }

    /// Writes a one-time code.
    pub fn code(language: &str, to: &str, code: &str, minutes: i64) -> Self {
        Self::write(
            language,
            to,
            "mail-code",
            &FluentArgs::from_iter([("code", FluentValue::from(code)), ("minutes", minutes.into())]),
        )
    }

    /// Writes an invitation.
    pub fn invitation(language: &str, invited: &Invited<'_>) -> Self {
        let arguments = FluentArgs::from_iter([
            ("name", FluentValue::from(invited.name)),
            ("inviter", invited.inviter.into()),
            ("organisation", invited.organisation.into()),
            ("link", invited.link.into()),
            ("days", invited.days.into()),
        ]);
        Self::write(language, invited.to, "mail-invitation", &arguments)
    }

    fn write(language: &str, to: &str, message: &str, arguments: &FluentArgs<'_>) -> Self {
        let text = |part| {
            texts::text(language, &format!("{message}-{part}"), Some(arguments))
                .expect("every letter is in every language; a test writes them all")
        };
        // A subject is one line, whatever somebody's name is.
        let subject = text("subject").split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            to: to.to_owned(),
            subject,
            body: text("body"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_written_in_every_language() {
        for language in texts::LANGUAGES {
            let code = Letter::code(language, "li@example.com", "012345", 10);
            assert!(
                code.body.contains("012345") && code.body.contains("10"),
                "{}",
                code.body
            );
            let enrolled = Letter::key_enrolled(language, "li@example.com", "Li Lei", "https://fair.example");
            assert!(enrolled.body.contains("https://fair.example"), "{}", enrolled.body);
            let invited = Invited {
                to: "li@example.com",
                name: "Li Lei",
                inviter: "Han Meimei",
                organisation: "Xiong'an New Area",
                link: "http://localhost/invitations/token",
                days: 14,
            };
            let invitation = Letter::invitation(language, &invited);
            for part in [invited.name, invited.inviter, invited.organisation, invited.link, "14"] {
                assert!(invitation.body.contains(part), "{part} in {}", invitation.body);
            }
            let title = LocalizedText::new([("en", "Cable plant")]);
            let about = SigningCode {
                title: &title,
                number: "N-7",
            };
            let signing = Letter::signing_code(language, "li@example.com", "543210", 10, &about);
            for part in ["543210", "10", "Cable plant", "N-7"] {
                assert!(signing.body.contains(part), "{part} in {}", signing.body);
            }
            for sign_by in [None, Some("2026-11-30 18:00")] {
                let reminded = Reminded {
                    to: "li@example.com",
                    name: "Li Lei",
                    title: "Cable plant",
                    number: "N-7",
                    sign_by,
                    link: "http://localhost/agreements/7/sign",
                };
                let reminder = Letter::reminder(language, &reminded);
                for part in [
                    "Li Lei",
                    "Cable plant",
                    "N-7",
                    reminded.link,
                    sign_by.unwrap_or_default(),
                ] {
                    assert!(reminder.body.contains(part), "{part} in {}", reminder.body);
                }
                assert!(!(reminder.subject + &reminder.body).contains(['{', '}']));
            }
            assert!(!(signing.subject + &signing.body).contains(['{', '}']));
            assert!(!(code.subject + &code.body + &invitation.subject + &invitation.body).contains(['{', '}']));
        }
    }

    #[test]
    fn no_name_breaks_the_subject_line_and_no_secret_is_printed_for_debugging() {
        let invited = Invited {
            to: "a@b.c",
            name: "x",
            inviter: "x",
            organisation: "Firm\r\nBcc: all@b.c",
            link: "x",
            days: 1,
        };
        let letter = Letter::invitation("en", &invited);
        assert!(!letter.subject.contains(['\r', '\n']));
        assert!(!format!("{:?}", Letter::code("en", "a@b.c", "012345", 10)).contains("012345"));
    }
}
