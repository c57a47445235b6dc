//! The whole extraction: bytes of a file with some name become a document, its rows, findings, and CSV.
//! The first byte says what the file is named, and whether the rest are parts of a sound one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::check::check_document;
use zhibiao::ingest::Overrides;
use zhibiao::publish::{Format, ObservationWriter, ReleaseInfo};
use zhibiao_fuzz::{INGEST, LEXICON, READER, check_layout, check_reading, limits, made};

fuzz_target!(init: { zhibiao_fuzz::panics_of_ours_end_the_run(); zhibiao_fuzz::warm_up(); }, |bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let (source, made) = match first {
        b'h' => ("docs/县政府工作报告.html", bytes.to_vec()),
        b'c' => ("docs/主要指标.csv", bytes.to_vec()),
        b'v' => ("docs/主要指标.tsv", bytes.to_vec()),
        b'd' => ("docs/2023年统计公报.docx", made::docx(bytes)),
        b'x' => ("docs/2024年一季度.xlsx", made::xlsx(bytes)),
        b'o' => ("docs/表.ods", made::ods(bytes)),
        b'l' => ("docs/表.xls", made::xls(bytes)),
        b'p' => ("docs/“十四五”规划.pdf", made::pdf(bytes)),
        b'D' => ("docs/a.doc", bytes.to_vec()),
        b'P' => ("docs/a.pdf", bytes.to_vec()),
        b'X' => ("docs/a.xlsx", bytes.to_vec()),
        b'-' => ("-", bytes.to_vec()),
        b'm' => ("关于2023年预算执行情况和2024年预算草案的报告.md", bytes.to_vec()),
        _ => ("docs/某市2023年国民经济和社会发展统计公报.txt", bytes.to_vec()),
    };
    let document = match INGEST.document(source, &made, &Overrides::default(), limits()) {
        Ok(document) => document,
        Err(reject) => {
            assert!(!reject.code.is_empty() && !reject.reason.is_empty(), "a reject says why");
            return;
        }
    };
    check_layout(&document.text, &document.layout);
    let mut reading = READER.read(document);
    check_reading(&reading);
    check_document(&mut reading, 0, &LEXICON);
    let info = ReleaseInfo { formats: vec![Format::Csv], ..ReleaseInfo::new("fuzz", "") };
    let mut writer =
        ObservationWriter::new(Vec::new(), "-", Format::Csv, &LEXICON, &info).expect("memory takes all");
    // A row that no column holds would end the run of everyone's documents.
    writer.push(&reading).expect("every row that was read can be published");
    let (_, rows) = writer.finish().expect("memory takes all");
    assert_eq!(rows, reading.observations.len() as u64);
});
