//! The nouns of the house: what the stages hand to one another.

pub(crate) mod any_of;
mod days;
pub mod deadline;
pub mod document;
pub mod error;
pub mod finding;
mod formula;
pub(crate) mod hex;
pub mod layout;
pub mod lexicon;
pub mod observation;
pub mod period;
pub mod precedence;
pub mod reading;
pub mod region;
pub mod reject;
pub mod series;
pub mod span;
pub mod terms;
pub(crate) mod utf8;

pub use days::{date_of_days, days_of_date};
pub use document::{Document, DocumentId, DocumentKind, Metadata};
pub use error::{Error, ErrorKind, Result};
pub use finding::{Finding, ObservationRef, Severity};
pub use formula::is_formula;
pub use layout::{Layout, Part, PartKind, Table, TableCell};
pub use lexicon::Lexicon;
pub use observation::{Bound, Measure, Observation, ObservationId, Status};
pub use period::{Moment, Period};
pub use reading::{Reading, StageCounts};
pub use region::RegionCode;
pub use reject::Reject;
pub use series::{Frequency, Series, SeriesId};
pub use span::Span;
pub use terms::{Basis, Budget, Scope, Terms};
