//! XML lists: one entry at a time as a small tree, so that memory follows the largest entry, not the file. No DTD, no
//! entities but the five of XML and numbers, a limit on depth.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{error::ListError, source::ListFile};

/// Deepest element of the formats read here is 10.
const DEPTH_MAX: usize = 16;
/// Elements held at once: those of the entry that is being read and those outside entries. The tables of OFAC's advanced XML
/// are some ten thousand.
const ELEMENTS_MAX: usize = 200_000;
/// Elements of one element among which [`Element::put`] looks for the same.
const PUT_MAX: usize = 5_000;
/// Attributes of an element.
const ATTRIBUTES_MAX: usize = 64;

/// An element with what is in it. Names are local: prefixes changed in the past.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
    children: Vec<Element>,
    /// Where it began, from 1.
    pub(super) line: u64,
    /// Elements held before it began.
    before: usize,
}

impl Element {
    /// An element that another form of a list says in its own way; attributes that are empty are left out.
    pub(super) fn made(name: &str, attributes: &[(&str, &str)], line: u64) -> Self {
        let filled = attributes.iter().filter(|(_, value)| !value.is_empty());
        let attributes = filled.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Self { name: name.to_owned(), attributes, line, ..Self::default() }
    }

    /// Puts an element into it, unless the same is there; among very many nobody looks.
    pub(super) fn put(&mut self, child: Self) {
        let same =
            |old: &Self| (&old.name, &old.attributes, &old.text) == (&child.name, &child.attributes, &child.text);
        if self.children.len() > PUT_MAX || !self.children.iter().any(same) {
            self.children.push(child);
        }
    }

    /// All that is in it, with its names, in one text.
    pub(super) fn printed(&self) -> String {
        let mut text = format!("<{}", self.name);
        for (key, value) in &self.attributes {
            text.extend([" ", key, "=", value]);
        }
        text.extend([">", self.text()]);
        self.children.iter().for_each(|child| text.push_str(&child.printed()));
        text
    }

    /// An attribute, trimmed; empty if it is not there.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Its text, trimmed.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// All elements in it.
    pub(super) fn children(&self) -> &[Element] {
        &self.children
    }

    /// The elements in it of a name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first element in it of a name; empty if there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.all(name).next().map_or("", Element::text)
    }

    /// Whether nothing at all is said in it: formats are full of placeholders.
    pub(super) fn is_blank(&self) -> bool {
        self.text().is_empty() && self.attributes.is_empty() && self.children.iter().all(Element::is_blank)
    }
}

/// Reads a file: checks its root, and hands each entry over as soon as it ends. Gives the root back, without its children.
pub(super) fn read(
    file: &ListFile,
    root: &str,
    entries: &[&str],
    mut each: impl FnMut(Element) -> Result<(), ListError>,
) -> Result<Element, ListError> {
    let mut walk =
        Walk { file, reader: Reader::from_str(&file.text), lines: (0, 1), open: Vec::new(), held: 0, root: None };
    while let Some(entry) = walk.next(root, entries)? {
        each(entry)?;
    }
    walk.root.ok_or_else(|| ListError::Empty { file: file.name.clone() })
}

struct Walk<'a> {
    file: &'a ListFile,
    reader: Reader<&'a [u8]>,
    /// How far lines were counted, and the line there.
    lines: (usize, u64),
    open: Vec<Element>,
    /// Elements held.
    held: usize,
    root: Option<Element>,
}

impl Walk<'_> {
    /// The next entry; none at the end.
    fn next(&mut self, root: &str, entries: &[&str]) -> Result<Option<Element>, ListError> {
        loop {
            let event = self.reader.read_event().map_err(|e| self.broken(&e));
            match event? {
                Event::Start(start) => self.open(&start, root)?,
                Event::Empty(start) => {
                    self.open(&start, root)?;
                    if let Some(entry) = self.close(entries) {
                        return Ok(Some(entry));
                    }
                }
                Event::End(_) => {
                    if let Some(entry) = self.close(entries) {
                        return Ok(Some(entry));
                    }
                }
                Event::Text(text) => {
                    let text = text.xml10_content().map_err(|e| self.damaged(&e.to_string()))?;
                    self.add_text(&text)?;
                }
                Event::CData(text) => {
                    let text = text.xml10_content().map_err(|e| self.damaged(&e.to_string()))?;
                    self.add_text(&text)?;
                }
                Event::GeneralRef(name) => {
                    let letter = self.letter(&name)?;
                    self.add_text(letter.encode_utf8(&mut [0; 4]))?;
                }
                Event::DocType(_) => return Err(self.damaged("it has a document type; the official list has none")),
                Event::Eof if !self.open.is_empty() => {
                    return Err(ListError::Truncated { file: self.file.name.clone(), line: self.line() });
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn open(&mut self, start: &BytesStart<'_>, root: &str) -> Result<(), ListError> {
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        let line = self.line();
        if self.open.is_empty() && (self.root.is_some() || name != root) {
            return Err(self.damaged(&format!("its root is `{name}`; it has to be one `{root}`")));
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(self.damaged(&format!("elements are nested deeper than {DEPTH_MAX}")));
        }
        if self.held >= ELEMENTS_MAX {
            return Err(self.damaged(&format!("an entry has more than {ELEMENTS_MAX} elements; no official one has")));
        }
        let mut element = Element { name, line, before: self.held, ..Element::default() };
        self.held += 1;
        for attribute in start.attributes() {
            if element.attributes.len() >= ATTRIBUTES_MAX {
                return Err(self.damaged(&format!("an element has more than {ATTRIBUTES_MAX} attributes")));
            }
            let attribute = attribute.map_err(|e| self.damaged(&e.to_string()))?;
            let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.map_err(|e| self.damaged(&e.to_string()))?.into_owned();
            self.check(&value)?;
            element.attributes.push((key, value));
        }
        self.open.push(element);
        Ok(())
    }

    /// Closes the innermost element; gives it out if it is an entry.
    fn close(&mut self, entries: &[&str]) -> Option<Element> {
        let element = self.open.pop()?;
        if entries.contains(&element.name.as_str()) {
            self.held = element.before;
            return Some(element);
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        None
    }

    fn add_text(&mut self, text: &str) -> Result<(), ListError> {
        self.check(text)?;
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().trim_start_matches('\u{FEFF}').is_empty() => {}
            None => return Err(self.damaged("there is text outside the root")),
        }
        Ok(())
    }

    /// XML has no control characters; where they are, a keeper cut letters to one byte.
    fn check(&mut self, text: &str) -> Result<(), ListError> {
        let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
        if text.contains(control) {
            return Err(self.damaged("it has control characters, which no XML has; get the file again, unaltered"));
        }
        Ok(())
    }

    fn letter(&mut self, name: &BytesRef<'_>) -> Result<char, ListError> {
        if let Some(letter) = name.resolve_char_ref().map_err(|e| self.damaged(&e.to_string()))? {
            return Ok(letter);
        }
        match &**name {
            b"amp" => Ok('&'),
            b"lt" => Ok('<'),
            b"gt" => Ok('>'),
            b"apos" => Ok('\''),
            b"quot" => Ok('"'),
            _ => Err(self.damaged("it has an entity that XML does not define")),
        }
    }

    fn broken(&mut self, error: &quick_xml::Error) -> ListError {
        match error {
            quick_xml::Error::Syntax(_) => ListError::Truncated { file: self.file.name.clone(), line: self.line() },
            _ => self.damaged(&format!("it is not well-formed ({error}); get the file again, unaltered")),
        }
    }

    fn damaged(&mut self, flaw: &str) -> ListError {
        ListError::Damaged { file: self.file.name.clone(), line: self.line(), flaw: flaw.to_owned() }
    }

    /// The line that was reached; counted on from the last time.
    fn line(&mut self) -> u64 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let (from, line) = self.lines;
        let new = self
            .file
            .text
            .as_bytes()
            .get(from..at)
            .unwrap_or_default()
            .split(|b| *b == b'\n')
            .count()
            .saturating_sub(1);
        self.lines = (at.max(from), line + new as u64);
        self.lines.1
    }
}
