//! Nights in a row on a folder that changes: each gives, byte for byte, what a run that reads
//! everything in a fresh folder gives, and reads no more than it must.

use std::fs;

use serde_json::Value;

use crate::cli_support::{House, contents, names, report, stderr, stdout};
use crate::format_archive::zip;

/// A report of so many lines, as a text or as a web page with the same words and figures.
pub(crate) fn long_report(i: usize, page: bool) -> String {
    let line = |n: usize| {
        format!(
            "第{n}类产业实现产值{}.{}亿元，同比增长{}.{}%，新增企业{}家。",
            i * 91 + n * 37,
            n % 10,
            n + 2,
            i % 10,
            n * 3 + i
        )
    };
    let (title, lines) = (format!("20{:02}年桃源县工业经济运行情况", 10 + i), (1..30).map(line));
    if page {
        let body = lines.collect::<Vec<_>>().join("</p><p>");
        return format!(
            "<html><head><title>{title}</title></head><body><a href='/'>首页</a><p>{body}</p></body></html>"
        );
    }
    format!("{title}\n\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// Holds the latest release against that of a run with nothing kept, and gives the report of the run
/// before it.
pub(crate) fn compare_with_a_full_run(house: &House, night: &str) -> Value {
    let report = house.run_report();
    let fresh = house.path("fresh");
    let arguments = ["--full", "--quiet", "--jobs", "3", "--output", &fresh.to_string_lossy()];
    house.run(&arguments).success();
    let id = fs::read_to_string(fresh.join("p/latest.txt")).expect("a release");
    let full = contents(&fresh.join("p/releases").join(id.trim()));
    let nightly = contents(&house.latest());
    let files = |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(files(&nightly), files(&full), "{night}");
    for ((name, of_night), (_, of_full)) in nightly.iter().zip(&full) {
        assert!(of_night == of_full, "{night}: {name} is not what a full run gives");
    }
    fs::remove_dir_all(fresh).expect("there was a run");
    let counts = &report["incremental"];
    let sum = ["read", "kept", "refused"].iter().map(|c| counts[c].as_u64().expect("a count")).sum::<u64>();
    assert_eq!(report["found"], sum, "{night}: {report:#}");
    // What the report counts as it reads is what stands in the release.
    let count = |of: &Value, name: &str| of[name].as_u64().expect("a count");
    assert_eq!(
        count(&report, "found"),
        count(&report, "published") + count(&report, "rejected"),
        "{night}: {report:#}"
    );
    let (_, manifest) = nightly.iter().find(|(name, _)| name == "manifest.json").expect("a manifest");
    let manifest: Value = serde_json::from_slice(manifest).expect("of JSON");
    for name in ["found", "published", "rejected"] {
        assert_eq!(count(&report, name), count(&manifest["counts"], name), "{night}: {name}");
    }
    report
}

/// What a night read and kept, and what vanished.
fn done(report: &Value) -> (u64, u64, Vec<&str>) {
    let counts = &report["incremental"];
    let vanished = counts["vanished"].as_array().expect("a list").iter().filter_map(Value::as_str);
    (counts["read"].as_u64().unwrap_or(99), counts["kept"].as_u64().unwrap_or(99), vanished.collect())
}

#[test]
fn ten_nights_give_what_ten_full_runs_give() {
    let house = House::of_docs("");
    let remove = |name: &str| fs::remove_file(house.path(name)).expect("the file was there");
    let night = |n: usize, expected: (u64, u64, &[&str])| {
        house.run(&["--jobs", if n.is_multiple_of(2) { "1" } else { "2" }]).success();
        let report = compare_with_a_full_run(&house, &format!("night {n}"));
        let (read, kept, vanished) = done(&report);
        assert_eq!((read, kept, &*vanished), expected, "night {n}: {report:#}");
        report
    };

    (0..8).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    house.write("docs/page.html", long_report(1, true));
    house.write("docs/broken.txt", [0, 0xff, 0xfe, 0, 0xff]);
    house.write("docs/bundle.zip", zip(&[("a.txt", report(20).as_bytes()), ("b.txt", report(21).as_bytes())]));
    night(1, (12, 0, &[]));

    // Nothing happens.
    let report_2 = night(2, (0, 12, &[]));
    assert_eq!(report_2["outcome"], "unchanged");
    assert!(report_2["disk"].is_null() && report_2["seconds"]["write"] == 0.0, "nothing is written: {report_2:#}");

    // Documents arrive, before, between and behind the others; one that is refused by its name.
    house.write("docs/00.txt", report(30));
    house.write("docs/3b.txt", report(31));
    house.write("docs/z.txt", report(32));
    house.write("docs/film.mp4", "no document");
    night(3, (4, 12, &[]));

    // One changes, one goes.
    house.write("docs/5.txt", report(40));
    remove("docs/2.txt");
    night(4, (1, 14, &["../docs/2.txt"]));

    // It comes back, and what changed is as it was.
    house.write("docs/2.txt", report(2));
    house.write("docs/5.txt", report(5));
    night(5, (2, 14, &[]));

    // A name changes, and nothing else.
    fs::rename(house.path("docs/7.txt"), house.path("docs/2020年桃源县政府工作报告.txt")).expect("a file");
    night(6, (1, 15, &["../docs/7.txt"]));

    // Duplicates: the bytes of 4.txt under a name before it, and the words of the page as a text.
    house.write("docs/1a.txt", report(4));
    house.write("docs/page2.txt", long_report(1, false));
    let report_7 = night(7, (2, 16, &[]));
    assert_eq!(report_7["rejects"].to_string().matches("duplicate").count(), 2, "{report_7:#}");

    // The first of both pairs goes. What 4.txt says was kept all the time; the text is read now.
    remove("docs/1a.txt");
    remove("docs/page.html");
    let report_8 = night(8, (1, 15, &["../docs/1a.txt", "../docs/page.html"]));
    assert_eq!(report_8["incremental"]["why"]["duplicate_no_more"], 1, "{report_8:#}");

    // The archive has another member, the broken file is mended, an empty one comes.
    let members = [("a.txt", report(20)), ("b.txt", report(21)), ("c.txt", report(22))];
    let members: Vec<_> = members.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    house.write("docs/bundle.zip", zip(&members));
    house.write("docs/broken.txt", report(50));
    house.write("docs/empty.txt", "");
    night(9, (3, 15, &[]));

    // Almost all goes.
    for name in names(&house.path("docs")).iter().filter(|n| !n.starts_with(['3', '6'])) {
        remove(&format!("docs/{name}"));
    }
    let report_10 = night(10, (0, 3, &report_10_vanished()));
    assert_eq!(report_10["published"], 3);
}

/// What goes in the last of the ten nights.
fn report_10_vanished() -> Vec<&'static str> {
    [
        "../docs/0.txt",
        "../docs/00.txt",
        "../docs/1.txt",
        "../docs/2.txt",
        "../docs/2020年桃源县政府工作报告.txt",
        "../docs/4.txt",
        "../docs/5.txt",
        "../docs/broken.txt",
        "../docs/bundle.zip!a.txt",
        "../docs/bundle.zip!b.txt",
        "../docs/bundle.zip!c.txt",
        "../docs/empty.txt",
        "../docs/film.mp4",
        "../docs/page2.txt",
        "../docs/z.txt",
    ]
    .into()
}

#[test]
fn every_document_is_explained() {
    let house = House::of_docs("");
    (0..3).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    let explained = |arguments: &[&str]| {
        let all = stdout(&house.run(&[&["--explain"], arguments].concat()).success());
        all.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(explained(&[]), ["new ../docs/0.txt", "new ../docs/1.txt", "new ../docs/2.txt"]);
    assert_eq!(explained(&[]), ["unchanged ../docs/0.txt", "unchanged ../docs/1.txt", "unchanged ../docs/2.txt"]);
    assert_eq!(explained(&["--full"]), ["full ../docs/0.txt", "full ../docs/1.txt", "full ../docs/2.txt"]);
    house.write("docs/1.txt", report(9));
    house.write("docs/3.zip", "no archive");
    fs::remove_file(house.path("docs/0.txt")).expect("the file was there");
    let mut said = explained(&[]);
    said.sort();
    assert_eq!(
        said,
        ["changed ../docs/1.txt", "gone ../docs/0.txt", "refused ../docs/3.zip", "unchanged ../docs/2.txt"]
    );
    house.write("pipelines/p.toml", "name = \"p\"\nlimits = { max_cells = 9 }\n[[source]]\npaths = [\"../docs\"]\n");
    assert_eq!(
        explained(&[]),
        ["refused ../docs/3.zip", "settings_changed ../docs/1.txt", "settings_changed ../docs/2.txt"]
    );
}

#[test]
fn what_vanished_is_told_in_the_summary() {
    let house = House::of_docs("");
    (0..5).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    house.run(&[]).success();
    (0..4).for_each(|i| fs::remove_file(house.path(&format!("docs/{i}.txt"))).expect("the file was there"));
    let said = stderr(&house.run(&[]).success());
    assert!(said.contains("4 gone (../docs/0.txt, ../docs/1.txt, ../docs/2.txt, …)"), "{said}");
    // And when everything is read as well.
    house.write("docs/0.txt", report(0));
    house.run(&[]).success();
    fs::remove_file(house.path("docs/0.txt")).expect("the file was there");
    let said = stderr(&house.run(&["--full"]).success());
    assert!(said.contains("1 gone (../docs/0.txt)"), "{said}");
}
