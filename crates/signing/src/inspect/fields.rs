use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};

use super::Problem;
use crate::SigningError;

/// A signature field and its value, if signed.
pub(crate) struct FoundField {
    pub(crate) id: ObjectId,
    pub(crate) name: String,
    pub(crate) value: Option<ObjectId>,
}

/// Lists the document's signature fields. Ours are flat: fields without kids, merged with their widget.
pub(crate) fn signature_fields(document: &Document) -> Result<Vec<FoundField>, SigningError> {
    let Ok(form) = document.get_dict_in_dict(document.catalog()?, b"AcroForm") else {
        return Ok(Vec::new());
    };
    let (_, list) = document.dereference(form.get(b"Fields")?)?;
    let mut fields = Vec::new();
    for field in list.as_array()? {
        let id = field.as_reference()?;
        let field = document.get_dictionary(id)?;
        if field
            .get(b"FT")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"Sig")
        {
            let name = field.get(b"T").and_then(Object::as_str)?;
            let value = field.get(b"V").ok().map(Object::as_reference).transpose()?;
            fields.push(FoundField {
                id,
                name: String::from_utf8_lossy(name).into_owned(),
                value,
            });
        }
    }
    Ok(fields)
}

pub(super) fn repeated(fields: &[FoundField]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    fields
        .iter()
        .filter(|field| !seen.insert(&field.name))
        .map(|field| Problem::RepeatedField {
            field: field.name.clone(),
        })
        .collect()
}
