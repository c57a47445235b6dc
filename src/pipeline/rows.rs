//! The identities of the rows that findings are about, noted while rows go by.

use rustc_hash::FxHashMap;

use crate::model::{DocumentId, Finding, Lexicon, ObservationId, ObservationRef, Reading};
use crate::publish::{ResolveRow, RowKey};

/// Knows the rows that some findings name, and no others.
pub(super) struct RowKeys {
    rows: FxHashMap<ObservationRef, Option<ObservationId>>,
    documents: FxHashMap<u32, Option<(DocumentId, String)>>,
}

impl RowKeys {
    /// Will know the rows that `findings` name.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let rows: FxHashMap<_, _> = findings.iter().flat_map(|f| &f.rows).map(|r| (*r, None)).collect();
        let documents = rows.keys().map(|r| (r.document, None)).collect();
        Self { rows, documents }
    }

    /// Notes the rows of a document.
    pub(super) fn see(&mut self, document: u32, reading: &Reading, lexicon: &Lexicon) {
        let Some(known) = self.documents.get_mut(&document) else { return };
        *known = Some((reading.document.id, reading.document.source.clone()));
        for (observation, row) in (0_u32..).zip(&reading.observations) {
            if let Some(id) = self.rows.get_mut(&ObservationRef { document, observation }) {
                *id = Some(row.id(reading.document.id, lexicon));
            }
        }
    }
}

impl ResolveRow for RowKeys {
    fn resolve(&self, row: ObservationRef) -> Option<RowKey<'_>> {
        let observation_id = (*self.rows.get(&row)?)?;
        let (document_id, source) = self.documents.get(&row.document)?.as_ref()?;
        Some(RowKey { document_id: *document_id, source, observation_id })
    }
}
