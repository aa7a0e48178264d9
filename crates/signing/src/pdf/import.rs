//! The first page of another PDF as a form XObject of this one.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::{Revision, form, load};
use crate::SigningError;

/// Largest appearance, decompressed.
const MAX_CONTENT_BYTES: usize = 4 << 20;

/// Copies a page's content and everything it draws with; returns the form's id.
pub(crate) fn import_page(into: &mut Revision<'_>, pdf: &[u8]) -> Result<ObjectId, SigningError> {
    let source = load(pdf)?;
    let page_id = source
        .page_iter()
        .next()
        .ok_or_else(|| SigningError::NotPdf("the appearance has no page".to_owned()))?;
    let page = source.get_dictionary(page_id)?;
    let bounds: Vec<f32> = source
        .dereference(page.get(b"MediaBox")?)?
        .1
        .as_array()?
        .iter()
        .map(Object::as_float)
        .collect::<Result<_, _>>()?;
    let bounds: [f32; 4] = bounds
        .try_into()
        .map_err(|_| SigningError::NotPdf("the appearance's page has no size".to_owned()))?;
    let mut copy = Copy {
        source: &source,
        into,
        copied: BTreeMap::new(),
    };
    let resources = source.get_dict_in_dict(page, b"Resources").cloned().unwrap_or_default();
    let mut resources = Object::Dictionary(resources);
    copy.object(&mut resources)?;
    let mut group = page.get(b"Group").ok().cloned();
    if let Some(group) = &mut group {
        copy.object(group)?;
    }
    let mut appearance = form(
        source.get_page_content_with_limit(page_id, MAX_CONTENT_BYTES)?,
        bounds,
        resources.as_dict()?.clone(),
    );
    if let Some(group) = group {
        appearance.dict.set("Group", group);
    }
    Ok(into.add(appearance))
}

struct Copy<'a, 'b> {
    source: &'a Document,
    into: &'a mut Revision<'b>,
    copied: BTreeMap<ObjectId, ObjectId>,
}

impl Copy<'_, '_> {
    fn object(&mut self, object: &mut Object) -> Result<(), SigningError> {
        match object {
            Object::Reference(id) => *id = self.reference(*id)?,
            Object::Array(items) => {
                for item in items {
                    self.object(item)?;
                }
            }
            Object::Dictionary(dictionary) => {
                for (_, value) in dictionary.iter_mut() {
                    self.object(value)?;
                }
            }
            Object::Stream(stream) => {
                stream.dict.remove(b"StructParents");
                for (_, value) in stream.dict.iter_mut() {
                    self.object(value)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn reference(&mut self, id: ObjectId) -> Result<ObjectId, SigningError> {
        if let Some(copy) = self.copied.get(&id) {
            return Ok(*copy);
        }
        let copy = self.into.reserve_id();
        self.copied.insert(id, copy);
        let mut target = self.source.get_object(id)?.clone();
        self.object(&mut target)?;
        self.into.put(copy, target);
        Ok(copy)
    }
}
