//! The report of a release: nothing in a document does harm, it is never too large, and the same
//! release gives the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scraper::{Html, Node, Selector};
use serde_json::Value;
use zhibiao::report::{LIMIT, report};

use crate::cli_support::{House, report as document, stderr, stdout, zhibiao};
use crate::house_support::{EXAMPLE, text_of};
use crate::report_support::Made;

/// The payloads of `tests/cases/payloads.toml`, and two that are too long to write down.
fn payloads() -> Vec<String> {
    let table: toml::Table = text_of("tests/cases/payloads.toml").parse().expect("TOML");
    let written = table["payload"].as_array().expect("a list").iter();
    let mut all: Vec<String> = written.map(|p| p.as_str().expect("a text").to_owned()).collect();
    all.push("=".repeat(2_000_000));
    all.push("<b>".repeat(100_000));
    all
}

/// A release in whose every cell stands one of `texts`.
fn release_of(texts: &[String], folder: &Path) -> PathBuf {
    let mut sources = texts.to_vec();
    sources.sort();
    let made = Made { name: &texts[0], sources: &sources, rows: 1, text: &|_, _, source, _| source.to_owned() };
    made.write(folder, "20260101T020000Z-aaaaaaaaaaaa")
}

/// A release in whose every cell stands one of the payloads.
pub(crate) fn harmful(folder: &Path) -> PathBuf {
    release_of(&payloads(), folder)
}

fn report_of(texts: &[String], folder: &Path) -> String {
    report(&release_of(texts, folder), folder).expect("a report")
}

/// What a text looks like on the page: what steers a screen is replaced, sign by sign.
fn seen(text: &str) -> String {
    let sign = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).expect("a picture"),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{FFFE}'
        | '\u{FFFF}' => '\u{FFFD}',
        c => c,
    };
    text.chars().map(sign).collect()
}

/// Every element of a page with the names of its attributes, in order.
fn structure(html: &Html) -> Vec<String> {
    let element = |node: &Node| {
        let element = node.as_element()?;
        let names: BTreeSet<&str> = element.attrs().map(|(name, _)| name).collect();
        Some(format!("{} {names:?}", element.name()))
    };
    html.tree.nodes().filter_map(|n| element(n.value())).collect()
}

#[test]
fn words_of_documents_stay_words() {
    let payloads = payloads();
    assert!(payloads.len() >= 40, "{}", payloads.len());
    for (i, payload) in payloads.iter().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        let page = report_of(std::slice::from_ref(payload), folder.path());
        let harmless = report_of(&["无害".to_owned()], folder.path());
        let (page, harmless) = (Html::parse_document(&page), Html::parse_document(&harmless));
        assert_eq!(structure(&page), structure(&harmless), "payload {i} changes what the page is made of");
        let shown: String = seen(payload).chars().take(60).collect();
        let text: String = page.root_element().text().collect();
        assert!(text.contains(&shown), "payload {i} is shown as it is: {shown}");
    }
}

#[test]
fn all_payloads_together_are_in_the_data_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let payloads = payloads();
    let html = report_of(&payloads, folder.path());
    let page = Html::parse_document(&html);
    let scripts: Vec<_> = page.select(&Selector::parse("script").expect("a selector")).collect();
    assert_eq!(scripts.len(), 2, "the data and the script");
    let data: Value = serde_json::from_str(&scripts[0].text().collect::<String>()).expect("JSON");
    let texts = |list: &str, field: usize| -> BTreeSet<String> {
        let cells = data[list].as_array().expect("a list").iter();
        cells.map(|c| c.get(field).unwrap_or(c).as_str().unwrap_or_default().to_owned()).collect()
    };
    for (list, field) in
        [("documents", 0), ("documents", 1), ("texts", 0), ("indicators", 0), ("regions", 1), ("periods", 0)]
    {
        let known = texts(list, field);
        for payload in &payloads {
            let shown: String = seen(payload).chars().take(100).collect();
            assert!(known.iter().any(|k| k.starts_with(&shown)), "{list} {field} has {shown}");
        }
    }
    let longest =
        data["texts"].as_array().expect("a list").iter().map(|t| t.as_str().unwrap_or_default().chars().count());
    assert!(longest.max() <= Some(502), "huge cells are cut");
}

#[test]
fn the_policy_allows_nothing_from_anywhere() {
    let html = report(&EXAMPLE.path, Path::new(".")).expect("a report");
    let page = Html::parse_document(&html);
    let meta = Selector::parse("meta[http-equiv=Content-Security-Policy]").expect("a selector");
    let policy = page.select(&meta).next().and_then(|m| m.attr("content")).expect("a policy");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe") && !policy.contains("http"));
    for attribute in ["style", "onclick", "onload", "srcset", "formaction"] {
        let with = Selector::parse(&format!("[{attribute}]")).expect("a selector");
        assert_eq!(page.select(&with).count(), 0, "{attribute}");
    }
    let links = Selector::parse("[href], [src]").expect("a selector");
    for link in page.select(&links) {
        let to = link.attr("href").or(link.attr("src")).unwrap_or_default();
        assert!(to.starts_with('#') || to == "data:," || !to.contains(':'), "{to}");
    }
    let ids: Vec<_> = page.select(&Selector::parse("[id]").expect("a selector")).filter_map(|e| e.attr("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no id stands twice");
}

#[test]
fn a_report_is_never_too_large_and_says_what_it_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources: Vec<String> = (0..400).map(|i| format!("文件{i:04}.txt")).collect();
    let text = |table: &str, column: &str, source: &str, row: usize| match column {
        "sentence" | "text" if table == "observations" || row == 0 => {
            format!("{source}{row}：{}", "很长的句子".repeat(60))
        }
        "source" => source.to_owned(),
        "observation_id" => format!("{source}{row}"),
        "value_text" => format!("{row}"),
        _ => format!("{column}{source}{row}"),
    };
    let made = Made { name: "大", sources: &sources, rows: 40, text: &text };
    let html = report(&made.write(folder.path(), "20260101T020000Z-bbbbbbbbbbbb"), folder.path()).expect("a report");
    assert!(html.len() <= LIMIT, "{} bytes", html.len());
    assert!(html.len() > LIMIT / 3, "the room is used: {} bytes", html.len());
    assert!(html.contains("全部 16,000 个数字放不进一个页面"), "it says so");
    for source in &sources {
        assert!(html.contains(source), "{source} is there");
    }
}

#[test]
fn the_same_release_gives_the_same_bytes() {
    let first = report(&EXAMPLE.path, Path::new("/")).expect("a report");
    assert!(first == report(&EXAMPLE.path, Path::new("/")).expect("a report"));
}

#[test]
fn numbers_of_the_example_are_marked_in_their_sentences() {
    let html = report(&EXAMPLE.path, Path::new(".")).expect("a report");
    let page = Html::parse_document(&html);
    let data = page.select(&Selector::parse("#data").expect("a selector")).next().expect("data");
    let data: Value = serde_json::from_str(&data.text().collect::<String>()).expect("JSON");
    let (rows, texts) = (&data["rows"], &data["texts"]);
    let at = |column: &str, row: usize| rows[column][row].as_u64().expect("a number") as usize;
    let mut table = csv::Reader::from_path(EXAMPLE.path.join("observations.csv")).expect("a table");
    let header = table.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|h| h == name).expect("a column");
    let (value_text, value) = (place("value_text"), place("value_decimal"));
    let mut count = 0;
    for (row, written) in table.records().enumerate() {
        let written = written.expect("a row");
        let sentence: Vec<u16> = texts[at("sentence", row)].as_str().expect("a text").encode_utf16().collect();
        let (start, length) = (at("start", row), at("length", row));
        assert_eq!(String::from_utf16_lossy(&sentence[start..start + length]), &written[value_text]);
        assert_eq!(texts[at("value", row)], written[value], "exact");
        count += 1;
    }
    assert_eq!(count, rows["id"].as_array().expect("a list").len());
}

/// The later document has but a bound, and one figure is of a part of the place alone.
#[test]
fn headline_figures_are_exact_and_of_the_whole_place() {
    let house = House::of_docs("");
    house.write(
        "docs/公报.txt",
        "襄阳市2023年国民经济和社会发展统计公报\n襄阳市统计局\n2024年3月10日\n\n2023年，全市地区生产总值5842.3亿元。一般公共预算支出562.7亿元，市本级一般公共预算支出118.4亿元。\n",
    );
    house.write(
        "docs/报告.txt",
        "2025年襄阳市政府工作报告\n——2025年1月10日\n\n2023年，全市地区生产总值突破5800亿元。2024年，全市地区生产总值超过6100亿元。\n",
    );
    house.run(&[]).success();
    let page = stdout(&zhibiao().args(["report", "--out", "-"]).arg(house.latest()).assert().success());
    let start = page.find("id=\"headline\"").expect("the section");
    let section = &page[start..start + page[start..].find("</section>").expect("its end")];
    for (shown, there) in
        [(">5,842.3<", true), (">≥6,100<", true), (">≥5,800<", false), (">562.7<", true), (">118.4<", false)]
    {
        assert_eq!(section.contains(shown), there, "{shown} in {section}");
    }
}

#[test]
fn the_command_writes_beside_the_releases_and_says_where() {
    let house = House::of_docs("");
    house.write("docs/a.txt", document(1));
    house.run(&[]).success();
    let by_file = zhibiao().arg("report").arg(house.path("pipelines/p.toml")).assert().success();
    let path = stdout(&by_file).trim_end().to_owned();
    let id = house.releases().remove(0);
    assert!(path.ends_with(&format!("reports/{id}.html")), "{path}");
    let html = fs::read_to_string(&path).expect("a report");
    assert!(html.contains(&format!("href=\"../releases/{id}/observations.csv\"")));
    for place in [house.path("output/p"), house.latest()] {
        let out = house.path("x/y.html");
        zhibiao().arg("report").arg(&place).arg("--out").arg(&out).assert().success();
        assert!(fs::read_to_string(out).expect("a report").contains("../output/p/releases/"));
    }
    let piped =
        zhibiao().args(["report", "--pipeline", "p", "--out", "-", "--output"]).arg(house.path("output")).assert();
    assert!(stdout(&piped.success()).starts_with("<!doctype html>"));
}

#[test]
fn errors_say_what_to_do() {
    let house = House::of_docs("");
    let none = zhibiao().arg("report").arg(house.path("nowhere")).assert().code(2);
    assert!(stderr(&none).contains("no-release"), "{}", stderr(&none));
    house.write("release/manifest.json", "{");
    let damaged = zhibiao().arg("report").arg(house.path("release")).args(["--out", "-"]).assert().code(2);
    assert!(stderr(&damaged).contains("release-unreadable"), "{}", stderr(&damaged));
}

#[cfg(unix)]
#[test]
fn the_report_is_opened_in_the_browser_that_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::of_docs("");
    house.write("docs/a.txt", document(1));
    house.run(&[]).success();
    let (browser, opened) = (house.path("browser"), house.path("opened"));
    house.write("browser", format!("#!/bin/sh\necho \"$1\" > '{}'\n", opened.display()));
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("permissions");
    let command = zhibiao().arg("report").arg(house.path("output/p")).arg("--open").env("BROWSER", &browser).assert();
    let path = stdout(&command.success()).trim_end().to_owned();
    let opened = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::read_to_string(&opened).ok().filter(|text| !text.is_empty())
    });
    assert_eq!(
        opened.expect("the browser starts").trim_end(),
        fs::canonicalize(path).expect("a report").display().to_string()
    );
}
