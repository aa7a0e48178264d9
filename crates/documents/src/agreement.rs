//! An agreement's data, and its rendering.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typst::foundations::Datetime;
use typst_pdf::PdfStandard;

use crate::check::Checker;
use crate::fonts::fonts;
use crate::labels::labels;
use crate::typeset::{Job, Rendered, typeset};
use crate::{DocumentError, Texts};

const TEMPLATE: &str = include_str!("../templates/agreement.typ");
const MAX_SIGNATORIES: usize = 32;

/// Describes an agreement completely: what is printed is what is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementDocument {
    /// The agreement's number in the register.
    pub number: String,
    /// The kind of agreement (intent, framework, contract), as printed.
    pub kind: Texts,
    /// The title.
    pub title: Texts,
    /// Tags of the language on the left and on the right.
    pub languages: [String; 2],
    /// Who agrees.
    pub parties: Vec<Party>,
    /// Amounts, already formatted for each language.
    pub amounts: Vec<Line>,
    /// What is agreed.
    pub clauses: Vec<Clause>,
    /// Who signs; one signature field each.
    pub signatories: Vec<SignatoryBlock>,
    /// Where it is signed.
    pub place: Texts,
    /// The date as printed.
    pub date: Texts,
    /// The date for the PDF's metadata.
    pub created: CalendarDate,
    /// Marks every page as a demonstration.
    pub demonstration: bool,
}

/// Describes one party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Registered name.
    pub name: Texts,
    /// Registration number (USCC, LEI or another).
    pub identifier: String,
    /// Country or region, as printed.
    pub country: Texts,
}

/// Holds one labelled line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What the line is about.
    pub label: Texts,
    /// What it says.
    pub value: Texts,
}

/// Holds one clause; a line feed in the body starts a new paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Heading, without its number.
    pub heading: Texts,
    /// Body.
    pub body: Texts,
}

/// Describes a signatory and names the signature field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatoryBlock {
    /// Name of the signature field: a-z, 0-9, `-`, `_`; unique in the document.
    pub field: String,
    /// The person.
    pub name: Texts,
    /// For whom the person signs.
    pub organisation: Texts,
    /// In which capacity.
    pub capacity: Texts,
}

/// Names a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarDate {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
}

impl CalendarDate {
    pub(crate) fn to_typst(self) -> Result<Datetime, DocumentError> {
        let Self { year, month, day } = self;
        Datetime::from_ymd(year, month, day).ok_or_else(|| DocumentError::Date(format!("{year}-{month}-{day}")))
    }
}

/// Renders an agreement as PDF/A-3a and PDF/UA-1 with its data attached as JSON.
pub fn render_agreement(agreement: &AgreementDocument) -> Result<Rendered, DocumentError> {
    let languages = agreement.languages.each_ref().map(String::as_str);
    let labels = labels(languages)?;
    check_fields(&agreement.signatories)?;
    check_texts(agreement, languages)?;
    let data = serde_json::json!({ "agreement": agreement, "labels": labels });
    typeset(Job {
        template: TEMPLATE,
        data: data.to_string().into_bytes(),
        date: agreement.created.to_typst()?,
        identifier: &agreement.number,
        standards: &[PdfStandard::A_3a, PdfStandard::Ua_1],
        tagged: true,
    })
}

fn check_fields(signatories: &[SignatoryBlock]) -> Result<(), DocumentError> {
    if signatories.len() > MAX_SIGNATORIES {
        return Err(DocumentError::TooLarge {
            what: "number of signatories",
            limit: MAX_SIGNATORIES,
        });
    }
    let mut seen = BTreeSet::new();
    for SignatoryBlock { field, .. } in signatories {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        if field.is_empty() || field.len() > 64 || !field.bytes().all(plain) || !seen.insert(field) {
            return Err(DocumentError::FieldName(field.clone()));
        }
    }
    Ok(())
}

fn check_texts(agreement: &AgreementDocument, languages: [&str; 2]) -> Result<(), DocumentError> {
    let mut check = Checker::new(fonts()?, languages);
    check.text("number", &agreement.number)?;
    check.texts("kind", &agreement.kind)?;
    check.texts("title", &agreement.title)?;
    check.texts("place", &agreement.place)?;
    check.texts("date", &agreement.date)?;
    for (i, party) in agreement.parties.iter().enumerate() {
        check.texts(&format!("parties[{i}].name"), &party.name)?;
        check.text(&format!("parties[{i}].identifier"), &party.identifier)?;
        check.texts(&format!("parties[{i}].country"), &party.country)?;
    }
    for (i, line) in agreement.amounts.iter().enumerate() {
        check.texts(&format!("amounts[{i}].label"), &line.label)?;
        check.texts(&format!("amounts[{i}].value"), &line.value)?;
    }
    for (i, clause) in agreement.clauses.iter().enumerate() {
        check.texts(&format!("clauses[{i}].heading"), &clause.heading)?;
        check.texts(&format!("clauses[{i}].body"), &clause.body)?;
    }
    for (i, signatory) in agreement.signatories.iter().enumerate() {
        check.texts(&format!("signatories[{i}].name"), &signatory.name)?;
        check.texts(&format!("signatories[{i}].organisation"), &signatory.organisation)?;
        check.texts(&format!("signatories[{i}].capacity"), &signatory.capacity)?;
    }
    Ok(())
}
