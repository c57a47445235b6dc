//! A run that is asked to stop, or has run for as long as it may, stops in order: what it read is kept
//! for the next run, no release is made, and the one before stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::model::{Error, ErrorKind, Result};

/// Asks a run to stop. Clones ask the same one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicUsize>);

/// Stands for a wish that came from no signal.
const WISHED: usize = usize::MAX;

impl Stop {
    /// Asks.
    pub fn ask(&self) {
        self.0.store(WISHED, Ordering::Relaxed);
    }

    /// What a signal handler sets to the number of its signal, which asks as well.
    #[must_use]
    pub fn signal(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }

    fn asked(&self) -> Option<String> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            2 => Some("by SIGINT".into()),
            15 => Some("by SIGTERM".into()),
            WISHED => Some("as it was asked to".into()),
            signal => Some(format!("by signal {signal}")),
        }
    }
}

/// Looks at the wish and at the clock.
#[derive(Debug)]
pub(super) struct Watch {
    stop: Stop,
    until: Option<Instant>,
    most: Duration,
}

impl Watch {
    /// A watch that begins now.
    pub(super) fn new(stop: &Stop, most: Option<Duration>) -> Self {
        let until = most.and_then(|most| Instant::now().checked_add(most));
        Self { stop: stop.clone(), until, most: most.unwrap_or_default() }
    }

    /// Whether the run is to stop. Cheap enough for every document.
    pub(super) fn is_over(&self) -> bool {
        self.stop.asked().is_some() || self.until.is_some_and(|until| Instant::now() >= until)
    }

    /// # Errors
    /// `stopped`, `run-timeout`.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(how) = self.stop.asked() {
            let message = format!("the run was stopped {how}; what it read is kept, and no release was made");
            return Err(Error::new(ErrorKind::Interrupted, "stopped", message)
                .hint("run it again: it goes on where this one stopped"));
        }
        if self.is_over() {
            let most = self.most.as_secs();
            let message = format!("the run took longer than {most} s; what it read is kept, and no release was made");
            return Err(Error::new(ErrorKind::Interrupted, "run-timeout", message)
                .hint("run it again: it goes on where this one stopped; `max_run_seconds` in [limits] is the bound"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_over_when_asked_or_when_its_time_is() {
        let stop = Stop::default();
        assert!(Watch::new(&stop, None).check().is_ok());
        assert!(Watch::new(&stop, Some(Duration::from_hours(1))).check().is_ok());
        let late = Watch::new(&stop, Some(Duration::ZERO)).check().unwrap_err();
        assert_eq!((late.code(), late.kind().exit_code()), ("run-timeout", 130));
        stop.signal().store(15, Ordering::Relaxed);
        let stopped = Watch::new(&stop, None).check().unwrap_err();
        assert!(stopped.code() == "stopped" && stopped.to_string().contains("SIGTERM"), "{stopped}");
    }
}
