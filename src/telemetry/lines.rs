//! Lines of log on their way out: a bounded queue and one thread that writes. Whoever logs never waits for whoever reads;
//! beyond some thousands of lines that wait, lines are dropped and counted.
//!
//! `tracing-appender` does the same, but prints to standard output when the reader is stuck at the end, and panics if that is
//! closed.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use tracing_subscriber::fmt::MakeWriter;

use crate::measure::Counter;

/// Lines that may wait: a second of a busy server, and about 2 MB.
const WAITING: usize = 8_192;
/// At the end, what waits has so long to be written.
const LAST: Duration = Duration::from_secs(1);

static DROPPED: Counter = Counter::new();

/// Lines that were dropped because too many waited.
pub(super) fn dropped() -> u64 {
    DROPPED.get()
}

enum Job {
    Line(Vec<u8>),
    /// No line that counts comes after it.
    End,
}

/// Takes lines. Cloning shares the queue.
#[derive(Clone)]
pub(super) struct Lines(Sender<Job>);

impl Write for Lines {
    /// One call is one line: the formatter has put it together.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.0.try_send(Job::Line(line.to_vec())).is_err() {
            DROPPED.count();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Writes the lines. Dropped, it writes what waits, as far as somebody reads it.
#[derive(Debug)]
pub(super) struct Writing {
    jobs: Sender<Job>,
    ended: Receiver<()>,
}

/// Starts to write.
pub(super) fn begin(mut out: impl Write + Send + 'static) -> io::Result<(Lines, Writing)> {
    let (jobs, waiting) = bounded(WAITING);
    let (end, ended) = bounded(1);
    thread::Builder::new().name("log".to_owned()).spawn(move || {
        while let Ok(Job::Line(line)) = waiting.recv() {
            // A log that cannot be written cannot say so.
            let _ = out.write_all(&line);
        }
        let _ = out.flush();
        let _ = end.send(());
    })?;
    Ok((Lines(jobs.clone()), Writing { jobs, ended }))
}

impl Drop for Writing {
    fn drop(&mut self) {
        if self.jobs.send_timeout(Job::End, LAST).is_ok() {
            // Over the time, nobody reads: what is left is lost.
            let _ = self.ended.recv_timeout(LAST);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A reader who reads when told to.
    #[derive(Clone, Default)]
    struct Slow(Arc<Mutex<Vec<u8>>>);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_come_out_in_order_and_all_of_them_at_the_end() {
        let slow = Slow::default();
        let (mut lines, writing) = begin(slow.clone()).unwrap();
        for number in 0..1000 {
            writeln!(lines.make_writer(), "{number}").unwrap();
        }
        lines.flush().unwrap();
        drop(writing);
        let expected: String = (0..1000).fold(String::new(), |text, number| format!("{text}{number}\n"));
        assert_eq!(String::from_utf8(slow.0.lock().unwrap().clone()).unwrap(), expected);
    }

    #[test]
    fn who_logs_does_not_wait_for_who_reads() {
        let slow = Slow::default();
        let stuck = slow.0.lock().unwrap();
        let (mut lines, writing) = begin(slow.clone()).unwrap();
        let before = dropped();
        for _ in 0..WAITING + 100 {
            lines.write_all(b"line\n").unwrap();
        }
        // The one that the thread holds may be out of the queue.
        assert!((99..=100).contains(&(dropped() - before)));
        drop(writing);
        drop(stuck);
    }
}
