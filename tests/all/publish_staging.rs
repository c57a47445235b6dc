//! A release is there whole or not at all, and dead runs leave nothing for long.

use std::fs;
use std::path::Path;

use zhibiao::publish::Staging;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn release(output: &Path, id: &str, manifest: &str) -> zhibiao::model::Result<std::path::PathBuf> {
    let staging = Staging::begin(output).unwrap();
    fs::write(staging.path().join("manifest.json"), manifest).unwrap();
    staging.commit(id)
}

#[test]
fn a_committed_release_is_in_place() {
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("new/pipeline");
    for id in ["2026-01", "2026-02"] {
        let path = release(&output, id, id).unwrap();
        assert_eq!(path, output.join("releases").join(id));
        assert_eq!(fs::read_to_string(output.join("latest.txt")).unwrap(), format!("{id}\n"));
        #[cfg(unix)]
        assert_eq!(fs::read_to_string(output.join("latest/manifest.json")).unwrap(), id);
    }
    assert_eq!(names(&output.join("releases")), ["2026-01", "2026-02"]);
    assert!(names(&output).iter().all(|n| !n.starts_with('.')), "{:?}", names(&output));
}

#[test]
fn what_is_not_committed_goes() {
    let output = tempfile::tempdir().unwrap();
    let staging = Staging::begin(output.path()).unwrap();
    fs::write(staging.path().join("half"), "half").unwrap();
    drop(staging);
    assert_eq!(names(output.path()), ["releases"]);
}

#[test]
fn dead_runs_are_cleared_and_live_ones_left() {
    let output = tempfile::tempdir().unwrap();
    let live = Staging::begin(output.path()).unwrap();
    for dead in [".staging-dead", ".staging-killed"] {
        fs::create_dir(output.path().join(dead)).unwrap();
        fs::write(output.path().join(dead).join("half"), "half").unwrap();
    }
    fs::write(output.path().join(".staging-killed.lock"), "").unwrap();
    fs::write(output.path().join(".staging-early.lock"), "").unwrap();
    let next = Staging::begin(output.path()).unwrap();
    let removed: Vec<_> = next.removed().iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(removed, [".staging-dead", ".staging-killed"]);
    assert!(live.path().is_dir());
    drop((live, next));
    assert_eq!(names(output.path()), ["releases"]);
}

#[test]
fn a_release_is_never_overwritten() {
    let output = tempfile::tempdir().unwrap();
    release(output.path(), "r", "one").unwrap();
    release(output.path(), "s", "two").unwrap();
    assert_eq!(release(output.path(), "r", "other").unwrap_err().code(), "release-exists");
    assert_eq!(fs::read_to_string(output.path().join("latest.txt")).unwrap(), "s\n");
    release(output.path(), "r", "one").expect("the same release again is no error");
    assert_eq!(fs::read_to_string(output.path().join("latest.txt")).unwrap(), "r\n");
}

#[test]
fn names_stay_in_the_folder() {
    let output = tempfile::tempdir().unwrap();
    for id in ["", ".", "..", "../x", "a/b", "/x", ".hidden", "a\\b", "a\0b"] {
        assert_eq!(release(output.path(), id, "x").unwrap_err().code(), "release-id", "{id:?}");
    }
    assert_eq!(names(output.path()), ["releases"]);
}
