//! Corrections as data: what a person found wrong in the tables, applied anew every night.
//!
//! A line of a corrections file names a row and a column, what stands there and what shall stand there,
//! and why, who, when. It is applied to what `standardize` gives and before the checks, so that they see
//! what will be published. What was read stays what is kept between runs: a changed corrections file
//! has nothing read anew.
//!
//! A correction never fails in silence. One whose expected value no longer stands (the document changed,
//! or reading got better) ends the run before anything is published; one whose document is not there is
//! listed. On the row it is told by the flag `corrected`, and by a finding of that name with both values,
//! the reason, who and when: flags name findings already, and whoever looks at the findings of a row, in
//! a table or in a report, sees its corrections without another table. The manifest names the files.
//!
//! To mind when changing it: the outcome for a document may depend on nothing but the document and the
//! corrections, whatever the order of documents.

mod apply;
mod audit;
mod book;
mod column;
mod ledger;
mod line;
mod number;
mod propose;
mod same;
mod sheet;

pub use apply::{Applied, CHECK, Outcome};
pub use audit::{Audit, Audited, Standing};
pub use book::{Corrections, CorrectionsFile};
pub use column::Column;
pub(crate) use column::{NONE, QUANTITY};
pub use ledger::{CorrectionsUsed, Ledger, Unused, Used};
pub use line::{HEADER, ProposedLine, proposed};
pub(crate) use number::exact;
pub use propose::{Proposal, Proposer, today};
