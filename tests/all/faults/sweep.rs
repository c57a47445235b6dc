//! Every call of a publication fails in turn, in every way, once and from then on.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use zhibiao::model::{ErrorKind, Result};
use zhibiao::publish::releases::{Keep, list, prune};
use zhibiao::publish::storage::{Fault, FaultyStorage, LocalStorage, MemoryStorage, Operation, Storage, Trip};

use super::Form;
use super::night::{Content, Night, Nights};

/// The ways to fail: how, and whether from then on.
const WAYS: [(Fault, bool); 11] = [
    (Fault::Device, false),
    (Fault::Device, true),
    (Fault::NoSpace, false),
    (Fault::NoSpace, true),
    (Fault::Denied, false),
    (Fault::Denied, true),
    (Fault::Interrupted, false),
    (Fault::Interrupted, true),
    (Fault::Short, false),
    (Fault::Short, true),
    // As kill -9 at this very call.
    (Fault::Dead, true),
];

/// What is done on a storage; its calls are those that fail.
type Work<'w> = &'w dyn Fn(Arc<dyn Storage>) -> Result<()>;

/// Makes the storage that fails: [`FaultyStorage::new`], or one that has files without names of all that
/// grows, too.
type Before = fn(Arc<dyn Storage>, Option<Trip>) -> FaultyStorage;

/// The nights, and what they give.
struct World {
    nights: Nights,
    first: Content,
    second: Content,
}

/// A sweep: work from a state, the contents that readers may see at any time, the last of them that
/// of the work when it is done, and the night that settles it.
struct Sweep<'w> {
    name: &'w str,
    from: &'w MemoryStorage,
    before: Before,
    work: Work<'w>,
    may_be_seen: &'w [Option<&'w Content>],
    settle: Night,
}

impl Sweep<'_> {
    /// Fails at every call in the ways that the form asks for, and tells how many cases that were.
    fn run(&self, World { nights, .. }: &World) {
        let form = Form::asked();
        let counting = Arc::new((self.before)(Arc::new(self.from.fork()), None));
        (self.work)(Arc::clone(&counting) as Arc<dyn Storage>).expect("nothing fails");
        let calls = counting.operations().len() as u64;
        let mut cases = 0;
        for at in 0..calls {
            for (way, (fault, from_then_on)) in (0..).zip(WAYS) {
                // In the short form each call fails in one way and each way at every eleventh call.
                if form == Form::Long || (at + way) % 11 == 0 {
                    self.case(nights, Trip { at, fault, from_then_on });
                    cases += 1;
                }
            }
        }
        println!("fault sweep, {}: {calls} calls, {cases} cases", self.name);
    }

    fn case(&self, nights: &Nights, trip: Trip) {
        let memory = self.from.fork();
        let faulty = Arc::new((self.before)(Arc::new(memory.clone()), Some(trip)));
        let result = (self.work)(Arc::clone(&faulty) as Arc<dyn Storage>);
        let call = faulty.operations().into_iter().nth(trip.at as usize);
        let case = format!("{}: {trip:?}, {call:?}: {result:?}", self.name);
        println!("{case}");
        let seen = nights.seen(&memory);
        assert!(self.may_be_seen.contains(&seen.as_ref()), "the old release or the new one is seen");
        match &result {
            Ok(()) => assert_eq!(seen.as_ref(), *self.may_be_seen.last().unwrap(), "what is done is seen"),
            Err(error) => {
                assert!(error.kind() == ErrorKind::Output && error.place().file.is_some(), "the file is named");
                assert!(error.hint_text().is_some(), "there is a hint");
            }
        }
        let bearable = matches!((trip.fault, trip.from_then_on), (Fault::Short, _) | (Fault::Interrupted, false));
        assert!(result.is_ok() || !bearable, "the call is made again, or goes on");
        nights.run(self.settle, Arc::new(memory.clone())).expect("nothing fails any more");
        nights.settled(&memory, self.may_be_seen.last().unwrap().unwrap());
        // A release that cannot be read cannot be compared, and a new one with its content is made.
        let reads = |call: &Operation| ["list", "open", "read"].contains(&call.call);
        if !call.as_ref().is_some_and(reads) {
            nights.once_each(&memory);
        }
    }
}

impl World {
    fn new() -> Self {
        let nights = Nights::new();
        let (first, second) = (nights.undisturbed(Night::First), nights.undisturbed(Night::Second));
        Self { nights, first, second }
    }

    /// A storage on which these nights were published.
    fn published(&self, nights: &[Night]) -> MemoryStorage {
        let memory = MemoryStorage::default();
        for night in nights {
            self.nights.run(*night, Arc::new(memory.clone())).expect("nothing fails");
        }
        memory
    }

    /// What a run of the second night leaves that dies at the last call of this kind.
    fn dead_at(&self, call: &str, name: &str) -> MemoryStorage {
        let memory = self.published(&[Night::First]);
        let counting = Arc::new(FaultyStorage::new(Arc::new(memory.fork()), None));
        self.second(Arc::clone(&counting) as Arc<dyn Storage>).expect("nothing fails");
        let calls = counting.operations();
        let at = calls.iter().rposition(|o| o.call == call && o.path.ends_with(name)).expect("there is such a call");
        let trip = Trip { at: at as u64, fault: Fault::Dead, from_then_on: true };
        self.second(Arc::new(FaultyStorage::new(Arc::new(memory.clone()), Some(trip)))).unwrap_err();
        memory
    }

    fn second(&self, storage: Arc<dyn Storage>) -> Result<()> {
        self.nights.run(Night::Second, storage).map(drop)
    }
}

/// Sweeps the first night of all.
fn first_night(name: &str, before: Before) {
    let world = World::new();
    let work = |storage| world.nights.run(Night::First, storage).map(drop);
    let (from, may_be_seen) = (MemoryStorage::default(), [None, Some(&world.first)]);
    Sweep { name, from: &from, before, work: &work, may_be_seen: &may_be_seen, settle: Night::First }.run(&world);
}

#[test]
fn the_first_release() {
    first_night("the first release", FaultyStorage::new);
}

#[test]
fn the_first_release_with_all_that_grows_in_files() {
    first_night("the first release with all that grows in files", FaultyStorage::taking_all);
}

/// Sweeps the second night from a state.
fn second_night(name: &str, world: &World, from: &MemoryStorage, may_be_seen: &[Option<&Content>]) {
    next_night(name, world, from, FaultyStorage::new, may_be_seen);
}

/// As [`second_night`], on such a storage.
fn next_night(name: &str, world: &World, from: &MemoryStorage, before: Before, may_be_seen: &[Option<&Content>]) {
    let work = |storage| world.second(storage);
    Sweep { name, from, before, work: &work, may_be_seen, settle: Night::Second }.run(world);
}

#[test]
fn the_next_release() {
    let world = World::new();
    let from = world.published(&[Night::First]);
    second_night("the next release", &world, &from, &[Some(&world.first), Some(&world.second)]);
}

#[test]
fn the_next_release_with_all_that_grows_in_files() {
    let world = World::new();
    let from = world.published(&[Night::First]);
    let may_be_seen = [Some(&world.first), Some(&world.second)];
    next_night("the next release with all that grows in files", &world, &from, FaultyStorage::taking_all, &may_be_seen);
}

#[test]
fn nothing_new() {
    let world = World::new();
    let from = world.published(&[Night::First, Night::Second]);
    second_night("nothing new", &world, &from, &[Some(&world.second)]);
}

#[test]
fn after_a_death_before_the_release_was_in_its_place() {
    let world = World::new();
    let from = world.dead_at("sync-file", "manifest.json");
    second_night("after a death while staging", &world, &from, &[Some(&world.first), Some(&world.second)]);
}

#[test]
fn after_a_death_before_the_release_was_the_latest() {
    let world = World::new();
    let from = world.dead_at("rename", "latest.txt");
    second_night("after a death before latest.txt", &world, &from, &[Some(&world.first), Some(&world.second)]);
}

#[test]
fn after_a_death_before_the_link_was_moved() {
    let world = World::new();
    let from = world.dead_at("rename", "latest");
    second_night("after a death before the link", &world, &from, &[Some(&world.second)]);
}

#[test]
fn pruning() {
    let world = World::new();
    let prune = |storage| {
        let output = world.nights.claim(storage)?;
        let releases = list(output.folder())?;
        Keep { last: Some(1), monthly: None }.goes(&releases).iter().try_for_each(|r| prune(&output, &r.id))
    };
    let from = world.published(&[Night::First, Night::Second]);
    let may_be_seen = [Some(&world.second)];
    let before = FaultyStorage::new;
    Sweep { name: "prune", from: &from, before, work: &prune, may_be_seen: &may_be_seen, settle: Night::Second }
        .run(&world);
}

/// Copies a folder of releases with everything in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("it is read").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().expect("it has one");
        if kind.is_dir() {
            copy(&path, &to);
        } else if kind.is_symlink() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(fs::read_link(&path).expect("a link"), &to).expect("a link");
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

#[test]
fn the_file_system_gives_what_memory_does() {
    let every = if Form::asked() == Form::Long { 1 } else { 12 };
    let World { nights, first, second } = World::new();
    let output = nights.output(Arc::new(LocalStorage)).path().to_owned();
    let kept = output.with_extension("kept");
    nights.run(Night::First, Arc::new(LocalStorage)).expect("nothing fails");
    fs::rename(&output, &kept).expect("it is moved");
    let mut cases = 0;
    for at in (0_usize..).step_by(every) {
        copy(&kept, &output);
        let (fault, from_then_on) = WAYS[at % WAYS.len()];
        let trip = Trip { at: at as u64, fault, from_then_on };
        let faulty = Arc::new(FaultyStorage::new(Arc::new(LocalStorage), Some(trip)));
        let result = nights.run(Night::Second, Arc::clone(&faulty) as Arc<dyn Storage>);
        println!("on disk: {trip:?}: {:?}", result.as_ref().err());
        let seen = nights.seen(&LocalStorage);
        assert!([Some(&first), Some(&second)].contains(&seen.as_ref()), "the old release or the new one is seen");
        nights.run(Night::Second, Arc::new(LocalStorage)).expect("nothing fails any more");
        nights.settled(&LocalStorage, &second);
        fs::remove_dir_all(&output).expect("it is removed");
        cases += 1;
        if faulty.operations().len() <= at {
            break;
        }
    }
    println!("fault sweep on disk, the next release: {cases} cases");
}
