//! Pipeline files: TOML, then what it means; tests in them are run where there are few.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::Path;

use zhibiao::pipeline::{PipelineText, Plan};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let text = PipelineText::new(Path::new("/nowhere/pipelines/p.toml"), &String::from_utf8_lossy(bytes));
    let written = match text.parse() {
        Ok(written) => written,
        Err(error) => {
            let place = error.place();
            assert!(place.line.is_some() && !error.to_string().is_empty(), "an error has a place");
            return;
        }
    };
    let l = &written.lexicon;
    let parts = [&l.indicators, &l.indicator_terms, &l.units, &l.cues, &l.regions, &l.industries];
    // Files of a lexicon would be read from the disk of whoever fuzzes; the target `lexicon` has them.
    if parts.iter().any(|p| p.replace.is_some() || !p.add.is_empty()) {
        return;
    }
    if let Ok(plan) = Plan::from_text(&text) {
        assert_eq!(plan.fingerprint.len(), 64);
        // Indexing the lexicon for it is slow.
        if (1..=3).contains(&written.test.len()) && bytes.len() % 4 == 0 {
            let report = plan.check().expect("the built-in lexicon can be indexed");
            assert!(report.failed <= report.tests);
        }
    }
});
