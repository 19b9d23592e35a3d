//! Checks one segment frame by frame against what came before it. Bytes in; no IO, nothing repaired.

use super::{
    error::Flaw,
    frame::{self, Commit, Frame, GroupSum, RawEntry, Seed},
    head::Head,
    id::EntryId,
    lookup::Lookup,
    segment::{HEADER, Header},
    tree::{Tree, TreeHash},
};

/// The state of a ledger after the segments so far.
pub(super) struct Progress {
    pub(super) head: Head,
    /// The point of `head` was passed with its root.
    pub(super) head_reached: bool,
    pub(super) tree: Tree,
    pub(super) lookup: Lookup,
}

/// Something wrong that no interrupted write explains.
#[derive(Debug)]
pub(super) struct Damage {
    pub(super) offset: usize,
    pub(super) index: u64,
    pub(super) flaw: Flaw,
}

/// How a segment ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scanned {
    /// Where the last commit or end mark ends.
    pub(super) end: usize,
    pub(super) sealed: bool,
    /// What is wrong after `end`, if anything is there.
    pub(super) tail: Option<(usize, u64, Flaw)>,
}

impl Progress {
    pub(super) fn new(head: Head) -> Self {
        let head_reached = head.size == 0 && head.root == TreeHash::empty();
        Self { head, head_reached, tree: Tree::default(), lookup: Lookup::default() }
    }

    /// Checks the next segment.
    pub(super) fn scan(&mut self, name: &str, bytes: &[u8]) -> Result<Scanned, Damage> {
        let header = Header { origin: self.head.origin, first: self.tree.size(), root: self.tree.root() };
        header.check(bytes).map_err(|flaw| Damage { offset: 0, index: header.first, flaw })?;
        self.lookup.start_segment(name);
        let mut walk = Walk { bytes, at: HEADER, end: HEADER, seed: Seed::of(header.origin), group: Group::default() };
        walk.group.tree = self.tree.clone();
        walk.run(self)
    }

    /// Takes a committed group over.
    fn accept(&mut self, group: &Group) -> Result<(), Flaw> {
        for (id, offset) in &group.entries {
            self.lookup.add(*id, *offset);
        }
        self.tree = group.tree.clone();
        if self.tree.size() == self.head.size {
            let expected = self.head.root;
            let found = self.tree.root();
            if expected != found {
                return Err(Flaw::Root { expected, found });
            }
            self.head_reached = true;
        }
        Ok(())
    }
}

/// Entries since the last commit mark.
#[derive(Default)]
struct Group {
    tree: Tree,
    sum: GroupSum,
    entries: Vec<(EntryId, u32)>,
}

impl Group {
    fn add(&mut self, entry: &RawEntry<'_>, offset: usize) -> Result<(), Flaw> {
        let expected = self.tree.size();
        if entry.index != expected {
            return Err(Flaw::Index { expected, found: entry.index });
        }
        let hash = TreeHash::of_leaf(entry.leaf);
        let offset = u32::try_from(offset).map_err(|_| Flaw::Short)?;
        self.tree.append(hash);
        self.sum.add(entry.head_sum);
        self.entries.push((EntryId::of(hash), offset));
        Ok(())
    }

    fn check(&self, commit: &Commit) -> Result<(), Flaw> {
        let (count, size) = (self.entries.len() as u64, self.tree.size());
        if u64::from(commit.count) != count || count == 0 {
            return Err(Flaw::Count { expected: count, found: u64::from(commit.count) });
        }
        if commit.size != size {
            return Err(Flaw::Index { expected: size, found: commit.size });
        }
        if commit.group_sum != self.sum {
            return Err(Flaw::GroupSum);
        }
        let root = self.tree.root();
        if commit.root != root {
            return Err(Flaw::Root { expected: root, found: commit.root });
        }
        Ok(())
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    seed: Seed,
    group: Group,
}

impl Walk<'_> {
    fn run(mut self, progress: &mut Progress) -> Result<Scanned, Damage> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                let tail = (self.at > self.end).then_some(Flaw::Short);
                return Ok(self.ended(false, tail));
            }
            match frame::read(rest, self.seed) {
                Ok((Frame::Seal(size), length)) => return self.seal(size, length),
                Ok((frame, length)) => self.step(progress, &frame, length).map_err(|flaw| self.damage(flaw))?,
                // An interrupted write leaves no mark behind what it left out.
                Err(flaw) if frame::holds_mark(rest, self.seed) => return Err(self.damage(flaw)),
                Err(flaw) => return Ok(self.ended(false, Some(flaw))),
            }
        }
    }

    fn step(&mut self, progress: &mut Progress, frame: &Frame<'_>, length: usize) -> Result<(), Flaw> {
        match frame {
            Frame::Entry(entry) => self.group.add(entry, self.at)?,
            Frame::Commit(commit) => {
                self.group.check(commit)?;
                progress.accept(&self.group)?;
                self.end = self.at + length;
                self.group.entries.clear();
                self.group.sum = GroupSum::default();
            }
            Frame::Seal(_) => {}
        }
        self.at += length;
        Ok(())
    }

    fn seal(mut self, size: u64, length: usize) -> Result<Scanned, Damage> {
        let expected = self.group.tree.size();
        if !self.group.entries.is_empty() {
            return Err(self.damage(Flaw::Count { expected: self.group.entries.len() as u64, found: 0 }));
        }
        if size != expected {
            return Err(self.damage(Flaw::Index { expected, found: size }));
        }
        self.at += length;
        self.end = self.at;
        if self.at == self.bytes.len() { Ok(self.ended(true, None)) } else { Err(self.damage(Flaw::Trailing)) }
    }

    fn ended(&self, sealed: bool, tail: Option<Flaw>) -> Scanned {
        let index = self.group.tree.size();
        Scanned { end: self.end, sealed, tail: tail.map(|flaw| (self.at, index, flaw)) }
    }

    fn damage(&self, flaw: Flaw) -> Damage {
        Damage { offset: self.at, index: self.group.tree.size(), flaw }
    }
}
