//! What the fuzz targets share: limits, the rule for panics, and what must hold of what comes out.

pub mod made;

use std::sync::{Arc, LazyLock};

use zhibiao::ingest::formats::{Laid, Unread};
use zhibiao::ingest::{Ingest, Limits};
use zhibiao::model::{Layout, Lexicon, Reading, Span};
use zhibiao::pipeline::Reader;

/// The built-in lexicon.
pub static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(Lexicon::builtin);
/// Stage 1.
pub static INGEST: LazyLock<Ingest> = LazyLock::new(|| Ingest::new(Arc::clone(&LEXICON)));
/// Stages 2 to 5.
pub static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(Arc::clone(&LEXICON)).expect("the built-in lexicon can be indexed"));

/// Limits that keep one run short. They are passed often, which is a path of the readers too.
#[must_use]
pub fn limits() -> Limits {
    Limits {
        max_bytes: 1 << 20,
        max_chars: 200_000,
        max_entries: 200,
        max_depth: 3,
        max_ratio: 50,
        max_cells: 20_000,
        max_pages: 50,
        max_xml_depth: 128,
        max_seconds: 5,
    }
}

/// Indexes the lexicon before the first run, which is timed.
pub fn warm_up() {
    LazyLock::force(&INGEST);
    LazyLock::force(&READER);
}

/// Makes a panic in our code end the run, and leaves one in a crate of others to whoever catches it:
/// the reader of PDF catches those of lopdf by design. What nobody catches ends the run all the same.
pub fn panics_of_ours_end_the_run() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // A panic within the standard library has the place that called it, if that is marked so.
        if info.location().is_some_and(|l| l.file().contains("/registry/src/")) {
            if std::env::var_os("ZHIBIAO_FUZZ_PANICS").is_some() {
                eprintln!("{info}");
            }
            return;
        }
        before(info);
    }));
}

/// Holds a reader's answer against what every reader promises.
pub fn check_laid(answer: Result<Laid, Unread>) {
    match answer {
        Ok(laid) => {
            check_layout(&laid.text, &laid.layout);
            assert!(laid.text.chars().count() as u64 <= 2 * limits().max_chars, "more text than the limit");
        }
        Err(unread) => assert!(!unread.code.is_empty() && !unread.reason.is_empty(), "a reject says why"),
    }
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no place of the text");
}

/// Parts are lines in order, cells and pages are places of the text.
pub fn check_layout(text: &str, layout: &Layout) {
    let mut end = 0;
    for part in &layout.parts {
        check_span(text, part.span);
        assert!(end <= part.span.start && part.span.start < part.span.end, "parts stand in order");
        assert!(!part.span.of(text).contains('\n'), "a part is one line");
        assert_eq!(text.as_bytes().get(part.span.end as usize), Some(&b'\n'), "a part ends with its line");
        end = part.span.end + 1;
    }
    let mut end = 0;
    for table in &layout.tables {
        check_span(text, table.span);
        assert!(end <= table.span.start && table.span.start < table.span.end, "tables stand in order");
        end = table.span.end;
        for cell in &table.cells {
            check_span(text, cell.span);
            assert!(cell.rows >= 1 && cell.columns >= 1, "a cell takes a row and a column");
            assert!(cell.span.is_empty() || table.span.contains(cell.span), "cells stand in their table");
        }
        assert!(table.cells.is_sorted_by_key(|c| (c.row, c.column)), "cells stand in order");
    }
    assert!(layout.pages.is_sorted() && layout.pages.iter().all(|&p| text.is_char_boundary(p as usize)));
}

/// What holds of every reading: every number is accounted for, and every row says where it stands.
pub fn check_reading(reading: &Reading) {
    let counts = reading.counts;
    assert_eq!(counts.numbers, counts.no_quantity + counts.observations, "a number is lost");
    assert_eq!(counts.observations, reading.observations.len() as u64, "a row is lost");
    let text = reading.document.text.as_str();
    let (mut at, mut chars) = (0, 0);
    for o in &reading.observations {
        for span in [o.span, o.unit_span, o.sentence] {
            check_span(text, span);
        }
        assert!(!o.span.is_empty() && o.sentence.contains(o.span), "{:?} in {:?}", o.span, o.sentence);
        // Rows mostly stand in order; one that does not is counted from the start.
        if (o.span.start as usize) < at {
            (at, chars) = (0, 0);
        }
        chars += text[at..o.span.start as usize].chars().count();
        at = o.span.start as usize;
        let value = o.span.of(text);
        assert_eq!(chars, o.char_start as usize, "char_start of {value:?}");
        assert_eq!(chars + value.chars().count(), o.char_end as usize, "char_end of {value:?}");
        assert!(o.section.is_none_or(|s| (s as usize) < reading.sections.len()), "its section is there");
        assert!((0.0..=1.0).contains(&o.confidence), "confidence {}", o.confidence);
    }
}
