//! Not tests of their own: a release for the scripts under tests/python, and the speed of writing.
//! Run them by name with `--ignored`.

use std::path::PathBuf;
use std::time::Instant;

use zhibiao::model::{Lexicon, Reading};
use zhibiao::publish::{Format, ObservationWriter, ReleaseInfo};

use crate::publish::write_release;
use crate::publish_support::reading;

/// `ZHIBIAO_RELEASE=DIR cargo test --test all sample_release -- --ignored`, then
/// `python tests/python/readback.py DIR`.
#[test]
#[ignore = "writes a release for tests/python/readback.py"]
fn sample_release() {
    let Some(folder) = std::env::var_os("ZHIBIAO_RELEASE").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let excel = std::env::var_os("ZHIBIAO_EXCEL").is_some();
    let mut info = ReleaseInfo::new("公报 sample", "0123abcd");
    info.formats = vec![Format::Parquet, if excel { Format::CsvForExcel } else { Format::Csv }];
    for file in write_release(&folder, info) {
        println!("{file:?}");
    }
}

/// Rows a second of each format on one core, and of the rows alone. Run in release.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let lexicon = Lexicon::builtin();
    let readings: Vec<Reading> = (0..60).map(|i| reading(&format!("{i:03}.txt"), 2_000 + i, &lexicon)).collect();
    let rows: usize = readings.iter().map(|r| r.observations.len()).sum();
    for format in [Format::Parquet, Format::Csv, Format::Jsonl] {
        let start = Instant::now();
        let info = ReleaseInfo::new("speed", "0");
        let mut writer = ObservationWriter::new(std::io::sink(), "sink", format, &lexicon, &info).unwrap();
        for r in &readings {
            writer.push(r).unwrap();
        }
        writer.finish().unwrap();
        println!("{format:?}: {:.0} rows/s", rows as f64 / start.elapsed().as_secs_f64());
    }
    let start = Instant::now();
    let ids = readings.iter().flat_map(|r| r.observations.iter().map(|o| o.id(r.document.id, &lexicon)));
    assert_eq!(ids.count(), rows);
    println!("ids alone: {:.0} rows/s", rows as f64 / start.elapsed().as_secs_f64());
    let folder = tempfile::tempdir().unwrap();
    let info = ReleaseInfo::new("speed", "0");
    let start = Instant::now();
    let mut writer = zhibiao::publish::ReleaseWriter::create(folder.path(), &lexicon, info).unwrap();
    for r in &readings {
        writer.push(r).unwrap();
    }
    let files = writer.finish().unwrap();
    println!("release in both: {:.0} rows/s", rows as f64 / start.elapsed().as_secs_f64());
    for f in files {
        println!("{}: {} bytes", f.name, f.bytes);
    }
}
