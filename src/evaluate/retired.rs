//! Frees a catalog that was replaced, away from the threads that decide: its lists are large, and freeing them takes
//! milliseconds.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// How often it is looked whether anyone still works with it.
const LOOK: Duration = Duration::from_millis(20);
/// Whoever holds it longer frees it.
const LONGEST: Duration = Duration::from_mins(1);

/// Holds what was replaced until nobody else does, and frees it then, on a thread of its own.
pub(super) fn free<T: Send + Sync + 'static>(old: Arc<T>) {
    // Where the system gives no thread, it is freed here.
    let _ = thread::Builder::new().name("retired".into()).spawn(move || hold(&old));
}

fn hold<T>(old: &Arc<T>) {
    let began = Instant::now();
    while Arc::strong_count(old) > 1 && began.elapsed() < LONGEST {
        thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread::ThreadId};

    use super::*;

    /// Tells by whom it is freed.
    struct Told(mpsc::Sender<ThreadId>);

    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.send(thread::current().id());
        }
    }

    #[test]
    fn whoever_works_with_it_does_not_free_it() {
        let (tell, hear) = mpsc::channel();
        let old = Arc::new(Told(tell));
        let working = Arc::clone(&old);
        free(old);
        assert!(hear.recv_timeout(2 * LOOK).is_err(), "freed while it is worked with");
        drop(working);
        let by = hear.recv_timeout(Duration::from_secs(30)).expect("freed in the end");
        assert_ne!(by, thread::current().id());
    }
}
