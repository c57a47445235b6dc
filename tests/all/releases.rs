//! The releases of a pipeline as a user handles them: listed, shown, verified, pruned; and as readers
//! see them while others are made.

use std::fs;
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use assert_cmd::assert::Assert;
use zhibiao::model::{Lexicon, Result};
use zhibiao::publish::releases::{prune, verify};
use zhibiao::publish::storage::Folder;
use zhibiao::publish::{Output, ReleaseInfo, ReleaseWriter, latest};

use crate::cli_support::{House, names, report, stderr, stdout, zhibiao};

/// Publishes an empty release of a pipeline of this fingerprint.
fn publish(output: &Output, id: &str, fingerprint: &str) -> Result<String> {
    let staging = output.stage()?;
    let lexicon = Lexicon::builtin();
    ReleaseWriter::create(staging.folder().clone(), &lexicon, ReleaseInfo::new("p", fingerprint))?.finish()?;
    staging.commit(id)
}

/// A pipeline with releases at these times, the last of them the latest, and one document rejected.
fn house(stamps: &[&str]) -> House {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    house.write("docs/b.txt", [0, 0xff, 0xfe, 0, 0xff]);
    house.run(&[]).success();
    let id = house.releases().remove(0);
    let content = id.split_once('-').expect("a stamp and a hash").1.to_owned();
    let releases = house.path("output/p/releases");
    for stamp in stamps {
        let to = releases.join(format!("{stamp}-{content}"));
        fs::create_dir(&to).unwrap();
        for name in names(&releases.join(&id)) {
            fs::copy(releases.join(&id).join(&name), to.join(&name)).unwrap();
        }
        fs::write(house.path("output/p/latest.txt"), format!("{stamp}-{content}\n")).unwrap();
    }
    if !stamps.is_empty() {
        fs::remove_dir_all(releases.join(id)).unwrap();
        // The link follows.
        drop(Output::claim(house.path("output/p")).unwrap());
    }
    house
}

fn releases(house: &House, arguments: &[&str]) -> Assert {
    let (command, rest) = arguments.split_first().expect("a subcommand");
    zhibiao().args(["releases", command]).arg(house.path("pipelines/p.toml")).args(rest).assert()
}

#[test]
fn releases_are_listed_for_people_and_programs() {
    let house = house(&["20251231T235959Z", "20260101T000000Z"]);
    let table = stdout(&releases(&house, &["list"]).success());
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert!(rows.len() == 2 && rows[0].contains("2025-12-31 23:59:59") && rows[1].trim_end().ends_with("latest"));
    let json = stdout(&releases(&house, &["list", "--format", "json"]).success());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["made"], "2025-12-31T23:59:59Z");
    assert_eq!((&json[0]["latest"], &json[1]["latest"]), (&false.into(), &true.into()));
    let counts = ["found", "published", "rejected"].map(|key| json[1][key].as_u64());
    assert_eq!(counts, [Some(2), Some(1), Some(1)]);
    let of_files: u64 =
        names(&house.latest()).iter().map(|n| fs::metadata(house.latest().join(n)).unwrap().len()).sum();
    assert_eq!(json[1]["bytes"], of_files);
    assert_eq!(json[1]["observations"], house.table("observations").len() - 1);
    fs::remove_file(house.path("output/p/releases").join(json[0]["id"].as_str().unwrap()).join("manifest.json"))
        .unwrap();
    let csv = stdout(&releases(&house, &["list", "--format", "csv"]).success());
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "id,made,found,published,rejected,observations,bytes,latest");
    assert!(lines[1].contains(",2025-12-31T23:59:59Z,,,,,") && lines[1].ends_with(",false"), "{}", lines[1]);
}

#[test]
fn releases_are_found_by_pipeline_file_or_folder() {
    let house = house(&["20260101T000000Z"]);
    let list = |place: &str| zhibiao().args(["releases", "list", "--output"]).arg(house.path(place)).assert();
    for place in ["output", "output/p"] {
        assert!(stdout(&list(place).success()).contains("20260101T000000Z"));
    }
    house.write("output/q/latest.txt", "");
    let several = stderr(&list("output").code(2));
    let hint = format!("--output: {}, ", house.path("output/p").display());
    assert!(several.contains("[which-pipeline]") && several.contains(&hint), "{several}");
    let elsewhere = house.path("elsewhere").to_string_lossy().into_owned();
    let said = stdout(&releases(&house, &["list", "--output", &elsewhere]).success());
    assert_eq!(said.lines().count(), 2, "no release yet: {said}");
    let about_all =
        [&["verify", "--all"][..], &["prune", "--keep-last", "1"], &["prune", "--keep-last", "1", "--dry-run"]];
    for arguments in [&["show"][..], &["verify"]].into_iter().chain(about_all) {
        let said = stderr(&releases(&house, &[arguments, &["--output", &elsewhere]].concat()).code(2));
        assert!(said.contains("[no-release]") && said.contains("--output"), "{arguments:?}: {said}");
    }
    assert!(!house.path("elsewhere").exists(), "looking for releases makes no folder");
    zhibiao().args(["releases", "list"]).assert().code(2);
}

#[test]
fn a_release_is_shown_in_words() {
    let house = house(&["20251231T235959Z", "20260101T000000Z"]);
    let said = stdout(&releases(&house, &["show"]).success());
    assert!(said.starts_with("20260101T000000Z-") && said.contains(", the latest\nmade on 2026-01-01 at 00:00:00 UTC"));
    assert!(said.contains("2 files found: 1 published, 1 rejected (1 "), "{said}");
    let hash = fs::read_to_string(house.latest().join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&hash).unwrap();
    assert!(said.contains(manifest["files"][0]["sha256"].as_str().unwrap()), "{said}");
    let first = house.releases().remove(0);
    let said = stdout(&releases(&house, &["show", "--release", &first]).success());
    assert!(said.starts_with(&first) && !said.contains("latest"), "{said}");
    assert!(stderr(&releases(&house, &["show", "--release", "../p"]).code(2)).contains("[no-release]"));
}

#[test]
fn every_damage_is_found() {
    type Damage = fn(&Path);
    let cases: [(&str, Damage); 7] = [
        ("rejects.csv: is not there [missing]", |r| fs::remove_file(r.join("rejects.csv")).unwrap()),
        ("more.csv: is not in the manifest [extra]", |r| fs::write(r.join("more.csv"), "").unwrap()),
        ("folder: is not in the manifest [extra]", |r| fs::create_dir(r.join("folder")).unwrap()),
        ("documents.csv: has 3 bytes, and ", |r| fs::write(r.join("documents.csv"), "abc").unwrap()),
        ("observations.csv: has not the SHA-256 that the manifest says [hash]", |r| {
            let mut bytes = fs::read(r.join("observations.csv")).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            fs::write(r.join("observations.csv"), bytes).unwrap();
        }),
        ("manifest.json: has not the SHA-256 that the release is named by [name]", |r| {
            let manifest = fs::read_to_string(r.join("manifest.json")).unwrap();
            fs::write(r.join("manifest.json"), manifest.replace("\"found\": 2", "\"found\": 3")).unwrap();
        }),
        ("manifest.json: cannot be read: ", |r| fs::write(r.join("manifest.json"), "{").unwrap()),
    ];
    for (problem, damage) in cases {
        let house = house(&["20251231T235959Z", "20260101T000000Z"]);
        let said = stderr(&releases(&house, &["verify", "--all"]).success().stdout(""));
        assert!(said.starts_with("2 releases verified"), "{said}");
        let first = house.releases().remove(0);
        damage(&house.path("output/p/releases").join(&first));
        releases(&house, &["verify"]).success();
        let assert = releases(&house, &["verify", "--all"]).code(1);
        assert!(stdout(&assert).starts_with(&format!("{first}: {problem}")), "{problem}: {}", stdout(&assert));
        assert_eq!(stdout(&assert).lines().count(), 1, "a line a problem: {}", stdout(&assert));
        assert!(stderr(&assert).contains("[release-damaged]"));
        releases(&house, &["verify", "--release", &first]).code(1);
    }
}

#[test]
fn old_releases_go_as_the_rules_say() {
    let stamps = ["20251130T000000Z", "20251201T000000Z", "20251231T235959Z", "20260101T000000Z", "20260102T000000Z"];
    let house = house(&stamps);
    let all = house.releases();
    let rules = ["prune", "--keep-last", "1", "--keep-monthly", "all"];
    let assert = releases(&house, &[&rules[..], &["--dry-run"]].concat()).success();
    assert_eq!(stdout(&assert).lines().collect::<Vec<_>>(), [&*all[1], &all[3]]);
    assert_eq!(house.releases(), all, "nothing was removed");
    let assert = releases(&house, &rules).success();
    assert_eq!(stdout(&assert).lines().collect::<Vec<_>>(), [&*all[1], &all[3]]);
    assert!(stderr(&assert).starts_with("2 of 5 releases, "), "{}", stderr(&assert));
    assert_eq!(house.releases(), [&*all[0], &all[2], &all[4]]);
    releases(&house, &["prune", "--keep-last", "0"]).success();
    assert_eq!(house.releases(), [&*all[4]], "the latest stays");
    releases(&house, &["verify", "--all"]).success();
    assert!(stderr(&releases(&house, &["prune"]).code(2)).contains("--keep-last N"));
    releases(&house, &["prune", "--keep-monthly", "some"]).code(2);
}

#[test]
fn a_killed_prune_is_finished_by_the_next_and_none_works_beside_a_run() {
    let house = house(&["20251231T235959Z", "20260101T000000Z"]);
    let output = house.path("output/p");
    let first = house.releases().remove(0);
    fs::rename(output.join("releases").join(&first), output.join(format!(".pruned-{first}"))).unwrap();
    let said = stderr(&releases(&house, &["prune", "--keep-last", "9"]).success());
    assert!(said.contains("removed what an interrupted run left behind") && said.contains(".pruned-"), "{said}");
    assert!(names(&output).iter().all(|name| !name.starts_with(".pruned-")));
    let _held = Output::claim(&output).unwrap();
    assert!(stderr(&releases(&house, &["prune", "--keep-last", "9"]).code(4)).contains("[output-in-use]"));
    releases(&house, &["prune", "--keep-last", "9", "--dry-run"]).success();
}

#[test]
fn the_latest_release_cannot_be_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let output = Output::claim(folder.path()).unwrap();
    publish(&output, "r", "r").unwrap();
    assert_eq!(prune(&output, "r").unwrap_err().code(), "latest-release");
    publish(&output, "s", "s").unwrap();
    prune(&output, "r").unwrap();
    assert_eq!(names(&folder.path().join("releases")), ["s"]);
}

#[test]
fn who_reads_an_old_release_is_not_disturbed() {
    let folder = tempfile::tempdir().unwrap();
    let output = Output::claim(folder.path()).unwrap();
    publish(&output, "r", "r").unwrap();
    let release = folder.path().join("latest");
    let mut open: Vec<_> = names(&release).iter().map(|n| fs::File::open(release.join(n)).unwrap()).collect();
    let contents = |open: &mut Vec<fs::File>| -> Vec<Vec<u8>> {
        let read = |file: &mut fs::File| {
            let mut content = Vec::new();
            file.rewind().unwrap();
            file.read_to_end(&mut content).unwrap();
            content
        };
        open.iter_mut().map(read).collect()
    };
    let before = contents(&mut open);
    assert!(before.iter().all(|content| !content.is_empty()));
    publish(&output, "s", "s").unwrap();
    assert_eq!(contents(&mut open), before, "while the next is published");
    prune(&output, "r").unwrap();
    assert_eq!(contents(&mut open), before, "and when the old one is removed");
}

#[test]
fn the_latest_is_a_whole_release_at_any_moment() {
    const RELEASES: usize = 200;
    let folder = tempfile::tempdir().unwrap();
    let output = Output::claim(folder.path()).unwrap();
    publish(&output, "r000", "0").unwrap();
    let done = AtomicBool::new(false);
    let (through_link, through_file) = std::thread::scope(|scope| {
        let reader = |link: bool| {
            let (place, done) = (Folder::from(folder.path()), &done);
            scope.spawn(move || {
                let mut seen = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    // Resolved once, as a reader does who opens several files of a release.
                    let id = if link {
                        let target = fs::read_link(place.path().join("latest")).expect("there is always a link");
                        target.file_name().unwrap().to_str().unwrap().to_owned()
                    } else {
                        latest(&place).unwrap().expect("there is always a latest release")
                    };
                    let problems = verify(&place.at("releases").at(&id)).unwrap();
                    assert!(problems.is_empty(), "{id}: {problems:?}");
                    seen.push(id);
                }
                seen.dedup();
                seen
            })
        };
        let readers = (reader(true), reader(false));
        for i in 1..RELEASES {
            publish(&output, &format!("r{i:03}"), &i.to_string()).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        (readers.0.join().unwrap(), readers.1.join().unwrap())
    });
    for seen in [through_link, through_file] {
        assert!(seen.len() > 5 && seen.is_sorted(), "{} releases were seen, in their order", seen.len());
    }
    assert_eq!(names(&folder.path().join("releases")).len(), RELEASES);
}
