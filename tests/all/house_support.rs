//! What tests of the whole need from beside the project: the shared folder and a Python with
//! packages. Where it is absent a test says so and passes, except in CI, where it fails.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::cli_support::{project, stderr, zhibiao};

/// A folder of `../shared`, or `None` where this machine does not have it.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = project().join("../shared").join(folder);
    present(path.exists(), &format!("no {}", path.display())).then_some(path)
}

/// The Python of `ZHIBIAO_PYTHON`, with the packages of tests/python/requirements.txt.
pub(crate) fn python() -> Option<PathBuf> {
    let python = std::env::var_os("ZHIBIAO_PYTHON").map(PathBuf::from);
    present(python.is_some(), "ZHIBIAO_PYTHON names no Python with the packages of tests/python/requirements.txt");
    python
}

/// Any Python 3, for scripts that need only its standard library.
pub(crate) fn any_python() -> Option<PathBuf> {
    let found = std::env::var_os("ZHIBIAO_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let runs = Command::new(&found).arg("--version").output().is_ok_and(|o| o.status.success());
    present(runs, "no python3").then_some(found)
}

/// The folder of `ZHIBIAO_NODE`, with the packages of tests/browser/package.json, where there is a
/// browser too.
pub(crate) fn browser() -> Option<PathBuf> {
    let folder = std::env::var_os("ZHIBIAO_NODE").map(PathBuf::from);
    let browser = std::env::var_os("ZHIBIAO_CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from);
    let there = folder.as_ref().is_some_and(|f| f.join("node_modules").is_dir()) && browser.exists();
    present(there, "no Chromium, or ZHIBIAO_NODE names no folder with the packages of tests/browser/package.json");
    folder.filter(|_| there)
}

fn present(found: bool, absence: &str) -> bool {
    let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(found || !ci, "{absence}, and CI must not skip this");
    if !found {
        eprintln!("skipped: {absence}");
    }
    found
}

/// Runs a command and gives what it printed; fails with both streams when it fails.
pub(crate) fn output_of(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?} starts: {e}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    out.into_owned()
}

/// A release that tests share, with the folder that keeps it.
pub(crate) struct Release {
    _folder: TempDir,
    /// The release's folder.
    pub(crate) path: PathBuf,
    /// What the run said.
    pub(crate) said: String,
}

impl Release {
    /// Runs a pipeline of the project, which must succeed.
    fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut run = zhibiao();
        run.current_dir(project()).args(["run", &format!("pipelines/{name}.toml"), "--output"]).arg(folder.path());
        let said = stderr(&run.assert().success());
        let id = std::fs::read_to_string(folder.path().join(name).join("latest.txt")).expect("a release");
        let path = folder.path().join(name).join("releases").join(id.trim());
        Self { _folder: folder, path, said }
    }

    /// A file of the release as JSON.
    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        let text = std::fs::read_to_string(self.path.join(name)).expect("a file of the release");
        serde_json::from_str(&text).expect("JSON")
    }
}

/// The release of `pipelines/example.toml`.
pub(crate) static EXAMPLE: LazyLock<Release> = LazyLock::new(|| Release::of("example"));

static HUNAN: LazyLock<Release> = LazyLock::new(|| Release::of("hunan"));

/// The release of `pipelines/hunan.toml`, where the corpus is.
pub(crate) fn hunan() -> Option<&'static Release> {
    shared("corpus").map(|_| &*HUNAN)
}

/// The text of a file of the project.
pub(crate) fn text_of(path: impl AsRef<Path>) -> String {
    let path = project().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
