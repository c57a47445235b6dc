//! `zhibiao report`: the HTML report of a release.

use std::fs;
use std::path::{Path, PathBuf};

use super::output;
use super::release::ReleaseArgs;
use crate::model::{Error, ErrorKind, Result};
use crate::publish::releases::release_in;
use crate::publish::storage::Folder;
use crate::report::report;

/// Make the report of a release: one HTML file to look at
///
/// The file works offline, from a mail attachment or a file share: headline indicators, findings,
/// rejects, and the numbers themselves with the sentences they were read from, in Chinese and English.
/// It is written beside the releases of the pipeline, as reports/<release>.html, and its name is printed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao report
  zhibiao report pipelines/example.toml --open
  zhibiao report output/example --out example.html
  zhibiao report output/example/releases/20260101T000000Z-0123456789ab --out - > report.html")]
pub(super) struct Args {
    /// The release: its folder, the folder of a pipeline's releases, or a pipeline file
    #[arg(value_name = "RELEASE|PIPELINE.toml", conflicts_with_all = ["pipeline", "release"])]
    place: Option<PathBuf>,
    #[command(flatten)]
    which: ReleaseArgs,
    /// Write to this file instead; - is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Open the report in the default browser, or in the one that BROWSER names
    #[arg(long)]
    open: bool,
}

pub(super) fn run(args: &Args) -> Result<()> {
    let release = release_in(&args.which.folder_or(args.place.as_deref())?)?;
    if args.out.as_deref() == Some(Path::new("-")) {
        if args.open {
            return Err(super::usage("a report on standard output cannot be opened", "leave out --out or --open"));
        }
        return output::print(&report(&release, Path::new("."))?);
    }
    let file = match &args.out {
        Some(file) => file.clone(),
        None => beside(&release)?,
    };
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| Error::output(folder, e))?;
    write(&file, folder, &report(&release, folder)?)?;
    output::print(&format!("{}\n", file.display()))?;
    if args.open { open(&file) } else { Ok(()) }
}

/// `reports/<release>.html` beside the folder of releases.
fn beside(release: &Path) -> Result<PathBuf> {
    let real = release.canonicalize().map_err(|e| Error::output(release, e))?;
    let name = real.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = real.parent().filter(|p| p.ends_with("releases")).and_then(Path::parent);
    // Said as the user said it, where the releases are in the folder that was named.
    let folder = release.parent().filter(|p| p.ends_with("releases")).and_then(Path::parent).or(folder);
    match folder {
        Some(folder) => Ok(folder.join("reports").join(format!("{name}.html"))),
        None => {
            Err(super::usage("this release stands in no folder of releases", "say where the report goes with --out")
                .at_file(release))
        }
    }
}

/// Writes the file whole or not at all, so that a reader on a share never sees half of it.
fn write(file: &Path, folder: &Path, html: &str) -> Result<()> {
    let Some(name) = file.file_name() else {
        return Err(super::usage("this names no file", "say where the report goes with --out FILE").at_file(file));
    };
    let (folder, new) = (Folder::from(folder), format!(".{}.new", name.to_string_lossy()));
    folder.write(&new, html.as_bytes())?;
    folder.rename(&new, &folder, name)
}

/// `BROWSER` names a program, as for other commands; without it the system knows one for HTML.
fn open(file: &Path) -> Result<()> {
    let file = file.canonicalize().map_err(|e| Error::output(file, e))?;
    let opened = match std::env::var("BROWSER").ok().filter(|browser| !browser.is_empty()) {
        Some(browser) => open::with_detached(&file, browser),
        None => open::that_detached(&file),
    };
    opened.map_err(|e| {
        Error::new(ErrorKind::Output, "cannot-open", format!("no browser opens it: {e}"))
            .at_file(&file)
            .hint("the report is there; open it by hand, or set BROWSER to a program")
    })
}
