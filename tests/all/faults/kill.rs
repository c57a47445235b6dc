//! The real process, killed (`SIGKILL`) at random moments, also while it recovers and while it prunes.
//!
//! The seed gives the order of runs and the delays. It replays what the test does; at which instruction
//! the process is hit is up to the machine, which is why there are many.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use zhibiao::publish::release_ids;
use zhibiao::publish::storage::LocalStorage;

use super::Form;
use super::night::{Content, Night, Nights};
use crate::cli_support::names;
use crate::publish_support::Sequence;

/// Kills between two undisturbed runs, so that most strike a run that recovers.
const ROUND: u64 = 8;

/// How the kills went: those that struck a process that was alive, and what it left.
#[derive(Debug, Default)]
struct Told {
    attempts: u64,
    struck: u64,
    /// It was pruning.
    prunes: u64,
    /// It held the lock, and left its name.
    holding: u64,
    /// It left something hidden.
    left: u64,
    /// It had published.
    published: u64,
}

/// The program at work on a night or on old releases.
fn command(nights: &Nights, night: Night, prune: bool) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("zhibiao"));
    if prune {
        command.args(["releases", "prune", "--keep-last", "1"]);
    } else {
        command.args(["run", "--quiet"]);
    }
    command.arg(nights.file(night)).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a process has done when the delay begins after which it is killed.
#[derive(Debug, Clone, Copy)]
enum Milestone {
    Started,
    Claimed,
    Staged,
    Placed,
    Named,
}

impl Milestone {
    const ALL: [Self; 5] = [Self::Started, Self::Claimed, Self::Staged, Self::Placed, Self::Named];

    /// What changes in the output when it is reached.
    fn seen(self, output: &Path) -> Vec<String> {
        match self {
            Self::Started => Vec::new(),
            Self::Claimed => std::fs::read_to_string(output.join(".owner.json")).into_iter().collect(),
            Self::Staged => names(&output.join(".staging")).into_iter().filter(|n| n == "manifest.json").collect(),
            Self::Placed => names(&output.join("releases")),
            Self::Named => std::fs::read_to_string(output.join("latest.txt")).into_iter().collect(),
        }
    }
}

/// Runs it and kills it, after a delay from some milestone on; whether it was alive.
fn kill(mut command: Command, output: &Path, longest: Duration, random: &mut Sequence) -> bool {
    let milestone = Milestone::ALL[random.below(5) as usize];
    let delay = longest.mul_f64(random.below(1_000_000) as f64 / 1e6);
    let before = milestone.seen(output);
    let mut child = command.spawn().expect("the program starts");
    let mut alive = || child.try_wait().expect("it can be waited for").is_none();
    if matches!(milestone, Milestone::Started) {
        std::thread::sleep(delay);
    } else {
        while alive() && milestone.seen(output) == before {
            std::thread::sleep(Duration::from_micros(50));
        }
        // What is left to do is short beside the start of the program.
        std::thread::sleep(delay / 16);
    }
    let alive = alive();
    child.kill().expect("it can be killed");
    child.wait().expect("it can be waited for");
    alive
}

/// Runs it undisturbed; how long it took.
fn undisturbed(mut command: Command) -> Duration {
    let begun = Instant::now();
    assert!(command.status().expect("the program starts").success(), "an undisturbed run ends well");
    begun.elapsed()
}

/// So many kills that strike, after this seed.
fn case(nights: &Nights, seed: u64, kills: u64, contents: [&Content; 2]) -> Told {
    let (mut random, mut told) = (Sequence::new(seed), Told::default());
    let folder = nights.output(Arc::new(LocalStorage));
    let mut longest = undisturbed(command(nights, Night::First, false));
    let mut now = contents[0];
    while told.struck < kills {
        assert!(told.attempts < kills * 10, "most processes are alive when they are killed: {told:?}");
        for _ in 0..ROUND {
            let (night, new) = other(now, contents);
            let prune = random.below(5) == 0;
            let struck = kill(command(nights, night, prune), folder.path(), longest, &mut random);
            let seen = nights.seen(&LocalStorage);
            assert!([Some(now), Some(new)].contains(&seen.as_ref()), "the old release or the new one is seen");
            told.add(struck, prune, seen.as_ref() == Some(new), &names(folder.path()));
            now = contents.into_iter().find(|content| Some(*content) == seen.as_ref()).expect("one of the two");
        }
        let (night, new) = other(now, contents);
        longest = undisturbed(command(nights, night, false));
        undisturbed(command(nights, night, true));
        nights.settled(&LocalStorage, new);
        assert_eq!(release_ids(&folder).expect("they are listed").len(), 1, "pruned");
        now = new;
    }
    told
}

/// The night that has something new.
fn other<'c>(now: &Content, contents: [&'c Content; 2]) -> (Night, &'c Content) {
    if now == contents[0] { (Night::Second, contents[1]) } else { (Night::First, contents[0]) }
}

impl Told {
    fn add(&mut self, struck: bool, prune: bool, published: bool, left: &[String]) {
        self.attempts += 1;
        if !struck {
            return;
        }
        self.struck += 1;
        self.prunes += u64::from(prune);
        self.holding += u64::from(left.iter().any(|n| n == ".owner.json"));
        self.left += u64::from(left.iter().any(|n| n.starts_with('.') && n != ".lock" && n != ".owner.json"));
        self.published += u64::from(published);
    }
}

#[test]
fn whenever_the_process_is_killed_the_old_release_is_whole_or_the_new_one_is() {
    let form = Form::asked();
    let kills = if form == Form::Long { 600 } else { 24 };
    let seed = form.seeds(1, 1).start;
    println!("kill -9, seed {seed}");
    let nights = Nights::new();
    let contents = (nights.undisturbed(Night::First), nights.undisturbed(Night::Second));
    let told = case(&nights, seed, kills, [&contents.0, &contents.1]);
    println!("kill -9: {told:?}");
}
