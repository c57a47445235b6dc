//! Runs over documents that cannot all be true, and over like ones that can: what is found across documents
//! from their words to the table of findings (`tests/cases/contradictions.toml`).

use serde::Deserialize;

use crate::cli_support::{House, project};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    finds: String,
    documents: Vec<Bulletin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulletin {
    place: String,
    year: i32,
    text: String,
}

impl Bulletin {
    fn written(&self) -> String {
        let (place, year, next) = (&self.place, self.year, self.year + 1);
        format!(
            "{place}{year}年国民经济和社会发展统计公报\n{place}统计局\n{next}年3月10日\n\n一、综合\n{}\n",
            self.text
        )
    }
}

/// The codes of findings that two documents or more have a part in.
fn found(case: &Case) -> Vec<String> {
    let house = House::of_docs("");
    for (i, document) in case.documents.iter().enumerate() {
        house.write(&format!("docs/{i}.txt"), document.written());
    }
    house.run(&[]).success();
    let table = house.table("findings").join("\n");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.deserialize::<std::collections::HashMap<String, String>>();
    let across = rows.map(|row| row.expect("a finding")).filter(|row| row["sources"].contains('|'));
    let mut codes: Vec<String> = across.map(|row| row["code"].clone()).collect();
    codes.sort();
    codes
}

#[test]
fn what_cannot_all_be_true_is_found_and_the_rest_is_left() {
    let text = std::fs::read_to_string(project().join("tests/cases/contradictions.toml")).expect("the cases");
    let cases: Cases = toml::from_str(&text).expect("cases as data");
    let mut wrong = Vec::new();
    for case in &cases.case {
        let found = found(case);
        let wanted: &[&str] = if case.finds.is_empty() { &[] } else { &[&case.finds] };
        if found != wanted {
            wrong.push(format!("{}: found {found:?}", case.why));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for code in ["places-exceed-whole", "sum-of-parts", "cumulative-below-single-year", "growth-disagrees"] {
        assert!(cases.case.iter().any(|case| case.finds == code), "{code} has a case");
    }
}
