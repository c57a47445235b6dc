//! Reads a PDF in a process of its own, so that no file takes the run with it.
//!
//! The program calls itself with the hidden subcommand [`SUBCOMMAND`]. The child gets the limits and
//! the bytes on standard input, bounds its own memory and processor time, and answers with a
//! [`Reply`] on standard output. The parent waits as long as the limits say, then ends the child.
//!
//! Only the program can call itself: it says so once with [`announce`]. Where the library is part of
//! another program, [`read_isolated`] reads in the process it is called in.

mod bounds;
mod parent;
mod reply;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use super::super::{Laid, Limits, Unread};
use reply::Reply;

pub use parent::Isolated;

/// The name of the hidden subcommand that calls [`serve`].
pub const SUBCOMMAND: &str = "__read-pdf";

/// Stack of the thread that reads: parsers of nested objects go deep.
const STACK: usize = 64 << 20;

/// The program that serves, where it is known.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says that the running program answers to [`SUBCOMMAND`].
pub fn announce() {
    if let Ok(program) = std::env::current_exe() {
        let _ = PROGRAM.set(program);
    }
}

/// Reads a PDF in a child process, or in this one where no program has announced itself.
///
/// # Errors
/// As [`super::read`], and `timeout` when it takes longer than the limits allow.
pub fn read_isolated(bytes: &[u8], limits: &Limits) -> Result<Laid, Unread> {
    match PROGRAM.get() {
        Some(program) => Isolated::new(program).read(bytes, limits),
        None => super::read(bytes, limits),
    }
}

/// The child's part: reads limits and bytes from standard input and writes its reply to standard
/// output.
///
/// # Errors
/// When either stream fails, or the input does not begin with limits.
pub fn serve() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut head = [0; reply::HEAD];
    input.read_exact(&mut head)?;
    let limits = reply::limits_from(&head);
    let mut bytes = Vec::new();
    input.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    bounds::set(&limits, bytes.len() as u64);
    let reader = std::thread::Builder::new().stack_size(STACK);
    let result = reader.spawn(move || super::read(&bytes, &limits))?.join();
    let result = result.map_err(|_| io::Error::other("the reader panicked"))?;
    let reply = Reply::from(result).encode().map_err(io::Error::other)?;
    let mut output = io::stdout().lock();
    output.write_all(&reply)?;
    output.flush()
}
