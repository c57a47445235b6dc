//! Facts that stand in the real documents beside the project, held against what is read from them:
//! the growth targets of ten provinces for two years.

use std::path::Path;

use rust_decimal::Decimal;
use zhibiao::ingest::Overrides;
use zhibiao::model::{Bound, Lexicon, Measure, Observation, Reading, Status};

use crate::house_support::shared;
use crate::reads::Reads;

/// A target as the table of truth writes it: `5.5%左右`, `5%以上`, `5%—5.5%`.
#[derive(Debug, PartialEq)]
struct Target {
    low: Decimal,
    high: Option<Decimal>,
    bound: Bound,
}

impl Target {
    fn parse(text: &str) -> Self {
        let percent = |part: &str| part.trim_end_matches('%').parse::<Decimal>().expect(text).normalize();
        if let Some((low, high)) = text.split_once('—') {
            return Self { low: percent(low), high: Some(percent(high)), bound: Bound::Range };
        }
        let (number, bound) = match (text.strip_suffix("左右"), text.strip_suffix("以上")) {
            (Some(number), _) => (number, Bound::Approx),
            (_, Some(number)) => (number, Bound::AtLeast),
            _ => (text, Bound::Exact),
        };
        Self { low: percent(number), high: None, bound }
    }

    fn of(row: &Observation) -> Self {
        Self { low: row.value.normalize(), high: row.value_high.map(|h| h.normalize()), bound: row.bound }
    }
}

/// The rows of a report that claim to be the growth of the province's GDP aimed at for `year`.
fn claims<'r>(reading: &'r Reading, lexicon: &Lexicon, year: &str) -> Vec<&'r Observation> {
    let gdp = lexicon.indicators.find("gdp").expect("gdp is a code");
    let is_claim = |o: &&Observation| {
        o.indicator == gdp
            && o.measure == Measure::GrowthRate
            && o.status == Status::Target
            && o.subject.is_none()
            && o.region == reading.document.meta.region
            && o.period.is_some_and(|p| p.to_string() == year)
    };
    reading.observations.iter().filter(is_claim).collect()
}

#[test]
fn growth_targets_of_provinces_come_out_and_nothing_else_claims_to_be_one() {
    let Some(corpus) = shared("corpus") else { return };
    let reads = Reads::new();
    let lexicon = reads.reader.lexicon();
    let read = |file: &Path| {
        let bytes = std::fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        reads.read(&file.to_string_lossy(), &bytes, &Overrides::default())
    };
    let mut table = csv::Reader::from_path(corpus.join("truth/gdp_growth_targets.csv")).expect("the table of truth");
    let mut checked = 0;
    for row in table.records().map(|r| r.expect("three columns")) {
        let province = match &row[0] {
            "内蒙古" => "内蒙古自治区".to_owned(),
            "上海" => "上海市".to_owned(),
            name => format!("{name}省"),
        };
        let files = [
            ("2025", format!("2025年{province}政府工作报告.txt")),
            ("2026", format!("2026_{province}_政府工作报告.txt")),
        ];
        for ((year, file), truth) in files.iter().zip([&row[1], &row[2]]) {
            let reading = read(&corpus.join("reports").join(file));
            let claims = claims(&reading, lexicon, year);
            assert!(!claims.is_empty(), "{file}: no growth target of {year}");
            for claim in claims {
                assert_eq!(
                    Target::of(claim),
                    Target::parse(truth),
                    "{file}: {}",
                    claim.sentence.of(&reading.document.text)
                );
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 20);
}
