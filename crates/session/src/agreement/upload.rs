use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Refusal, SignatoryPlace};
use crate::text::FileReference;
use crate::{SignatoryId, check, refusal};

/// Most pages of an uploaded document.
const MOST_PAGES: u32 = 500;
/// Widths and heights that a field may have, in hundredths of a point: from what can be read to half a page.
const WIDTHS: std::ops::RangeInclusive<i32> = 5_000..=40_000;
const HEIGHTS: std::ops::RangeInclusive<i32> = 1_800..=20_000;
/// Farthest that a page reaches in PDF, in hundredths of a point.
const FARTHEST: i32 = 1_440_000;

/// A party's own PDF as the text of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadedText {
    /// The file as it was uploaded.
    pub original: FileReference,
    /// SHA-256 (hex) of the document that is signed: the file, cleaned.
    pub document: String,
    /// How many pages it has.
    pub pages: u32,
    /// What cleaning left behind, and how often.
    pub removed: BTreeMap<String, u32>,
    /// Where each signatory signs.
    pub fields: Vec<FieldPlace>,
}

/// Where one signatory signs, in hundredths of a point from the lower left corner of PDF's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldPlace {
    /// Who.
    pub signatory: SignatoryId,
    /// Page, from 1.
    pub page: u32,
    /// Left edge.
    pub x: i32,
    /// Lower edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// Checks an uploaded text: whole digests, and one place on its pages for each signatory.
pub(super) fn check_upload<'a>(
    upload: &UploadedText,
    places: impl Iterator<Item = &'a SignatoryPlace>,
) -> Result<(), refusal::Refusal> {
    check::digest(&upload.original.digest)?;
    check::digest(&upload.document)?;
    let mut wanted: Vec<SignatoryId> = places.map(|place| place.id).collect();
    let mut placed: Vec<SignatoryId> = upload.fields.iter().map(|field| field.signatory).collect();
    wanted.sort_unstable();
    placed.sort_unstable();
    let pages_fit = (1..=MOST_PAGES).contains(&upload.pages);
    if pages_fit && wanted == placed && upload.fields.iter().all(|field| field.lies_within(upload.pages)) {
        Ok(())
    } else {
        Err(Refusal::FieldsInvalid.into())
    }
}

impl FieldPlace {
    fn lies_within(&self, pages: u32) -> bool {
        (1..=pages).contains(&self.page)
            && WIDTHS.contains(&self.width)
            && HEIGHTS.contains(&self.height)
            && [self.x, self.y].iter().all(|edge| edge.abs() <= FARTHEST)
    }
}
