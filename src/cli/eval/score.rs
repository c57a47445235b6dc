//! The figures of `gold/score.py`, number for number; a test holds the two against each other.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::Value;

use super::gold::{Gold, Predictions, Row, int};

/// Fields whose accuracy is printed.
pub(super) const FIELDS: [&str; 8] = ["value", "unit", "bound", "indicator", "measure", "status", "period", "region"];

/// Every field of the last tier, in the order in which errors name them.
const FULL: [&str; 9] = ["value", "value_high", "unit", "bound", "indicator", "measure", "status", "period", "region"];

/// How many of [`FULL`] each tier asks for.
const TIERS: [usize; 3] = [4, 7, 9];

const HEADLINE: [&str; 4] = ["output_value", "value_added", "investment", "enterprise_count"];

/// Precision, recall and their harmonic mean, rounded to four digits.
#[derive(Debug, Clone, Copy, Serialize, PartialEq)]
pub(super) struct Figures {
    pub(super) precision: f64,
    pub(super) recall: f64,
    pub(super) f1: f64,
}

impl Figures {
    fn new(hits: usize, gold: usize, got: usize) -> Self {
        let share = |whole: usize| if whole > 0 { hits as f64 / whole as f64 } else { 0.0 };
        let (p, r) = (share(got), share(gold));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Self { precision: rounded(p), recall: rounded(r), f1: rounded(f1) }
    }
}

/// A row that is not as the labels have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Miss {
    pub(super) document: String,
    pub(super) start: i64,
    /// `wrong`, `missed` or `spurious`.
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) detail: String,
}

/// The figures of one document.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DocumentScore {
    pub(super) document: String,
    pub(super) gold: usize,
    pub(super) predicted: usize,
    pub(super) fully_right: usize,
}

/// All figures.
#[derive(Debug, Serialize)]
pub(super) struct Score {
    pub(super) quantity: Figures,
    pub(super) observation: Figures,
    pub(super) full: Figures,
    pub(super) headline: Figures,
    pub(super) fields: serde_json::Map<String, Value>,
    pub(super) indicator_text_similarity: f64,
    pub(super) gold: usize,
    pub(super) predicted: usize,
    pub(super) matched: usize,
    #[serde(skip)]
    pub(super) documents: Vec<DocumentScore>,
    #[serde(skip)]
    pub(super) misses: Vec<Miss>,
}

#[derive(Default)]
struct Tally {
    gold: usize,
    got: usize,
    headline_gold: usize,
    headline_got: usize,
    headline_hits: usize,
    matched: usize,
    tier_hits: [usize; 3],
    field_hits: [usize; 8],
    similarity: f64,
    documents: Vec<DocumentScore>,
    misses: Vec<Miss>,
}

/// Scores predictions against labels.
pub(super) fn score(labels: &[Gold], predictions: &Predictions) -> Score {
    let mut tally = Tally::default();
    for gold in labels {
        let got = predictions.get(&gold.stem).map_or(&[][..], Vec::as_slice);
        tally.document(gold, got);
    }
    tally.finish()
}

impl Tally {
    fn document(&mut self, gold: &Gold, got: &[Row]) {
        let quantities = &gold.quantities;
        let pairs = align(quantities, got);
        let used: FxHashSet<usize> = pairs.iter().map(|p| p.1).collect();
        let within = |spans: &[(i64, i64)], p: &Row| spans.iter().any(|&(start, end)| overlap(start, end, p) > 0);
        let unlabelled = |p: &Row| !gold.passages.is_empty() && !within(&gold.passages, p);
        let on_ignored = |p: &Row| unlabelled(p) || within(&gold.ignored, p);
        let ignored: FxHashSet<usize> = (0..got.len()).filter(|j| !used.contains(j) && on_ignored(&got[*j])).collect();
        let open: FxHashSet<usize> =
            pairs.iter().filter(|(i, _)| is_headline(&quantities[*i]).is_none()).map(|p| p.1).collect();
        let predicted = got.len() - ignored.len();
        self.gold += quantities.len();
        self.got += predicted;
        self.matched += pairs.len();
        self.headline_gold += quantities.iter().filter(|g| is_headline(g) == Some(true)).count();
        let counts = |j: &usize| !ignored.contains(j) && !open.contains(j) && is_headline(&got[*j]) == Some(true);
        self.headline_got += (0..got.len()).filter(counts).count();
        let fully_right = pairs.iter().filter(|(i, j)| self.pair(&gold.stem, &quantities[*i], &got[*j])).count();
        let found: FxHashSet<usize> = pairs.iter().map(|p| p.0).collect();
        for (_, g) in quantities.iter().enumerate().filter(|(i, _)| !found.contains(i)) {
            self.miss(&gold.stem, int(g, "start"), "missed", label(g), shown(g.get("indicator")));
        }
        for (_, p) in got.iter().enumerate().filter(|(j, _)| !used.contains(j) && !ignored.contains(j)) {
            let text = p.get("value_text").filter(|t| !is_empty(t)).or(p.get("value"));
            self.miss(&gold.stem, int(p, "char_start"), "spurious", shown(text), shown(p.get("indicator")));
        }
        let document = gold.stem.clone();
        self.documents.push(DocumentScore { document, gold: quantities.len(), predicted, fully_right });
    }

    /// Counts an aligned pair; whether it is right in every field.
    fn pair(&mut self, document: &str, g: &Row, p: &Row) -> bool {
        let wrong: Vec<&str> = FULL.into_iter().filter(|k| !same(k, g, g.get(*k), p)).collect();
        for (hits, field) in self.field_hits.iter_mut().zip(FIELDS) {
            *hits += usize::from(!wrong.contains(&field));
        }
        for (hits, fields) in self.tier_hits.iter_mut().zip(TIERS) {
            *hits += usize::from(!FULL[..fields].iter().any(|k| wrong.contains(k)));
        }
        self.similarity += similarity(g.get("indicator_text"), p);
        self.headline_hits += usize::from(wrong.is_empty() && is_headline(g) == Some(true));
        if !wrong.is_empty() {
            let fields = wrong.iter().map(|k| format!("{k}: gold {} got {}", shown(g.get(*k)), shown(p.get(*k))));
            let detail = fields.collect::<Vec<_>>().join("; ");
            self.miss(document, int(g, "start"), "wrong", label(g), detail);
        }
        wrong.is_empty()
    }

    fn miss(&mut self, document: &str, start: i64, kind: &'static str, text: String, detail: String) {
        self.misses.push(Miss { document: document.to_owned(), start, kind, text, detail });
    }

    fn finish(mut self) -> Score {
        self.misses.sort();
        let of_matched = |x: f64| if self.matched > 0 { rounded(x / self.matched as f64) } else { 0.0 };
        let tier = |i: usize| Figures::new(self.tier_hits[i], self.gold, self.got);
        Score {
            quantity: tier(0),
            observation: tier(1),
            full: tier(2),
            headline: Figures::new(self.headline_hits, self.headline_gold, self.headline_got),
            fields: FIELDS
                .iter()
                .zip(self.field_hits)
                .map(|(k, n)| ((*k).to_owned(), Value::from(of_matched(n as f64))))
                .collect(),
            indicator_text_similarity: of_matched(self.similarity),
            gold: self.gold,
            predicted: self.got,
            matched: self.matched,
            documents: self.documents,
            misses: self.misses,
        }
    }
}

/// Pairs of label and prediction by greatest overlap, each used once.
fn align(gold: &[Row], got: &[Row]) -> Vec<(usize, usize)> {
    let mut overlaps = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        let (start, end) = (int(g, "start"), int(g, "end"));
        for (j, p) in got.iter().enumerate() {
            let shared = overlap(start, end, p);
            if shared > 0 {
                overlaps.push((shared, -(start - int(p, "char_start")).abs(), i, j));
            }
        }
    }
    overlaps.sort_unstable_by(|a, b| b.cmp(a));
    let (mut used_gold, mut used_got) = (FxHashSet::default(), FxHashSet::default());
    let free = overlaps.into_iter().filter(|&(_, _, i, j)| {
        let open = !used_gold.contains(&i) && !used_got.contains(&j);
        open && used_gold.insert(i) && used_got.insert(j)
    });
    free.map(|(_, _, i, j)| (i, j)).collect()
}

fn overlap(start: i64, end: i64, prediction: &Row) -> i64 {
    end.min(int(prediction, "char_end")) - start.max(int(prediction, "char_start"))
}

/// Whether a prediction has what the label `said` for `field`: any of a list, anything for `*`.
fn same(field: &str, gold: &Row, said: Option<&Value>, got: &Row) -> bool {
    if said.and_then(Value::as_str) == Some("*") {
        return true;
    }
    if field == "period" && gold.get("status").and_then(Value::as_str) == Some("policy") {
        return true;
    }
    if let Some(Value::Array(any)) = said {
        return any.iter().any(|one| same(field, gold, Some(one), got));
    }
    if field.starts_with("value") {
        return match (number(said), number(got.get(field))) {
            (Some(g), Some(p)) => (g - p).abs() <= 1e-6 * g.abs().max(1.0),
            (g, p) => g.is_none() && p.is_none(),
        };
    }
    words(said) == words(got.get(field))
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

fn words(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Whether a row is of the headline families; `None` where the label accepts a headline code and
/// another beside it.
fn is_headline(row: &Row) -> Option<bool> {
    let of = |code: &Value| code.as_str().is_some_and(|c| HEADLINE.iter().any(|h| c.starts_with(h)));
    match row.get("indicator") {
        Some(Value::Array(codes)) => {
            let first = codes.first().map(of)?;
            codes.iter().all(|c| of(c) == first).then_some(first)
        }
        Some(code) => Some(of(code)),
        None => Some(false),
    }
}

/// Dice's coefficient over pairs of characters: 1 for the same words, 0 for none in common.
fn dice(a: &str, b: &str) -> f64 {
    let (x, y) = (bigrams(a), bigrams(b));
    let total: usize = x.values().sum::<usize>() + y.values().sum::<usize>();
    let shared: usize = x.iter().map(|(k, n)| *n.min(y.get(k).unwrap_or(&0))).sum();
    if total > 0 { 2.0 * shared as f64 / total as f64 } else { 1.0 }
}

fn bigrams(text: &str) -> FxHashMap<Vec<char>, usize> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !('\u{1c}'..='\u{1f}').contains(c)).collect();
    let mut counts = FxHashMap::default();
    let width = chars.len().clamp(1, 2);
    for pair in chars.windows(width) {
        *counts.entry(pair.to_vec()).or_default() += 1;
    }
    counts
}

fn similarity(names: Option<&Value>, got: &Row) -> f64 {
    let got = words(got.get("indicator_text"));
    match names {
        Some(Value::Array(any)) => any.iter().map(|n| dice(words(Some(n)), got)).fold(0.0, f64::max),
        one => dice(words(one), got),
    }
}

fn label(gold: &Row) -> String {
    format!("{}{}", words(gold.get("text")), words(gold.get("unit_text")))
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".into(),
        Some(Value::String(s)) => s.clone(),
        Some(other) => other.to_string(),
    }
}

/// Four digits after the point, ties to even as Python rounds.
fn rounded(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: Value) -> Row {
        match value {
            Value::Object(map) => map,
            _ => Row::new(),
        }
    }

    #[test]
    fn alignment_prefers_the_greatest_overlap() {
        let gold = [row(json!({"start": 0, "end": 3})), row(json!({"start": 4, "end": 8}))];
        let got = [row(json!({"char_start": 2, "char_end": 8})), row(json!({"char_start": "0", "char_end": "3"}))];
        let mut pairs = align(&gold, &got);
        pairs.sort_unstable();
        assert_eq!(pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn lists_and_stars_and_policy_periods_are_as_the_guide_says() {
        let gold = row(json!({"status": "policy", "unit": ["CNY", "1"], "bound": "*", "period": "2020"}));
        let got = row(json!({"unit": "1", "bound": "approx", "period": null}));
        for field in ["unit", "bound", "period", "value_high"] {
            assert!(same(field, &gold, gold.get(field), &got), "{field}");
        }
        assert!(!same("status", &gold, gold.get("status"), &got));
    }

    #[test]
    fn dice_counts_pairs() {
        assert!((dice("高新技术", "高新 技术") - 1.0).abs() < 1e-9);
        assert!((dice("产值", "") - 0.0).abs() < 1e-9);
        assert!((dice("", "") - 1.0).abs() < 1e-9);
        assert!((dice("工业产值", "产值") - 0.5).abs() < 1e-9);
    }

    #[test]
    fn rounding_is_half_to_even_on_exact_ties() {
        assert_eq!(rounded(0.03125).to_string(), "0.0312");
    }
}
