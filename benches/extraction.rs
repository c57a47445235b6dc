//! How fast documents are read on one core, in processor time: stage 3 alone, and the whole way
//! from bytes to observations.

#[path = "support/clock.rs"]
mod clock;
#[allow(dead_code, reason = "each bench uses a part of what they share")]
mod support;

use std::hint::black_box;
use std::sync::Arc;

use clock::ProcessorTime;
use criterion::{Criterion, criterion_group, criterion_main};
use zhibiao::ingest::{Ingest, Limits, Overrides};
use zhibiao::model::{Document, Lexicon};
use zhibiao::pipeline::Reader;
use zhibiao::recognize::Scan;
use zhibiao::segment::segment;

/// A reader and what makes documents for it.
struct Bench {
    ingest: Ingest,
    reader: Reader,
    origin: &'static str,
    sources: Vec<support::Source>,
    bytes: u64,
}

impl Bench {
    fn new() -> Self {
        let lexicon = Lexicon::builtin();
        let reader = Reader::new(Arc::clone(&lexicon)).expect("the built-in lexicon is small enough");
        let (origin, sources) = support::sources();
        let bytes = sources.iter().map(|s| s.bytes.len() as u64).sum();
        Self { ingest: Ingest::new(lexicon), reader, origin, sources, bytes }
    }

    fn document(&self, source: &support::Source) -> Document {
        let read = self.ingest.document(&source.name, &source.bytes, &Overrides::default(), Limits::default());
        read.unwrap_or_else(|reject| panic!("{}: {}", reject.source, reject.reason))
    }

    fn documents(&self) -> Vec<Document> {
        self.sources.iter().map(|s| self.document(s)).collect()
    }
}

fn mentions(c: &mut Criterion<ProcessorTime>) {
    let bench = Bench::new();
    let documents: Vec<_> = bench.documents().into_iter().map(|d| (segment(&d), d)).collect();
    let mut group = c.benchmark_group("mentions");
    group.throughput(clock::bytes(bench.bytes));
    group.bench_function(bench.origin, |b| {
        let mut scan = Scan::default();
        b.iter(|| {
            let mut numbers = 0;
            for (segments, document) in &documents {
                for block in &segments.blocks {
                    bench.reader.recognizer().scan(&document.text, block.span, false, &mut scan);
                    numbers += scan.numbers.len();
                }
            }
            black_box(numbers)
        });
    });
    group.finish();
}

fn extraction(c: &mut Criterion<ProcessorTime>) {
    let bench = Bench::new();
    let mut group = c.benchmark_group("extraction");
    group.throughput(clock::bytes(bench.bytes));
    group.bench_function(format!("{}/ingest", bench.origin), |b| {
        b.iter(|| bench.sources.iter().map(|s| black_box(bench.document(s)).bytes).sum::<u64>());
    });
    group.bench_function(format!("{}/segment", bench.origin), |b| {
        let documents = bench.documents();
        b.iter(|| documents.iter().map(|d| black_box(segment(d)).sentences.len()).sum::<usize>());
    });
    group.bench_function(bench.origin, |b| {
        b.iter(|| {
            let read = |s| bench.reader.read(bench.document(s)).observations.len();
            black_box(bench.sources.iter().map(read).sum::<usize>())
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = mentions, extraction
}
criterion_main!(benches);
