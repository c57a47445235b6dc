//! `zhibiao diff releases`: what changed from one release to another.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::super::Console;
use super::super::analysis::Emit;
use super::super::release::ReleaseArgs;
use crate::analyze::Release;
use crate::analyze::releases::{Kind, ReleaseDiff};
use crate::model::{Error, Result};
use crate::publish::releases::has_releases;

/// What changed from one release to another, and what brought it about
///
/// Changes: added, removed, revised (another value), rounding (other digits of the same value), reread (the
/// same number read as of another thing, place, time or status), metadata (title, date, confidence,
/// findings), moved (it only stands elsewhere). Causes, from the manifests: new_document,
/// removed_document, renamed_document, changed_document, new_program, changed_lexicon, changed_pipeline,
/// other_documents; where several may be it, all are told.
///
/// A and B are names of releases (`zhibiao releases list` prints them), folders of releases, or `latest` and
/// `previous`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao diff releases
  zhibiao diff releases previous latest --change revised
  zhibiao diff releases output/a/releases/20260101T000000Z-0123456789ab output/b/latest --format csv")]
pub(super) struct Args {
    /// The earlier release
    #[arg(value_name = "A", default_value = "previous")]
    a: String,
    /// The later release
    #[arg(value_name = "B", default_value = "latest")]
    b: String,
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

/// The columns of a table for a person.
const MAIN: [&str; 9] =
    ["change", "cause", "region_name", "indicator_text", "measure", "period", "value_a", "value_b", "unit_b"];

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    args.emit.format()?;
    let (a, b) = (Release::open(&folder(args, &args.a)?)?, Release::open(&folder(args, &args.b)?)?);
    let mut diff = ReleaseDiff::between(&a, &b)?;
    let counts: Vec<String> = Kind::ALL
        .iter()
        .filter_map(|kind| Some((diff.count(*kind), kind)).filter(|(n, _)| *n > 0))
        .map(|(n, kind)| format!("{n} {}", kind.as_str()))
        .collect();
    let told = if counts.is_empty() { "nothing changed".to_owned() } else { counts.join(", ") };
    console.say(&format!("{} to {}: {told}; {} rows the same", a.id(), b.id(), diff.unchanged));
    diff.changes.retain(|c| args.change.is_empty() || args.change.iter().any(|k| k == c.kind.as_str()));
    args.emit.frame(&diff.frame(args.limit)?, &MAIN, console)
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
