//! Not a timing: the largest memory of a run over 2,000 documents of 100 KB, in a process of its
//! own, read from `/proc/self/status`. `cargo bench --bench memory [-- --documents N]`.

#[allow(dead_code, reason = "each bench uses a part of what they share")]
mod support;

use std::fs;
use std::path::Path;
use std::time::Instant;

use zhibiao::pipeline::{Plan, RunOptions};

/// What a document has at least.
const DOCUMENT: usize = 100 * 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo test --benches` starts every benchmark without this; a run of minutes is no test.
    if !arguments.iter().any(|a| a == "--bench") {
        return;
    }
    let wanted = arguments.iter().position(|a| a == "--documents").and_then(|i| arguments.get(i + 1)?.parse().ok());
    let documents: usize = wanted.unwrap_or(2_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = write_documents(&folder.path().join("docs"), documents);
    let file = folder.path().join("p.toml");
    fs::write(
        &file,
        "name = \"p\"\nduplicates = \"exact\"\n[[source]]\npaths = [\"docs\"]\n[output]\nfolder = \"out\"\n",
    )
    .expect("a file");
    let before = peak();
    let plan = Plan::load(&file).expect("the pipeline file is right");
    let clock = Instant::now();
    let summary = plan.run(&RunOptions { jobs: None, progress: &() }).expect("the run succeeds");
    let seconds = clock.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{documents} documents, {megabytes:.0} MB, {} observations, {} threads: {seconds:.1} s, {:.1} MB/s, \
         peak memory {} (before the run {})",
        summary.report.stages.observations,
        summary.report.jobs,
        megabytes / seconds,
        said(peak()),
        said(before),
    );
}

/// Documents of at least [`DOCUMENT`] bytes, each with a line of its own; gives their bytes.
fn write_documents(folder: &Path, documents: usize) -> usize {
    fs::create_dir_all(folder).expect("a temporary folder takes folders");
    let (_, sources) = support::sources();
    let mut body = Vec::with_capacity(DOCUMENT + (1 << 16));
    for source in sources.iter().cycle() {
        if body.len() >= DOCUMENT {
            break;
        }
        body.extend_from_slice(&source.bytes);
        body.push(b'\n');
    }
    let mut bytes = 0;
    for i in 0..documents {
        let mut document = body.clone();
        document.extend_from_slice(format!("（第{i}份）\n").as_bytes());
        bytes += document.len();
        fs::write(folder.join(format!("{i:05}.txt")), document).expect("a temporary folder takes files");
    }
    bytes
}

/// Largest resident memory of this process so far in kilobytes, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn said(kilobytes: Option<u64>) -> String {
    kilobytes.map_or_else(|| "unknown".to_owned(), |kb| format!("{} MB", kb / 1024))
}
