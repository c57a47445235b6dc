//! What was promised against what was reported, by what came of it.

use super::{Ids, signed};
use crate::analyze::targets::{Movement, Target as Judged, Targets as Judgement, Verdict};
use crate::analyze::{Facts, Filter, Release};
use crate::model::Result;
use crate::report::compared::{OfVerdict, Target, Targets};
use crate::report::shown::{shown, shown_like};
use crate::report::text::line;
use crate::report::words::{self, Two};

/// Targets of a verdict that are shown.
const MOST: usize = 60;
/// Characters of a name.
const NAME: usize = 120;

/// All targets of a release.
pub(super) fn targets(release: &Release) -> Result<Targets> {
    let judged = Judgement::judge(release, &Filter::default())?;
    let of = |verdict: Verdict| judged.all.iter().filter(move |t| t.verdict == verdict);
    let shown = Verdict::ALL.iter().flat_map(|v| of(*v).take(MOST));
    let facts = shown.flat_map(|t| t.outcome.iter().chain([&t.promise]));
    let ids = Ids::of(release, &judged.facts, facts)?;
    let verdict = |verdict: &Verdict| OfVerdict {
        code: verdict.as_str(),
        name: words::code("verdict", verdict.as_str()),
        total: of(*verdict).count(),
        shown: of(*verdict).take(MOST).map(|target| row(&judged.facts, &ids, target)).collect(),
    };
    Ok(Targets { verdicts: Verdict::ALL.iter().map(verdict).collect(), total: judged.all.len() })
}

fn row(facts: &Facts, ids: &Ids, target: &Judged) -> Target {
    let (series, promise) = (facts.series_of(&target.promise), &target.promise);
    let gap = target.gap.map(|gap| signed(shown_like(gap, &series.unit, promise.value).text));
    let percent =
        target.gap_percent.map(|p| format!(" ({})", signed(format!("{p:.1}").replace('-', "\u{2212}")) + "%"));
    Target {
        name: line(&series.name, NAME),
        period: promise.period.to_string(),
        unit: shown(promise.value, &series.unit).unit,
        promise: ids.value(facts, promise, promise),
        outcome: target.outcome.as_ref().map(|outcome| ids.value(facts, outcome, promise)),
        gap: gap.unwrap_or_default() + &percent.unwrap_or_default(),
        movement: match target.movement {
            Movement::Kept => Two::default(),
            moved => words::code("movement", moved.as_str()),
        },
    }
}
