//! One run writes to an output at a time: the second is turned away at once and told by whom.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use zhibiao::publish::{Output, Owner};

use crate::cli_support::{House, names, report, stderr};

#[test]
fn the_second_is_turned_away_and_told_who_is_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = Output::claim(folder.path()).unwrap();
    let error = Output::claim(folder.path()).unwrap_err();
    assert_eq!((error.code(), error.kind().exit_code()), ("output-in-use", 4));
    let host = Owner::this().host;
    let who = format!("process {} on host {host}, begun 20", std::process::id());
    assert!(!host.is_empty() && error.to_string().contains(&who), "{error}");
    assert!(error.to_string().starts_with(&folder.path().display().to_string()), "{error}");
    assert!(error.hint_text().is_some());
    drop(first);
    let next = Output::claim(folder.path()).unwrap();
    assert_eq!(next.recovery().owner, None, "the first ended in order");
}

#[test]
fn other_outputs_are_free() {
    let folder = tempfile::tempdir().unwrap();
    let _one = Output::claim(folder.path().join("one")).unwrap();
    Output::claim(folder.path().join("two")).unwrap();
}

#[test]
fn a_second_run_ends_at_once_with_exit_code_4_and_harms_nothing() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    house.run(&[]).success();
    let before = house.releases();
    let first = Output::claim(house.path("output/p")).unwrap();
    let staging = first.stage().unwrap();
    house.write("docs/b.txt", report(2));
    let begun = Instant::now();
    let said = stderr(&house.run(&[]).code(4));
    assert!(begun.elapsed() < Duration::from_secs(10), "it does not wait");
    assert!(said.contains("[output-in-use]") && said.contains(&format!("process {}", std::process::id())), "{said}");
    assert!(staging.folder().path().is_dir(), "what the first is making is left alone");
    assert_eq!(house.releases(), before);
    drop(staging);
    drop(first);
    house.run(&[]).success();
    assert_eq!(house.releases().len(), 2);
}

/// A run that is in the middle of things.
fn busy(house: &House) -> Child {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("zhibiao"))
        .arg("run")
        .arg(house.path("pipelines/p.toml"))
        .args(["--jobs", "1"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pack = house.path("output/p/kept/readings.new");
    let begun = Instant::now();
    while !pack.is_file() {
        assert!(child.try_wait().unwrap().is_none(), "it has not ended yet");
        assert!(begun.elapsed() < Duration::from_mins(1), "it has begun");
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

#[test]
fn the_lock_of_a_run_that_was_killed_is_taken_over_and_told() {
    let house = House::of_docs("");
    (0..20).for_each(|i| house.write(&format!("docs/{i:02}.txt"), report(i).repeat(2_000)));
    let mut first = busy(&house);
    let who = format!("process {}", first.id());
    let said = stderr(&house.run(&["--jobs", "1"]).code(4));
    assert!(said.contains("[output-in-use]") && said.contains(&who), "{said}");
    first.kill().unwrap();
    first.wait().unwrap();
    (0..20).for_each(|i| house.write(&format!("docs/{i:02}.txt"), report(i)));
    let said = stderr(&house.run(&[]).success());
    assert!(said.contains("its lock was taken over") && said.contains(&who), "{said}");
    assert!(said.contains("removed what an interrupted run left behind") && said.contains(".staging"), "{said}");
    assert_eq!(names(&house.path("output/p")), [".lock", "kept", "latest", "latest.txt", "releases", "runs"]);
    let said = stderr(&house.run(&[]).success());
    assert!(!said.contains("taken over") && said.contains("unchanged"), "{said}");
    fs::remove_file(house.path("output/p/.lock")).unwrap();
    house.run(&[]).success();
}
