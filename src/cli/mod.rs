//! The command line, one file a subcommand: arguments, then a call into the library.
//!
//! Data goes to standard output and everything else to standard error. Help, completions and the
//! manual page come from the same definitions; every subcommand's help ends with examples that a
//! test parses.

#[cfg(feature = "analysis")]
mod analysis;
mod check;
mod completions;
mod console;
mod corrections;
#[cfg(feature = "analysis")]
mod diff;
mod eval;
mod explain;
mod extract;
mod logging;
mod man;
mod mentions;
mod notify;
mod output;
#[cfg(feature = "analysis")]
mod panel;
#[cfg(feature = "analysis")]
mod query;
mod read_pdf;
mod release;
mod releases;
mod report;
mod review;
mod run;
mod schema;
#[cfg(feature = "analysis")]
mod targets;

use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, Parser, Subcommand, ValueEnum};

pub use console::Console;

use crate::ingest::formats::pdf::child;
use crate::model::{Error, ErrorKind, Result};

/// Reads Chinese government documents and writes the indicators in them as tables.
#[derive(Debug, Parser)]
#[command(name = "zhibiao", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_long_help = "\
Examples:
  zhibiao run pipelines/example.toml
  zhibiao extract report.txt
  zhibiao check pipelines/example.toml

Exit codes:
  0    done
  1    findings at or above the severity asked for, or a failed test of a pipeline file
  2    the command line or a pipeline file is wrong, or a source cannot be read
  3    more documents were rejected than the pipeline allows
  4    output could not be written, or another run is writing there
  130  interrupted")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every subcommand.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Say nothing on standard error but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Log what is done; twice for every document
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Form of what is said on standard error
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT", hide_possible_values = false)]
    log_format: LogFormat,
    /// When to colour; `NO_COLOR` is obeyed
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorWhen,
}

/// Form of what is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// Lines for a person.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorWhen {
    /// When the stream is a terminal and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Check(check::Args),
    Extract(extract::Args),
    Mentions(mentions::Args),
    Explain(explain::Args),
    Eval(eval::Args),
    #[cfg(feature = "analysis")]
    Query(query::Args),
    #[cfg(feature = "analysis")]
    Diff(diff::Args),
    #[cfg(feature = "analysis")]
    Targets(targets::Args),
    #[cfg(feature = "analysis")]
    Panel(panel::Args),
    Corrections(corrections::Args),
    Releases(releases::Args),
    Report(report::Args),
    Review(review::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(name = child::SUBCOMMAND, hide = true)]
    ReadPdf(read_pdf::Args),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    child::announce();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help_or_error) => {
            // A reader that went away while help was printed is no error.
            let _ = help_or_error.print();
            return ExitCode::from(u8::try_from(help_or_error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(&cli.global);
    logging::init(&cli.global, &console);
    match dispatch(&cli.command, &console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.kind() != ErrorKind::BrokenPipe {
                console.error(&error);
            }
            ExitCode::from(error.kind().exit_code())
        }
    }
}

fn dispatch(command: &Command, console: &Console) -> Result<()> {
    match command {
        Command::Run(args) => run::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Extract(args) => extract::run(args, console),
        Command::Mentions(args) => mentions::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Eval(args) => eval::run(args, console),
        #[cfg(feature = "analysis")]
        Command::Query(args) => query::run(args, console),
        #[cfg(feature = "analysis")]
        Command::Diff(args) => diff::run(args, console),
        #[cfg(feature = "analysis")]
        Command::Targets(args) => targets::run(args, console),
        #[cfg(feature = "analysis")]
        Command::Panel(args) => panel::run(args, console),
        Command::Corrections(args) => corrections::run(args, console),
        Command::Releases(args) => releases::run(args, console),
        Command::Report(args) => report::run(args),
        Command::Review(args) => review::run(args, console),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::ReadPdf(_) => read_pdf::run(),
    }
}

/// The definition of the command line, for completions and manual pages.
fn definition() -> clap::Command {
    Cli::command()
}

/// An error about a wrong command line.
fn usage(message: impl Into<String>, hint: &str) -> Error {
    Error::usage("command-line", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a help text that show how to call the program.
    fn examples(help: &str) -> Vec<String> {
        let lines = help.lines().map(str::trim).filter(|l| l.starts_with("zhibiao "));
        lines.map(|l| l.split(" | ").next().unwrap_or(l).split(" > ").next().unwrap_or(l).to_owned()).collect()
    }

    /// The words of an example; what stands in quotes is one word.
    fn words(example: &str) -> Vec<&str> {
        let pieces = example.split(['\'', '"']).enumerate();
        pieces.flat_map(|(i, p)| if i % 2 == 1 { vec![p] } else { p.split_whitespace().collect() }).collect()
    }

    #[test]
    fn the_definition_is_consistent() {
        definition().debug_assert();
    }

    #[test]
    fn every_subcommand_has_help_with_an_example_that_parses() {
        for command in definition().get_subcommands() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name} says what it does");
            let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            let examples = examples(&help);
            let own = format!("zhibiao {name}");
            assert!(examples.iter().any(|e| e.starts_with(&own)), "{name} has an example");
            for example in examples {
                let parsed = Cli::try_parse_from(words(&example));
                assert!(parsed.is_ok(), "{example}: {}", parsed.err().map(|e| e.to_string()).unwrap_or_default());
            }
        }
    }

    #[test]
    fn every_argument_is_described() {
        for command in definition().get_subcommands() {
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        }
    }
}
