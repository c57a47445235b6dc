//! `zhibiao mentions` as a user types it: tables of cases, another recogniser's cases, documents.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::cli_support::{House, report, stderr, stdout, zhibiao};
use crate::peers::{self, Case, Found};

const CASES: &str = include_str!("../cases/mentions.csv");

/// The mentions of a text, one value a line.
fn mentions(text: &str, arguments: &[&str]) -> Vec<Value> {
    let command = zhibiao().args(["mentions", "-"]).args(arguments).write_stdin(text.to_owned()).assert().success();
    stdout(&command).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A mention as the table of cases writes it.
fn describe(m: &Value) -> String {
    let text = m["text"].as_str().expect("text");
    let flag = |key: &str, name: &'static str| if m[key] == true { name } else { "" };
    match m["kind"].as_str() {
        Some("number") => describe_number(m, text),
        Some("period") => {
            let said = if m["period"].is_null() { &m["relative"] } else { &m["period"] };
            format!("{text}={}{}{}", shown(said), flag("base", " base"), flag("until", " until"))
        }
        Some("region") => format!("{text}={} {}", shown(&m["code"]), shown(&m["name"])),
        Some("indicator") => format!("{text}={}{}", shown(&m["code"]), flag("weak", " weak")),
        Some("industry") => format!("{text}={}", shown(&m["code"])),
        Some("cue") => {
            let cues: Vec<_> = m["cues"].as_array().expect("cues").iter().map(shown).collect();
            format!("{text}={}", cues.join("+"))
        }
        other => panic!("no kind: {other:?}"),
    }
}

fn describe_number(m: &Value, text: &str) -> String {
    let canonical = !m["unit_value"].is_null();
    let (low, high) = if canonical { ("unit_value", "unit_value_high") } else { ("value", "value_high") };
    let mut out = format!("{text}|{}={}", m["unit_text"].as_str().unwrap_or(""), m[low]);
    if !m[high].is_null() {
        let _ = write!(out, "..{}", m[high]);
    } else if m["bound"] != "exact" {
        let bound = shown(&m["bound"]);
        return format!("{out} {} {bound}", shown(&m["unit"]));
    }
    let rank = if m["rank"] == true { Some("rank".to_owned()) } else { None };
    let why = m["why"].as_str().map(|why| format!("!{why}"));
    assert_eq!(m["quantity"] == false, why.is_some(), "what is no quantity says why: {m}");
    for more in [m["unit"].as_str().map(str::to_owned), rank, why].into_iter().flatten() {
        let _ = write!(out, " {more}");
    }
    out
}

/// Every mention's text is what stands at its offsets.
fn assert_offsets(text: &str, mentions: &[Value]) {
    let chars: Vec<char> = text.chars().collect();
    for m in mentions {
        let place = |key: &str| usize::try_from(m[key].as_u64().expect("a place")).expect("a place");
        let there: String = chars[place("start")..place("end")].iter().collect();
        assert_eq!(m["text"], there.as_str());
    }
}

#[test]
fn table_of_cases() {
    let rows: Vec<_> = csv::Reader::from_reader(CASES.as_bytes()).into_records().map(Result::unwrap).collect();
    let text = rows.iter().map(|row| &row[2]).collect::<Vec<_>>().join("\n");
    let all = mentions(&text, &["--lines", "--document-date", "2021-10-20", "--region", "430100"]);
    let mut wrong = String::new();
    for (line, row) in (1..).zip(&rows) {
        let here: Vec<_> = all.iter().filter(|m| m["line"] == line).cloned().collect();
        assert_offsets(&row[2], &here);
        let got: Vec<_> = here.iter().filter(|m| m["kind"] == row[1]).map(describe).collect();
        let got = got.join("; ");
        if got != row[3] {
            let _ = writeln!(wrong, "{}\n  want {}\n  got  {got}", &row[2], &row[3]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(rows.len() >= 60, "only {} cases", rows.len());
}

/// What the peer's model of this name would say, from the mentions of a line.
fn as_peer(case: &Case, m: &Value) -> Option<Found> {
    let place = |key: &str| m[key].as_u64().and_then(|v| usize::try_from(v).ok());
    let decimal = |key: &str| {
        let text = m[key].to_string();
        text.parse().or_else(|_| Decimal::from_scientific(&text)).expect("a number")
    };
    let (start, end) = (place("start")?, place("end")?);
    let sign = matches!(m["unit"].as_str(), Some("%" | "pp")) && !m["unit_text"].is_null();
    if case.spec.contains("Percent") {
        let words = m["notation"] == "percent_words";
        return (sign || words).then(|| (start, place("unit_end").unwrap_or(end), decimal("unit_value")));
    }
    let value = decimal("value");
    if m["text"].as_str().is_some_and(|t| t.starts_with("百分之")) {
        // Its model of numbers sees the numerator alone.
        return Some((start + 3, end, value));
    }
    let hundredths = m["unit"] == "%" && !sign;
    Some((start, end, if hundredths { value / Decimal::ONE_HUNDRED } else { value }))
}

#[test]
fn peers_cases_pass_or_are_explained() {
    let Some(cases) = peers::cases() else { return };
    let text = cases.iter().map(|case| case.input.as_str()).collect::<Vec<_>>().join("\n");
    let all = mentions(&text, &["--lines", "--kind", "number"]);
    let of_line = |line: usize| all.iter().filter(move |m| m["line"] == line);
    let found: Vec<Vec<Found>> =
        (1..).zip(&cases).map(|(line, case)| of_line(line).filter_map(|m| as_peer(case, m)).collect()).collect();
    peers::judge(&cases, &found);
}

#[test]
fn a_document_is_listed_in_order_with_its_own_offsets() {
    let text = report(3);
    let all = mentions(&text, &[]);
    assert_offsets(&text, &all);
    let starts: Vec<_> = all.iter().map(|m| m["start"].as_u64()).collect();
    assert!(starts.is_sorted() && !starts.is_empty());
    assert!(all.iter().all(|m| m.get("line").is_none()), "a document has no line numbers");
    for kind in ["number", "period", "indicator", "cue", "region"] {
        assert!(all.iter().any(|m| m["kind"] == kind), "{kind}");
    }
}

#[test]
fn kinds_are_chosen_and_files_read() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    let file = house.path("docs/a.txt");
    let command = zhibiao().arg("mentions").arg(&file).args(["--kind", "number,period"]).assert().success();
    let lines = stdout(&command);
    assert!(lines.lines().all(|l| l.contains(r#""kind":"number""#) || l.contains(r#""kind":"period""#)), "{lines}");
    assert!(lines.contains(r#""kind":"number""#) && lines.contains(r#""kind":"period""#), "{lines}");
    let assert = zhibiao().arg("mentions").arg(&file).args(["--kind", "verb"]).assert().code(2);
    assert!(stderr(&assert).contains("possible values: number, period, region"), "{}", stderr(&assert));
    zhibiao().args(["mentions", "nosuch.txt"]).assert().code(2);
}

#[test]
fn without_a_date_a_period_says_what_it_can() {
    let all = mentions("去年4月\n一季度\n2020年", &["--lines", "--kind", "period"]);
    let got: Vec<_> = all.iter().map(describe).collect();
    assert_eq!(got, ["去年=-1 year", "4月=XXXX-04", "一季度=XXXX-Q1", "2020年=2020"]);
}

#[test]
fn the_year_said_before_holds_in_the_paragraph() {
    let all = mentions("2019年开工建设，6月完工。", &["--kind", "period", "--document-date", "2021-02-01"]);
    assert_eq!(all.iter().map(describe).collect::<Vec<_>>(), ["2019年=2019", "6月=2019-06"]);
}
