//! What was read, as evidence: many findings rest on the same fields, so each field is put into words once for a record.

use std::ops::Range;

use comity_facts::{Read, Trace, v1::EvidenceSource};

use crate::encode::{message, message_if_any, number};

/// Field of `comity.v1.Finding` that holds evidence.
pub(crate) const EVIDENCE: u8 = 8;

/// The fields read so far, each as a field of a finding.
#[derive(Default)]
pub(crate) struct Evidence {
    /// By the field's number.
    fields: Vec<Option<Words>>,
    paths: Vec<u8>,
    encoded: Vec<u8>,
}

/// Where a field's words stand.
#[derive(Clone)]
struct Words {
    path: Range<usize>,
    encoded: Range<usize>,
}

impl Evidence {
    /// Writes everything that was read since the trace was cleared.
    pub(crate) fn write(&mut self, trace: &Trace<'_>, out: &mut Vec<u8>) {
        trace.each_read(|field, read| {
            let words = self.words(trace, field, read);
            out.extend_from_slice(self.encoded.get(words.encoded).unwrap_or_default());
        });
    }

    /// Whether the field of a path was read since the trace was cleared. Only after [`Self::write`].
    pub(crate) fn has(&self, trace: &Trace<'_>, path: &str) -> bool {
        let mut has = false;
        trace.each_read(|field, _| {
            let words = self.fields.get(field).and_then(Option::as_ref);
            has |= words.and_then(|words| self.paths.get(words.path.clone())) == Some(path.as_bytes());
        });
        has
    }

    fn words(&mut self, trace: &Trace<'_>, field: usize, read: &Read<'_>) -> Words {
        if let Some(Some(known)) = self.fields.get(field) {
            return known.clone();
        }
        let (path, encoded) = (self.paths.len(), self.encoded.len());
        trace.write_path(read.field, &mut self.paths);
        let text = self.paths.get(path..).unwrap_or_default();
        let source = if text.starts_with(b"hits[") { EvidenceSource::Verified } else { EvidenceSource::Asserted };
        message(&mut self.encoded, EVIDENCE, |out| {
            message(out, 1, |out| out.extend_from_slice(text));
            message_if_any(out, 2, |out| read.value.write(out));
            number(out, 3, source.into());
        });
        let words = Words { path: path..self.paths.len(), encoded: encoded..self.encoded.len() };
        if self.fields.len() <= field {
            self.fields.resize(field + 1, None);
        }
        if let Some(place) = self.fields.get_mut(field) {
            *place = Some(words.clone());
        }
        words
    }
}
