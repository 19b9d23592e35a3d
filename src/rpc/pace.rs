//! How much of a stream is under way. A stream begins with little and, as long as its caller takes the answers, soon has as
//! much as serves it best. One whose caller does not take them is back at the beginning: what it holds in memory is then a
//! few records, however many such streams there are.

use std::time::Duration;

/// Records that one thread evaluates together: enough that a plugin's start does not show, few enough that a single call
/// does not wait long behind them.
const MOST_RECORDS: usize = 64;
/// Answers of as many fit into what HTTP/2 lets a caller have unread.
const FEWEST_RECORDS: usize = 8;
/// Pieces that are evaluated or wait to be sent.
const MOST_PIECES: usize = 8;
/// One is evaluated while the other is sent.
const FEWEST_PIECES: usize = 2;
/// A caller that takes longer for a piece does not keep up: the largest have about 1 MB.
const SLOW: Duration = Duration::from_millis(100);

/// The size of the pieces of one stream, and how many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    records: usize,
    pieces: usize,
}

impl Pace {
    /// That of a new stream.
    pub(super) fn first() -> Self {
        Self { records: FEWEST_RECORDS, pieces: FEWEST_PIECES }
    }

    /// Records of the next piece.
    pub(super) fn records(self) -> usize {
        self.records
    }

    /// Pieces that may be evaluated or wait to be sent.
    pub(super) fn pieces(self) -> usize {
        self.pieces
    }

    /// After a piece whose caller took so long to take it.
    #[must_use]
    pub(super) fn after(self, took: Duration) -> Self {
        if took > SLOW {
            return Self::first();
        }
        Self { records: (self.records * 2).min(MOST_RECORDS), pieces: (self.pieces * 2).min(MOST_PIECES) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_while_answers_are_taken_and_begins_anew_when_not() {
        let check = |took_ms: &[u64], records: usize, pieces: usize| {
            let pace = took_ms.iter().fold(Pace::first(), |pace, ms| pace.after(Duration::from_millis(*ms)));
            assert_eq!((pace.records(), pace.pieces()), (records, pieces), "{took_ms:?}");
        };
        check(&[], 8, 2);
        check(&[0], 16, 4);
        check(&[0, 99, 100], 64, 8);
        check(&[0; 9], 64, 8);
        check(&[0, 0, 0, 101], 8, 2);
        check(&[0, 0, 0, 60_000, 1], 16, 4);
    }
}
