//! What is said on standard error: errors, progress, the summary of a run.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{ColorWhen, Global, LogFormat};
use crate::model::Error;
use crate::pipeline::{Phase, Progress, Summary, Why};

/// How often a long run says a line where standard error is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// Standard error, as the user asked for it.
#[derive(Debug)]
pub struct Console {
    quiet: bool,
    format: LogFormat,
    color_out: bool,
    color_err: bool,
    bars: Option<MultiProgress>,
    phase: Mutex<Option<PhaseState>>,
}

#[derive(Debug)]
struct PhaseState {
    phase: Phase,
    documents: u64,
    done: u64,
    bar: Option<ProgressBar>,
    said: Instant,
}

impl Console {
    /// As the options of the command line and the environment ask.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let color = |terminal: bool| match global.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => terminal && !plain,
        };
        let terminal = std::io::stderr().is_terminal();
        let bars = terminal && !global.quiet && global.log_format == LogFormat::Text;
        Self {
            quiet: global.quiet,
            format: global.log_format,
            color_out: color(std::io::stdout().is_terminal()),
            color_err: color(terminal),
            bars: bars.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr())),
            phase: Mutex::new(None),
        }
    }

    /// Whether what goes to standard output is coloured.
    #[must_use]
    pub const fn color_out(&self) -> bool {
        self.color_out
    }

    /// Whether what goes to standard error is coloured.
    #[must_use]
    pub const fn color_err(&self) -> bool {
        self.color_err
    }

    /// The progress bars, which must be hidden while something else is printed.
    #[must_use]
    pub fn bars(&self) -> Option<MultiProgress> {
        self.bars.clone()
    }

    /// Prints an error with its code and hint.
    pub fn error(&self, error: &Error) {
        if self.format == LogFormat::Json {
            let place = error.place();
            tracing::error!(
                code = error.code(),
                hint = error.hint_text(),
                file = place.file.as_ref().map(|f| f.display().to_string()),
                line = place.line,
                column = place.column,
                "{error}"
            );
            return;
        }
        let (bold, dim, off) = if self.color_err { ("\x1b[1;31m", "\x1b[1;36m", "\x1b[0m") } else { ("", "", "") };
        let hint = error.hint_text().map(|hint| format!("{dim}hint:{off} {hint}\n"));
        self.print(&format!("{bold}error:{off} {error}\n{}", hint.unwrap_or_default()));
    }

    /// Says a line that a person or a log wants to see; nothing with `--quiet`.
    pub fn say(&self, line: &str) {
        match self.format {
            _ if self.quiet => {}
            LogFormat::Json => tracing::info!("{line}"),
            LogFormat::Text => self.print(&format!("{line}\n")),
        }
    }

    /// Says how a run ended, in a line; in JSON with the figures as fields.
    pub fn summary(&self, summary: &Summary) {
        if self.quiet || self.format == LogFormat::Text {
            return self.say(&summary.to_string());
        }
        let report = &summary.report;
        tracing::info!(
            found = report.found,
            published = report.published,
            rejected = report.rejected,
            observations = report.stages.observations,
            errors = report.findings.error,
            warnings = report.findings.warning,
            seconds = report.seconds.total.as_secs_f64(),
            release = %summary.release_path.display(),
            report = %summary.report_path.display(),
            "{summary}"
        );
    }

    fn print(&self, text: &str) {
        // There is no one left to tell when standard error is closed.
        let print = || drop(std::io::stderr().lock().write_all(text.as_bytes()));
        match &self.bars {
            Some(bars) => bars.suspend(print),
            None => print(),
        }
    }

    fn bar(&self, phase: Phase, documents: u64) -> Option<ProgressBar> {
        let bar = self.bars.as_ref()?.add(ProgressBar::new(documents));
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} documents, {eta} left").ok()?;
        bar.set_style(style);
        bar.set_message(phase.as_str());
        Some(bar)
    }
}

impl Progress for Console {
    fn begin(&self, phase: Phase, documents: u64, _bytes: u64) {
        if let Ok(mut state) = self.phase.lock() {
            let bar = self.bar(phase, documents);
            *state = Some(PhaseState { phase, documents, done: 0, bar, said: Instant::now() });
        }
    }

    fn advance(&self, documents: u64, _bytes: u64) {
        let Ok(mut state) = self.phase.lock() else { return };
        let Some(state) = state.as_mut() else { return };
        state.done += documents;
        if let Some(bar) = &state.bar {
            bar.set_position(state.done);
        } else if state.said.elapsed() >= EVERY {
            state.said = Instant::now();
            self.say(&format!("{}: {} of {} documents", state.phase.as_str(), state.done, state.documents));
        }
    }

    fn end(&self) {
        let ended = self.phase.lock().ok().and_then(|mut state| state.take());
        if let Some(bar) = ended.and_then(|s| s.bar) {
            bar.finish_and_clear();
        }
    }

    fn document(&self, _source: &str, _why: Why) {}
}
