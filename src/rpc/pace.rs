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
/// Bytes of answers that are under way or wait to be sent, as far as they can be foretold: they are about as large as those
/// before.
const HELD_BYTES: usize = 1 << 20;
/// The transport takes about as much of a stream (400 kB) although nobody reads; that it went quickly says nothing yet.
const UNREAD_BYTES: usize = 512 << 10;

/// The size of the pieces of one stream, and how many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    records: usize,
    pieces: usize,
    /// Bytes taken since the beginning.
    taken: usize,
    /// Bytes of an answer, the last time.
    answer: usize,
}

impl Pace {
    /// That of a new stream.
    pub(super) fn first() -> Self {
        Self { records: FEWEST_RECORDS, pieces: FEWEST_PIECES, taken: 0, answer: 1 }
    }

    /// Records of the next piece.
    pub(super) fn records(self) -> usize {
        (HELD_BYTES / self.pieces() / self.answer).clamp(1, self.records)
    }

    /// Pieces that may be evaluated or wait to be sent.
    pub(super) fn pieces(self) -> usize {
        (HELD_BYTES / self.answer).clamp(FEWEST_PIECES, self.pieces)
    }

    /// After a piece of so many answers and bytes, whose caller took so long to take it.
    #[must_use]
    pub(super) fn after(self, took: Duration, answers: usize, bytes: usize) -> Self {
        let answer = (bytes / answers.max(1)).max(1);
        if took > SLOW {
            return Self { answer, ..Self::first() };
        }
        let taken = self.taken.saturating_add(bytes);
        if taken < UNREAD_BYTES {
            return Self { taken, answer, ..self };
        }
        let (records, pieces) = ((self.records * 2).min(MOST_RECORDS), (self.pieces * 2).min(MOST_PIECES));
        Self { records, pieces, taken, answer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pace after pieces that were taken in so many milliseconds, each of so many bytes in ten answers.
    fn after(pieces: &[(u64, usize)]) -> Pace {
        pieces.iter().fold(Pace::first(), |pace, (ms, bytes)| pace.after(Duration::from_millis(*ms), 10, *bytes))
    }

    fn check(pieces: &[(u64, usize)], records: usize, most: usize) {
        let pace = after(pieces);
        assert_eq!((pace.records(), pace.pieces()), (records, most), "{pieces:?}");
    }

    #[test]
    fn it_grows_while_answers_are_taken_and_begins_anew_when_not() {
        let (little, much) = (1 << 10, UNREAD_BYTES);
        check(&[], 8, 2);
        check(&[(0, little)], 8, 2);
        check(&[(0, UNREAD_BYTES - 1)], 8, 2);
        check(&[(0, UNREAD_BYTES - 1), (0, little)], 16, 4);
        check(&[(0, much), (100, little), (0, little)], 64, 8);
        check(&[(0, much), (0, little), (0, little), (0, little)], 64, 8);
        check(&[(0, much), (0, little), (101, little)], 8, 2);
        check(&[(0, much), (60_000, little), (0, little)], 8, 2);
        check(&[(0, much), (60_000, little), (0, much), (0, little)], 32, 8);
    }

    #[test]
    fn large_answers_make_small_pieces_and_few() {
        let fast = |answer: usize| [(0, UNREAD_BYTES), (0, 10 * answer), (0, 10 * answer), (0, 10 * answer)];
        check(&fast(1 << 10), 64, 8);
        check(&fast(10 << 10), 12, 8);
        check(&fast(100 << 10), 1, 8);
        check(&fast(400 << 10), 1, 2);
        check(&fast(4 << 20), 1, 2);
        for answer in [1_usize, 1_000, 20_000, 60_000, 100_000, 400_000] {
            let pace = after(&fast(answer));
            assert!(pace.pieces() * pace.records() * answer <= HELD_BYTES, "{answer}: {pace:?}");
        }
    }
}
