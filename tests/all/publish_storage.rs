//! The contract of a storage: one harness that the file system and the one in memory pass, and
//! either of them behind a faulty one that has no fault to make.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;

use zhibiao::publish::storage::{
    EntryKind, Fault, FaultyStorage, Folder, LocalStorage, MemoryStorage, Operation, Storage, Trip,
};

/// Runs a case on each storage, in a folder of its own.
fn on_each(case: impl Fn(&dyn Storage, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let memory = MemoryStorage::default();
    Folder::new(Arc::new(memory.clone()), folder.path()).make().unwrap();
    case(&memory, folder.path());
    case(&LocalStorage, folder.path());
    let folder = tempfile::tempdir().unwrap();
    case(&FaultyStorage::new(Arc::new(LocalStorage), None), folder.path());
}

fn write(storage: &dyn Storage, path: &Path, content: &str) {
    let mut file = storage.create_file(path).unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file.sync().unwrap();
}

fn read(storage: &dyn Storage, path: &Path) -> io::Result<String> {
    let mut content = String::new();
    storage.open_file(path)?.read_to_string(&mut content)?;
    Ok(content)
}

fn kind<T>(result: io::Result<T>) -> ErrorKind {
    result.map(drop).unwrap_err().kind()
}

#[test]
fn nothing_is_written_over() {
    on_each(|storage, folder| {
        write(storage, &folder.join("a"), "a");
        storage.create_folder(&folder.join("f")).unwrap();
        assert_eq!(kind(storage.create_file(&folder.join("a"))), ErrorKind::AlreadyExists);
        assert_eq!(kind(storage.create_folder(&folder.join("f"))), ErrorKind::AlreadyExists);
        assert_eq!(kind(storage.create_folder(&folder.join("a"))), ErrorKind::AlreadyExists);
        assert_eq!(kind(storage.create_file(&folder.join("none/a"))), ErrorKind::NotFound);
        assert_eq!(kind(storage.create_file(&folder.join("a/a"))), ErrorKind::NotADirectory);
        assert_eq!(read(storage, &folder.join("a")).unwrap(), "a");
    });
}

#[test]
fn a_rename_replaces_a_file_and_never_a_folder_with_something_in_it() {
    on_each(|storage, folder| {
        for name in ["a", "b"] {
            write(storage, &folder.join(name), name);
        }
        storage.rename(&folder.join("a"), &folder.join("b")).unwrap();
        assert_eq!(read(storage, &folder.join("b")).unwrap(), "a");
        assert_eq!(kind(read(storage, &folder.join("a"))), ErrorKind::NotFound);
        for name in ["f", "g", "g/h"] {
            storage.create_folder(&folder.join(name)).unwrap();
        }
        assert_eq!(kind(storage.rename(&folder.join("f"), &folder.join("g"))), ErrorKind::DirectoryNotEmpty);
        assert_eq!(kind(storage.rename(&folder.join("b"), &folder.join("g"))), ErrorKind::IsADirectory);
        storage.rename(&folder.join("g"), &folder.join("f/i")).unwrap();
        assert_eq!(storage.list(&folder.join("f/i")).unwrap().len(), 1);
        assert_eq!(kind(storage.rename(&folder.join("none"), &folder.join("x"))), ErrorKind::NotFound);
    });
}

#[test]
fn what_is_removed_is_gone_but_for_those_who_have_it_open() {
    on_each(|storage, folder| {
        write(storage, &folder.join("a"), "a");
        let mut open = storage.open_file(&folder.join("a")).unwrap();
        storage.create_folder(&folder.join("f")).unwrap();
        storage.rename(&folder.join("a"), &folder.join("f/a")).unwrap();
        assert_eq!(kind(storage.remove_folder(&folder.join("f"))), ErrorKind::DirectoryNotEmpty);
        storage.remove_file(&folder.join("f/a")).unwrap();
        storage.remove_folder(&folder.join("f")).unwrap();
        assert_eq!(kind(storage.remove_file(&folder.join("f/a"))), ErrorKind::NotFound);
        assert_eq!(kind(storage.remove_folder(&folder.join("f"))), ErrorKind::NotFound);
        assert_eq!(kind(storage.list(&folder.join("f"))), ErrorKind::NotFound);
        let mut content = String::new();
        open.read_to_string(&mut content).unwrap();
        assert_eq!(content, "a");
    });
}

#[cfg(unix)]
#[test]
fn links_are_told_from_what_they_lead_to() {
    on_each(|storage, folder| {
        storage.create_folder(&folder.join("f")).unwrap();
        write(storage, &folder.join("f/a"), "abc");
        storage.link(Path::new("f"), &folder.join("l")).unwrap();
        assert_eq!(storage.read_link(&folder.join("l")).unwrap(), Path::new("f"));
        assert_eq!(kind(storage.read_link(&folder.join("f"))), ErrorKind::InvalidInput);
        assert_eq!(kind(storage.read_link(&folder.join("none"))), ErrorKind::NotFound);
        assert_eq!(kind(storage.link(Path::new("x"), &folder.join("l"))), ErrorKind::AlreadyExists);
        let mut listed = storage.list(folder).unwrap();
        listed.sort();
        let kinds: Vec<_> = listed.iter().map(|e| (e.utf8().unwrap(), e.kind, e.size)).collect();
        assert_eq!(kinds, [("f", EntryKind::Folder, 0), ("l", EntryKind::Link, 0)]);
        assert_eq!(storage.list(&folder.join("f")).unwrap()[0].size, 3);
        storage.remove_file(&folder.join("l")).unwrap();
        assert_eq!(read(storage, &folder.join("f/a")).unwrap(), "abc");
    });
}

#[cfg(unix)]
#[test]
fn removing_a_folder_does_not_follow_links_out_of_it() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("precious"), "precious").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let staging = Folder::from(folder.path().join("staging"));
    staging.make().unwrap();
    staging.link(outside.path(), "link").unwrap();
    staging.at("deep/er").make().unwrap();
    staging.at("deep/er").write("file", b"x").unwrap();
    staging.remove().unwrap();
    assert!(outside.path().join("precious").is_file() && !staging.path().exists());
    staging.remove().expect("what is not there is removed");
}

#[test]
fn a_lock_is_held_by_one() {
    on_each(|storage, folder| {
        let held = storage.lock(&folder.join("lock")).unwrap();
        assert!(held.is_some());
        assert!(storage.lock(&folder.join("lock")).unwrap().is_none());
        drop(held);
        assert!(storage.lock(&folder.join("lock")).unwrap().is_some());
        assert_eq!(kind(storage.lock(&folder.join("none/lock"))), ErrorKind::NotFound);
    });
}

/// A faulty storage in memory, with a folder in it.
fn faulty(at: u64, fault: Fault, from_then_on: bool) -> (Arc<FaultyStorage>, Folder) {
    let memory = Arc::new(MemoryStorage::default());
    let faulty = Arc::new(FaultyStorage::new(memory, Some(Trip { at, fault, from_then_on })));
    let folder = Folder::new(Arc::clone(&faulty) as Arc<dyn Storage>, "/");
    (faulty, folder)
}

#[test]
fn faults_come_when_they_were_ordered() {
    // 0 creates the file, 1 writes, 2 syncs it.
    let calls = |storage: &FaultyStorage| storage.operations().iter().map(|o| o.call).collect::<Vec<_>>();
    for (at, done) in [(0, vec!["create-file"]), (1, vec!["create-file", "write"])] {
        let (storage, folder) = faulty(at, Fault::Device, false);
        let error = folder.write("a", b"content").unwrap_err();
        assert!(error.code() == "cannot-write" && error.to_string().starts_with("/a: "), "{error}");
        assert_eq!(calls(&storage), done);
        folder.write("b", b"content").expect("once is once");
    }
    let (storage, folder) = faulty(1, Fault::Denied, true);
    assert!(folder.write("a", b"content").is_err() && folder.write("b", b"content").is_err());
    assert_eq!(storage.operations()[1], Operation { call: "write", path: "/a".into() });
}

#[test]
fn interruptions_and_short_writes_are_borne_with_but_not_for_ever() {
    for fault in [Fault::Interrupted, Fault::Short] {
        for at in 0..5 {
            let (_, folder) = faulty(at, fault, false);
            folder.write("a", b"content").unwrap();
            assert_eq!(folder.read("a").unwrap().unwrap(), b"content", "{fault:?} at {at}");
        }
    }
    let (_, folder) = faulty(0, Fault::Short, true);
    folder.write("a", b"content").unwrap();
    assert_eq!(folder.read("a").unwrap().unwrap(), b"content");
    for at in 0..2 {
        let (_, folder) = faulty(at, Fault::Interrupted, true);
        let error = folder.write("a", b"content").unwrap_err();
        assert!(error.to_string().contains("again and again"), "{error}");
    }
}

#[test]
fn a_full_disk_keeps_half_of_what_it_was_given() {
    let memory = Arc::new(MemoryStorage::default());
    let trip = Trip { at: 1, fault: Fault::NoSpace, from_then_on: true };
    let faulty = FaultyStorage::new(Arc::clone(&memory) as Arc<dyn Storage>, Some(trip));
    let folder = Folder::new(Arc::new(faulty), "/");
    let error = folder.write("a", b"content!").unwrap_err();
    assert!(error.hint_text().is_some_and(|hint| hint.contains("room")), "{error}");
    assert_eq!(read(&*memory, Path::new("/a")).unwrap(), "cont");
}
