//! Logs on standard error, by `tracing`.
//!
//! In JSON everything that is said is a log line, so the level starts at `info` there; in text a
//! person is told by [`Console`] and logs start at `warn`. `ZHIBIAO_LOG` overrides both, in the
//! syntax of `tracing_subscriber::EnvFilter`.

use std::io::{self, Write};

use indicatif::MultiProgress;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::{Console, Global, LogFormat};

/// Libraries that see credentials. What they log is not ours to vouch for, so they log nothing, whatever
/// is asked for.
const SILENT: [&str; 7] = [
    "object_store=off",
    "reqwest=off",
    "hyper=off",
    "hyper_util=off",
    "h2=off",
    "rustls=off",
    "rustls_platform_verifier=off",
];

/// Starts logging. A second call in one process changes nothing.
pub(super) fn init(global: &Global, console: &Console) {
    let level = match (global.quiet, global.verbose, global.log_format) {
        (true, ..) => "error",
        (_, 0, LogFormat::Text) => "warn",
        (_, 0 | 1, _) => "info",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_env("ZHIBIAO_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let silent = SILENT.iter().filter_map(|directive| directive.parse().ok());
    let filter = silent.fold(filter, EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Stderr(console.bars()))
        .with_target(false)
        .with_ansi(console.color_err());
    // The only failure is that a subscriber is set already, which then serves as well.
    let _ = match global.log_format {
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Text => builder.try_init(),
    };
}

/// Standard error, with progress bars out of the way while a line is written.
#[derive(Clone)]
struct Stderr(Option<MultiProgress>);

impl<'a> MakeWriter<'a> for Stderr {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let write = || io::stderr().lock().write(bytes);
        match &self.0 {
            Some(bars) => bars.suspend(write),
            None => write(),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}
