//! What a run tells when it is over, whatever its end: the report, the events, the command that is
//! notified, the exit code.

use std::fs;
use std::process::Command;

use jiff::Timestamp;
use serde_json::Value;

use crate::cli_support::{House, is_report, names, project, report, stderr, zhibiao};
use crate::house_support::{output_of, python, text_of};

/// The events of the last run.
fn events(house: &House) -> Vec<Value> {
    let runs = house.path("output/p/runs");
    let all = names(&runs);
    let last = all.iter().rfind(|n| n.ends_with(".openlineage.json")).expect("there are events");
    serde_json::from_str(&fs::read_to_string(runs.join(last)).expect("events")).expect("of JSON")
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|e| e["eventType"].as_str()).collect()
}

/// A house whose pipeline has these lines, with a report of 2010 in it.
fn house(more: &str) -> House {
    let house = House::of_docs(more);
    house.write("docs/a.txt", report(1));
    house
}

#[test]
fn a_run_that_fails_is_reported_too() {
    let house = House::of_docs("");
    house.run(&[]).code(2);
    let told = house.run_report();
    assert_eq!((&told["outcome"], &told["exit_code"]), (&"failed".into(), &2.into()), "{told:#}");
    assert_eq!(told["error"]["code"], "source-not-found");
    assert!(told["error"]["hint"].is_string() && told["release"].is_null());
    assert_eq!(told["found"], 0);
    assert_eq!(kinds(&events(&house)), ["START", "FAIL"]);
    assert_eq!(house.releases().len(), 0);
}

#[test]
fn events_tell_what_went_in_and_what_came_out() {
    let house = house("");
    house.run(&[]).success();
    let events = events(&house);
    assert_eq!(kinds(&events), ["START", "COMPLETE"]);
    assert_eq!(events[0]["run"]["runId"], events[1]["run"]["runId"]);
    let docs = fs::canonicalize(house.path("docs")).expect("a folder").to_string_lossy().into_owned();
    let input = events[0]["inputs"][0]["name"].as_str().expect("a name");
    assert!(docs.ends_with(input.trim_start_matches("/private")), "{input} is {docs}");
    let outputs = events[1]["outputs"].as_array().expect("outputs");
    let observations = outputs.iter().find(|o| o["name"].as_str().is_some_and(|n| n.ends_with("observations.parquet")));
    let observations = observations.expect("the table of observations");
    assert_eq!(observations["facets"]["version"]["datasetVersion"], house.releases()[0].as_str());
    assert_eq!(
        observations["outputFacets"]["outputStatistics"]["rowCount"],
        house.run_report()["stages"]["observations"]
    );
    let fields = observations["facets"]["schema"]["fields"].as_array().expect("columns");
    assert!(fields.iter().any(|f| f["name"] == "value_decimal"), "{fields:?}");
    house.run(&[]).success();
    assert_eq!(house.run_report()["outcome"], "unchanged");
}

#[test]
fn events_keep_the_specification() {
    let Some(python) = python() else { return };
    let house = house("fail = { rejects = \"forbid\" }");
    house.run(&[]).success();
    house.run(&[]).success();
    fs::remove_dir_all(house.path("docs")).expect("a folder");
    house.run(&[]).code(2);
    let runs = house.path("output/p/runs");
    let files = names(&runs).into_iter().filter(|n| n.ends_with(".openlineage.json"));
    let files: Vec<_> = files.map(|n| runs.join(n)).collect();
    assert_eq!(files.len(), 3);
    let script = project().join("tests/python/openlineage_events.py");
    let said = output_of(Command::new(python).arg(script).args(&files));
    assert_eq!(said.matches("START COMPLETE").count(), 2, "{said}");
    assert_eq!(said.matches("START FAIL").count(), 1, "{said}");
}

#[test]
fn findings_and_rejects_are_held_against_both_tables_of_rules() {
    let cases = [
        ("fail.findings = { info = 0, warning = 0, error = 0 }", 0, 0),
        ("warn.rejects = 0.1", 0, 1),
        ("fail.rejects = 0.1", 3, 1),
        ("fail.rejects = 0.5\nwarn.rejects = \"forbid\"", 0, 1),
        ("fail = { rejects = \"forbid\" }\nwarn = { rejects = \"forbid\" }", 3, 2),
    ];
    for (rules, code, breaches) in cases {
        let house = house(rules);
        house.write("docs/b.txt", [0, 0xff, 0xfe, 0, 0xff]);
        let assert = house.run(&[]).code(code);
        let told = house.run_report();
        assert_eq!(told["exit_code"], code, "{rules}");
        assert_eq!(told["breaches"].as_array().map(Vec::len), Some(breaches), "{rules}: {told:#}");
        assert_eq!(told["outcome"], "released", "the release is made all the same");
        assert_eq!(
            stderr(&assert).contains("WARN"),
            rules.contains("warn.") || rules.contains("warn ="),
            "{rules}: {}",
            stderr(&assert)
        );
        // A night without change is judged by the same rules.
        house.run(&[]).code(code);
        let told = house.run_report();
        assert_eq!((&told["outcome"], &told["exit_code"]), (&"unchanged".into(), &code.into()), "{rules}");
    }
}

#[test]
fn a_newest_document_that_is_too_old_is_told() {
    let today = Timestamp::now().to_string();
    let source = |date: &str| format!("[[source]]\npaths = [\"../docs\"]\npublished = \"{date}\"\n");
    for (rule, date, code, said) in [
        ("fail.newest_document_days = 40", "2020-01-02", 1, "[stale]"),
        ("warn.newest_document_days = 40", "2020-01-02", 0, "the newest document is of 2020-01-02"),
        ("fail.newest_document_days = 40", &today[..10], 0, ""),
    ] {
        let house = House::new(&format!("name = \"p\"\n{rule}\n{}", source(date)));
        house.write("docs/a.txt", report(1));
        let assert = house.run(&[]).code(code);
        assert!(stderr(&assert).contains(said), "{rule}: {}", stderr(&assert));
        assert_eq!(house.run_report()["newest"], date, "{rule}");
    }
}

#[test]
fn rules_that_are_none_are_refused_with_their_place() {
    for (rules, message) in [
        ("fail.findings = { errors = 1 }", "no severity"),
        ("fail.findings = { error = -1 }", "not a rule for findings"),
        ("warn.findings = { warning = 1.5 }", "not a rule for findings"),
        ("warn.rejects = 7", "not a rule for rejects"),
        ("fail.newest_document_days = 0", "no limit for newest_document_days"),
        ("limits.max_run_seconds = 0", "no limit for max_run_seconds"),
    ] {
        let said = stderr(&house(rules).run(&[]).code(2));
        assert!(said.contains(message) && said.contains("p.toml:2:"), "{rules}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_report_whatever_the_end() {
    let house = house("");
    let told = house.path("told.json");
    let command = format!("cat > '{}'", told.display());
    let read = || -> Value { serde_json::from_str(&fs::read_to_string(&told).expect("it was told")).expect("of JSON") };
    house.run(&["--notify-command", &command]).success();
    assert_eq!(read(), house.run_report());
    fs::remove_dir_all(house.path("docs")).expect("a folder");
    house.run(&["--notify-command", &command]).code(2);
    assert_eq!(read()["error"]["code"], "source-not-found");
    zhibiao().args(["run", "no.toml", "--notify-command", &command]).assert().code(2);
    assert_eq!((&read()["error"]["code"], &read()["outcome"]), (&"pipeline-unreadable".into(), &"failed".into()));
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_is_a_warning_and_no_more() {
    let house = house("");
    for command in ["exit 3", "no-such-command", "true"] {
        let assert = house.run(&["--notify-command", command]).success();
        assert_eq!(stderr(&assert).contains("is to be notified failed"), command != "true", "{}", stderr(&assert));
    }
}

#[test]
fn series_that_come_and_go_are_told() {
    let house = house("");
    house.run(&[]).success();
    assert!(house.run_report()["series"].is_null(), "there was no release before");
    house.write("docs/b.txt", "2023年桃源县政府工作报告\n\n全县粮食总产量达到45.2万吨，增长2%。\n");
    house.run(&[]).success();
    let told = house.run_report()["series"].clone();
    assert!(told["new"].as_u64() > Some(0) && told["vanished"] == 0, "{told:#}");
    let total = house.table("series").len() - 1;
    assert_eq!(told["total"], total, "{told:#}");
    // Nights in which nothing changed, the second of which reads everything to know it.
    for arguments in [&[][..], &["--full"]] {
        house.run(arguments).success();
        let report = house.run_report();
        let series = ["total", "new", "vanished"].map(|count| report["series"][count].as_u64());
        assert_eq!((&report["outcome"], series), (&"unchanged".into(), [Some(total as u64), Some(0), Some(0)]));
    }
    assert!(told["new_named"][0]["name"].is_string() && told["new_named"][0]["series_id"].is_string());
    fs::remove_file(house.path("docs/b.txt")).expect("the file was there");
    house.run(&[]).success();
    let back = house.run_report()["series"].clone();
    assert_eq!((&back["vanished"], &back["new"]), (&told["new"], &0.into()), "{back:#}");
}

#[cfg(unix)]
#[test]
fn cron_mails_warnings_and_nothing_else() {
    let page = text_of("docs/operating/crontab");
    let line = page.lines().find(|line| !line.starts_with('#')).expect("a line");
    let command = line.splitn(6, ' ').nth(5).expect("a command behind five fields of time");
    for (rule, warned) in [("warn.rejects = \"forbid\"", true), ("warn.rejects = \"allow\"", false)] {
        let house = house(rule);
        house.write("docs/b.txt", [0, 0xff, 0xfe, 0, 0xff]);
        let places = [
            ("/usr/local/bin/zhibiao", assert_cmd::cargo::cargo_bin("zhibiao")),
            ("/etc/zhibiao/reports.toml", house.path("pipelines/p.toml")),
            ("/var/lib/zhibiao", house.path("output")),
        ];
        let here = places.iter().fold(command.to_owned(), |command, (there, here)| {
            assert!(command.contains(there), "{command}");
            command.replace(there, &here.to_string_lossy())
        });
        let said = Command::new("sh").args(["-c", &here]).env("NO_COLOR", "1").output().expect("sh starts");
        let lines = String::from_utf8([said.stdout, said.stderr].concat()).expect("UTF-8");
        let all_warn = lines.lines().all(|line| line.contains("WARN"));
        assert!(said.status.success() && all_warn && lines.lines().count() == usize::from(warned), "{lines}");
    }
}

#[test]
fn reports_of_runs_in_one_second_are_all_kept() {
    let house = house("");
    (0..3).for_each(|_| drop(house.run(&[]).success()));
    assert_eq!(names(&house.path("output/p/runs")).iter().filter(|n| is_report(n)).count(), 3);
}
