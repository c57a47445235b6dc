//! What runs keep for the next one: when it is used, when it is not, and what becomes of it when it is
//! damaged. It is a cache: the release is the same in any case.

use std::fs;

use crate::cli_support::{House, names, report, stderr};
use crate::run_nights::{compare_with_a_full_run, long_report};

/// How many documents the last run read and kept, and for which reasons.
fn read_and_kept(house: &House) -> (u64, u64, String) {
    let report = house.run_report();
    let counts = &report["incremental"];
    (counts["read"].as_u64().unwrap_or(99), counts["kept"].as_u64().unwrap_or(99), counts["why"].to_string())
}

fn house(documents: usize) -> House {
    let house = House::of_docs("");
    (0..documents).for_each(|i| house.write(&format!("docs/{i}.txt"), report(i)));
    house.run(&[]).success();
    house
}

#[test]
fn a_damaged_record_is_told_of_and_read_anew() {
    let pack = "output/p/kept/readings.pack";
    let clean = fs::read(house(6).path(pack)).expect("a pack");
    let (mut cases, mut told) = (0, 0);
    // Somewhere in every part of the pack: its own head, heads, bodies, its end.
    for at in (0..clean.len()).step_by(clean.len() / 11) {
        let house = house(6);
        let mut damaged = fs::read(house.path(pack)).expect("a pack");
        damaged[at] ^= 0x5a;
        fs::write(house.path(pack), damaged).expect("a pack");
        // A change in front, so that the records behind it must be looked into.
        house.write("docs/00.txt", report(90));
        let assert = house.run(&[]).success();
        let report = compare_with_a_full_run(&house, &format!("byte {at}"));
        let (read, kept, why) = read_and_kept(&house);
        assert_eq!(read + kept, 7, "{report:#}");
        let (noticed, said) = (why.contains("kept_damaged"), stderr(&assert));
        assert!(!noticed || said.contains("damaged"), "byte {at}: {said}");
        (cases, told) = (cases + 1, told + usize::from(noticed));
        house.run(&[]).success();
        assert_eq!(read_and_kept(&house).0, 0, "the damage is gone with the pack");
    }
    // The rest hit what names the program and the end, with which the pack is none or is not idled by.
    assert!(cases >= 11 && told >= 8, "{told} of {cases} damaged a record");
}

#[test]
fn damage_to_what_nothing_changed_in_does_no_harm() {
    let house = house(4);
    let pack = house.path("output/p/kept/readings.pack");
    let mut damaged = fs::read(&pack).expect("a pack");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(&pack, damaged).expect("a pack");
    house.run(&[]).success();
    house.write("docs/zz.txt", report(50));
    house.run(&[]).success();
    compare_with_a_full_run(&house, "after the damage");
}

#[test]
fn a_pack_that_is_none_is_as_good_as_none() {
    for (name, bytes) in [("nothing", &b""[..]), ("another file", b"PK\x03\x04 no pack of readings at all")] {
        let house = house(3);
        fs::write(house.path("output/p/kept/readings.pack"), bytes).expect("a pack");
        let assert = house.run(&[]).success();
        assert!(stderr(&assert).contains("cannot be used"), "{name}: {}", stderr(&assert));
        assert_eq!(read_and_kept(&house), (3, 0, "{\"new\":3}".into()), "{name}");
        house.run(&[]).success();
        assert_eq!(read_and_kept(&house).1, 3, "{name}");
    }
}

#[test]
fn settings_of_one_source_concern_its_documents_only() {
    let pipeline =
        |more: &str| format!("name = \"p\"\n[[source]]\npaths = [\"../a\"]\n[[source]]\npaths = [\"../b\"]\n{more}\n");
    let house = House::new(&pipeline(""));
    (0..3).for_each(|i| house.write(&format!("a/{i}.txt"), report(i)));
    (0..2).for_each(|i| house.write(&format!("b/{i}.txt"), report(i + 20)));
    house.run(&[]).success();
    house.write("pipelines/p.toml", pipeline("region = \"湖南省\""));
    house.run(&[]).success();
    assert_eq!(read_and_kept(&house), (2, 3, "{\"settings_changed\":2,\"unchanged\":3}".into()));
    compare_with_a_full_run(&house, "another region");
    // How tables are written and duplicates are treated is no matter of reading.
    house.write(
        "pipelines/p.toml",
        format!("duplicates = \"keep\"\noutput.excel = true\n{}", pipeline("region = \"湖南省\"")),
    );
    house.run(&[]).success();
    assert_eq!(read_and_kept(&house).0, 0);
    compare_with_a_full_run(&house, "other tables");
}

#[test]
fn what_is_asked_of_duplicates_may_change() {
    let pipeline = |rule: &str| format!("name = \"p\"\nduplicates = \"{rule}\"\n[[source]]\npaths = [\"../docs\"]\n");
    let house = House::new(&pipeline("exact"));
    house.write("docs/a.html", long_report(1, true));
    house.write("docs/b.txt", long_report(1, false));
    house.write("docs/c.txt", report(3));
    house.write("docs/d.txt", report(3));
    house.run(&[]).success();
    for (rule, read, published) in [("skip", 0, 2), ("keep", 1, 4), ("exact", 0, 3), ("skip", 0, 2), ("exact", 0, 3)] {
        house.write("pipelines/p.toml", pipeline(rule));
        house.run(&[]).success();
        let report = compare_with_a_full_run(&house, rule);
        assert_eq!((&report["incremental"]["read"], &report["published"]), (&read.into(), &published.into()), "{rule}");
    }
}

#[test]
fn a_lexicon_is_read_with_when_it_says_something_else() {
    let house =
        House::of_docs("lexicon.units = { add = [\"units.csv\"] }\nlexicon.indicators = { add = [\"codes.csv\"] }");
    let units = "text,unit,factor,dimension,not_before\n茶箱,t,0.05,mass,\n";
    house.write("pipelines/units.csv", units);
    house.write("pipelines/codes.csv", "code,name_zh,dimension,covers\ntourism.beds,床位,count,\n");
    (0..3).for_each(|i| house.write(&format!("docs/{i}.txt"), format!("{}销售茶叶{i}万茶箱。\n", report(i))));
    house.run(&[]).success();
    // Other line ends, other quotes, another note for people: nothing that is read with.
    house.write("pipelines/units.csv", format!("\u{feff}{}", units.replace('\n', "\r\n").replace("茶箱", "\"茶箱\"")));
    house.write("pipelines/codes.csv", "code,name_zh,dimension,covers\ntourism.beds,床位,count,beds for guests\n");
    house.run(&[]).success();
    assert_eq!(read_and_kept(&house), (0, 3, "{\"unchanged\":3}".into()));
    compare_with_a_full_run(&house, "the same, written otherwise");
    house.write("pipelines/units.csv", units.replace("0.05", "0.06"));
    house.run(&[]).success();
    assert_eq!(read_and_kept(&house), (3, 0, "{\"lexicon_changed\":3}".into()));
    compare_with_a_full_run(&house, "another factor");
}

#[test]
fn what_a_run_left_that_was_cut_short_is_used() {
    let house = house(8);
    let kept = house.path("output/p/kept");
    let whole = fs::read(kept.join("readings.pack")).expect("a pack");
    for part in [2, 3, 5] {
        // As a run leaves it that is killed in the middle of writing.
        fs::remove_file(kept.join("readings.pack")).expect("a pack");
        fs::write(kept.join("readings.new"), &whole[..whole.len() * part / 8]).expect("a pack");
        house.run(&[]).success();
        let (read, kept_ones, why) = read_and_kept(&house);
        assert!(read > 0 && kept_ones > 0 && why.contains("unchanged"), "{part}: {read} read, {kept_ones} kept, {why}");
        assert_eq!(names(&kept), ["readings.pack"], "{part}");
        compare_with_a_full_run(&house, "after the cut");
    }
}

#[test]
fn nothing_is_kept_of_what_is_used_no_more() {
    let house = house(40);
    let pack = house.path("output/p/kept/readings.pack");
    let before = fs::metadata(&pack).expect("a pack").len();
    (4..40).for_each(|i| fs::remove_file(house.path(&format!("docs/{i}.txt"))).expect("the file was there"));
    house.run(&[]).success();
    let after = fs::metadata(&pack).expect("a pack").len();
    assert!(after * 5 < before, "{before} and then {after}");
}
