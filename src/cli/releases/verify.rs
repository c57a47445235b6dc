//! `zhibiao releases verify`: every size and every hash of the manifest.

use std::fmt::Write;

use super::super::{Console, output};
use super::Where;
use crate::model::{Error, ErrorKind, Result};
use crate::publish::release_ids;
use crate::publish::releases::{release, verify};

/// Verify that releases are what their manifests say, byte for byte
///
/// Every file is read and hashed; files that are missing or too many are told. A line a problem is
/// printed: release, file, what is wrong, a code.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao releases verify pipelines/example.toml
  zhibiao releases verify --output /var/lib/zhibiao --all

Exit code 1 says that a release is damaged.")]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
    /// The release; the latest by default
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    release: Option<String>,
    /// Verify every release
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let folder = args.place.folder_with_releases()?;
    let ids = if args.all { release_ids(&folder)?.into_iter().map(Some).collect() } else { vec![args.release.clone()] };
    let (mut problems, mut verified) = (0, 0);
    for id in ids {
        let release = release(&folder, id.as_deref())?;
        let id = release.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut lines = String::new();
        for problem in verify(&release)? {
            problems += 1;
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{id}: {problem}");
        }
        verified += 1;
        output::print(&lines)?;
    }
    let releases = if verified == 1 { "1 release".to_owned() } else { format!("{verified} releases") };
    if problems == 0 {
        console.say(&format!("{releases} verified: every file is as its manifest says"));
        return Ok(());
    }
    Err(Error::new(ErrorKind::Findings, "release-damaged", format!("{problems} problems in {releases}"))
        .at_file(folder.path())
        .hint("restore it from a copy; the latest can be removed and made anew by the next run"))
}
