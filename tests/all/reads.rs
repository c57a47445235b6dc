//! Reads documents in process with the compiled-in lexicon, as `extract` does.

use std::sync::Arc;

use zhibiao::ingest::{Ingest, Limits, Overrides};
use zhibiao::model::{Lexicon, Reading};
use zhibiao::pipeline::Reader;

pub(crate) struct Reads {
    ingest: Ingest,
    pub(crate) reader: Reader,
}

impl Reads {
    pub(crate) fn new() -> Self {
        let lexicon = Lexicon::builtin();
        let reader = Reader::new(Arc::clone(&lexicon)).expect("the lexicon can be indexed");
        Self { ingest: Ingest::new(lexicon), reader }
    }

    /// The reading of a document; panics with the reason where it is rejected.
    pub(crate) fn read(&self, source: &str, bytes: &[u8], overrides: &Overrides) -> Reading {
        let document = self.ingest.document(source, bytes, overrides, Limits::default());
        self.reader.read(document.unwrap_or_else(|reject| panic!("{source}: {}", reject.reason)))
    }
}
