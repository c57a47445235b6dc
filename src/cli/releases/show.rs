//! `zhibiao releases show`: what a release says of itself, in words.

use std::collections::BTreeMap;

use super::super::output;
use super::Where;
use crate::model::Result;
use crate::publish::Manifest;
use crate::publish::releases::{list, manifest, release};

/// Show what a release was made of and what is in it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao releases show pipelines/example.toml
  zhibiao releases show pipelines/example.toml --release 20260101T000000Z-0123456789ab")]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
    /// The release; the latest by default
    #[arg(long, value_name = "ID")]
    release: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<()> {
    let folder = args.place.folder()?;
    let release = release(&folder, args.release.as_deref())?;
    let manifest = manifest(&release)?;
    let id = release.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let listed = list(&folder)?.into_iter().find(|listed| listed.id == id);
    let latest = if listed.as_ref().is_some_and(|l| l.latest) { ", the latest" } else { "" };
    let made = listed.and_then(|l| l.made).map(|t| t.strftime(" on %Y-%m-%d at %H:%M:%S UTC").to_string());
    let head = format!("{id}{latest}\nmade{} by zhibiao {}", made.unwrap_or_default(), manifest.version);
    output::print(&words(&head, &manifest))
}

/// The manifest in words.
fn words(head: &str, manifest: &Manifest) -> String {
    let (counts, stages) = (manifest.counts, manifest.counts.stages);
    let mut text = format!("{head} for the pipeline {}\n\n", manifest.pipeline);
    let mut line = |line: String| text += &(line + "\n");
    line(format!(
        "{} files found: {} published, {} rejected{}",
        counts.found,
        counts.published,
        counts.rejected,
        reasons(manifest)
    ));
    line(format!(
        "{} blocks ({} of them page furniture), {} sentences, {} numeric expressions",
        stages.blocks, stages.furniture, stages.sentences, stages.numbers
    ));
    line(format!(
        "{} observations; {} numeric expressions are no quantity; {} findings",
        stages.observations, stages.no_quantity, counts.findings
    ));
    line(format!("fingerprint of the pipeline  {}", manifest.fingerprint));
    line(format!("fingerprint of the lexicon   {}\n", manifest.lexicon));
    let width = manifest.files.iter().map(|f| f.name.len()).max().unwrap_or_default();
    for file in &manifest.files {
        let rows = file.rows.map(|rows| format!("{rows} rows")).unwrap_or_default();
        line(format!("{:width$}  {:>12} bytes  {rows:>14}  sha256 {}", file.name, file.bytes, file.sha256));
    }
    text
}

/// How many files were rejected for which reason.
fn reasons(manifest: &Manifest) -> String {
    let mut counts = BTreeMap::<&str, u64>::new();
    for code in manifest.inputs.iter().filter_map(|input| input.reject.as_deref()) {
        *counts.entry(code).or_default() += 1;
    }
    if counts.is_empty() {
        return String::new();
    }
    let counts: Vec<_> = counts.into_iter().map(|(code, n)| format!("{n} {code}")).collect();
    format!(" ({})", counts.join(", "))
}
