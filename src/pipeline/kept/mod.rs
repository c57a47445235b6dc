//! What earlier runs read, kept so that the next one reads only what is new or changed.
//!
//! Beside `releases/` lies a folder `kept/` with a pack: one record a file that was found, in the order
//! of sources. A record is taken over when the file has the same name and bytes and is to be read in
//! the same way ([`Marks`]), and is then what reading it anew would give, to the byte. Files come in
//! the order of their sources too, so the pack is read along with them and no index is needed,
//! neither in memory nor on disk.
//!
//! A run writes a pack of its own, batch by batch; it is also where readings wait for the second pass.
//! A run that ends puts it in the place of the one before, so what nobody uses any more is gone. One
//! that is stopped or killed leaves it behind, and the next run takes from both.
//!
//! To mind when changing it: a pack is a cache and never the truth. Whatever is wrong with one is told
//! and leads to reading anew, never to an error and never to another release. And what reading depends
//! on must be in [`Marks`]: a mark too many costs a night, a mark too few costs the promise.

mod last;
mod marks;
mod pack;
mod record;
mod shelf;
mod why;

pub(super) use last::LastRun;
pub(super) use marks::{Mark, Marks, mark as sum_of};
pub(super) use pack::{PackWriter, Written};
pub(super) use record::{End, Files, Gist, Header, Record, Tally, Words};
pub(super) use shelf::{Judge, Known, Place, Shelf};
pub use why::Why;
