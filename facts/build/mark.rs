//! What tells the names of fields apart at a glance: for the build, which sees to it that no two fields of a message have
//! the same mark, and for the crate, which then compares no letters.

/// The mark of a name. Of a literal it is known when the code is compiled.
#[inline]
pub(crate) fn mark(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let letter = |at: usize| bytes.get(at).map_or(0, |letter| u32::from(*letter));
    let ends = letter(0) | letter(bytes.len() / 2) << 8 | letter(bytes.len().saturating_sub(1)) << 16;
    let within = letter(3) | letter(4) << 8 | letter(bytes.len() / 2 + 1) << 16;
    #[expect(clippy::cast_possible_truncation, reason = "only mixed")]
    let length = bytes.len() as u32;
    ends.wrapping_mul(0xc2b2_ae35) ^ within.wrapping_mul(0x85eb_ca6b) ^ length.wrapping_mul(0x27d4_eb2f)
}
