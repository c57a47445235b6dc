//! Stage 6 on synthetic readings: the tables of `tests/cases/check.toml`, and what holds for the
//! registry as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use zhibiao::check::{CHECKS, Check, CrossChecks, Findings, check_document, index_of};
use zhibiao::correct::CHECK;
use zhibiao::model::{Finding, Lexicon, ObservationRef, Reading, Severity};
use zhibiao::spill::Spill;

use crate::readings::reading;

/// Documents, each followed by its rows; a document begins with `@`.
type Case = Vec<String>;

#[derive(Deserialize)]
struct Table {
    flagged: Vec<Case>,
    clean: Vec<Case>,
}

fn readings(case: &Case) -> Vec<Reading> {
    let lexicon = Lexicon::builtin();
    let documents = case.chunk_by(|_, next| !next.starts_with('@'));
    let read = |lines: &[String]| {
        let rows: Vec<_> = lines[1..].iter().map(String::as_str).collect();
        reading(lines[0].trim_start_matches('@'), &rows, &lexicon)
    };
    documents.map(read).collect()
}

/// All findings: of each document, then across them.
fn findings(readings: &mut [Reading]) -> Vec<Finding> {
    let lexicon = Lexicon::builtin();
    let mut cross = CrossChecks::new(Arc::clone(&lexicon), &Spill::of_system());
    for (i, reading) in readings.iter_mut().enumerate() {
        check_document(reading, i as u32, &lexicon);
        cross.see(i as u32, reading).unwrap();
    }
    readings.iter().flat_map(|r| r.findings.clone()).chain(across(cross)).collect()
}

/// What is found across documents, in order.
fn across(cross: CrossChecks) -> Vec<Finding> {
    let mut findings = Findings::new(&Spill::of_system());
    cross.finish(&mut |finding| findings.across(finding)).unwrap();
    findings.sorted().unwrap().collect::<zhibiao::model::Result<_>>().unwrap()
}

fn of_case(lines: &[&str]) -> Vec<Finding> {
    findings(&mut readings(&lines.iter().map(|l| (*l).to_owned()).collect()))
}

fn code(finding: &Finding) -> &'static str {
    CHECKS[usize::from(finding.check)].code
}

#[test]
fn every_check_finds_and_leaves_what_its_table_says() {
    let text = include_str!("../cases/check.toml");
    let tables: BTreeMap<String, Table> = toml::from_str(text).unwrap_or_else(|e| panic!("{e}"));
    let mut wrong = Vec::new();
    // What tells of corrections looks for nothing.
    let looks = |check: &&Check| check.is_of_one_document() || check.is_across_documents();
    for check in CHECKS.iter().filter(looks) {
        let Some(table) = tables.get(check.code) else { panic!("{} has no table", check.code) };
        assert!(table.flagged.len() >= 6 && table.clean.len() >= 6, "{} needs six cases of each kind", check.code);
        for (cases, wanted) in [(&table.flagged, true), (&table.clean, false)] {
            for case in cases {
                let found = findings(&mut readings(case));
                if found.iter().any(|f| code(f) == check.code) != wanted {
                    let all: Vec<_> = found.iter().map(|f| format!("{}: {}", code(f), f.message)).collect();
                    wrong.push(format!("{} wanted {wanted}: {case:?}\n    {all:?}", check.code));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tables.len(), CHECKS.iter().filter(looks).count(), "a table without a check");
}

#[test]
fn every_check_has_a_page_with_its_headings() {
    for check in CHECKS {
        let page = check.page();
        let headings: Vec<_> = page.lines().filter_map(|l| l.strip_prefix("# ")).collect();
        assert_eq!(headings, ["What it looks for", "Why", "Flagged", "Not flagged"], "{}", check.code);
        let examples = page.lines().filter(|l| l.starts_with("- ")).count();
        assert!(examples >= 2, "{} shows no examples", check.code);
        assert!(!check.about.is_empty());
        // What tells of corrections looks for nothing.
        assert!(check.is_of_one_document() || check.is_across_documents() || check.code == CHECK);
        assert!(check.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", check.code);
        assert_eq!(CHECKS.iter().filter(|c| c.code == check.code).count(), 1, "{} twice", check.code);
    }
}

#[test]
fn every_file_of_a_check_is_registered() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/checks");
    let files = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{e}")).flatten();
    let mut names: Vec<_> =
        files.map(|f| f.file_name().to_string_lossy().replace(".rs", "").replace('_', "-")).collect();
    names.retain(|n| n != "mod");
    names.sort();
    let mut codes: Vec<_> = CHECKS.iter().map(|c| c.code.to_owned()).collect();
    codes.sort();
    assert_eq!(names, codes);
}

#[test]
fn a_sum_below_its_year_says_both_numbers() {
    let found = of_case(&[
        "@过去五年，高新技术产业增加值累计31亿元，比前五年多。2020年，高新技术产业增加值为42.6亿元。",
        "31亿|元 value_added.high_tech 2016/2020",
        "42.6亿|元 value_added.high_tech 2020",
    ]);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(code(finding), "cumulative-below-single-year");
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!((finding.found.as_deref(), finding.expected.as_deref()), (Some("3100000000"), Some("4260000000")));
    assert_eq!(finding.message, "高新技术产业增加值：2016—2020年累计31亿元，小于其中2020年的42.6亿元");
    assert_eq!(finding.rows.len(), 2);
}

#[test]
fn flags_are_sorted_and_unique_and_on_every_row_of_a_finding() {
    let mut all = readings(&vec![
        "@引进项目74个，其中引进项目93家。".to_owned(),
        "74|个 project_count -".to_owned(),
        "93|家 gdp - confidence=0.3".to_owned(),
    ]);
    let lexicon = Lexicon::builtin();
    check_document(&mut all[0], 0, &lexicon);
    let index = |code| index_of(code).unwrap_or(u8::MAX);
    let (dimension, period, doubt) = (index("dimension-mismatch"), index("period-missing"), index("low-confidence"));
    assert_eq!(all[0].observations[0].flags, [period]);
    assert_eq!(all[0].observations[1].flags, [dimension, period, doubt]);
    let before = all[0].clone();
    check_document(&mut all[0], 0, &lexicon);
    assert_eq!(all[0], before, "a second time changes nothing");
}

#[test]
fn revisions_are_worth_less_than_contradictions() {
    let pair = |first: &str, second: &str| {
        of_case(&[
            &format!("@{{title=甲 published={first}}} 2023年税收120.5亿元。"),
            "120.5亿|元 tax 2023",
            &format!("@{{title=乙 published={second}}} 2023年税收121.9亿元。"),
            "121.9亿|元 tax 2023",
        ])
    };
    let near = pair("2024-01-20", "2024-03-20");
    assert_eq!((code(&near[0]), near[0].severity), ("same-series-differs-across", Severity::Warning));
    assert_eq!(near[0].message, "湖南省2023年税收：《甲》为120.5亿元，《乙》为121.9亿元");
    assert_eq!(pair("2024-01-20", "2025-01-20")[0].severity, Severity::Info);
}

#[test]
fn checks_across_do_not_depend_on_the_order_of_documents() {
    let case: Case = [
        "@{title=甲} 税收120.5亿元。",
        "120.5亿|元 tax 2023",
        "@{title=乙} 税收121.9亿元。",
        "121.9亿|元 tax 2023",
        "@{title=丙} 税收12.05亿元。",
        "12.05亿|元 tax 2023",
    ]
    .map(str::to_owned)
    .into();
    let lexicon = Lexicon::builtin();
    let all = readings(&case);
    let run = |order: &[usize]| {
        let mut cross = CrossChecks::new(Arc::clone(&lexicon), &Spill::of_system());
        for &i in order {
            cross.see(i as u32, &all[i]).unwrap();
        }
        across(cross)
    };
    let first = run(&[0, 1, 2]);
    assert_eq!(first, run(&[2, 0, 1]));
    assert_eq!(first.len(), 2, "{first:?}");
    assert!(first.is_sorted_by_key(|finding| finding.rows[0]) && first.iter().all(|finding| finding.rows.len() == 2));
}

#[test]
fn increases_are_held_against_the_year_before_of_their_own_series() {
    let increase = |what: &str, more: u32| {
        let row = format!("{more}.0亿|元 {what} 2019 measure=increase baseline=previous_year");
        (format!("完成79.0亿元，比上年增加{more}.0亿元。"), [format!("79.0亿|元 {what} 2019"), row])
    };
    // 6 leaves 73 and not 71; 8 leaves 71. One series has no year before, one no increase.
    let said = [("tax", 6), ("fiscal_expenditure", 8), ("retail_sales", 6), ("trade.export", 6)];
    let before = ["tax", "fiscal_expenditure", "retail_sales", "fiscal_revenue"].map(|w| format!("71.0亿|元 {w} 2018"));
    let mut case = vec![format!("@{}", "完成71.0亿元。".repeat(4))];
    case.extend(before);
    let (texts, rows): (Vec<_>, Vec<_>) = said.map(|(what, more)| increase(what, more)).into_iter().unzip();
    case.push(format!("@{}", texts.concat()));
    case.extend(rows.into_iter().flatten());
    let found = findings(&mut readings(&case));
    let rows: Vec<_> = found.iter().filter(|f| code(f) == "base-disagrees").map(|f| &f.rows).collect();
    let at = |document, observation| ObservationRef { document, observation };
    assert_eq!(rows, [&[at(1, 0), at(1, 1), at(0, 0)], &[at(1, 4), at(1, 5), at(0, 2)]], "{found:?}");
}

#[test]
fn many_rows_of_one_series_are_no_quadratic_work() {
    let number = "12亿元，";
    let text = number.repeat(3_000);
    let rows = vec!["12亿|元 investment 2020"; 3_000];
    let lexicon = Lexicon::builtin();
    let mut all = [reading(&text, &rows, &lexicon)];
    let start = std::time::Instant::now();
    assert!(findings(&mut all).is_empty());
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}

#[test]
fn what_a_page_says_twice_is_found_once() {
    let twice = ["74|个 project_count 2020", "93|个 project_count 2020 words=工业项目"];
    let rows: Vec<String> = twice.iter().chain(&twice).map(|row| (*row).to_owned()).collect();
    let text = "@引进项目74个，其中工业项目93个。引进项目74个，其中工业项目93个。".to_owned();
    let mut all = readings(&[vec![text], rows].concat());
    check_document(&mut all[0], 0, &Lexicon::builtin());
    assert_eq!(all[0].findings.len(), 1, "{:?}", all[0].findings);
    let flagged = all[0].observations.iter().filter(|o| !o.flags.is_empty()).count();
    assert_eq!(flagged, 4, "the rows of both places are flagged");
}
