//! One document through stages 2 to 5.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::{Document, Lexicon, Observation, Reading, Result};
use crate::recognize::{Recognizer, Scan};
use crate::relate::{LeftOut, Related, Relater, Trace};
use crate::segment::segment;
use crate::standardize;

/// Reads documents with one lexicon. Cheap to share between threads; building one indexes the
/// lexicon, so build it once a run.
#[derive(Debug)]
pub struct Reader {
    recognizer: Recognizer,
    lexicon: Arc<Lexicon>,
}

/// A reading with what `explain` needs besides.
#[derive(Debug)]
pub struct Explained {
    /// The reading.
    pub reading: Reading,
    /// How each observation was read, in their order.
    pub traces: Vec<Trace>,
    /// Numbers left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

thread_local! {
    /// Buffers of recognition, one set a thread, so that no document allocates its own.
    static SCAN: RefCell<Scan> = RefCell::default();
}

impl Reader {
    /// A reader with this lexicon.
    ///
    /// # Errors
    /// When the lexicon is too large to index.
    pub fn new(lexicon: Arc<Lexicon>) -> Result<Self> {
        Ok(Self { recognizer: Recognizer::new(Arc::clone(&lexicon))?, lexicon })
    }

    /// The lexicon it reads with.
    #[must_use]
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// The recogniser of stage 3.
    #[must_use]
    pub fn recognizer(&self) -> &Recognizer {
        &self.recognizer
    }

    /// Reads a document: every number in it is an observation or counted as no quantity.
    /// `findings` and `flags` are empty; the checks fill them.
    #[must_use]
    pub fn read(&self, document: Document) -> Reading {
        self.run(document, false).reading
    }

    /// Reads a document and keeps how each number was read.
    #[must_use]
    pub fn explain(&self, document: Document) -> Explained {
        self.run(document, true)
    }

    fn run(&self, document: Document, keep_traces: bool) -> Explained {
        let segments = segment(&document);
        let Related { mut observations, traces, left_out, counts } = SCAN.with_borrow_mut(|scan| {
            scan.clear();
            Relater::new(&self.recognizer, &document, &segments, keep_traces).relate(scan)
        });
        standardize::standardize(&document, &segments, &mut observations);
        standardize::fill_series(&document.text, &segments, &mut observations, &self.lexicon);
        debug_assert!(are_distinct(&observations), "two rows of {} would have one id", document.source);
        let reading = Reading { document, sections: segments.sections, observations, findings: Vec::new(), counts };
        Explained { reading, traces, left_out }
    }
}

/// Whether no two observations agree in all that their ids are made of.
fn are_distinct(observations: &[Observation]) -> bool {
    let mut seen = FxHashSet::default();
    observations.iter().all(|o| seen.insert((o.span.start, o.span.end, o.indicator, o.measure as u8)))
}
