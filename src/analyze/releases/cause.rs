//! What brought a change about, as far as the manifests of both releases tell.

use rustc_hash::FxHashMap;

use super::super::Release;
use super::{Change, Row};
use crate::correct::CHECK;
use crate::model::observation::codes;
use crate::publish::Manifest;

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
        /// Another version of the program read it, or another build of the same one.
        NewProgram = "new_program",
        /// It was read with another lexicon.
        ChangedLexicon = "changed_lexicon",
        /// A person corrected it, or took a correction back.
        Correction = "correction",
        /// The settings of the pipeline are others; told where nothing else explains another fingerprint.
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
        let corrections = |m: &Manifest| m.corrections.iter().map(|c| c.sha256.clone()).collect::<Vec<_>>();
        differs(old.version != new.version, Cause::NewProgram);
        differs(old.lexicon != new.lexicon, Cause::ChangedLexicon);
        differs(corrections(old) != corrections(new), Cause::Correction);
        if whole.is_empty() && old.fingerprint != new.fingerprint {
            whole.push(Cause::ChangedPipeline);
        }
        let documents = |release: &Release| {
            let inputs = release.manifest.inputs.iter();
            inputs.filter_map(|i| Some((i.source.clone(), i.document_id.clone()?))).collect()
        };
        Self { whole, before: documents(a), after: documents(b) }
    }

    /// What brought this change of a row about.
    pub(super) fn of_change(&self, change: &Change, names: &[String]) -> Vec<Cause> {
        let cell = |row: &Option<Row>, name: &str| row.as_ref()?[names.iter().position(|n| n == name)?].clone();
        let (old, new) = (cell(&change.before, "source"), cell(&change.after, "source"));
        if let Some(cause) = self.of_document(old.as_deref(), new.as_deref()) {
            return vec![cause];
        }
        let corrected =
            |row: &Option<Row>| cell(row, "flags").is_some_and(|flags| flags.split('|').any(|flag| flag == CHECK));
        let both = change.before.is_some() && change.after.is_some();
        if both && (corrected(&change.before) || corrected(&change.after)) && self.whole.contains(&Cause::Correction) {
            return vec![Cause::Correction];
        }
        // A row that is gone or came may be one that a correction took away; any other would say so.
        let whole = self.whole.iter().copied().filter(|cause| !both || *cause != Cause::Correction);
        // How a row is read its document alone decides; other documents have a part in the findings on it.
        let found = both && change.columns.iter().all(|&column| names[column] == "flags");
        or(whole.collect(), if found { Cause::OtherDocuments } else { Cause::NewProgram })
    }

    /// What brought a change about of something that is about these documents, and perhaps about others.
    pub(super) fn of_sources<'s>(&self, sources: impl Iterator<Item = &'s str>) -> Vec<Cause> {
        let mut causes: Vec<Cause> = sources.filter_map(|s| self.of_document(Some(s), Some(s))).collect();
        causes.sort_unstable();
        causes.dedup();
        if causes.is_empty() { or(self.whole.clone(), Cause::OtherDocuments) } else { causes }
    }

    /// What happened to the document that has these names; `None` where it is the same in both.
    fn of_document(&self, old: Option<&str>, new: Option<&str>) -> Option<Cause> {
        match (old, new) {
            (Some(a), Some(b)) if a != b => Some(Cause::RenamedDocument),
            (_, Some(b)) if !self.before.contains_key(b) => Some(Cause::NewDocument),
            (Some(a), _) if !self.after.contains_key(a) => Some(Cause::RemovedDocument),
            _ => {
                let source = old.or(new)?;
                (self.before.get(source) != self.after.get(source)).then_some(Cause::ChangedDocument)
            }
        }
    }
}

/// What is left where nothing of the releases as wholes explains a change.
fn or(causes: Vec<Cause>, left: Cause) -> Vec<Cause> {
    if causes.is_empty() { vec![left] } else { causes }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    /// A row of a document that both releases have, unchanged, with its status and its findings.
    fn cause(before: Option<[&str; 2]>, after: Option<[&str; 2]>) -> Vec<Cause> {
        let documents = || FxHashMap::from_iter([("a.txt".to_owned(), "1".to_owned())]);
        let causes = Causes { whole: Vec::new(), before: documents(), after: documents() };
        let row = |cells: [&str; 2]| ["a.txt", cells[0], cells[1]].map(|cell| Some(cell.to_owned())).to_vec();
        let (before, after) = (before.map(row), after.map(row));
        let columns = before.iter().zip(&after).flat_map(|(a, b)| (0..3).filter(|&i| a[i] != b[i])).collect();
        let change = Change { kind: Kind::Metadata, causes: Vec::new(), before, after, columns };
        causes.of_change(&change, &["source", "status", "flags"].map(str::to_owned))
    }

    #[test]
    fn another_build_of_the_same_version_is_another_program() {
        assert_eq!(cause(Some(["actual", ""]), Some(["target", ""])), [Cause::NewProgram]);
        assert_eq!(cause(None, Some(["actual", ""])), [Cause::NewProgram]);
        assert_eq!(cause(Some(["actual", ""]), None), [Cause::NewProgram]);
        assert_eq!(cause(Some(["actual", ""]), Some(["actual", "base-disagrees"])), [Cause::OtherDocuments]);
    }
}
