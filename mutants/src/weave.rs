//! The source of the law with a switch at every place: one program that is every mutant of itself.
//!
//! `a < b` becomes `(match mutant::at(17) { 1 => a <= b, 2 => a >= b, _ => (a < b) })`. Lines stay where they are, so that what the
//! compiler refuses is found again by its line.

use std::{collections::BTreeMap, ops::Range};

use crate::sites::{Change, Constant, Found, Site};

/// A place with its number.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    /// What the switch asks for.
    pub(crate) id: u32,
    /// The place.
    pub(crate) site: Site,
    /// What it is remembered by from run to run.
    pub(crate) key: String,
}

/// A woven file.
pub(crate) struct Woven {
    /// Its text.
    pub(crate) text: String,
    /// Where each place ended up, by its key.
    pub(crate) ranges: Vec<(String, Range<usize>)>,
}

/// Weaves a file. `path` is how it names the module of the switch; `tail` are items for its end.
pub(crate) fn weave(source: &str, sites: &[Numbered], path: &str, tail: &[String]) -> Woven {
    let mut weaver = Weaver { source, path, out: String::with_capacity(source.len() * 4), ranges: Vec::new() };
    weaver.piece(0..source.len(), sites);
    for item in tail {
        let begins = weaver.out.len();
        weaver.say(item);
        weaver.ranges.push((item.clone(), begins..weaver.out.len()));
    }
    Woven { text: weaver.out, ranges: weaver.ranges }
}

struct Weaver<'s> {
    source: &'s str,
    path: &'s str,
    out: String,
    ranges: Vec<(String, Range<usize>)>,
}

impl Weaver<'_> {
    /// A piece of the source with the places in it, which come outermost first.
    fn piece(&mut self, piece: Range<usize>, mut sites: &[Numbered]) {
        let mut at = piece.start;
        while let Some((first, rest)) = sites.split_first() {
            let inner = rest.iter().take_while(|next| next.site.range.start < first.site.range.end).count();
            let (inner, after) = rest.split_at(inner);
            self.copy(at..first.site.range.start);
            let begins = self.out.len();
            self.place(first, inner);
            self.ranges.push((first.key.clone(), begins..self.out.len()));
            at = first.site.range.end;
            sites = after;
        }
        self.copy(at..piece.end);
    }

    fn place(&mut self, place: &Numbered, inner: &[Numbered]) {
        let (path, id, range) = (self.path, place.id, place.site.range.clone());
        match &place.site.change {
            Change::Instead(ways) => {
                self.say(&format!("(match {path}::at({id}u32) {{ "));
                for (index, way) in ways.iter().enumerate() {
                    self.say(&format!("{}u8 => {{ {} }}, ", index + 1, way.replace('\n', " ")));
                }
                self.say("_ => { ");
                self.piece(range, inner);
                self.say(" } })");
            }
            Change::Nothing => {
                self.say(&format!("if {path}::at({id}u32) == 0 {{ "));
                self.piece(range, inner);
                self.say(" }");
            }
            Change::Near(_) => {
                self.say(&format!("(*{path}::near({id}u32, &"));
                self.copy(range);
                self.say("))");
            }
            Change::Arm => {
                self.piece(range, inner);
                self.say(&format!(" if {path}::at({id}u32) == 0"));
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn copy(&mut self, range: Range<usize>) {
        self.out.push_str(self.source.get(range).unwrap_or_default());
    }
}

/// Types whose figures the switch can change by itself.
const KNOWN: [&str; 19] = [
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "bool",
    "str",
    "Date",
    "Decimal",
    "TimeOfDay",
    "Currency",
    "StateReportKind",
    "Addressee",
    "PartyRole",
    "Validity",
];

/// Types of the law, by name, and whether the switch knows how to change their figures.
pub(crate) struct Types {
    known: BTreeMap<String, bool>,
}

impl Types {
    /// What can be known of the types of all files.
    pub(crate) fn of(files: &[&Found]) -> Self {
        let mut types =
            Self { known: KNOWN.iter().map(|name| ((*name).to_owned(), *name != "str" && *name != "bool")).collect() };
        loop {
            let before = types.known.len();
            for item in files.iter().flat_map(|file| &file.types) {
                if let Some((name, figures)) = types.learn(item) {
                    types.known.entry(name).or_insert(figures);
                }
            }
            if types.known.len() == before {
                return types;
            }
        }
    }

    /// Whether a constant has figures that the switch can change.
    pub(crate) fn has_figures(&self, constant: &Constant) -> bool {
        self.figures(&constant.kind) == Some(true)
    }

    /// The name of a type all of whose parts are known, and whether there are figures in it.
    fn learn(&self, item: &syn::Item) -> Option<(String, bool)> {
        let (name, generics, parts) = match item {
            syn::Item::Struct(item) => (&item.ident, &item.generics, item.fields.iter().collect::<Vec<_>>()),
            syn::Item::Enum(item) => {
                (&item.ident, &item.generics, item.variants.iter().flat_map(|variant| &variant.fields).collect())
            }
            _ => return None,
        };
        if !generics.params.is_empty() {
            return None;
        }
        let parts: Option<Vec<bool>> = parts.iter().map(|part| self.figures(&part.ty)).collect();
        Some((name.to_string(), parts?.contains(&true)))
    }

    fn figures(&self, kind: &syn::Type) -> Option<bool> {
        match kind {
            syn::Type::Path(path) => {
                let last = path.path.segments.last()?;
                match &last.arguments {
                    syn::PathArguments::None => self.known.get(&last.ident.to_string()).copied(),
                    syn::PathArguments::AngleBracketed(inner) if last.ident == "Option" => match inner.args.first()? {
                        syn::GenericArgument::Type(inner) => self.figures(inner),
                        _ => None,
                    },
                    _ => None,
                }
            }
            syn::Type::Reference(reference) => match reference.elem.as_ref() {
                syn::Type::Slice(slice) => self.figures(&slice.elem),
                syn::Type::Path(path) if path.path.is_ident("str") => Some(false),
                _ => None,
            },
            syn::Type::Array(array) => self.figures(&array.elem),
            syn::Type::Tuple(tuple) => {
                let parts: Option<Vec<bool>> = tuple.elems.iter().map(|part| self.figures(part)).collect();
                Some(parts?.contains(&true))
            }
            _ => None,
        }
    }

    /// How the switch changes the figures of a type, as Rust; `None` if not all its parts are known.
    pub(crate) fn way(&self, item: &syn::Item, path: &str) -> Option<String> {
        let (name, _) = self.learn(item)?;
        let variants: Vec<(String, &syn::Fields)> = match item {
            syn::Item::Struct(item) => vec![("Self".to_owned(), &item.fields)],
            syn::Item::Enum(item) => item.variants.iter().map(|v| (format!("Self::{}", v.ident), &v.fields)).collect(),
            _ => return None,
        };
        let counts: String = variants.iter().map(|(head, fields)| counted(head, fields, path)).collect();
        let changes: String = variants.iter().map(|(head, fields)| changed(head, fields, path)).collect();
        Some(format!(
            " impl {path}::Near for {name} {{ fn count(&self) -> usize {{ match self {{ {counts} }} }} \
             fn near(&self, nth: usize, by: i8) -> Self {{ let mut nth = nth as isize; match self {{ {changes} }} }} }}"
        ))
    }
}

/// Names for the parts of a type, and the form in which they stand.
fn parts(fields: &syn::Fields) -> Vec<(String, String)> {
    let named = |(index, field): (usize, &syn::Field)| match &field.ident {
        Some(name) => (format!("{name}: part{index}"), format!("{name}: ")),
        None => (format!("{index}: part{index}"), format!("{index}: ")),
    };
    fields.iter().enumerate().map(named).collect()
}

fn pattern(head: &str, fields: &syn::Fields) -> String {
    let names: Vec<_> = parts(fields).into_iter().map(|(pattern, _)| pattern).collect();
    format!("{head} {{ {} }}", names.join(", "))
}

fn counted(head: &str, fields: &syn::Fields, path: &str) -> String {
    let counts: Vec<_> = (0..fields.len()).map(|index| format!(" + {path}::Near::count(part{index})")).collect();
    format!("{} => 0{}, ", pattern(head, fields), counts.concat())
}

fn changed(head: &str, fields: &syn::Fields, path: &str) -> String {
    let parts: Vec<_> = parts(fields)
        .into_iter()
        .enumerate()
        .map(|(index, (_, name))| format!("{name}{path}::part(part{index}, &mut nth, by)"))
        .collect();
    format!("{} => {head} {{ {} }}, ", pattern(head, fields), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sites;

    fn check(source: &str, expected: &str) {
        let found = sites::find(source).unwrap();
        let places: Vec<_> =
            (1..).zip(found.sites).map(|(id, site)| Numbered { id, site, key: id.to_string() }).collect();
        assert_eq!(weave(source, &places, "m", &[]).text, expected);
    }

    #[test]
    fn every_place_is_a_switch() {
        check(
            "fn f() -> bool { a < b }",
            "fn f() -> bool { (match m::at(1u32) { 1u8 => { a <= b }, 2u8 => { a >= b }, _ => { a < b } }) }",
        );
        check("fn f() { day(LIMIT) }", "fn f() { day((*m::near(1u32, &LIMIT))) }");
        check("fn f() { a.push(b); }", "fn f() { if m::at(1u32) == 0 { a.push(b); } }");
        check("fn f() { match a { One => b, _ => c } }", "fn f() { match a { One if m::at(1u32) == 0 => b, _ => c } }");
    }

    #[test]
    fn places_within_places() {
        let text = "fn f() -> bool { !a.is_empty() }";
        check(
            text,
            "fn f() -> bool { (match m::at(1u32) { 1u8 => { a . is_empty () }, _ => { !(match m::at(2u32) { \
             1u8 => { ! (a . is_empty ()) }, _ => { a.is_empty() } }) } }) }",
        );
    }

    #[test]
    fn a_type_of_figures_knows_how_to_change_them() {
        let found = sites::find("struct Step { since: Date, amount: Decimal } struct Other { by: Unknown }").unwrap();
        let types = Types::of(&[&found]);
        let ways: Vec<_> = found.types.iter().map(|item| types.way(item, "m").is_some()).collect();
        assert_eq!(ways, [true, false]);
    }
}
