//! Files of a lexicon. The first byte says which part and whether it stands in or adds; the other
//! parts are small files of our own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use zhibiao::ingest::{Ingest, Overrides};
use zhibiao::model::Lexicon;
use zhibiao::model::lexicon::{LexiconFile, LexiconPart};
use zhibiao::pipeline::Reader;
use zhibiao_fuzz::{check_reading, limits};

const SMALL: [(LexiconPart, &str); 6] = [
    (LexiconPart::Indicators, "code,name_zh,dimension\ngdp,地区生产总值,money\n"),
    (LexiconPart::IndicatorTerms, "term,code,dimensions,strength\n生产总值,gdp,money percent,strong\n"),
    (LexiconPart::Units, "text,unit,factor,dimension,not_before\n元,CNY,1,money,\n%,%,1,percent,\n"),
    (LexiconPart::Cues, "text,kind\n约,approx_before\n左右,approx_after\n"),
    (LexiconPart::Regions, "code,name,short,level,valid_from,valid_to,aliases\n110000,北京市,北京,province,1980,,\n"),
    (LexiconPart::Industries, "code,level,name,aliases,parent\nA,section,农业,种植业,\n"),
];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = parent.join(format!("zhibiao-fuzz-lexicon-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    for (part, text) in SMALL {
        std::fs::write(folder.join(part.key()), text).expect("a temporary file");
    }
    folder
});

/// Numbers of all kinds; what they are read as depends on the lexicon.
const TEXT: &str = "2023年北京市工作报告\n\n一、农业\n2023年，北京市地区生产总值约412.6亿元，增长5.2%左右。";

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let chosen = usize::from(first) % SMALL.len();
    let adds = first.is_ascii_lowercase();
    let file = FOLDER.join("fuzzed");
    std::fs::write(&file, bytes).expect("a temporary file");
    let mut files: Vec<LexiconFile> = Vec::new();
    for (i, (part, _)) in SMALL.into_iter().enumerate() {
        if i != chosen || adds {
            files.push(LexiconFile { part, path: FOLDER.join(part.key()), replace: true });
        }
        if i == chosen {
            files.push(LexiconFile { part, path: file.clone(), replace: !adds });
        }
    }
    let lexicon = match Lexicon::load(&files) {
        Ok(lexicon) => Arc::new(lexicon),
        Err(error) => {
            assert!(error.place().file.is_some(), "an error names the file: {error}");
            return;
        }
    };
    let Ok(reader) = Reader::new(Arc::clone(&lexicon)) else { return };
    if let Ok(document) = Ingest::new(lexicon).document("a.txt", TEXT.as_bytes(), &Overrides::default(), limits()) {
        check_reading(&reader.read(document));
    }
});
