//! What the analytical commands share: which observations, and in which form rows go out.

mod emit;

use clap::builder::{PossibleValuesParser, TypedValueParser};

pub(super) use emit::Emit;

use super::release::ReleaseArgs;
use crate::analyze::{Filter, RegionChoice, Release};
use crate::model::{Error, Lexicon, Result, Status};
use crate::pipeline::region_of;

/// What every command over the observations of a release takes.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    which: ReleaseArgs,
    #[command(flatten)]
    pub(super) emit: Emit,
}

impl Asked {
    /// Opens the release, once it is known that rows can go out in the form asked for.
    ///
    /// # Errors
    /// `command-line`; those of [`Release::open`].
    pub(super) fn release(&self) -> Result<Release> {
        self.emit.format()?;
        Release::open(&self.which.folder()?)
    }
}

/// What was achieved, or what was promised.
pub(super) fn status() -> impl TypedValueParser<Value = Status> {
    let of = |name: String| if name == Status::Target.as_str() { Status::Target } else { Status::Actual };
    PossibleValuesParser::new([Status::Actual.as_str(), Status::Target.as_str()]).map(of)
}

/// Which observations are looked at.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which observations")]
pub(super) struct Choice {
    /// Only this place: a GB/T 2260 code or a name; may be given several times
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// Only this place and the places in it; may be given several times
    #[arg(long, value_name = "REGION")]
    within: Vec<String>,
    /// Only this indicator: a code, with those below it, or Chinese words of the series' name; may be
    /// given several times
    #[arg(long, value_name = "CODE|WORDS")]
    indicator: Vec<String>,
    /// Only rows read with at least this confidence, 0 to 1
    #[arg(long, value_name = "0..1", default_value_t = 0.0, value_parser = confidence)]
    min_confidence: f32,
}

fn confidence(text: &str) -> Result<f32, String> {
    let value: f32 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("a confidence is between 0 and 1".to_owned()) }
}

impl Choice {
    /// The filter, with the years that a period may end in.
    ///
    /// # Errors
    /// `unknown-region`, `unknown-indicator`.
    pub(super) fn filter(&self, from: Option<i16>, to: Option<i16>) -> Result<Filter> {
        let lexicon = Lexicon::builtin();
        let own = self.region.iter().map(|r| region(&lexicon, r));
        let within = self.within.iter().map(|r| region_of(&lexicon, r).map(RegionChoice::Within));
        let regions = own.chain(within).collect::<Result<_>>()?;
        for code in self.indicator.iter().filter(|i| i.is_ascii()) {
            known(&lexicon, code)?;
        }
        Ok(Filter { regions, indicators: self.indicator.clone(), from, to, min_confidence: self.min_confidence })
    }
}

/// A place by its code or name. A name that no lexicon knows may be one of a pipeline's own.
fn region(lexicon: &Lexicon, text: &str) -> Result<RegionChoice> {
    match region_of(lexicon, text) {
        Ok(code) => Ok(RegionChoice::Is(code)),
        Err(_) if !text.is_ascii() && lexicon.regions.named(text).is_empty() => {
            Ok(RegionChoice::Named(text.to_owned()))
        }
        Err(error) => Err(error),
    }
}

/// Pipelines add codes of their own, so that an unknown one is wrong only if it looks like a known one.
fn known(lexicon: &Lexicon, code: &str) -> Result<()> {
    let codes = || lexicon.indicators.codes.iter().map(|i| i.code.as_str());
    let starts = |known: &str| known == code || known.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'));
    if codes().any(starts) {
        return Ok(());
    }
    let near = codes().map(|c| (strsim::jaro_winkler(code, c), c)).filter(|(likeness, _)| *likeness > 0.9);
    match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, near)) => Err(Error::usage("unknown-indicator", format!("there is no indicator `{code}`"))
            .hint(format!("did you mean `{near}`? Chinese words find series by their names"))),
        None => Ok(()),
    }
}
