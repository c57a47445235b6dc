//! Which figures are of one series: the cases of tests/cases/series.toml, and what a release tells of
//! its series.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use serde::Deserialize;
use zhibiao::ingest::Overrides;
use zhibiao::model::{Lexicon, RegionCode, Series, SeriesId};

use crate::cli_support::{House, project};
use crate::reads::Reads;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    one: Figure,
    two: Figure,
    same: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    text: String,
    number: String,
}

/// The series of a figure, with its name.
fn series(reads: &Reads, figure: &Figure) -> Result<(SeriesId, String), String> {
    let lexicon = Lexicon::builtin();
    let region = RegionCode::parse("430400");
    let overrides = Overrides { published: Some(date(2024, 1, 20)), region, ..Overrides::default() };
    let reading = reads.read("case", figure.text.as_bytes(), &overrides);
    let text = &reading.document.text;
    let row = reading.observations.iter().find(|o| o.span.of(text) == figure.number);
    let row = row.ok_or_else(|| format!("`{}` was not read", figure.number))?;
    let series = Series::of(row, text, &lexicon).ok_or_else(|| format!("`{}` has no series", figure.number))?;
    Ok((series.id(&lexicon), series.name(&lexicon, Some(2023))))
}

#[test]
fn like_things_are_compared_and_unlike_things_are_not() {
    let text = std::fs::read_to_string(project().join("tests/cases/series.toml")).expect("the cases");
    let cases: Cases = toml::from_str(&text).expect("cases as data");
    let reads = Reads::new();
    let mut wrong = Vec::new();
    for case in &cases.case {
        match (series(&reads, &case.one), series(&reads, &case.two)) {
            (Ok((one, a)), Ok((two, b))) if (one == two) != case.same => {
                wrong.push(format!("{}: {a} and {b}", case.why));
            }
            (Err(e), _) | (_, Err(e)) => wrong.push(format!("{}: {e}", case.why)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.case.len() >= 15);
}

#[test]
fn the_table_of_series_adds_up_its_observations() {
    let house = House::of_docs("");
    for (year, value) in [(2022, "170.5"), (2023, "180.5"), (2024, "190.5")] {
        let (written, growth) = (year + 1, year - 2015);
        house.write(
            &format!("docs/{year}.txt"),
            format!(
                "桃源县{year}年国民经济和社会发展统计公报\n桃源县统计局\n{written}年3月1日\n\n{year}年，全县地区生产总值{value}亿元，增长{growth}.1%。\n"
            ),
        );
    }
    house.run(&[]).success();
    let read = |name: &str| -> Vec<BTreeMap<String, String>> {
        let text = house.table(name).join("\n");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(|r| r.expect("a row")).collect()
    };
    let (observations, series) = (read("observations"), read("series"));
    let known: BTreeSet<&String> = series.iter().map(|s| &s["series_id"]).collect();
    assert_eq!(known.len(), series.len(), "each series once");
    for row in observations.iter().filter(|o| !o["series_id"].is_empty()) {
        assert!(known.contains(&row["series_id"]), "{row:?}");
    }
    let total: usize = series.iter().map(|s| s["observations"].parse::<usize>().expect("a count")).sum();
    assert_eq!(total, observations.iter().filter(|o| !o["series_id"].is_empty()).count());
    let levels: Vec<_> = series.iter().filter(|s| s["indicator"] == "gdp" && s["measure"] == "level").collect();
    assert_eq!(levels.len(), 1, "{series:#?}");
    let gdp = levels[0];
    let told = ["name", "first_period", "last_period", "periods", "observations", "documents", "headline"];
    assert_eq!(told.map(|column| gdp[column].as_str()), ["桃源县地区生产总值", "2022", "2024", "3", "3", "3", "true"]);
}
