//! How fast a whole run is on one thread: files to a release of Parquet and CSV.

#[allow(dead_code, reason = "each bench uses a part of what they share")]
mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use zhibiao::pipeline::{Plan, RunOptions};

/// Enough for the fixed cost of a run to be small, little enough to be run often.
const BYTES: usize = 8 << 20;

fn plan(folder: &Path, csv: bool) -> Plan {
    let file = folder.join("p.toml");
    let text = format!(
        "name = \"p\"\nduplicates = \"exact\"\n[[source]]\npaths = [\"docs\"]\n[output]\nfolder = \"out\"\ncsv = {csv}\n"
    );
    fs::write(&file, text).expect("a temporary folder takes files");
    Plan::load(&file).expect("the pipeline file is right")
}

fn run(c: &mut Criterion) {
    let (origin, sources) = support::sources();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let docs = folder.path().join("docs");
    fs::create_dir_all(&docs).expect("a temporary folder takes folders");
    let copies = support::repeated(&sources, BYTES);
    let bytes: usize = copies.iter().map(|s| s.bytes.len()).sum();
    for source in &copies {
        fs::write(docs.join(&source.name), &source.bytes).expect("a temporary folder takes files");
    }

    let mut group = c.benchmark_group("run");
    group.throughput(Throughput::BytesDecimal(bytes as u64)).sample_size(10).measurement_time(Duration::from_secs(15));
    for (name, csv) in [("parquet", false), ("parquet and csv", true)] {
        let plan = plan(folder.path(), csv);
        let options = RunOptions { jobs: Some(1), ..RunOptions::default() };
        group.bench_function(format!("{origin}/{name}"), |b| {
            // Without the release before, each run makes one and none ends as "unchanged".
            b.iter_batched(
                || drop(fs::remove_dir_all(folder.path().join("out"))),
                |()| plan.run(&options).expect("the run succeeds").report.published,
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, run);
criterion_main!(benches);
