//! Not tests of their own: a release for the scripts under tests/python, and the speed of writing.
//! Run them by name with `--ignored`.

use std::io::Write;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use zhibiao::model::{Lexicon, Reading};
use zhibiao::publish::{Format, ObservationWriter, ReleaseInfo, ReleaseWriter};

use crate::publish::write_release;
use crate::publish_support::reading;

/// `ZHIBIAO_RELEASE=DIR cargo test --test all sample_release -- --ignored`, then
/// `python tests/python/readback.py DIR/plain`, and the same for `excel` and `empty`.
#[test]
#[ignore = "writes releases for tests/python/readback.py"]
fn sample_release() {
    let Some(folder) = std::env::var_os("ZHIBIAO_RELEASE").map(PathBuf::from) else { return };
    for (name, csv) in [("plain", Format::Csv), ("excel", Format::CsvForExcel), ("empty", Format::Csv)] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let mut info = ReleaseInfo::new("公报 sample", "0123abcd");
        info.formats = vec![Format::Parquet, csv];
        if name == "empty" {
            ReleaseWriter::create(&folder, &Lexicon::builtin(), info).unwrap().finish().unwrap();
        } else {
            write_release(&folder, info);
        }
    }
}

/// Rows a second of processor time, each format on this thread, and of the identities alone. Run in
/// release.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let lexicon = Lexicon::builtin();
    let readings: Vec<Reading> = (0..60).map(|i| reading(&format!("{i:03}.txt"), 2_000 + i, &lexicon)).collect();
    let rows: usize = readings.iter().map(|r| r.observations.len()).sum();
    for format in [Format::Parquet, Format::Csv, Format::Jsonl] {
        let start = processor_seconds();
        let info = ReleaseInfo::new("speed", "0");
        let mut writer = ObservationWriter::new(Counter(0), "counter", format, &lexicon, &info).unwrap();
        for reading in &readings {
            writer.push(reading).unwrap();
        }
        let (bytes, _) = writer.finish().unwrap();
        let rate = rows as f64 / (processor_seconds() - start);
        println!("{format:?}: {rate:.0} rows/s, {} bytes a row", bytes.0 / rows);
    }
    let start = processor_seconds();
    let ids = readings.iter().flat_map(|r| r.observations.iter().map(|o| o.id(r.document.id, &lexicon)));
    assert_eq!(ids.count(), rows);
    println!("ids alone: {:.0} rows/s", rows as f64 / (processor_seconds() - start));
}

/// Counts bytes and drops them.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        self.0 += buf.len();
        Ok(buf.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Time this thread has run, so that other work on the machine does not count; wall-clock time where
/// the system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = stat.and_then(|s| s.split(' ').next().and_then(|n| n.parse::<f64>().ok()));
    nanoseconds.map_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64(), |n| n / 1e9)
}
