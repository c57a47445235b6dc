//! Errors: a kind that decides the exit code, a stable code, the file and place, and one hint.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of anything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of error it is; each has one exit code (DESIGN.md, "Command line").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Findings at or above the severity asked for: exit code 1.
    Findings,
    /// The command line, the pipeline file or a lexicon is wrong: exit code 2.
    Usage,
    /// Documents were rejected where the pipeline says that matters: exit code 3.
    Rejected,
    /// Output could not be written: exit code 4.
    Output,
    /// Interrupted by the user: exit code 130.
    Interrupted,
    /// The reader of standard output went away, which is no error: exit code 0.
    BrokenPipe,
}

impl ErrorKind {
    /// The process's exit code for this kind.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Rejected => 3,
            Self::Output => 4,
            Self::Interrupted => 130,
        }
    }
}

/// Where in a file an error was noticed; lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file.
    pub file: Option<PathBuf>,
    /// Line.
    pub line: Option<usize>,
    /// Column, in characters.
    pub column: Option<usize>,
}

/// An error for a person: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    code: &'static str,
    message: String,
    place: Box<Place>,
    hint: Option<String>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` with a stable `code` (kebab-case) and a message.
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        Self { kind, code, message: message.into(), place: Box::default(), hint: None, source: None }
    }

    /// A wrong command line, pipeline file or lexicon.
    pub fn usage(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, code, message)
    }

    /// Output that could not be written, with a hint on what to do about an error of this kind. A closed
    /// pipe becomes [`ErrorKind::BrokenPipe`].
    pub fn output(path: impl AsRef<Path>, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = if error.kind() == Io::BrokenPipe { ErrorKind::BrokenPipe } else { ErrorKind::Output };
        let hint = match error.kind() {
            Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => "make room there, or write elsewhere",
            Io::PermissionDenied => "let the user who runs this write there, or write elsewhere",
            Io::ReadOnlyFilesystem => "mount it for writing, or write elsewhere",
            Io::NotADirectory | Io::AlreadyExists => "something else has this name: move it away, or write elsewhere",
            _ => {
                "see in the system's log whether the disk is sound, then run again; what was there before is unchanged"
            }
        };
        Self::new(kind, "cannot-write", format!("cannot write: {error}")).at_file(path).hint(hint).caused_by(error)
    }

    /// What a run wrote and cannot be read back, with a hint on what to do.
    pub fn input(path: impl AsRef<Path>, error: std::io::Error) -> Self {
        Self::new(ErrorKind::Output, "cannot-read", format!("cannot read: {error}"))
            .at_file(path)
            .hint("see that the user who runs this may read it and that the disk is sound; then run again")
            .caused_by(error)
    }

    /// Adds the file it is about.
    #[must_use]
    pub fn at_file(mut self, file: impl AsRef<Path>) -> Self {
        self.place.file = Some(file.as_ref().to_owned());
        self
    }

    /// Adds line and column, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize, column: Option<usize>) -> Self {
        self.place.line = Some(line);
        self.place.column = column;
        self
    }

    /// Adds the one hint on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error that caused it.
    #[must_use]
    pub fn caused_by(mut self, error: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(error));
        self
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Its stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// What went wrong, without its place and its code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The hint, if there is one.
    #[must_use]
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Where it was noticed.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.place.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = self.place.line {
                write!(f, ":{line}")?;
                if let Some(column) = self.place.column {
                    write!(f, ":{column}")?;
                }
            }
            f.write_str(": ")?;
        }
        write!(f, "{} [{}]", self.message, self.code)
    }
}
