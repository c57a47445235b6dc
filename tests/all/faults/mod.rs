//! A release is there whole or not at all, whatever fails: the whole of a publication on a storage that
//! fails at every call in turn, on one that loses its power, and the real process killed.
//!
//! What `cargo test` runs is short. `ZHIBIAO_FAULTS=long cargo test --test all faults:: --
//! --nocapture` runs all of it and prints the figures; `ZHIBIAO_FAULTS=SEED` runs the one case of a seed
//! that a failure named.

mod kill;
mod night;
mod power;
mod sweep;

/// How much is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// What continuous integration has time for.
    Short,
    /// Everything.
    Long,
    /// The case of one seed.
    Seed(u64),
}

impl Form {
    /// As the environment asks.
    fn asked() -> Self {
        match std::env::var("ZHIBIAO_FAULTS").ok().as_deref() {
            None | Some("") => Self::Short,
            Some("long") => Self::Long,
            Some(seed) => Self::Seed(seed.parse().expect("ZHIBIAO_FAULTS is `long` or a seed")),
        }
    }

    /// The seeds to run: so many in the short form and so many in the long one.
    fn seeds(self, short: u64, long: u64) -> std::ops::Range<u64> {
        match self {
            Self::Short => 0..short,
            Self::Long => 0..long,
            Self::Seed(seed) => seed..seed + 1,
        }
    }
}
