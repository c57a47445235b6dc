//! A run as a user starts it: what is released, and when nothing is.

use std::fs;

use crate::cli_support::{House, contents, is_report, names, project, report, stderr, zhibiao};

#[test]
fn a_run_makes_a_release_and_a_report_and_says_so_in_a_line() {
    let house = House::of_docs("");
    (0..5).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    let assert = house.run(&[]).success().stdout("");
    let said = stderr(&assert);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("p: 5 found, 5 published, 0 rejected; 5 read, 0 kept; "), "{said}");
    assert_eq!(house.releases().len(), 1);
    for file in ["documents.parquet", "observations.csv", "findings.csv", "rejects.csv", "datapackage.json"] {
        assert!(house.latest().join(file).is_file(), "{file}");
    }
    assert_eq!(names(&house.latest()).iter().filter(|n| n.contains("spill")).count(), 0, "the spill is gone");
    assert_eq!(names(&house.path("output/p")), [".lock", "kept", "latest", "latest.txt", "releases", "runs"]);
    let report = fs::read_to_string(house.path("output/p/runs").join(&names(&house.path("output/p/runs"))[0]));
    let report: serde_json::Value = serde_json::from_str(&report.expect("a report")).expect("of JSON");
    assert_eq!(report["found"], 5);
    assert_eq!(report["outcome"], "released");
    assert_eq!(report["slowest"].as_array().map(Vec::len), Some(5));
}

#[test]
fn without_a_change_there_is_no_new_release() {
    let house = House::of_docs("");
    (0..3).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    house.run(&[]).success();
    let first = house.releases();
    let again = house.run(&[]).success();
    assert!(stderr(&again).contains("unchanged"), "{}", stderr(&again));
    assert_eq!(house.releases(), first);
    house.write("docs/3.txt", report(3));
    house.run(&["--quiet"]).success().stderr("");
    assert_eq!(house.releases().len(), 2);
    let reports = names(&house.path("output/p/runs")).iter().filter(|n| is_report(n)).count();
    assert_eq!(reports, 3, "each run has its report");
    fs::remove_file(house.path("docs/3.txt")).expect("the file was there");
    house.run(&[]).success();
    assert_eq!(house.table("documents").len(), 1 + 3 * 7, "{:#?}", house.table("documents"));
}

#[test]
fn the_output_is_the_same_at_any_number_of_threads_and_in_any_order() {
    let pipeline = |paths: &str| format!("name = \"p\"\n[[source]]\npaths = [{paths}]\n");
    let all: Vec<_> = (0..90).map(|i| format!("\"../docs/{i:02}.txt\"")).collect();
    let forwards = House::new(&pipeline(&all.join(", ")));
    let backwards = House::new(&pipeline(&all.iter().rev().cloned().collect::<Vec<_>>().join(", ")));
    // Written in the other order, so that the folder lists them otherwise.
    (0..90).rev().for_each(|i| backwards.write(&format!("docs/{i:02}.txt"), ""));
    for i in 0..90 {
        // Large enough for several batches on one thread, with a repeated and a broken file.
        let text = report(if i == 70 { 7 } else { i }).repeat(if i % 30 == 29 { 3_000 } else { 3 });
        let bytes = if i == 40 { vec![0, 0xff, 0xfe, 0, 0xff] } else { text.into_bytes() };
        forwards.write(&format!("docs/{i:02}.txt"), &bytes);
        backwards.write(&format!("docs/{i:02}.txt"), &bytes);
    }
    // The list of paths is part of the pipeline, so its fingerprint is told apart below.
    forwards.run(&["--jobs", "1"]).success();
    let one = contents(&forwards.latest());
    fs::remove_dir_all(forwards.path("output")).expect("there was output");
    forwards.run(&["--jobs", "4"]).success();
    assert!(one == contents(&forwards.latest()), "1 thread and 4 give the same bytes");
    backwards.run(&["--jobs", "3"]).success();
    for table in ["documents", "observations", "findings", "rejects", "series"] {
        assert!(forwards.table(table) == backwards.table(table), "{table} does not depend on the order of files");
    }
    let rejects = forwards.table("rejects").join("\n");
    assert!(rejects.contains("../docs/70.txt,ingest,duplicate,the same bytes as ../docs/07.txt"), "{rejects}");
    assert!(rejects.contains("../docs/40.txt,ingest,"), "{rejects}");
}

#[test]
fn duplicates_may_be_kept() {
    let house = House::of_docs("duplicates = \"keep\"");
    house.write("docs/a.txt", report(1));
    house.write("docs/b.txt", report(1));
    let assert = house.run(&[]).success();
    assert!(stderr(&assert).contains("2 published, 0 rejected"), "{}", stderr(&assert));
}

/// A report as a text and as a web page: the same words and figures, other bytes.
fn in_two_formats() -> (String, String) {
    let line = |i: u32| format!("第{i}类产业实现产值{}.{}亿元，同比增长{}.3%，新增企业{}家。", i * 37, i, i + 2, i * 3);
    let lines: Vec<String> = (1..40).map(line).collect();
    let title = "2024年桃源县工业经济运行情况";
    let paragraphs = lines.join("</p><p>");
    let page =
        format!("<html><head><title>{title}</title></head><body><a href='/'>首页</a><p>{paragraphs}</p></body></html>");
    (format!("{title}\n\n{}\n", lines.join("\n")), page)
}

#[test]
fn the_same_document_in_two_formats_is_read_once_unless_only_bytes_count() {
    let (text, page) = in_two_formats();
    for (rule, said) in [
        ("duplicates = \"skip\"", "1 published, 1 rejected (1 near_duplicate)"),
        ("duplicates = \"exact\"", "2 published, 0 rejected"),
    ] {
        let house = House::of_docs(rule);
        house.write("docs/a.html", &page);
        house.write("docs/b.txt", &text);
        let assert = house.run(&[]).success();
        assert!(stderr(&assert).contains(said), "{rule}: {}", stderr(&assert));
    }
}

#[test]
fn rejects_and_limits_fail_a_run_only_where_the_pipeline_says_so() {
    for (rule, code) in
        [("rejects = \"allow\"", 0), ("rejects = 0.5", 0), ("rejects = 0.4", 3), ("rejects = \"forbid\"", 3)]
    {
        let house = House::of_docs(&format!("fail = {{ {rule} }}\nlimits = {{ max_bytes = 1000 }}"));
        house.write("docs/a.txt", report(1));
        house.write("docs/b.txt", report(2).repeat(100));
        let assert = house.run(&[]).code(code);
        assert!(stderr(&assert).contains("1 rejected (1 too_large)"), "{}", stderr(&assert));
        assert_eq!(code == 3, stderr(&assert).contains("[too-many-rejects]"));
        assert_eq!(house.releases().len(), 1, "the release is made in any case");
    }
}

#[test]
fn output_goes_where_it_is_told() {
    let house = House::of_docs("output = { folder = \"../elsewhere\", excel = true }");
    house.write("docs/a.txt", report(1));
    house.run(&[]).success();
    assert!(house.path("elsewhere/latest.txt").is_file() && !house.path("output").exists());
    let other = house.path("other");
    house.run(&["--output", &other.to_string_lossy()]).success();
    let id = fs::read_to_string(other.join("p/latest.txt")).expect("a release");
    let csv = fs::read(other.join("p/releases").join(id.trim()).join("documents.csv")).expect("a table");
    assert!(csv.starts_with(b"\xef\xbb\xbf"), "Excel gets a byte-order mark");
}

#[test]
fn output_that_cannot_be_written_is_exit_code_4_and_leaves_nothing() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    house.write("output", "a file where the folder should be");
    let assert = house.run(&[]).code(4);
    assert!(stderr(&assert).contains("[cannot-write]"), "{}", stderr(&assert));
}

#[test]
fn sources_override_what_documents_say_and_the_first_source_wins() {
    let house = House::new(
        "name = \"p\"\n\
         [[source]]\npaths = [\"../docs/a.txt\"]\ntitle = \"甲\"\nregion = \"襄阳市\"\npublished = 2021-04-30\nkind = \"news\"\n\
         [[source]]\npaths = [\"../docs\"]\nexclude = [\"c.txt\"]\ntitle = \"乙\"\n",
    );
    ["a", "b", "c"].iter().enumerate().for_each(|(i, n)| house.write(&format!("docs/{n}.txt"), report(i)));
    house.run(&[]).success();
    let documents = house.table("documents").join("\n");
    assert!(documents.contains("../docs/a.txt,甲,"), "{documents}");
    assert!(documents.contains(",2021-04-30,") && documents.contains(",420600,襄阳市,news,"), "{documents}");
    assert!(documents.contains("../docs/b.txt,乙,") && !documents.contains("c.txt"), "{documents}");
}

#[test]
fn the_example_runs_and_rejects_its_damaged_file() {
    let output = tempfile::tempdir().expect("a temporary folder");
    let assert = zhibiao()
        .current_dir(project())
        .args(["run", "pipelines/example.toml", "--output"])
        .arg(output.path())
        .assert()
        .success();
    let said = stderr(&assert);
    assert!(said.starts_with("example: ") && said.contains(" 1 rejected"), "{said}");
    let id = fs::read_to_string(output.path().join("example/latest.txt")).expect("a release");
    let rejects = fs::read_to_string(output.path().join("example/releases").join(id.trim()).join("rejects.csv"));
    assert!(rejects.expect("a table").contains("samples/damaged.txt,ingest,"));
}

#[cfg(not(feature = "remote"))]
#[test]
fn stores_need_a_program_that_is_built_with_them() {
    for url in ["s3://bucket/docs/", "gs://bucket/docs/", "https://127.0.0.1/docs/"] {
        let house = House::new(&format!("name = \"p\"\n[[source]]\npaths = [\"{url}\"]\n"));
        let said = stderr(&house.run(&[]).code(2));
        assert!(said.contains("p.toml:3:9") && said.contains("[not-built]"), "{said}");
        assert!(said.contains("--features remote"), "{said}");
    }
}
