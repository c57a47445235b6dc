//! How fast documents of each format become text with a layout, and web pages next to their plain
//! text: the whole way from bytes to observations, in processor time on one core.
//!
//! The documents are those of `../shared/corpus`, where they are; without them nothing is measured.

#[path = "support/clock.rs"]
mod clock;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clock::ProcessorTime;
use criterion::{Criterion, criterion_group, criterion_main};
use zhibiao::ingest::{Ingest, Limits, Overrides, formats};
use zhibiao::model::Lexicon;
use zhibiao::pipeline::Reader;

/// Files of the corpus with this extension, as names and bytes; those that are rejected stay out.
fn files(extension: &str) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = |path: &PathBuf| Some((path.file_name()?.to_str()?.to_owned(), fs::read(path).ok()?));
    let sound = |(name, bytes): &(String, Vec<u8>)| formats::read(name, bytes, &Limits::default()).is_ok();
    paths.iter().filter_map(read).filter(sound).collect()
}

fn size(files: &[(String, Vec<u8>)]) -> u64 {
    files.iter().map(|(_, bytes)| bytes.len() as u64).sum()
}

fn layout(c: &mut Criterion<ProcessorTime>) {
    let mut group = c.benchmark_group("format");
    for extension in ["txt", "html", "docx", "pdf"] {
        let files = files(extension);
        if files.is_empty() {
            continue;
        }
        group.throughput(clock::bytes(size(&files)));
        group.sample_size(10);
        group.bench_function(extension, |b| {
            let read = |(name, bytes): &(String, Vec<u8>)| {
                formats::read(name, bytes, &Limits::default()).map_or(0, |(_, laid)| laid.text.len())
            };
            b.iter(|| black_box(files.iter().map(read).sum::<usize>()));
        });
    }
    group.finish();
}

/// The same pages as web pages and as the text that was read of them.
fn pages(c: &mut Criterion<ProcessorTime>) {
    let pages = files("html");
    if pages.is_empty() {
        return;
    }
    let text_of = |(name, bytes): &(String, Vec<u8>)| {
        let (_, laid) = formats::read(name, bytes, &Limits::default()).ok()?;
        Some((name.replace(".html", ".txt"), laid.text.into_bytes()))
    };
    let texts: Vec<_> = pages.iter().filter_map(text_of).collect();
    let lexicon = Lexicon::builtin();
    let (ingest, reader) = (Ingest::new(Arc::clone(&lexicon)), Reader::new(lexicon).expect("it can be indexed"));
    let rows = |files: &[(String, Vec<u8>)]| {
        let read = |(name, bytes): &(String, Vec<u8>)| {
            let document = ingest.document(name, bytes, &Overrides::default(), Limits::default()).ok()?;
            Some(reader.read(document).observations.len())
        };
        files.iter().filter_map(read).sum::<usize>()
    };
    let mut group = c.benchmark_group("bulletins");
    group.sample_size(10);
    for (name, files) in [("web pages", &pages), ("their text", &texts)] {
        group.throughput(clock::bytes(size(files)));
        group.bench_function(name, |b| b.iter(|| black_box(rows(files))));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = layout, pages
}
criterion_main!(benches);
