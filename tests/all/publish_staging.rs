//! A release is there whole or not at all, and dead runs leave nothing for long.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use zhibiao::model::Result;
use zhibiao::publish::{Output, WrittenFile, latest, latest_if};

use crate::cli_support::names;

/// Commits a release with this manifest; the name it got.
fn release(output: &Path, id: &str, manifest: &str) -> Result<String> {
    let output = Output::claim(output)?;
    let staging = output.stage()?;
    staging.folder().write("manifest.json", manifest.as_bytes())?;
    staging.commit(id)
}

/// What is in an output besides the file with the lock.
fn seen(output: &Path) -> Vec<String> {
    names(output).into_iter().filter(|name| name != ".lock").collect()
}

#[test]
fn a_committed_release_is_in_place() {
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("new/pipeline");
    for id in ["2026-01", "2026-02"] {
        assert_eq!(release(&output, id, id).unwrap(), id);
        assert_eq!(fs::read_to_string(output.join("releases").join(id).join("manifest.json")).unwrap(), id);
        assert_eq!(fs::read_to_string(output.join("latest.txt")).unwrap(), format!("{id}\n"));
        #[cfg(unix)]
        assert_eq!(fs::read_to_string(output.join("latest/manifest.json")).unwrap(), id);
    }
    assert_eq!(names(&output.join("releases")), ["2026-01", "2026-02"]);
    assert!(seen(&output).iter().all(|n| !n.starts_with('.')), "{:?}", seen(&output));
}

#[test]
fn what_is_not_committed_goes() {
    let folder = tempfile::tempdir().unwrap();
    let output = Output::claim(folder.path()).unwrap();
    let staging = output.stage().unwrap();
    staging.folder().write("half", b"half").unwrap();
    assert!(folder.path().join(".staging/half").is_file());
    drop(staging);
    drop(output);
    assert_eq!(seen(folder.path()), ["releases"]);
}

#[test]
fn what_dead_runs_left_is_cleared_and_told() {
    let output = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = output.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write(".staging/half", "half");
    write(".staging-of-an-older-program/half", "half");
    write(".staging-of-an-older-program.lock", "");
    write(".pruned-2026-01/rest", "rest");
    write(".new-latest.txt", "2026");
    write(".profile", "not ours");
    write(".owner.json", r#"{"process":4711,"host":"elsewhere","started":"2026-01-02T03:04:05Z"}"#);
    let claimed = Output::claim(output.path()).unwrap();
    let recovery = claimed.recovery();
    let removed: Vec<_> = recovery.removed.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    let left = [
        ".new-latest.txt",
        ".pruned-2026-01",
        ".staging",
        ".staging-of-an-older-program",
        ".staging-of-an-older-program.lock",
    ];
    assert_eq!(removed, left);
    let owner = recovery.owner.as_ref().map(ToString::to_string);
    assert_eq!(owner.as_deref(), Some("process 4711 on host elsewhere, begun 2026-01-02T03:04:05Z"));
    drop(claimed);
    assert_eq!(seen(output.path()), [".profile"]);
    assert_eq!(Output::claim(output.path()).unwrap().recovery(), &zhibiao::publish::Recovery::default());
}

#[cfg(unix)]
#[test]
fn a_link_that_was_not_moved_follows_the_file() {
    let output = tempfile::tempdir().unwrap();
    for id in ["r", "s"] {
        release(output.path(), id, id).unwrap();
    }
    // As a run leaves it that was killed between the two.
    fs::write(output.path().join("latest.txt"), "r\n").unwrap();
    assert!(Output::claim(output.path()).unwrap().recovery().mended);
    assert_eq!(fs::read_to_string(output.path().join("latest/manifest.json")).unwrap(), "r");
    assert!(!Output::claim(output.path()).unwrap().recovery().mended);
    assert_eq!(latest(&output.path().into()).unwrap().as_deref(), Some("r"));
}

#[test]
fn a_release_is_never_overwritten() {
    let output = tempfile::tempdir().unwrap();
    release(output.path(), "r", "one").unwrap();
    release(output.path(), "s", "two").unwrap();
    assert_eq!(release(output.path(), "r", "other").unwrap(), "r-2", "another name is found");
    assert_eq!(release(output.path(), "r", "one").unwrap(), "r", "the same release again is the same");
    assert_eq!(fs::read_to_string(output.path().join("latest.txt")).unwrap(), "r\n");
    assert_eq!(fs::read_to_string(output.path().join("releases/r-2/manifest.json")).unwrap(), "other");
    assert_eq!(names(&output.path().join("releases")), ["r", "r-2", "s"]);
}

#[test]
fn a_release_that_a_dead_run_did_not_make_the_latest_is_made_so_by_the_next() {
    let output = tempfile::tempdir().unwrap();
    for id in ["r", "s"] {
        release(output.path(), id, id).unwrap();
    }
    let announced = |text: &str| {
        fs::write(output.path().join("latest.txt"), "r\n").unwrap();
        fs::write(output.path().join(".new-latest.txt"), text).unwrap();
        let finished = Output::claim(output.path()).unwrap().recovery().finished.clone();
        assert!(!output.path().join(".new-latest.txt").exists());
        (finished, fs::read_to_string(output.path().join("latest.txt")).unwrap())
    };
    assert_eq!(announced("s\n"), (Some("s".into()), "s\n".into()));
    for not_in_its_place in ["t\n", "s", "", "\0\0", "../p\n"] {
        assert_eq!(announced(not_in_its_place), (None, "r\n".into()), "{not_in_its_place:?}");
    }
}

#[test]
fn content_that_is_published_already_is_known() {
    let output = tempfile::tempdir().unwrap();
    for id in ["r", "s"] {
        release(output.path(), id, id).unwrap();
    }
    let claimed = Output::claim(output.path()).unwrap();
    let known = |manifest: &str| {
        let sha256 = format!("{:x}", bytes::Bytes::from(Sha256::digest(manifest).to_vec()));
        let file = WrittenFile { name: "manifest.json".into(), bytes: manifest.len() as u64, sha256, rows: None };
        latest_if(claimed.folder(), &[file]).unwrap()
    };
    for (manifest, latest) in [("s", Some("s")), ("r", None), ("t", None)] {
        assert_eq!(known(manifest).as_deref(), latest, "only the latest counts");
    }
    fs::write(output.path().join("releases/s/more"), "").unwrap();
    assert_eq!(known("s"), None, "a release with another file is another one");
}

#[test]
fn names_stay_in_the_folder() {
    let output = tempfile::tempdir().unwrap();
    for id in ["", ".", "..", "../x", "a/b", "/x", ".hidden", "a\\b", "a\0b"] {
        assert_eq!(release(output.path(), id, "x").unwrap_err().code(), "release-id", "{id:?}");
    }
    assert_eq!(seen(output.path()), ["releases"]);
    for named in ["../../etc\n", ".staging\n", "\n", "nowhere\n"] {
        fs::write(output.path().join("latest.txt"), named).unwrap();
        assert_eq!(latest(&output.path().into()).unwrap(), None, "{named:?} leads to no release");
    }
}
