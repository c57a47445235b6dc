//! A run as `OpenLineage` events (<https://openlineage.io>, spec 2-0-2): `runs/<time>.openlineage.json`,
//! a list of events that their collectors take one by one or as a batch.
//!
//! The file has a START event while the run lasts, and then one that says how it ended: COMPLETE, FAIL,
//! or ABORT for a run that was stopped. A file with a START alone is of a run that was killed. Facets
//! hold what is known for sure, and nothing else.

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::plan::Plan;
use super::report::{Outcome, RunReport};
use crate::ingest::remote::is_url;
use crate::publish::WrittenFile;
use crate::publish::schema::TABLES;

/// The specification that events keep.
const SPEC: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
/// The namespace of jobs.
const NAMESPACE: &str = "zhibiao";
/// Where facets are specified.
const FACETS: &str = "https://openlineage.io/spec/facets";

/// Makes the events of a run.
pub(super) struct Lineage {
    run_id: String,
    job: Value,
    inputs: Vec<Value>,
    outputs: String,
    events: Vec<Value>,
}

impl Lineage {
    /// Begins with the START event.
    pub(super) fn begin(plan: &Plan, report: &RunReport) -> Self {
        let output = absolute(&plan.settings.folder);
        let mut lineage = Self {
            run_id: run_id(report.started, &output),
            job: json!({
                "namespace": NAMESPACE,
                "name": report.pipeline,
                "facets": {
                    "jobType": facet("2-0-4/JobTypeJobFacet", json!({
                        "processingType": "BATCH", "integration": "ZHIBIAO", "jobType": "PIPELINE",
                    })),
                },
            }),
            inputs: inputs(plan),
            outputs: output,
            events: Vec::new(),
        };
        let start = lineage.event("START", report.started, Map::new(), &[]);
        lineage.events.push(start);
        lineage
    }

    /// Adds the event of the end. `files` are those of the release that is then the latest.
    pub(super) fn end(&mut self, report: &RunReport, files: &[WrittenFile]) {
        let kind = match report.outcome {
            Outcome::Released | Outcome::Unchanged => "COMPLETE",
            Outcome::Failed => "FAIL",
            Outcome::Stopped => "ABORT",
        };
        let mut facets = Map::new();
        if let Some(error) = &report.error {
            let message = json!({ "message": error.message, "programmingLanguage": "Rust" });
            facets.insert("errorMessage".into(), facet("1-0-1/ErrorMessageRunFacet", message));
        }
        let release = report.release.as_deref().unwrap_or_default();
        let outputs: Vec<Value> = files.iter().filter_map(|file| self.output(file, release)).collect();
        let end = self.event(kind, report.finished, facets, &outputs);
        self.events.push(end);
    }

    /// The file.
    pub(super) fn to_json(&self) -> String {
        // Keys are strings: serialising cannot fail.
        serde_json::to_string_pretty(&self.events).map(|json| json + "\n").unwrap_or_default()
    }

    fn event(&self, kind: &str, time: Timestamp, mut facets: Map<String, Value>, outputs: &[Value]) -> Value {
        let engine = json!({ "version": env!("CARGO_PKG_VERSION"), "name": "zhibiao" });
        facets.insert("processing_engine".into(), facet("1-1-1/ProcessingEngineRunFacet", engine));
        json!({
            "eventType": kind,
            "eventTime": time.to_string(),
            "run": { "runId": self.run_id, "facets": facets },
            "job": self.job,
            "inputs": self.inputs,
            "outputs": outputs,
            "producer": producer(),
            "schemaURL": SPEC,
        })
    }

    /// A table of a release, under the name that leads to the latest one; `None` for what is no table.
    fn output(&self, file: &WrittenFile, release: &str) -> Option<Value> {
        let (stem, format) = file.name.rsplit_once('.')?;
        let table = TABLES.iter().find(|table| table.name == stem)?;
        let fields: Vec<Value> = table
            .columns
            .iter()
            .map(|c| json!({ "name": c.name, "type": format!("{:?}", c.ty).to_lowercase(), "description": c.about }))
            .collect();
        let storage = json!({ "storageLayer": "file", "fileFormat": format });
        let written = json!({ "rowCount": file.rows, "size": file.bytes, "fileCount": 1 });
        Some(json!({
            "namespace": "file",
            "name": format!("{}/latest/{}", self.outputs, file.name),
            "facets": {
                "schema": facet("1-2-0/SchemaDatasetFacet", json!({ "fields": fields })),
                "storage": facet("1-0-1/StorageDatasetFacet", storage),
                "version": facet("1-0-1/DatasetVersionDatasetFacet", json!({ "datasetVersion": release })),
            },
            "outputFacets": {
                "outputStatistics": facet("1-0-2/OutputStatisticsOutputDatasetFacet", written),
            },
        }))
    }
}

/// The sources of a pipeline: folders and files of this machine, and stores.
fn inputs(plan: &Plan) -> Vec<Value> {
    let paths = plan.settings.sources.iter().flat_map(|source| &source.paths);
    paths
        .map(|path| {
            if let Some((scheme, rest)) = path.split_once("://").filter(|_| is_url(path)) {
                let (host, key) = rest.split_once('/').unwrap_or((rest, ""));
                let name = if key.is_empty() { "/" } else { key };
                return json!({ "namespace": format!("{scheme}://{host}"), "name": name });
            }
            json!({ "namespace": "file", "name": absolute(&plan.base().join(path)) })
        })
        .collect()
}

/// A facet, which names who made it and what it is.
fn facet(schema: &str, mut facet: Value) -> Value {
    let name = schema.rsplit('/').next().unwrap_or(schema);
    if let Value::Object(fields) = &mut facet {
        fields.insert("_producer".into(), producer().into());
        fields.insert("_schemaURL".into(), format!("{FACETS}/{schema}.json#/$defs/{name}").into());
    }
    facet
}

/// Who makes the events, as a package URL.
fn producer() -> String {
    format!("pkg:cargo/zhibiao@{}", env!("CARGO_PKG_VERSION"))
}

fn absolute(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = std::path::PathBuf::new();
    for part in full.components() {
        match part {
            std::path::Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean.to_string_lossy().replace('\\', "/")
}

/// A UUID of version 7 (RFC 9562): the time, and a hash of what makes the run in place of chance.
fn run_id(started: Timestamp, output: &str) -> String {
    let seed = format!("{}\n{}\n{output}", started.as_nanosecond(), std::process::id());
    let mut id = [0; 16];
    id.copy_from_slice(&blake3::hash(seed.as_bytes()).as_bytes()[..16]);
    let time = (started.as_millisecond() as u64).to_be_bytes();
    id[..6].copy_from_slice(&time[2..]);
    id[6] = 0x70 | id[6] & 0x0f;
    id[8] = 0x80 | id[8] & 0x3f;
    let hex = u128::from_be_bytes(id);
    let hex = format!("{hex:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_ids_are_of_version_7_and_begin_with_the_time() {
        let id = run_id("2021-04-30T01:30:00.5Z".parse().unwrap(), "/output");
        assert_eq!(id.as_bytes()[14], b'7', "{id}");
        assert!(id.len() == 36 && matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
        let millis = u64::from_str_radix(&id.replace('-', "")[..12], 16).unwrap();
        assert_eq!(millis, 1_619_746_200_500);
    }

    #[test]
    fn paths_are_absolute_and_without_dots() {
        assert_eq!(absolute(Path::new("/a/b/../c/./d")), "/a/c/d");
    }
}
