//! What comparisons give the page: years side by side, targets, and what is new. The feature `analysis`
//! fills it (`analysed/`); without it these sections are left out.

use super::chart::Spark;
use super::words::Two;

/// What is compared in a release and with the one before.
#[derive(Default)]
pub(super) struct Compared {
    /// Two years side by side.
    pub(super) years: Option<Years>,
    /// Promises and what came of them.
    pub(super) targets: Option<Targets>,
    /// What is new since the release before.
    pub(super) news: Option<News>,
}

/// A value and the row it is from.
pub(super) struct Value {
    /// As it is shown.
    pub(super) text: String,
    /// What its bound says: at least, about.
    pub(super) bound: Two,
    /// The row; empty where it is not known.
    pub(super) id: String,
}

/// Two years side by side.
pub(super) struct Years {
    /// The earlier year.
    pub(super) from: i16,
    /// The later year.
    pub(super) to: i16,
    /// The most remarkable changes first.
    pub(super) pairs: Vec<Pair>,
    /// Pairs that are not shown.
    pub(super) more: usize,
    /// Series that have a value in the later year only.
    pub(super) appeared: usize,
    /// Series that have a value in the earlier year only.
    pub(super) disappeared: usize,
}

impl Years {
    /// Whether there are pairs that are not shown.
    pub(super) fn has_more(&self) -> bool {
        self.more > 0
    }
}

/// A series in both years.
pub(super) struct Pair {
    /// Its name.
    pub(super) name: String,
    /// The unit of its values.
    pub(super) unit: Two,
    /// All its years as a line.
    pub(super) spark: Spark,
    /// The earlier value.
    pub(super) then: Value,
    /// The later value.
    pub(super) now: Value,
    /// The change, with its sign.
    pub(super) change: String,
    /// The growth that a document states.
    pub(super) stated: Option<Value>,
    /// Whether that is the growth of the values.
    pub(super) verdict: Two,
}

/// Promises and what came of them.
pub(super) struct Targets {
    /// By what came of them.
    pub(super) verdicts: Vec<OfVerdict>,
    /// All of them.
    pub(super) total: usize,
}

/// Targets of which the same came.
pub(super) struct OfVerdict {
    /// The code.
    pub(super) code: &'static str,
    /// What it is called.
    pub(super) name: Two,
    /// How many there are.
    pub(super) total: usize,
    /// The first of them.
    pub(super) shown: Vec<Target>,
}

impl OfVerdict {
    /// How many are not shown.
    pub(super) fn more(&self) -> usize {
        self.total - self.shown.len()
    }
}

/// A promise and its outcome.
pub(super) struct Target {
    /// The series.
    pub(super) name: String,
    /// For when it was promised.
    pub(super) period: String,
    /// The unit of both.
    pub(super) unit: Two,
    /// What was promised.
    pub(super) promise: Value,
    /// What was reported.
    pub(super) outcome: Option<Value>,
    /// The outcome less the promise.
    pub(super) gap: String,
    /// How the promise moved; empty where it did not.
    pub(super) movement: Two,
}

/// What is new since the release before.
pub(super) struct News {
    /// When that was released.
    pub(super) since: String,
    /// Documents that it did not have, that are gone, and that had other bytes.
    pub(super) documents: Vec<Documents>,
    /// Rows by what happened to them.
    pub(super) kinds: Vec<(Two, usize)>,
    /// Values that were revised.
    pub(super) revised: Vec<Revision>,
    /// Revisions that are not shown.
    pub(super) more_revised: usize,
}

impl News {
    /// Whether there are revisions that are not shown.
    pub(super) fn has_more(&self) -> bool {
        self.more_revised > 0
    }
}

/// Documents to which the same happened.
pub(super) struct Documents {
    /// What happened.
    pub(super) name: Two,
    /// How many there are.
    pub(super) total: usize,
    /// The first of them.
    pub(super) shown: Vec<String>,
}

impl Documents {
    /// How many are not shown.
    pub(super) fn more(&self) -> usize {
        self.total - self.shown.len()
    }
}

/// A value that is another one now.
pub(super) struct Revision {
    /// What is measured, where and when.
    pub(super) name: String,
    /// The unit of both.
    pub(super) unit: Two,
    /// The value of the release before.
    pub(super) before: String,
    /// The value now.
    pub(super) after: Value,
    /// What brought it about.
    pub(super) causes: Vec<Two>,
}

impl Compared {
    /// The rows that it links to.
    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        let pairs = self.years.iter().flat_map(|y| &y.pairs);
        let pairs = pairs.flat_map(|p| [&p.then, &p.now].into_iter().chain(&p.stated));
        let targets = self.targets.iter().flat_map(|t| &t.verdicts).flat_map(|v| &v.shown);
        let targets = targets.flat_map(|t| t.outcome.iter().chain([&t.promise]));
        let revised = self.news.iter().flat_map(|n| &n.revised).map(|r| &r.after);
        pairs.chain(targets).chain(revised).map(|value| value.id.as_str()).filter(|id| !id.is_empty())
    }
}
