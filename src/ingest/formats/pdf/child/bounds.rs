//! What the child may take: memory and processor time, bounded by the system.

use super::super::super::Limits;

/// Memory for the program itself and for a small file.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;
/// Memory for each byte of the file.
#[cfg(unix)]
const MEMORY_PER_BYTE: u64 = 16;
/// Processor time beyond the limit, in seconds: the parent's clock should strike first.
#[cfg(unix)]
const GRACE: u64 = 5;

/// Bounds this process. A system that refuses is left as it is; the parent's clock still holds.
#[cfg(unix)]
pub(super) fn set(limits: &Limits, size: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let memory = MEMORY.saturating_add(size.saturating_mul(MEMORY_PER_BYTE));
    let seconds = limits.max_seconds.saturating_add(GRACE);
    for (resource, most) in [(Resource::As, memory), (Resource::Cpu, seconds), (Resource::Core, 0)] {
        // The bound itself is a signal that tells what it was; one more is the end.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: most.checked_add(1) });
    }
}

/// Windows has no such bounds without unsafe code; there the parent's clock alone holds.
#[cfg(not(unix))]
pub(super) fn set(_: &Limits, _: u64) {}
