//! Named places of a document: what links within it point to.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Deepest name tree, and most places, that are read.
const MAX_DEPTH: usize = 16;
const MAX_PLACES: usize = 50_000;

/// Returns the page of every named place, from the name tree of PDF 1.2 and the dictionary before it.
pub(super) fn named_places(source: &Document) -> BTreeMap<Vec<u8>, ObjectId> {
    let mut places = BTreeMap::new();
    let Ok(catalog) = source.catalog() else {
        return places;
    };
    if let Ok(old) = source.get_dict_in_dict(catalog, b"Dests") {
        for (name, place) in old.iter().take(MAX_PLACES) {
            places.extend(page_of(source, place).map(|page| (name.clone(), page)));
        }
    }
    let names = source.get_dict_in_dict(catalog, b"Names");
    if let Ok(tree) = names.and_then(|names| source.get_dict_in_dict(names, b"Dests")) {
        read_tree(source, tree, &mut places, 0);
    }
    places
}

fn read_tree(source: &Document, node: &Dictionary, places: &mut BTreeMap<Vec<u8>, ObjectId>, depth: usize) {
    if depth > MAX_DEPTH || places.len() > MAX_PLACES {
        return;
    }
    let list = |key: &[u8]| {
        let (_, list) = source.dereference(node.get(key).ok()?).ok()?;
        list.as_array().ok()
    };
    for pair in list(b"Names").map_or(&[][..], Vec::as_slice).chunks_exact(2) {
        if let Ok(name) = pair[0].as_str() {
            places.extend(page_of(source, &pair[1]).map(|page| (name.to_vec(), page)));
        }
    }
    for kid in list(b"Kids").into_iter().flatten() {
        if let Ok((_, Object::Dictionary(kid))) = source.dereference(kid) {
            read_tree(source, kid, places, depth + 1);
        }
    }
}

/// Finds the page that an explicit place begins with; it may stand in a dictionary of its own.
fn page_of(source: &Document, place: &Object) -> Option<ObjectId> {
    let (_, place) = source.dereference(place).ok()?;
    let place = match place {
        Object::Dictionary(wrapped) => source.dereference(wrapped.get(b"D").ok()?).ok()?.1,
        other => other,
    };
    place.as_array().ok()?.first()?.as_reference().ok()
}
