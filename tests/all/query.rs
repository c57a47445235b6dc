//! `zhibiao query` as a user types it, on a release of the example pipeline.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::assert::Assert;
use parquet::file::reader::{FileReader, SerializedFileReader};
use tempfile::TempDir;

use crate::cli_support::{House, project, report, stderr, stdout, zhibiao};

/// The output of a run of the example, made once for all tests.
static EXAMPLE: LazyLock<TempDir> = LazyLock::new(|| {
    let output = tempfile::tempdir().expect("a temporary folder");
    let run = ["run", "pipelines/example.toml", "--output"];
    zhibiao().current_dir(project()).args(run).arg(output.path()).assert().success();
    output
});

fn query(sql: &str, more: &[&str]) -> Assert {
    zhibiao().current_dir(project()).args(["query", sql, "--output"]).arg(EXAMPLE.path()).args(more).assert()
}

/// The lines of the CSV that a statement gives, without the header.
fn csv(sql: &str) -> Vec<String> {
    let text = stdout(&query(sql, &[]).success());
    text.split_terminator("\r\n").skip(1).map(str::to_owned).collect()
}

/// A table of the release, as it was written.
fn written(table: &str) -> Vec<csv::StringRecord> {
    let file = release().join(format!("{table}.csv"));
    let rows = csv::Reader::from_path(file).expect("a table").into_records();
    rows.collect::<Result<_, _>>().expect("CSV")
}

fn release() -> PathBuf {
    std::fs::canonicalize(EXAMPLE.path().join("example/latest")).expect("a release")
}

#[test]
fn every_table_comes_out_as_the_run_wrote_it() {
    for table in ["documents", "observations", "findings", "rejects", "series"] {
        let out = stdout(&query(&format!("SELECT * FROM {table}"), &[]).success());
        let file = std::fs::read_to_string(release().join(format!("{table}.csv"))).expect("a table");
        assert!(out == file, "{table}: decimals, dates, lists and nulls are the same in both");
    }
}

#[test]
fn rows_are_counted_grouped_and_joined() {
    let rows = written("observations");
    assert_eq!(csv("SELECT COUNT(*) FROM observations"), [rows.len().to_string()]);
    let targets = csv("SELECT status, COUNT(*) AS n FROM observations GROUP BY status HAVING COUNT(*) > 1");
    let status = header("observations", "status");
    let counted = rows.iter().filter(|r| &r[status] == "target").count();
    assert!(targets.contains(&format!("target,{counted}")), "{targets:?}");
    let joined = csv("SELECT o.value_text, d.kind FROM observations AS o JOIN documents AS d ON o.source = d.source");
    assert_eq!(joined.len(), rows.len());
    let semi = csv("SELECT source FROM documents SEMI JOIN observations USING (source) ORDER BY source");
    assert!(!semi.is_empty() && semi.len() <= written("documents").len());
}

fn header(table: &str, name: &str) -> usize {
    let mut reader = csv::Reader::from_path(release().join(format!("{table}.csv"))).expect("a table");
    reader.headers().expect("a header").iter().position(|h| h == name).expect("the column")
}

#[test]
fn decimals_stay_exact_through_sums_groups_and_joins() {
    use rust_decimal::Decimal;
    let (value, unit) = (header("observations", "value_decimal"), header("observations", "unit"));
    let of_unit = written("observations").into_iter().filter(|r| &r[unit] == "%");
    let sum: Decimal = of_unit.map(|r| r[value].parse::<Decimal>().expect("a decimal")).sum();
    let total = csv("SELECT SUM(value_decimal) FROM observations WHERE unit = '%'");
    assert_eq!(total, [sum.normalize().to_string()]);
    let pairs = "SELECT COUNT(*) FROM (SELECT value_decimal FROM observations GROUP BY value_decimal) AS a \
                 JOIN (SELECT DISTINCT value_decimal FROM observations) AS b ON a.value_decimal = b.value_decimal";
    assert_eq!(csv(pairs), csv("SELECT COUNT(DISTINCT value_decimal) FROM observations"));
    assert_eq!(csv("SELECT value_decimal FROM observations WHERE value_decimal = 0.1 LIMIT 0"), [""; 0]);
}

#[test]
fn windows_dates_and_texts_work() {
    let ranks = csv("SELECT RANK() OVER (PARTITION BY unit ORDER BY value_decimal DESC) AS place, value_text \
                     FROM observations WHERE unit = 'CNY' ORDER BY place LIMIT 1");
    assert!(ranks.len() == 1 && ranks[0].starts_with("1,"), "{ranks:?}");
    let years = csv("SELECT DISTINCT EXTRACT(YEAR FROM period_end) AS y FROM observations \
                     WHERE period_end >= '2023-01-01' AND sentence LIKE '%增长%' ORDER BY y");
    assert!(years.iter().any(|y| y == "2023"), "{years:?}");
    let flagged = "SELECT COUNT(*) FROM observations WHERE ARRAY_LENGTH(flags) > 0";
    let flags = header("observations", "flags");
    assert_eq!(csv(flagged), [written("observations").iter().filter(|r| !r[flags].is_empty()).count().to_string()]);
}

#[test]
fn every_format_has_the_rows() {
    let sql = "SELECT source, value_decimal, period_start, flags FROM observations ORDER BY source, char_start LIMIT 5";
    let jsonl = stdout(&query(sql, &["--format", "jsonl"]).success());
    let first: serde_json::Value = serde_json::from_str(jsonl.lines().next().expect("a line")).expect("JSON");
    assert_eq!(jsonl.lines().count(), 5);
    assert!(first["value_decimal"].is_string() && first["flags"].is_array(), "{first}");
    let table = stdout(&query(sql, &["--format", "table"]).success());
    assert!(table.lines().next().is_some_and(|l| l.contains("value_decimal")) && table.contains('─'), "{table}");
    let bytes = query(sql, &["--format", "parquet"]).success().get_output().stdout.clone();
    let path = EXAMPLE.path().join("rows.parquet");
    std::fs::write(&path, bytes).expect("a file");
    let file = SerializedFileReader::new(std::fs::File::open(&path).expect("a file")).expect("Parquet");
    assert_eq!(file.metadata().file_metadata().num_rows(), 5);
    let decimal = file.metadata().file_metadata().schema_descr().column(1);
    assert_eq!((decimal.type_precision(), decimal.type_scale()), (38, 9));
}

#[test]
fn a_release_is_found_by_name_by_file_by_folder() {
    let sql = "SELECT COUNT(*) FROM rejects";
    let expected = stdout(&query(sql, &[]).success());
    for pipeline in ["example", "pipelines/example.toml"] {
        assert_eq!(stdout(&query(sql, &["--pipeline", pipeline]).success()), expected, "{pipeline}");
    }
    let of_release =
        |folder: &Path| stdout(&zhibiao().args(["query", sql, "--release"]).arg(folder).assert().success());
    assert_eq!(of_release(&release()), expected);
    assert_eq!(of_release(&EXAMPLE.path().join("example")), expected);
    let stdin = zhibiao().args(["query", "-", "--release"]).arg(release()).write_stdin(sql).assert().success();
    assert_eq!(stdout(&stdin), expected);
}

#[test]
fn the_pipeline_file_says_where_its_releases_are() {
    let house = House::of_docs("output = { folder = \"../elsewhere\", csv = false }");
    house.write("docs/a.txt", report(1));
    house.run(&[]).success();
    let pipeline = house.path("pipelines/p.toml");
    let sql = "SELECT COUNT(*) AS n FROM documents";
    let counted = zhibiao().args(["query", sql, "--pipeline"]).arg(pipeline).assert().success();
    assert_eq!(stdout(&counted), "n\r\n1\r\n");
}

#[test]
fn wrong_statements_are_usage_errors_with_a_hint() {
    for (sql, code, hint) in [
        ("SELECT valu FROM observations", "[sql-column]", "did you mean `value`? columns of observations: "),
        (
            "SELECT source FROM rejects WHERE cod = 'x'",
            "[sql-column]",
            "did you mean `code`? columns of rejects: source,",
        ),
        ("SELECT d.kin FROM documents AS d", "[sql-column]", "did you mean `kind`? columns of documents: document_id,"),
        ("SELECT value, value FROM observations", "[sql]", "with AS"),
        ("SELECT * FROM observation", "[sql-table]", "did you mean `observations`? tables: documents, observations,"),
        ("SELEC 1", "[sql]", "zhibiao schema"),
        ("", "[sql]", "zhibiao schema"),
        ("SELECT 1; SELECT 2", "[sql]", "zhibiao schema"),
        ("SELECT no_such(value) FROM observations", "[sql]", "zhibiao schema"),
        ("SELECT * FROM read_parquet('x.parquet')", "[sql]", "zhibiao schema"),
        ("SELECT * FROM documents PIVOT (COUNT(source) FOR kind IN ('news'))", "[sql]", "zhibiao schema"),
    ] {
        let assert = query(sql, &[]).code(2).stdout("");
        let said = stderr(&assert);
        assert!(said.contains(code) && said.contains(hint), "{sql}: {said}");
    }
}

#[test]
fn releases_that_are_not_there_are_usage_errors() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let at = |more: &[&str]| {
        let assert = zhibiao().args(["query", "SELECT 1", "--output"]).arg(empty.path()).args(more).assert().code(2);
        stderr(&assert)
    };
    assert!(at(&[]).contains("[no-release]") && at(&["--pipeline", "x"]).contains("[no-release]"));
    for name in ["a", "b"] {
        std::fs::create_dir(empty.path().join(name)).expect("a folder");
        std::fs::write(empty.path().join(name).join("latest.txt"), "../../x\n").expect("a file");
    }
    let several = at(&[]);
    let folders = ["a", "b"].map(|name| empty.path().join(name).display().to_string());
    assert!(several.contains("[which-pipeline]") && several.contains(&folders.join(", ")), "{several}");
    let of_one = zhibiao().args(["query", "SELECT 1", "--output", &folders[0]]).assert().code(2);
    assert!(stderr(&of_one).contains("[no-release]"), "the hint is of use: {}", stderr(&of_one));
    assert!(at(&["--pipeline", "a"]).contains("[no-release]"));
    zhibiao().args(["query", "SELECT 1", "--release", "no-such-folder"]).assert().code(2);
    zhibiao().args(["query", "SELECT 1", "--release", "x", "--pipeline", "y"]).assert().code(2);
}

#[test]
fn a_damaged_table_is_named() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    house.run(&[]).success();
    let latest = house.latest();
    std::fs::write(latest.join("findings.parquet"), "PAR1").expect("a file");
    let assert = zhibiao().args(["query", "SELECT 1", "--release"]).arg(&latest).assert().code(2);
    assert!(stderr(&assert).contains("findings.parquet: this table"), "{}", stderr(&assert));
    assert!(stderr(&assert).contains("[release-unreadable]"), "{}", stderr(&assert));
}
