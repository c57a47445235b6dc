//! Keeps a panic of one document from ending the run.
//!
//! The panic hook of the process is wrapped once: on a thread that is inside [`guard`], it notes
//! message and place instead of printing them; everywhere else it does what it did before.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;
use std::time::Instant;

use crate::model::deadline;

thread_local! {
    /// `None` outside of [`guard`]; inside, what the hook noted.
    static NOTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Why work did not come to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It panicked: the message and place.
    Panic(String),
    /// Its time was over.
    TimeOver,
}

/// What `work` returns, or the message and place of its panic.
///
/// # Errors
/// The panic's message and place, for the reject `internal_error`.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    guard_all(work).map_err(|broken| match broken {
        Broken::Panic(message) => message,
        Broken::TimeOver => "its time was over".into(),
    })
}

/// As [`guard`], of work that may take until then, looked at where [`deadline::check`] is called.
pub(super) fn guard_until<T>(until: Instant, work: impl FnOnce() -> T) -> Result<T, Broken> {
    guard_all(|| deadline::within(until, work))
}

fn guard_all<T>(work: impl FnOnce() -> T) -> Result<T, Broken> {
    static WRAP: Once = Once::new();
    WRAP.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !note(info) {
                before(info);
            }
        }));
    });
    NOTED.set(Some(String::new()));
    // What `work` was building is dropped with it, so no broken state is seen afterwards.
    let result = catch_unwind(AssertUnwindSafe(work));
    let noted = NOTED.take().filter(|n| !n.is_empty());
    result.map_err(|caught| {
        if deadline::is_over(&*caught) {
            return Broken::TimeOver;
        }
        Broken::Panic(noted.unwrap_or_else(|| "the program failed without a message".into()))
    })
}

fn note(info: &PanicHookInfo<'_>) -> bool {
    NOTED.with_borrow_mut(|noted| {
        let Some(noted) = noted else { return false };
        let message = info.payload_as_str().unwrap_or("no message");
        *noted = match info.location() {
            Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
            None => message.to_owned(),
        };
        true
    })
}

#[cfg(test)]
mod tests {
    use super::guard;

    #[test]
    fn a_panic_becomes_a_message_with_its_place() {
        assert_eq!(guard(|| 1), Ok(1));
        let message = guard(|| [0; 3][std::hint::black_box(3)]).unwrap_err();
        assert!(message.contains("out of bounds") && message.contains("guard.rs"), "{message}");
        assert_eq!(guard(|| 2), Ok(2));
    }
}
