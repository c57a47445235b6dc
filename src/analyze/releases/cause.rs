//! What brought a change about, as far as the manifests of both releases tell.

use rustc_hash::FxHashMap;

use super::super::Release;
use super::{Change, Kind, Row};

use crate::model::observation::codes;

codes! {
    /// What brings changes about.
    Cause {
        /// The first release did not have the document.
        NewDocument = "new_document",
        /// The second release does not have the document.
        RemovedDocument = "removed_document",
        /// The file was renamed.
        RenamedDocument = "renamed_document",
        /// The bytes of the document are others.
        ChangedDocument = "changed_document",
        /// Another version of the program read it.
        NewProgram = "new_program",
        /// It was read with another lexicon.
        ChangedLexicon = "changed_lexicon",
        /// The pipeline is another one: its settings or its corrections.
        ChangedPipeline = "changed_pipeline",
        /// Other documents have something to do with it: a finding across documents.
        OtherDocuments = "other_documents",
    }
}

/// What is different of the releases as wholes, and which documents they have.
pub(super) struct Causes {
    whole: Vec<Cause>,
    before: FxHashMap<String, String>,
    after: FxHashMap<String, String>,
}

impl Causes {
    pub(super) fn of(a: &Release, b: &Release) -> Self {
        let (old, new) = (&a.manifest, &b.manifest);
        let mut whole = Vec::new();
        let mut differs = |is: bool, cause| {
            if is {
                whole.push(cause);
            }
        };
        differs(old.version != new.version, Cause::NewProgram);
        differs(old.lexicon != new.lexicon, Cause::ChangedLexicon);
        differs(old.fingerprint != new.fingerprint, Cause::ChangedPipeline);
        let documents = |release: &Release| {
            let inputs = release.manifest.inputs.iter();
            inputs.filter_map(|i| Some((i.source.clone(), i.document_id.clone()?))).collect()
        };
        Self { whole, before: documents(a), after: documents(b) }
    }

    /// What brought this change about.
    pub(super) fn of_change(&self, change: &Change, names: &[String]) -> Vec<Cause> {
        let source = |row: &Option<Row>| {
            let at = names.iter().position(|n| n == "source")?;
            row.as_ref()?[at].clone()
        };
        let (old, new) = (source(&change.before), source(&change.after));
        let document = match (&old, &new) {
            (Some(a), Some(b)) if a != b => Some(Cause::RenamedDocument),
            (_, Some(b)) if !self.before.contains_key(b) => Some(Cause::NewDocument),
            (Some(a), _) if !self.after.contains_key(a) => Some(Cause::RemovedDocument),
            _ => {
                let source = old.as_ref().or(new.as_ref());
                let changed = source.is_some_and(|s| self.before.get(s) != self.after.get(s));
                changed.then_some(Cause::ChangedDocument)
            }
        };
        match document {
            Some(cause) => vec![cause],
            None if self.whole.is_empty() && change.kind == Kind::Metadata => vec![Cause::OtherDocuments],
            None => self.whole.clone(),
        }
    }
}
