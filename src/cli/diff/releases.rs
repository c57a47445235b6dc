//! `zhibiao diff releases`: what changed from one release to another.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::super::Console;
use super::super::analysis::Emit;
use super::super::release::ReleaseArgs;
use crate::analyze::Release;
use crate::analyze::releases::{Change, Kind, OTHER_TABLES, ReleaseDiff, TableDiff};
use crate::model::{Error, Result};
use crate::publish::releases::has_releases;

/// What changed from one release to another, and what brought it about
///
/// Changes: added, removed, revised (another value; of a document other bytes), rounding (other digits of
/// the same value), reread (the same number read as of another thing, place, time or status), metadata
/// (title, date, confidence, findings), moved (it only stands elsewhere). Causes, from the manifests:
/// new_document, removed_document, renamed_document, changed_document, new_program, changed_lexicon,
/// correction, changed_pipeline, other_documents; where several may be it, all are told.
///
/// A and B are names of releases (`zhibiao releases list` prints them), folders of releases, or `latest` and
/// `previous`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao diff releases
  zhibiao diff releases previous latest --change revised
  zhibiao diff releases previous latest --table documents
  zhibiao diff releases output/a/releases/20260101T000000Z-0123456789ab output/b/latest --format csv")]
pub(super) struct Args {
    /// The earlier release
    #[arg(value_name = "A", default_value = "previous")]
    a: String,
    /// The later release
    #[arg(value_name = "B", default_value = "latest")]
    b: String,
    /// The table whose changes are told
    #[arg(long, value_name = "TABLE", default_value = OBSERVATIONS, value_parser = PossibleValuesParser::new(tables()))]
    table: String,
    /// Only this kind of change; may be given several times
    #[arg(long, value_name = "CHANGE", value_parser = PossibleValuesParser::new(Kind::ALL.iter().map(|k| k.as_str())))]
    change: Vec<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    which: ReleaseArgs,
    #[command(flatten)]
    emit: Emit,
}

const OBSERVATIONS: &str = "observations";

/// The tables that can be compared.
fn tables() -> impl Iterator<Item = &'static str> {
    std::iter::once(OBSERVATIONS).chain(OTHER_TABLES)
}

/// The columns of a table for a person.
fn main_columns(table: &str) -> &'static [&'static str] {
    match table {
        "documents" => &["change", "cause", "source", "title", "columns"],
        "rejects" => &["change", "cause", "source", "code_a", "code_b"],
        "findings" => &["change", "cause", "code", "severity", "message"],
        "series" => &["change", "name", "last_period_a", "last_period_b", "observations_a", "observations_b"],
        _ => &["change", "cause", "region_name", "indicator_text", "measure", "period", "value_a", "value_b", "unit_b"],
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    args.emit.format()?;
    let (a, b) = (Release::open(&folder(args, &args.a)?)?, Release::open(&folder(args, &args.b)?)?);
    let wanted = |c: &Change| args.change.is_empty() || args.change.iter().any(|k| k == c.kind.as_str());
    let say = |changes: &[Change], unchanged| {
        console.say(&format!("{} to {}: {}; {unchanged} rows the same", a.id(), b.id(), told(changes)));
    };
    let frame = if args.table == OBSERVATIONS {
        let mut diff = ReleaseDiff::between(&a, &b)?;
        say(&diff.changes, diff.unchanged);
        diff.changes.retain(wanted);
        diff.frame(args.limit)?
    } else {
        let mut diff = TableDiff::between(&a, &b, &args.table)?;
        say(&diff.changes, diff.unchanged);
        diff.changes.retain(wanted);
        diff.frame(args.limit)?
    };
    args.emit.frame(&frame, main_columns(&args.table), console)
}

/// How many changes there are of each kind, in words.
fn told(changes: &[Change]) -> String {
    let count = |kind: &Kind| changes.iter().filter(|c| c.kind == *kind).count();
    let counts = Kind::ALL.iter().map(|kind| (count(kind), kind.as_str())).filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, kind)| format!("{n} {kind}")).collect();
    if counts.is_empty() { "nothing changed".to_owned() } else { counts.join(", ") }
}

/// The folder that a name stands for.
fn folder(args: &Args, name: &str) -> Result<PathBuf> {
    let named = PathBuf::from(name);
    if named.join("manifest.json").is_file() || has_releases(&named) {
        return Ok(named);
    }
    let pipeline = args.which.folder()?;
    let ids = crate::publish::release_ids(&pipeline.clone().into())?;
    let latest = crate::publish::releases::latest_release(&pipeline)?;
    let place = ids.iter().position(|id| latest.ends_with(id));
    let id = match name {
        "latest" => return Ok(latest),
        "previous" => place.and_then(|at| ids.get(at.checked_sub(1)?)),
        name => ids.iter().find(|id| id.as_str() == name),
    };
    match id {
        Some(id) => Ok(pipeline.join("releases").join(id)),
        None => Err(Error::usage("no-release", format!("there is no release `{name}`"))
            .at_file(&pipeline)
            .hint("`zhibiao releases list` names those that are there")),
    }
}
