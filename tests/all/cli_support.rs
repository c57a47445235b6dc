//! The program as a user types it, with a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use tempfile::TempDir;

/// The program, without colours and without the environment's wishes.
pub(crate) fn zhibiao() -> Command {
    let mut command = Command::cargo_bin("zhibiao").expect("cargo builds the binary before its tests");
    command.env_remove("ZHIBIAO_LOG").env("NO_COLOR", "1");
    command
}

/// The project's folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with documents and a pipeline file.
pub(crate) struct House {
    folder: TempDir,
}

impl House {
    /// A folder with this pipeline file in `pipelines/`.
    pub(crate) fn new(pipeline: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let house = Self { folder };
        house.write("pipelines/p.toml", pipeline);
        house
    }

    /// A folder with a pipeline that reads `docs/` beside it.
    pub(crate) fn of_docs(more: &str) -> Self {
        Self::new(&format!("name = \"p\"\n{more}\n[[source]]\npaths = [\"../docs\"]\n"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Runs the pipeline with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Assert {
        zhibiao().arg("run").arg(self.path("pipelines/p.toml")).args(arguments).assert()
    }

    /// The folder of the latest release.
    pub(crate) fn latest(&self) -> PathBuf {
        let id = fs::read_to_string(self.path("output/p/latest.txt")).expect("there is a release");
        self.path("output/p/releases").join(id.trim())
    }

    /// The names of the releases.
    pub(crate) fn releases(&self) -> Vec<String> {
        names(&self.path("output/p/releases"))
    }

    /// The report of the last run.
    pub(crate) fn run_report(&self) -> serde_json::Value {
        let runs = self.path("output/p/runs");
        let reports: Vec<_> = names(&runs).into_iter().filter(|n| is_report(n)).collect();
        // Of two runs in one second the second has a longer name, which sorts before the first.
        let last = reports.iter().max_by_key(|n| (n[..16].to_owned(), n.len(), (*n).clone())).expect("a report");
        serde_json::from_str(&fs::read_to_string(runs.join(last)).expect("a report")).expect("of JSON")
    }

    /// The table of the latest release, as its lines.
    pub(crate) fn table(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.latest().join(format!("{name}.csv"))).expect("the table is there");
        text.lines().map(str::to_owned).collect()
    }
}

/// Whether a name among those of `runs/` is that of a report.
pub(crate) fn is_report(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| !stem.contains('.'))
}

/// Every file of a folder with its bytes, by name.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder).into_iter().map(|n| (n.clone(), fs::read(folder.join(n)).expect("a file"))).collect()
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(|all| all.flatten().collect::<Vec<_>>()).unwrap_or_default();
    let mut names: Vec<_> = entries.iter().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What was said on standard error.
pub(crate) fn stderr(assert: &Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

/// What was printed on standard output.
pub(crate) fn stdout(assert: &Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stdout).into_owned()
}

/// A report with numbers, different for each `i`.
pub(crate) fn report(i: usize) -> String {
    format!(
        "20{:02}年某县政府工作报告\n\n一、工作回顾\n全县地区生产总值达到{}.{}亿元，比上年增长{}.{}%。新增就业{}人。\n\
         二、工作安排\n力争规模以上工业增加值增长{}%以上。\n",
        10 + i % 15,
        100 + i,
        i % 10,
        3 + i % 7,
        i % 9,
        1000 + i * 13,
        5 + i % 4,
    )
}
