//! Not a timing of code but of nights: the first on 5,000 documents, one in which nothing changed, one
//! in which one document in a hundred did. `cargo bench --bench nights [-- --documents N]`.

#[allow(dead_code, reason = "each bench uses a part of what they share")]
mod support;

use std::fs;
use std::path::Path;
use std::time::Instant;

use zhibiao::pipeline::{Plan, RunOptions};

/// What a document has at least: a short report.
const DOCUMENT: usize = 10 * 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo test --benches` starts every benchmark without this; a run of minutes is no test.
    if !arguments.iter().any(|a| a == "--bench") {
        return;
    }
    let documents = support::number(&arguments, "--documents").unwrap_or(5_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let docs = folder.path().join("docs");
    support::write_documents(&docs, documents, DOCUMENT);
    let file = folder.path().join("p.toml");
    let pipeline = "name = \"p\"\nduplicates = \"exact\"\n[[source]]\npaths = [\"docs\"]\n[output]\nfolder = \"out\"\n";
    fs::write(&file, pipeline).expect("a file");
    let first = night(&file, "the first");
    let idle = night(&file, "nothing changed");
    for i in (0..documents).step_by(100) {
        support::append(&docs.join(format!("{i:06}.txt")), "又及：全年新增就业3万人。\n");
    }
    night(&file, "one in a hundred changed");
    let kept = fs::metadata(folder.path().join("out/kept/readings.pack")).map_or(0, |m| m.len());
    println!("nothing changed / first: {:.4}; kept for the next night: {:.0} MB", idle / first, kept as f64 / 1e6);
}

/// A run as the program makes it, the pipeline file and the lexicon read anew: its seconds.
fn night(file: &Path, what: &str) -> f64 {
    // Releases are named by the second in which they begin.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let clock = Instant::now();
    let plan = Plan::load(file).expect("the pipeline file is right");
    let summary = plan.run(&RunOptions::default()).expect("the run succeeds");
    let seconds = clock.elapsed().as_secs_f64();
    let counts = &summary.report.incremental;
    println!("{what}: {seconds:.2} s, {} read, {} kept, {:?}", counts.read, counts.kept, summary.report.outcome);
    seconds
}
