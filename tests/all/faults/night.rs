//! A small pipeline with two states of its documents, and what must hold of its output at any time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use zhibiao::model::Result;
use zhibiao::pipeline::{Plan, RunOptions, Summary};
use zhibiao::publish::releases::verify;
use zhibiao::publish::storage::{Folder, MemoryStorage, Storage};
use zhibiao::publish::{Output, latest, release_ids};

use crate::cli_support::{House, report};

/// What a release holds: the hash of its manifest, which has the hash of every other file.
pub(super) type Content = String;

/// A pipeline that reads the documents of one night or of the next.
pub(super) struct Nights {
    house: House,
    plans: [Mutex<Plan>; 2],
}

/// Which documents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Night {
    First,
    Second,
}

impl Nights {
    pub(super) fn new() -> Self {
        let house = House::new("");
        for night in [Night::First, Night::Second] {
            let name = night.name();
            house.write(
                &format!("pipelines/{name}.toml"),
                format!("name = \"p\"\n[[source]]\npaths = [\"../{name}\"]\n"),
            );
            (0..3).for_each(|i| house.write(&format!("{name}/{i}.txt"), report(i + night as usize)));
            house.write(&format!("{name}/damaged.txt"), [0, 0xff, 0xfe, 0, 0xff]);
        }
        let plan = |night: Night| Plan::load(&file(&house, night)).expect("the pipeline is right");
        let plans = [Night::First, Night::Second].map(|night| Mutex::new(plan(night)));
        Self { house, plans }
    }

    /// The pipeline file of a night.
    pub(super) fn file(&self, night: Night) -> PathBuf {
        file(&self.house, night)
    }

    /// Runs a night on this storage.
    pub(super) fn run(&self, night: Night, storage: Arc<dyn Storage>) -> Result<Summary> {
        let mut plan = self.plans[night as usize].lock().expect("no run panicked");
        plan.write_on(storage);
        plan.run(&RunOptions { jobs: Some(1), ..RunOptions::default() })
    }

    /// The folder of releases on this storage.
    pub(super) fn output(&self, storage: Arc<dyn Storage>) -> Folder {
        Folder::new(storage, self.house.path("output/p"))
    }

    /// What a night gives where nothing disturbs it.
    pub(super) fn undisturbed(&self, night: Night) -> Content {
        let memory = MemoryStorage::default();
        self.run(night, Arc::new(memory.clone())).expect("nothing disturbs it");
        self.seen(&memory).expect("there is a release")
    }

    /// The content of the latest release; every release that readers see is whole, `latest` names one
    /// of them in both ways, and every report is.
    pub(super) fn seen(&self, storage: &(impl Storage + Clone + 'static)) -> Option<Content> {
        let output = self.output(Arc::new(storage.clone()));
        let ids = release_ids(&output).expect("releases are listed");
        for id in &ids {
            let problems = verify(&output.at("releases").at(id)).expect("it is read");
            assert!(problems.is_empty(), "release {id} is not whole: {problems:?}");
        }
        for run in output.at("runs").entries().expect("reports are listed").unwrap_or_default() {
            let report = output.at("runs").read(&run.name).expect("it is read").expect("it is there");
            serde_json::from_slice::<serde_json::Value>(&report).expect("a whole report");
        }
        let named = output.read("latest.txt").expect("latest.txt is read");
        let latest = latest(&output).expect("latest.txt is read");
        assert_eq!(named.is_some(), latest.is_some(), "latest.txt names a release that is there: {named:?}");
        if let Some(target) = output.read_link("latest").expect("the link is read") {
            let linked = target.file_name().and_then(|n| n.to_str()).expect("a name");
            assert!(ids.iter().any(|id| id == linked), "the link leads to {linked}");
        }
        latest.map(|id| content(&output, &id))
    }

    /// After an undisturbed run: its release is the latest in both ways, and nothing is left behind.
    pub(super) fn settled(&self, storage: &(impl Storage + Clone + 'static), expected: &Content) {
        assert_eq!(self.seen(storage).as_ref(), Some(expected), "the bytes of an undisturbed run");
        let output = self.output(Arc::new(storage.clone()));
        let entries = output.entries().expect("it is listed").expect("it is there");
        let names: Vec<&str> = entries.iter().filter_map(|e| e.utf8()).collect();
        assert_eq!(names, [".lock", "kept", "latest", "latest.txt", "releases", "runs"], "nothing is left behind");
        let kept = output.at("kept").entries().expect("it is listed").expect("it is there");
        assert_eq!(kept.iter().filter_map(|e| e.utf8()).collect::<Vec<_>>(), ["readings.pack"], "one pack is kept");
        let id = latest(&output).expect("it is read").expect("it is there");
        let target = output.read_link("latest").expect("it is read").expect("it is there");
        assert!(target.ends_with(&id), "the link and the file name one release");
    }

    /// No release is there twice.
    pub(super) fn once_each(&self, storage: &(impl Storage + Clone + 'static)) {
        let output = self.output(Arc::new(storage.clone()));
        let ids = release_ids(&output).expect("they are listed");
        let mut contents: Vec<_> = ids.iter().map(|id| content(&output, id)).collect();
        contents.sort();
        contents.dedup();
        assert_eq!(contents.len(), ids.len(), "no release is there twice: {ids:?}");
    }

    /// Claims the output on this storage, as prune does.
    pub(super) fn claim(&self, storage: Arc<dyn Storage>) -> Result<Output> {
        Output::claim(self.output(storage))
    }
}

fn content(output: &Folder, id: &str) -> Content {
    let manifest = output.at("releases").at(id).read("manifest.json").expect("it is read");
    blake3::hash(&manifest.expect("it was verified")).to_hex().to_string()
}

fn file(house: &House, night: Night) -> PathBuf {
    house.path(&format!("pipelines/{}.toml", night.name()))
}

impl Night {
    const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }
}
