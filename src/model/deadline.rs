//! The time that a document may take, kept by the thread that reads it.
//!
//! Readers and `relate` call [`check`] at the boundaries of parts, rows and blocks. Where the time of
//! the document is over, the thread unwinds to whoever set it, as it does when a document makes the
//! program fail; no reader has to hand an error through. Where nobody set a time, as in a program that
//! uses the library by itself, nothing happens.

use std::any::Any;
use std::cell::Cell;
use std::panic::resume_unwind;
use std::time::Instant;

thread_local! {
    /// When the time of the document is over.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// What is unwound with: the time of a document is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOver;

/// Does `work`, in which [`check`] unwinds after `until`. Who calls this catches the unwinding.
pub fn within<T>(until: Instant, work: impl FnOnce() -> T) -> T {
    let _restored = Restore(UNTIL.replace(Some(until)));
    work()
}

/// Unwinds with [`TimeOver`] when the time of the document is over.
pub fn check() {
    if UNTIL.get().is_some_and(|until| Instant::now() >= until) {
        resume_unwind(Box::new(TimeOver));
    }
}

/// Whether a caught unwinding was that of [`check`].
pub fn is_over(caught: &(dyn Any + Send)) -> bool {
    caught.is::<TimeOver>()
}

struct Restore(Option<Instant>);

impl Drop for Restore {
    fn drop(&mut self) {
        UNTIL.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_time_is_over_only_where_it_was_set() {
        check();
        let past = Instant::now();
        let caught = catch_unwind(|| within(past, check)).unwrap_err();
        assert!(is_over(&*caught));
        check();
        within(Instant::now() + Duration::from_mins(1), check);
    }
}
