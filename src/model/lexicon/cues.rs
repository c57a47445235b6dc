//! Words that tell how a number is bound, what kind of value it is, and whether it is a fact.

use serde::Deserialize;

use super::table::Source;
use crate::model::error::Result;
use crate::model::observation::codes;

codes! {
    /// What a cue tells of a number near it. One word can tell several things.
    CueKind {
        /// 约: approximately, before the number.
        ApproxBefore = "approx_before",
        /// 左右: approximately, after the number and its unit.
        ApproxAfter = "approx_after",
        /// 超过: at least, before the number.
        AtLeastBefore = "at_least_before",
        /// 以上: at least, after.
        AtLeastAfter = "at_least_after",
        /// 不超过: at most, before.
        AtMostBefore = "at_most_before",
        /// 以内: at most, after.
        AtMostAfter = "at_most_after",
        /// 增长: a growth rate, or a rise in percentage points.
        Growth = "growth",
        /// 下降: the same, below zero.
        Fall = "fall",
        /// 新增: an amount added to a stock.
        Increase = "increase",
        /// 减少: an amount taken from a stock.
        Decrease = "decrease",
        /// 占: a share of a whole.
        Share = "share",
        /// 贡献率, 拉动: a contribution.
        Contribution = "contribution",
        /// 为预算的: completion of a plan.
        Completion = "completion",
        /// 居, 位列: a rank follows.
        Rank = "rank",
        /// 达到, 为, 完成: joins the thing measured to its value.
        Link = "link",
        /// 建成, 引进: what is done to the thing counted.
        Verb = "verb",
        /// 累计, 同比: says nothing of what is measured.
        Adverb = "adverb",
        /// 高于, 比: what follows is compared with.
        Compare = "compare",
        /// 力争, 确保: to be reached later.
        Target = "target",
        /// 荣获, 累计完成: a fact.
        Actual = "actual",
        /// 补贴, 给予: a rule's parameter.
        Policy = "policy",
        /// 每年, 年均: recurs each year.
        PerYear = "per_year",
        /// 其中: a part of what was just said.
        Part = "part",
        /// 年均增长: an average over a span.
        Average = "average",
    }
}

/// A set of [`CueKind`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CueSet(u32);

impl CueSet {
    /// The set of these.
    #[must_use]
    pub const fn of(kinds: &[CueKind]) -> Self {
        let (mut set, mut i) = (0, 0);
        while i < kinds.len() {
            set |= 1 << kinds[i] as u32;
            i += 1;
        }
        Self(set)
    }

    /// Whether the two share a kind.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn has(self, kind: CueKind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// With `kind` added.
    #[must_use]
    pub const fn with(self, kind: CueKind) -> Self {
        Self(self.0 | 1 << kind as u32)
    }
}

/// A cue word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// The words.
    pub text: String,
    /// What they tell.
    pub kind: CueKind,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    kind: String,
}

/// All cues.
#[derive(Debug, Default)]
pub struct Cues {
    /// In the order of the files.
    pub all: Vec<Cue>,
}

impl Cues {
    pub(super) fn load<'a>(files: impl Iterator<Item = &'a Source>) -> Result<Self> {
        let mut cues = Self::default();
        for source in files {
            for (line, row) in source.records::<Row>()? {
                let Some(&kind) = CueKind::ALL.iter().find(|k| k.as_str() == row.kind) else {
                    return Err(source.wrong(line, format!("`{}` is no kind of cue", row.kind)));
                };
                if row.text.is_empty() {
                    return Err(source.wrong(line, "a cue needs words"));
                }
                cues.all.push(Cue { text: row.text, kind });
            }
        }
        Ok(cues)
    }
}
