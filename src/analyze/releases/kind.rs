//! What happened to a row.

use super::Row;
use crate::check::rounding::Inexact;
use crate::model::Bound;
use crate::model::observation::codes;

codes! {
    /// What happened to a row, from what matters most.
    Kind {
        /// The second release has it, the first has not.
        Added = "added",
        /// The first release has it, the second has not.
        Removed = "removed",
        /// Its value is another one.
        Revised = "revised",
        /// Its value is written with other digits, that are the same within rounding.
        Rounding = "rounding",
        /// The same number is read otherwise: of another thing, place, time or status.
        Reread = "reread",
        /// What is told about it differs: title, date, section, confidence, findings.
        Metadata = "metadata",
        /// It stands elsewhere, and nothing else differs.
        Moved = "moved",
    }
}

/// Columns of the value. The floats and the words follow from the decimals.
const VALUE: [&str; 4] = ["value_decimal", "value_high_decimal", "unit", "bound"];
/// Columns of what the value is of.
const READING: [&str; 9] =
    ["indicator", "indicator_text", "subject", "measure", "status", "period", "per_year", "baseline", "region"];
/// Columns of where it stands.
const PLACE: [&str; 8] =
    ["observation_id", "document_id", "source", "block", "page", "char_start", "char_end", "value_text"];

/// What happened to a row in which these columns differ.
pub(super) fn of(names: &[String], before: Option<&Row>, after: Option<&Row>, columns: &[usize]) -> Kind {
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (None, _) => return Kind::Added,
        (_, None) => return Kind::Removed,
    };
    let differs = |of: &[&str]| columns.iter().any(|&i| of.contains(&names[i].as_str()));
    if differs(&VALUE) {
        let exact = (inexact(names, before), inexact(names, after));
        let same_terms = !differs(&["unit", "bound"]);
        let rounding = same_terms && matches!(exact, (Some(a), Some(b)) if a.agrees(b));
        return if rounding { Kind::Rounding } else { Kind::Revised };
    }
    let only_place = columns.iter().all(|&i| PLACE.contains(&names[i].as_str()));
    match (differs(&READING), only_place) {
        (true, _) => Kind::Reread,
        (false, true) => Kind::Moved,
        (false, false) => Kind::Metadata,
    }
}

/// The value of a row with what its digits leave open.
fn inexact(names: &[String], row: &Row) -> Option<Inexact> {
    let cell = |name: &str| row[names.iter().position(|n| n == name)?].as_deref();
    let number = |name: &str| cell(name)?.parse::<f64>().ok();
    let bound = cell("bound").and_then(|b| Bound::ALL.iter().copied().find(|known| known.as_str() == b));
    let decimals = cell("decimals").and_then(|d| d.parse().ok()).unwrap_or_default();
    let written = cell("value_text").unwrap_or_default();
    Some(Inexact::written(number("value_decimal")?, number("value_high_decimal"), bound?, written, decimals))
}
