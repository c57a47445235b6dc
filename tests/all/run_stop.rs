//! Runs that are bounded: stopped by a signal or by their time, refused for lack of room, and documents
//! that take too long. What was done is kept, and the next run gives what an undisturbed one gives.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use zhibiao::pipeline::{Phase, Plan, Progress, RunOptions, Stop, Why};

use crate::cli_support::{House, names, report, stderr};
use crate::run_nights::compare_with_a_full_run;

/// A house with so many documents that reading them takes a while.
fn large(documents: usize, repeats: usize, more: &str) -> House {
    let house = House::of_docs(more);
    (0..documents).for_each(|i| house.write(&format!("docs/{i:03}.txt"), report(i).repeat(repeats)));
    house
}

#[cfg(unix)]
fn begin(house: &House) -> Child {
    let child = Command::new(assert_cmd::cargo::cargo_bin("zhibiao"))
        .arg("run")
        .arg(house.path("pipelines/p.toml"))
        .args(["--jobs", "1"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (pack, begun) = (house.path("output/p/kept/readings.new"), Instant::now());
    while fs::metadata(&pack).map_or(0, |m| m.len()) < 100_000 {
        assert!(begun.elapsed() < Duration::from_mins(2), "it has begun");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[cfg(unix)]
fn send(child: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn a_signal_stops_a_run_in_order_and_the_next_goes_on() {
    for signal in ["-TERM", "-INT"] {
        let house = large(200, 40, "");
        let child = begin(&house);
        send(&child, signal);
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("[stopped]") && said.contains("goes on where this one stopped"), "{said}");
        let told = house.run_report();
        assert_eq!((&told["outcome"], &told["exit_code"]), (&"stopped".into(), &130.into()), "{told:#}");
        let events = names(&house.path("output/p/runs"));
        let events = events.iter().find(|n| n.ends_with(".openlineage.json")).expect("there are events");
        let events = fs::read_to_string(house.path("output/p/runs").join(events)).expect("events");
        assert!(events.contains("\"ABORT\""), "{events}");
        assert_eq!(house.releases().len(), 0, "no release is made");
        house.run(&[]).success();
        let told = compare_with_a_full_run(&house, signal);
        assert!(told["incremental"]["kept"].as_u64() > Some(0), "{told:#}");
    }
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_the_run_at_once() {
    let house = large(200, 40, "");
    let mut child = begin(&house);
    let begun = Instant::now();
    while child.try_wait().expect("it is asked").is_none() {
        let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).stderr(Stdio::null()).status();
        assert!(begun.elapsed() < Duration::from_mins(1), "it ends");
    }
    assert_eq!(child.wait().expect("it ended").code(), Some(130));
    house.run(&[]).success();
    compare_with_a_full_run(&house, "after two signals");
}

#[test]
fn a_run_may_take_so_long_and_goes_on_the_next_time() {
    let house = large(200, 150, "limits = { max_run_seconds = 1 }");
    let assert = house.run(&["--jobs", "1"]).code(130);
    assert!(stderr(&assert).contains("[run-timeout]"), "{}", stderr(&assert));
    assert_eq!((&house.run_report()["outcome"], house.releases().len()), (&"stopped".into(), 0));
    house.write("pipelines/p.toml", "name = \"p\"\n[[source]]\npaths = [\"../docs\"]\n");
    house.run(&[]).success();
    compare_with_a_full_run(&house, "after runs that were bounded");
}

/// Asks the run to stop when a file is told to be gone, and notes what is told of files.
#[derive(Default)]
struct StopsWhenGone {
    stop: Stop,
    told: Mutex<Vec<(String, Why)>>,
}

impl Progress for StopsWhenGone {
    fn begin(&self, _: Phase, _: u64, _: u64) {}

    fn advance(&self, _: u64, _: u64) {}

    fn end(&self) {}

    fn document(&self, source: &str, why: Why) {
        self.told.lock().expect("nobody panicked").push((source.to_owned(), why));
        if why == Why::Gone {
            self.stop.ask();
        }
    }
}

#[test]
fn a_run_that_is_to_stop_opens_no_file_whose_record_is_of_no_use() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    house.write("docs/b.txt", [0, 0xff, 0xfe, 0, 0xff]);
    house.write("docs/c.txt", report(3));
    house.run(&[]).success();
    // The name stands in the head of the record, and again in its body.
    let (pack, name) = (house.path("output/p/kept/readings.pack"), b"docs/b.txt");
    let mut bytes = fs::read(&pack).expect("a pack");
    let at = bytes.windows(name.len()).enumerate().filter(|(_, part)| part == name).nth(1).expect("a body").0;
    bytes[at] ^= 1;
    fs::write(&pack, bytes).expect("a pack");
    fs::remove_file(house.path("docs/a.txt")).expect("the file was there");

    let listener = StopsWhenGone::default();
    let plan = Plan::load(&house.path("pipelines/p.toml")).expect("a pipeline");
    let options =
        RunOptions { jobs: Some(1), stop: listener.stop.clone(), progress: &listener, ..RunOptions::default() };
    assert_eq!(plan.run(&options).expect_err("it is stopped").code(), "stopped");
    let told = listener.told.into_inner().expect("nobody panicked");
    let expected = [("../docs/a.txt", Why::Gone), ("../docs/c.txt", Why::Unchanged)];
    assert_eq!(told, expected.map(|(source, why)| (source.to_owned(), why)), "c.txt was read before");
    house.run(&[]).success();
    assert_eq!(compare_with_a_full_run(&house, "after the stop")["rejected"], 1);
}

#[cfg(unix)]
#[test]
fn a_run_for_which_there_is_no_room_is_refused_before_it_writes() {
    let house = House::of_docs("limits = { min_free_bytes = 9000000000000000000 }");
    house.write("docs/a.txt", report(1));
    let assert = house.run(&[]).code(4);
    let said = stderr(&assert);
    assert!(said.contains("[no-space]") && said.contains("hint: make room"), "{said}");
    assert_eq!(house.releases().len(), 0);
    assert!(!house.path("output/p/kept/readings.new").exists(), "nothing was begun");
    house.write(
        "pipelines/p.toml",
        "name = \"p\"\nlimits = { min_free_bytes = 0 }\n[[source]]\npaths = [\"../docs\"]\n",
    );
    house.run(&[]).success();
    let disk = house.run_report()["disk"].clone();
    assert!(disk["estimated_bytes"].as_u64() > Some(0) && disk["free_bytes"].as_u64() > Some(0), "{disk:#}");
}

#[test]
fn a_document_that_takes_too_long_is_rejected_and_tried_again() {
    let house = House::of_docs("limits = { max_seconds = 1 }");
    house.write("docs/a.txt", report(1));
    house.write("docs/long.txt", report(2).repeat(150_000));
    let begun = Instant::now();
    let assert = house.run(&["--jobs", "1"]).success();
    assert!(stderr(&assert).contains("1 rejected (1 timeout)"), "{}", stderr(&assert));
    assert!(begun.elapsed() < Duration::from_mins(1), "the clock is looked at");
    house.run(&["--jobs", "1"]).success();
    assert_eq!(house.run_report()["incremental"]["why"]["retried"], 1);
}
