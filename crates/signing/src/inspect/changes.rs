//! What a revision changed in a document and brought into it, and what it may.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Stands for the trailer, which has no number.
const TRAILER: ObjectId = (0, 0);
/// Keys of a trailer, or of a cross-reference stream, that are each section's own.
const OF_SECTION: [&[u8]; 9] = [
    b"Size",
    b"Prev",
    b"ID",
    b"Type",
    b"W",
    b"Index",
    b"Length",
    b"Filter",
    b"DecodeParms",
];
/// Lists of a document's security store.
const MATERIAL: [&[u8]; 3] = [b"Certs", b"OCSPs", b"CRLs"];

/// Whose revision it is.
#[derive(Clone, Copy)]
pub(super) struct Maker {
    /// The field that was signed.
    pub(super) field: ObjectId,
    /// Its signature.
    pub(super) value: ObjectId,
    pub(super) is_timestamp: bool,
    /// Whether it is the first signature, which certifies.
    pub(super) is_first: bool,
}

/// Lists objects that a revision may not have changed or brought.
pub(super) fn wrong(before: &Document, after: &Document, maker: Option<Maker>) -> Vec<ObjectId> {
    let revision = Revision { before, after };
    let (rules, brought) = match maker {
        Some(maker) if maker.is_timestamp => (revision.timestamp_rules(maker), revision.by_timestamp(maker)),
        Some(maker) => (signature_rules(before, maker), revision.by_signature(maker)),
        None => (Rules::new(), Some(BTreeSet::new())),
    };
    let mut wrong = revision.changed(&rules);
    wrong.extend(brought.is_none().then(|| maker.map(|maker| maker.field)).flatten());
    let brought = brought.unwrap_or_default();
    wrong.extend(revision.shown().into_iter().filter(|id| !brought.contains(id)));
    // What the document named although it was not there would show where nothing did.
    wrong.extend(missing(before).into_iter().filter(|id| after.objects.contains_key(id)));
    wrong
}

/// What a revision may do to an object that was there before.
enum Rule {
    /// Set a key that was not there.
    Sets(&'static [u8]),
    /// Set a key anew.
    Replaces(&'static [u8]),
    /// Append this object to the list under a key, or to the list that the object is (an empty key).
    AddsOne(&'static [u8], ObjectId),
    /// Append items to the list under a key.
    Adds(&'static [u8]),
}

type Rules = BTreeMap<ObjectId, Vec<Rule>>;

/// A signature sets its field's value and appearance; the first one certifies.
fn signature_rules(before: &Document, maker: Maker) -> Rules {
    let mut rules = Rules::from([(maker.field, vec![Rule::Sets(b"V"), Rule::Replaces(b"AP")])]);
    if let (true, Some(catalog)) = (maker.is_first, root(before)) {
        rules.entry(catalog).or_default().push(Rule::Sets(b"Perms"));
    }
    rules
}

fn root(document: &Document) -> Option<ObjectId> {
    document.trailer.get(b"Root").and_then(Object::as_reference).ok()
}

fn catalog(document: &Document) -> Option<&Dictionary> {
    document.get_dictionary(root(document)?).ok()
}

/// Two states of a document, one revision apart.
struct Revision<'a> {
    before: &'a Document,
    after: &'a Document,
}

impl<'a> Revision<'a> {
    /// A document timestamp brings its own field, on the first page, and validation material.
    fn timestamp_rules(&self, maker: Maker) -> Rules {
        let mut rules = Rules::new();
        let (Some(root), Some(catalog)) = (root(self.before), catalog(self.before)) else {
            return rules;
        };
        match catalog.get(b"DSS").and_then(Object::as_reference) {
            Ok(store) => rules.insert(store, MATERIAL.map(Rule::Adds).into()),
            Err(_) => rules.insert(root, [Rule::Sets(b"DSS"), Rule::Sets(b"Extensions")].into()),
        };
        let form = catalog.get(b"AcroForm").and_then(Object::as_reference).ok();
        for (holder, key) in [(form, &b"Fields"[..]), (self.first_page(), b"Annots")] {
            let Some(holder) = holder else { continue };
            let list = self.before.get_dictionary(holder).and_then(|holder| holder.get(key));
            let (holder, key) = match list.and_then(Object::as_reference) {
                Ok(list) => (list, &b""[..]),
                Err(_) => (holder, key),
            };
            rules.entry(holder).or_default().push(Rule::AddsOne(key, maker.field));
        }
        rules
    }

    fn first_page(&self) -> Option<ObjectId> {
        self.before.page_iter().next()
    }

    /// Lists what a document timestamp brings: a field that shows nothing, its token, the store and what is in it; `None`
    /// where one of them is anything else.
    fn by_timestamp(&self, maker: Maker) -> Option<BTreeSet<ObjectId>> {
        let field = self.brought(maker.field)?.as_dict().ok()?;
        let mut brought = BTreeSet::from([maker.field, maker.value]);
        let is_whole = self.is_invisible(field, maker) && self.is_signature(maker.value);
        let Ok(store) = catalog(self.after)?.get(b"DSS") else {
            return is_whole.then_some(brought);
        };
        let store = store.as_reference().ok()?;
        let entries = self.after.get_dictionary(store).ok()?;
        for (key, list) in entries {
            if key == b"Type" {
                continue;
            }
            let list = list.as_array().ok().filter(|_| MATERIAL.contains(&key.as_slice()))?;
            for item in list {
                let item = item.as_reference().ok()?;
                let stream = self.after.get_object(item).ok()?.as_stream().ok()?;
                names_nothing(&stream.dict).then(|| brought.insert(item))?;
            }
        }
        brought.insert(store);
        is_whole.then_some(brought)
    }

    /// Lists what a signature brings: itself, and the picture that its field shows.
    fn by_signature(&self, maker: Maker) -> Option<BTreeSet<ObjectId>> {
        let mut brought = BTreeSet::from([maker.value]);
        let [old, new] = [self.before, self.after].map(|document| document.get_dictionary(maker.field).ok());
        let [old, new] = [old?, new?].map(|widget| widget.get(b"AP").ok());
        if old != new {
            brought.extend(self.picture(new?)?);
        }
        if maker.is_first {
            let permissions = catalog(self.after)?.get(b"Perms").and_then(Object::as_dict).ok()?;
            let own = permissions.get(b"DocMDP").and_then(Object::as_reference).ok();
            (permissions.len() == 1 && own == Some(maker.value)).then_some(())?;
        }
        self.is_signature(maker.value).then_some(brought)
    }

    /// Lists the objects of a new appearance: a form, and what it draws with.
    fn picture(&self, appearance: &'a Object) -> Option<BTreeSet<ObjectId>> {
        let appearance = appearance.as_dict().ok().filter(|appearance| appearance.len() == 1)?;
        let normal = appearance.get(b"N").ok()?;
        let form = self.brought(normal.as_reference().ok()?)?.as_stream().ok()?;
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).ok()? == b"Form";
        (is_form && !form.dict.has(b"OC")).then(|| self.new_under(vec![normal]))
    }

    /// Returns an object that was not there before.
    fn brought(&self, id: ObjectId) -> Option<&'a Object> {
        let is_new = !self.before.objects.contains_key(&id);
        self.after.objects.get(&id).filter(|_| is_new)
    }

    fn is_signature(&self, value: ObjectId) -> bool {
        let signature = self.brought(value).and_then(|value| value.as_dict().ok());
        signature.is_some_and(names_nothing)
    }

    /// Says whether a field is a timestamp's: nothing to be seen, nothing that acts.
    fn is_invisible(&self, field: &Dictionary, maker: Maker) -> bool {
        let is_name = |key: &[u8], name: &[u8]| field.get(key).and_then(Object::as_name).is_ok_and(|it| it == name);
        let names = |key: &[u8]| field.get(key).and_then(Object::as_reference).ok();
        let is_known = |(key, value): (&Vec<u8>, &Object)| match key.as_slice() {
            b"Type" => is_name(key, b"Annot"),
            b"Subtype" => is_name(key, b"Widget"),
            b"FT" => is_name(key, b"Sig"),
            b"T" | b"TU" => value.as_str().is_ok(),
            b"F" => value.as_i64().is_ok(),
            b"V" => names(key) == Some(maker.value),
            b"P" => names(key) == self.first_page(),
            b"Rect" => value
                .as_array()
                .is_ok_and(|sides| sides.iter().all(|side| side.as_float().is_ok_and(|side| side == 0.0))),
            _ => false,
        };
        let needed: [&[u8]; 3] = [b"Subtype", b"FT", b"V"];
        needed.iter().all(|key| field.has(key)) && field.iter().all(is_known)
    }

    /// Lists objects that differ although they may not.
    fn changed(&self, rules: &Rules) -> Vec<ObjectId> {
        let none = Vec::new();
        let is_changed = |id: &ObjectId, old: &Object| match self.after.objects.get(id) {
            Some(new) => !is_allowed(old, new, rules.get(id).unwrap_or(&none)),
            None => true,
        };
        let differing = self.before.objects.iter().filter(|(id, old)| is_changed(id, old));
        let mut changed: Vec<ObjectId> = differing.map(|(id, _)| *id).collect();
        let is_kept = |(key, value): (&Vec<u8>, &Object)| {
            OF_SECTION.contains(&key.as_slice()) || self.before.trailer.get(key).is_ok_and(|before| before == value)
        };
        let [info, root] = [&b"Info"[..], b"Root"].map(|key| self.before.trailer.get(key).ok());
        let [info_after, root_after] = [&b"Info"[..], b"Root"].map(|key| self.after.trailer.get(key).ok());
        if (info, root) != (info_after, root_after) || !self.after.trailer.iter().all(is_kept) {
            changed.push(TRAILER);
        }
        changed
    }

    /// Lists new objects that what was there before now leads to.
    fn shown(&self) -> BTreeSet<ObjectId> {
        let differs = |(id, new): &(&ObjectId, &Object)| self.before.objects.get(id).is_some_and(|old| old != *new);
        let changed = self.after.objects.iter().filter(differs).map(|(_, object)| object);
        self.new_under(changed.collect())
    }

    /// Lists new objects that these lead to.
    fn new_under(&self, mut open: Vec<&'a Object>) -> BTreeSet<ObjectId> {
        let mut found = BTreeSet::new();
        while let Some(object) = open.pop() {
            if let Object::Reference(id) = object {
                open.extend(self.brought(*id).filter(|_| found.insert(*id)));
            }
            open.extend(parts(object));
        }
        found
    }
}

/// Lists what an object is made of.
fn parts(object: &Object) -> Vec<&Object> {
    let dictionary = match object {
        Object::Array(items) => return items.iter().collect(),
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        _ => return Vec::new(),
    };
    dictionary.iter().map(|(_, value)| value).collect()
}

/// Says whether a dictionary is all there is of it.
fn names_nothing(dictionary: &Dictionary) -> bool {
    let mut open: Vec<&Object> = dictionary.iter().map(|(_, value)| value).collect();
    while let Some(object) = open.pop() {
        if matches!(object, Object::Reference(_)) {
            return false;
        }
        open.extend(parts(object));
    }
    true
}

/// Lists objects that a document names and doesn't have.
fn missing(document: &Document) -> BTreeSet<ObjectId> {
    let mut missing = BTreeSet::new();
    let mut open: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if !document.objects.contains_key(id) => {
                missing.insert(*id);
            }
            object => open.extend(parts(object)),
        }
    }
    missing
}

/// Compares two objects, but for what the rules allow.
fn is_allowed(old: &Object, new: &Object, rules: &[Rule]) -> bool {
    let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
        let adds = |rule: &Rule| matches!(rule, Rule::AddsOne(b"", item) if grows(old, new, Some(*item)));
        return old == new || rules.iter().any(adds);
    };
    if rules.is_empty() {
        return old == new;
    }
    let mut rest = (old.clone(), new.clone());
    for rule in rules {
        let (key, allowed) = match rule {
            Rule::Sets(key) => (*key, !old.has(key)),
            Rule::Replaces(key) => (*key, true),
            Rule::AddsOne(key, item) => (*key, under(old, new, key, Some(*item))),
            Rule::Adds(key) => (*key, under(old, new, key, None)),
        };
        if allowed {
            rest.0.remove(key);
            rest.1.remove(key);
        }
    }
    rest.0 == rest.1
}

fn under(old: &Dictionary, new: &Dictionary, key: &[u8], by: Option<ObjectId>) -> bool {
    let empty = Object::Array(Vec::new());
    let list = |dictionary: &Dictionary| dictionary.get(key).unwrap_or(&empty).clone();
    grows(&list(old), &list(new), by)
}

/// Says whether a list only got longer, at its end; by one object where it is said.
fn grows(old: &Object, new: &Object, by: Option<ObjectId>) -> bool {
    match (old, new) {
        (Object::Array(old), Object::Array(new)) => new.strip_prefix(old.as_slice()).is_some_and(|added| match by {
            Some(item) => *added == [Object::Reference(item)],
            None => true,
        }),
        _ => false,
    }
}
