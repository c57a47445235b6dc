//! Not a timing: the largest memory of a run over 2,000 documents of 100 KB, in a process of its
//! own, read from `/proc/self/status`. `cargo bench --bench memory [-- --documents N] [--bytes N]`.
//! With `--duplicates skip` the words of documents are held against each other, as a pipeline that
//! says nothing does.

#[allow(dead_code, reason = "each bench uses a part of what they share")]
mod support;

use std::fs;
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
    let documents = support::number(&arguments, "--documents").unwrap_or(2_000);
    let size = support::number(&arguments, "--bytes").unwrap_or(DOCUMENT);
    let duplicates = arguments.iter().position(|a| a == "--duplicates").and_then(|i| arguments.get(i + 1));
    let duplicates = duplicates.map_or("exact", String::as_str);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = support::write_documents(&folder.path().join("docs"), documents, size);
    let file = folder.path().join("p.toml");
    fs::write(
        &file,
        format!(
            "name = \"p\"\nduplicates = \"{duplicates}\"\n[[source]]\npaths = [\"docs\"]\n[output]\nfolder = \"out\"\n"
        ),
    )
    .expect("a file");
    let before = peak();
    let plan = Plan::load(&file).expect("the pipeline file is right");
    let clock = Instant::now();
    let summary = plan.run(&RunOptions::default()).expect("the run succeeds");
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

/// Largest resident memory of this process so far in kilobytes, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn said(kilobytes: Option<u64>) -> String {
    kilobytes.map_or_else(|| "unknown".to_owned(), |kb| format!("{} MB", kb / 1024))
}
