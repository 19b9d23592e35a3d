//! Checks across the fields of a record that the walk accepted: ids are unique within their list, references name
//! entries that exist. Which field refers to which part is said in the schema (`refers_to`).

use super::{
    schema::Schema,
    violation::{Full, Reason, shown_bytes},
    walk::{Named, PlaceId, Reference, Walk},
};

/// Adds what is wrong with the links between the record's entries.
pub(super) fn links(schema: &Schema, walk: &mut Walk<'_, '_>) {
    let mut ids = std::mem::take(&mut walk.ids);
    ids.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then(a.place.cmp(&b.place)));
    let references = std::mem::take(&mut walk.references);
    let (Ok(()) | Err(Full)) = duplicates(&ids, walk).and_then(|()| dangling(schema, &ids, &references, walk));
}

/// Adds what is wrong with the ids of a message that is no record: whom its references name need not be in it.
pub(super) fn ids(walk: &mut Walk<'_, '_>) {
    let mut ids = std::mem::take(&mut walk.ids);
    ids.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then(a.place.cmp(&b.place)));
    let (Ok(()) | Err(Full)) = duplicates(&ids, walk);
}

fn key<'b>(named: &Named<'b>) -> ((PlaceId, u8), &'b [u8]) {
    (named.list, named.id)
}

fn duplicates(ids: &[Named<'_>], walk: &mut Walk<'_, '_>) -> Result<(), Full> {
    for (first, second) in ids.iter().zip(ids.iter().skip(1)) {
        if key(first) == key(second) {
            let text =
                format!("{} is the id of an earlier entry of the list: give each its own", shown_bytes(second.id));
            walk.report(second.place, Some("id"), None, Reason::DuplicateId, text)?;
        }
    }
    Ok(())
}

fn dangling(
    schema: &Schema,
    ids: &[Named<'_>],
    references: &[Reference<'_, '_>],
    walk: &mut Walk<'_, '_>,
) -> Result<(), Full> {
    for reference in references {
        // A part that is referred to has one list, its first.
        let list = walk.parts.get(reference.part.index()).copied().flatten().map(|place| (place, 0));
        let exists = |list| ids.binary_search_by(|named| key(named).cmp(&(list, reference.id))).is_ok();
        if !list.is_some_and(exists) {
            let part = schema.part_name(reference.part);
            let text = format!("`{part}` has no entry with the id {}", shown_bytes(reference.id));
            walk.report(reference.place, Some(reference.field), reference.index, Reason::DanglingReference, text)?;
        }
    }
    Ok(())
}
