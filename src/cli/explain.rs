//! `zhibiao explain`: how a number of a document was read, slot by slot, or why it was left out.

mod account;
mod layout;
mod spots;

use std::path::PathBuf;

use super::extract::{AboutDocuments, Documents};
use super::{Console, output};
use crate::check::check_document;
use crate::model::{Error, Lexicon, Result};
use account::Accounts;
use spots::{Miss, Spots};

/// Show how a number of a document was read, slot by slot
///
/// For each slot: what it was filled with, the words that filled it and where they stand (in the
/// number's clause, earlier in its sentence, carried from before, a heading, the document), and the
/// rule that related the number to what it measures. A number that was left out is shown with the
/// reason.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao explain report.txt --at 1042
  zhibiao explain report.txt --at 823.6亿
  zhibiao explain - --at 7.2% --document-date 2024-01-20 --region 襄阳市 --json

Exit code 2 says that no number stands there; the nearest one is named.")]
pub(super) struct Args {
    /// A document; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The number: the place of one of its characters, as `char_start` counts them, or words of
    /// it with its unit; with words that hold several numbers, all of them
    #[arg(long, value_name = "OFFSET|TEXT", allow_hyphen_values = true)]
    at: String,
    /// Print one JSON object a number instead
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    about: AboutDocuments,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let lexicon = Lexicon::builtin();
    let mut documents = Documents::new(&lexicon, args.about.overrides(&lexicon)?)?;
    let explained = documents.with(&args.file, console, |reader, document| {
        let mut explained = reader.explain(document);
        check_document(&mut explained.reading, 0, reader.lexicon());
        explained
    })?;
    let Some(explained) = explained else { return documents.verdict() };
    let spots = Spots::of(&explained, documents.reader().recognizer());
    let chosen = spots.find(&args.at).map_err(|miss| no_number(args, &miss))?;
    let accounts = Accounts { explained: &explained, lexicon: &lexicon };
    let mut out = String::new();
    for spot in chosen {
        let account = accounts.of(spot);
        if args.json {
            out.push_str(&layout::json(&account));
        } else {
            out.push_str(if out.is_empty() { "" } else { "\n" });
            out.push_str(&layout::text(&account, console.color_out()));
        }
    }
    output::print(&out)
}

fn no_number(args: &Args, miss: &Miss) -> Error {
    let message = match miss {
        Miss::Offset { offset, .. } => format!("no number stands at character {offset}"),
        Miss::Beyond { characters } => format!("the document has {characters} characters, not so many as {}", args.at),
        Miss::Text => format!("no number is written `{}`", args.at),
    };
    let hint = match miss {
        Miss::Offset { nearest: Some((start, end, text)), .. } => {
            format!("the nearest number is {text}, characters {start} to {end}")
        }
        Miss::Offset { nearest: None, .. } => "the document holds no number".to_owned(),
        Miss::Beyond { .. } => "offsets count characters from 0, as char_start does".to_owned(),
        Miss::Text => {
            "write it as the document does; `zhibiao mentions FILE --kind number` lists all numbers".to_owned()
        }
    };
    Error::usage("no-number", message).at_file(&args.file).hint(hint)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::account::Outcome;
    use super::*;
    use crate::ingest::{Ingest, Limits, Overrides};
    use crate::pipeline::Reader;

    /// The documents of the project and, in CI, those beside it in every format; elsewhere the seeds of
    /// them, to keep the inner loop quick.
    fn documents() -> Vec<std::path::PathBuf> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let beside = if std::env::var_os("CI").is_some() { "../shared/corpus" } else { "../shared/corpus/seeds" };
        let folders = [project.join("pipelines/samples"), project.join(beside)];
        let files = folders.iter().filter(|f| f.exists()).flat_map(walkdir::WalkDir::new).filter_map(Result::ok);
        let read = |p: &std::path::PathBuf| {
            p.extension().is_some_and(|e| ["txt", "html", "docx", "pdf"].iter().any(|read| e == *read))
        };
        files.map(walkdir::DirEntry::into_path).filter(read).collect()
    }

    #[test]
    fn every_number_of_every_document_is_explained() {
        let lexicon = Lexicon::builtin();
        let (ingest, reader) = (Ingest::new(Arc::clone(&lexicon)), Reader::new(Arc::clone(&lexicon)).unwrap());
        let (mut read, mut left) = (0, 0);
        for file in documents() {
            let bytes = std::fs::read(&file).unwrap();
            let name = file.to_string_lossy();
            let Ok(document) = ingest.document(&name, &bytes, &Overrides::default(), Limits::default()) else {
                continue;
            };
            let explained = reader.explain(document);
            let spots = Spots::of(&explained, reader.recognizer());
            let accounts = Accounts { explained: &explained, lexicon: &lexicon };
            let mut of_document = 0;
            for spot in spots.all() {
                let account = accounts.of(spot);
                let place = format!("{name}:{} {}", account.offsets.0, spot.whole.of(account.text));
                let found = spots.find(&account.offsets.0.to_string()).unwrap_or_default();
                assert!(found.iter().any(|f| f.number.overlaps(spot.number)), "{place}");
                assert!(layout::text(&account, false).contains('【'), "{place}");
                assert!(layout::json(&account).ends_with("}\n"), "{place}");
                match &account.outcome {
                    Outcome::Read(how) => {
                        of_document += 1;
                        assert!(how.rule.is_some(), "{place}");
                        for slot in how.slots.iter().filter(|s| s.value.is_some() && s.name != "confidence") {
                            let told = slot.found.is_some() || slot.value.as_deref() == Some("no");
                            assert!(told, "{place}: nothing says where {} was found", slot.name);
                        }
                    }
                    Outcome::Left(code, about) => {
                        left += 1;
                        assert!(!about.is_empty() && *code != "unread", "{place}: {code}");
                    }
                }
            }
            assert_eq!(of_document, explained.reading.observations.len(), "{name}: every observation is shown");
            read += of_document;
        }
        // The samples alone, on a machine without ../shared, hold fewer numbers that are none.
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seeds").exists();
        let enough = if seeds { 500 } else { 400 };
        assert!(read > 1000 && left > enough, "{read} read, {left} left out");
    }
}
