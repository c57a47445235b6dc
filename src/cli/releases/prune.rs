//! `zhibiao releases prune`: removes old releases.

use super::super::{Console, output, usage};
use super::Where;
use crate::model::Result;
use crate::publish::Output;
use crate::publish::releases::{Keep, Listed, Monthly, list, prune};

/// Remove old releases; the latest always stays
///
/// A release stays that any of the rules keeps, and one whose name does not say when it was made. The
/// names of those that go are printed. A release loses its name in one step before its files go, so
/// that nobody sees half of one; who has its files open reads on.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao releases prune pipelines/example.toml --keep-last 30
  zhibiao releases prune pipelines/example.toml --keep-last 7 --keep-monthly 12
  zhibiao releases prune --output /var/lib/zhibiao --keep-monthly all --dry-run")]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
    /// Keep N releases: the latest, and those that were made last
    #[arg(long, value_name = "N")]
    keep_last: Option<u32>,
    /// Keep the last release of each of the last N months that have one, or of all
    #[arg(long, value_name = "N|all", value_parser = monthly)]
    keep_monthly: Option<Monthly>,
    /// Say what would go and remove nothing
    #[arg(long)]
    dry_run: bool,
}

fn monthly(text: &str) -> Result<Monthly, String> {
    match text {
        "all" => Ok(Monthly::All),
        number => number.parse().map(Monthly::Last).map_err(|_| "a number of months, or `all`".to_owned()),
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let keep = Keep { last: args.keep_last, monthly: args.keep_monthly };
    if keep == Keep::default() {
        return Err(usage("no rule says what to keep", "give --keep-last N, --keep-monthly N|all, or both"));
    }
    let folder = args.place.folder_with_releases()?;
    if args.dry_run {
        let releases = list(&folder)?;
        let goes = keep.goes(&releases);
        goes.iter().try_for_each(|release| output::print(&format!("{}\n", release.id)))?;
        console.say(&format!("{} would go; nothing was removed", told(&goes, &releases)));
        return Ok(());
    }
    // Listed under the lock, so that nobody makes another release the latest meanwhile.
    let claimed = Output::claim(folder)?;
    claimed.recovery().tell();
    let releases = list(claimed.folder())?;
    let goes = keep.goes(&releases);
    for release in &goes {
        prune(&claimed, &release.id)?;
        output::print(&format!("{}\n", release.id))?;
    }
    console.say(&format!("{} removed", told(&goes, &releases)));
    Ok(())
}

fn told(goes: &[&Listed], of: &[Listed]) -> String {
    let bytes: u64 = goes.iter().map(|release| release.bytes).sum();
    format!("{} of {} releases, {bytes} bytes,", goes.len(), of.len())
}
