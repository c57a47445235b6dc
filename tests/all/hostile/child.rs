//! The program on one file, in a process of its own that is watched.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::cases::Case;

/// Wall-clock time after which a process is ended: a machine may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(90);
/// Between two looks at a process.
const LOOK: Duration = Duration::from_millis(2);
/// Address space of a process in kilobytes. What grows faster than anyone can look ends here.
const MOST: u64 = 2 * 1024 * 1024;

/// What came of a file.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Codes of its rejects.
    pub(crate) codes: Vec<String>,
    /// The lines that tell of them.
    pub(crate) rejects: Vec<String>,
    /// The numbers that were read, as written; of many the first.
    pub(crate) values: Vec<String>,
    /// The exit code; `None` for a process that was ended by a signal.
    pub(crate) exit: Option<i32>,
    /// The largest memory that was seen, in kilobytes.
    pub(crate) memory: u64,
    /// The processor time that was seen, in seconds.
    pub(crate) seconds: f64,
    /// What was said besides.
    pub(crate) said: String,
}

impl Outcome {
    /// Whether the program failed on the file, whatever it was.
    pub(crate) fn broke(&self) -> bool {
        !matches!(self.exit, Some(0 | 3))
            || self.said.contains("panicked")
            || self.codes.iter().any(|code| code == "internal_error")
    }
}

/// Makes the file and reads it.
pub(crate) fn extract(case: &Case) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder");
    (case.make)(&folder.path().join(&case.file));
    let binary = assert_cmd::cargo::cargo_bin("zhibiao");
    // The shell sets the bound and becomes the program.
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("ulimit -v {MOST}; exec \"$@\""), "bash"]).arg(binary);
    shell.args(["extract", "--format", "jsonl"]).arg(&case.file).current_dir(folder.path());
    shell.env("NO_COLOR", "1").env_remove("ZHIBIAO_LOG").stdin(Stdio::null());
    watch(shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bash starts"))
}

fn watch(mut child: Child) -> Outcome {
    let read = |pipe: Option<Box<dyn Read + Send>>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = read(child.stdout.take().map(|p| Box::new(p) as _));
    let err = read(child.stderr.take().map(|p| Box::new(p) as _));
    let (begun, mut outcome) = (Instant::now(), Outcome::default());
    let status = loop {
        if let Some(memory) = peak(child.id()) {
            outcome.memory = outcome.memory.max(memory);
        }
        if let Some(seconds) = processor_time(child.id()) {
            outcome.seconds = outcome.seconds.max(seconds);
        }
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break Some(status);
        }
        if begun.elapsed() > PATIENCE {
            child.kill().expect("a child can be ended");
            child.wait().expect("a child can be waited for");
            break None;
        }
        thread::sleep(LOOK);
    };
    outcome.exit = status.and_then(|s| s.code());
    outcome.told(&err.join().expect("pipes are read"));
    let rows = out.join().expect("pipes are read");
    outcome.values = rows.lines().filter_map(value).take(20).collect();
    outcome
}

impl Outcome {
    fn told(&mut self, said: &str) {
        for line in said.lines() {
            let code = line.strip_suffix(']').and_then(|l| l.rsplit_once('[')).map(|(_, code)| code.to_owned());
            match code.filter(|_| line.starts_with("rejected: ")) {
                Some(code) => {
                    self.codes.push(code);
                    self.rejects.push(line.chars().take(300).collect());
                }
                None => self.said.extend(line.chars().take(300).chain(['\n'])),
            }
        }
        self.codes.sort();
        self.codes.dedup();
        self.rejects.truncate(5);
    }
}

fn value(row: &str) -> Option<String> {
    let row: serde_json::Value = serde_json::from_str(row).ok()?;
    row["value_text"].as_str().map(str::to_owned)
}

/// The largest memory of the program so far, in kilobytes; only where `/proc` tells. For a moment after its start a
/// process still has the memory of these tests, which may be large.
fn peak(process: u32) -> Option<u64> {
    let program = fs::read_link(format!("/proc/{process}/exe")).ok()?;
    if program.file_stem()? != "zhibiao" {
        return None;
    }
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The processor time of a process so far, in seconds: the fields 14 and 15, in hundredths.
fn processor_time(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
