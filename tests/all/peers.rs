//! The official cases of another recogniser of numbers, and the list of those answered otherwise.

use rust_decimal::Decimal;

use crate::house_support::shared;

const KNOWN: &str = include_str!("../cases/peers_known.csv");

/// A number as the peer reports it: first character, one past the last, value.
pub(crate) type Found = (usize, usize, Decimal);

/// A case of the peer.
pub(crate) struct Case {
    /// Its model: `Number/NumberModel`, `Number/PercentModel`.
    pub(crate) spec: String,
    /// The text.
    pub(crate) input: String,
    want: Vec<Found>,
}

/// The peer's cases, where they are at hand: they are not part of the project.
pub(crate) fn cases() -> Option<Vec<Case>> {
    let file = std::fs::read_to_string(shared("peers")?.join("recognizers_official.jsonl")).expect("the peer's cases");
    Some(file.lines().map(case).collect())
}

fn case(line: &str) -> Case {
    let case: serde_json::Value = serde_json::from_str(line).expect("a case");
    let text = |key: &str| case[key].as_str().expect("text").to_owned();
    let want = case["results"].as_array().expect("results").iter().map(expected).collect();
    Case { spec: text("spec"), input: text("input"), want }
}

fn expected(result: &serde_json::Value) -> Found {
    let place = |key: &str| usize::try_from(result[key].as_u64().expect("a place")).expect("a place");
    let text = result["Resolution"]["value"].as_str().expect("a value").trim_end_matches('%');
    let value = text.parse().or_else(|_| Decimal::from_scientific(text)).expect("a decimal");
    // The peer's end is inclusive.
    (place("Start"), place("End") + 1, value)
}

/// Holds what was found in each case against what the peer expects: all but three in a hundred
/// agree, and those that do not are the ones listed with their reason in `peers_known.csv`.
pub(crate) fn judge(cases: &[Case], found: &[Vec<Found>]) {
    let rows: Vec<_> = csv::Reader::from_reader(KNOWN.as_bytes()).into_records().map(Result::unwrap).collect();
    let known = |case: &Case| rows.iter().any(|row| row[0] == case.spec && row[1] == case.input);
    for row in &rows {
        assert!(!row[2].trim().is_empty(), "{} has no reason", &row[1]);
        assert!(cases.iter().any(|c| c.spec == row[0] && c.input == row[1]), "{} is no case", &row[1]);
    }
    let mut passed = 0;
    for (case, got) in cases.iter().zip(found) {
        let ok = same(got, &case.want);
        passed += usize::from(ok);
        let listed = known(case);
        assert_ne!(ok, listed, "{} {}: passes {ok}, listed as known {listed}: {got:?}", case.spec, case.input);
    }
    assert!(passed * 100 >= cases.len() * 97, "{passed} of {}", cases.len());
}

fn same(got: &[Found], want: &[Found]) -> bool {
    let close = |a: Decimal, b: Decimal| (a - b).abs() <= b.abs() * Decimal::new(1, 12);
    got.len() == want.len() && got.iter().zip(want).all(|(g, w)| (g.0, g.1) == (w.0, w.1) && close(g.2, w.2))
}
