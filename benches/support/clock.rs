//! Processor time of the thread instead of the time on the wall, so that what else a machine does
//! does not count.

use std::fs;
use std::sync::LazyLock;
use std::time::Instant;

use criterion::Throughput;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};

/// Nanoseconds that the thread has run, from `/proc`; those on the wall where there is no `/proc`.
pub(crate) struct ProcessorTime;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

fn nanoseconds() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = stat.as_deref().and_then(|s| s.split(' ').next()?.parse().ok());
    ran.unwrap_or_else(|| BEGUN.elapsed().as_nanos() as u64)
}

impl Measurement for ProcessorTime {
    type Intermediate = u64;
    type Value = u64;

    fn start(&self) -> u64 {
        nanoseconds()
    }

    fn end(&self, start: u64) -> u64 {
        // The kernel counts in ticks: a short sample may see none pass, which criterion refuses.
        (nanoseconds() - start).max(1)
    }

    fn add(&self, a: &u64, b: &u64) -> u64 {
        a + b
    }

    fn zero(&self) -> u64 {
        0
    }

    fn to_f64(&self, value: &u64) -> f64 {
        *value as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Throughput of so many bytes an iteration.
pub(crate) fn bytes(bytes: u64) -> Throughput {
    Throughput::BytesDecimal(bytes)
}
