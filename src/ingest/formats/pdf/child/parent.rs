//! The parent's part: starts the child, feeds it, waits and ends it.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::super::super::{Laid, Limits, Unread};
use super::super::objects::{damaged, too_large};
use super::SUBCOMMAND;
use super::reply::{Reply, limits_to};

/// How much of what a child says on standard error is kept.
const SAID: u64 = 4096;
/// How long an ended child may take to be gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads PDFs in child processes of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isolated {
    program: PathBuf,
}

impl Isolated {
    /// Children of `program`, which answers to [`SUBCOMMAND`].
    #[must_use]
    pub fn new(program: impl AsRef<Path>) -> Self {
        Self { program: program.as_ref().to_owned() }
    }

    /// Reads a PDF in a child process.
    ///
    /// # Errors
    /// As [`super::super::read`]; `timeout` when it takes longer than the limits allow, `too_large`
    /// when it takes more memory, `damaged` when the child dies of it, and `unreadable` when no child
    /// can be started.
    pub fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Laid, Unread> {
        let mut child = self.start().map_err(|e| not_started(&e))?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let deadline = Instant::now() + Duration::from_secs(limits.max_seconds.min(1 << 30));
        let most = most_reply(limits);
        let (send, replies) = channel();
        let (sent, said) = thread::scope(|scope| {
            scope.spawn(|| feed(input, bytes, limits));
            let said = scope.spawn(|| drain(errors, SAID));
            scope.spawn(move || send.send(drain(output, most)));
            let reply = wait(&replies, deadline, &mut child);
            (reply, said.join().unwrap_or_default())
        });
        let status = reap(&mut child);
        let Some(reply) = sent else { return Err(timeout(limits)) };
        if reply.len() as u64 > most {
            return Err(too_large("its text is larger than the limit of characters allows".to_owned()));
        }
        match Reply::decode(&reply) {
            Some(reply) => reply.result(),
            None => Err(death(status, &said, limits)),
        }
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.arg(SUBCOMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        apart(&mut command);
        command.spawn()
    }
}

/// A group of its own, so that who stops the run at a terminal stops the run and not its readers, whose
/// deaths would look like faults of their files.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

/// What a reply may have at most: text, parts and cells in full.
fn most_reply(limits: &Limits) -> u64 {
    let text = limits.max_chars.saturating_mul(32);
    text.saturating_add(limits.max_cells.saturating_mul(64)).saturating_add(1 << 20)
}

/// Feeds the child. One that has died or has had enough takes no more, which its reply will tell.
fn feed(input: Option<ChildStdin>, bytes: &[u8], limits: &Limits) {
    let Some(mut input) = input else { return };
    let _ = input.write_all(&limits_to(limits)).and_then(|()| input.write_all(bytes));
}

/// All that a stream gives, one byte more than `most` at most; the rest is not kept.
fn drain(stream: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut kept = Vec::new();
    if let Some(mut stream) = stream {
        let _ = stream.by_ref().take(most.saturating_add(1)).read_to_end(&mut kept);
        if kept.len() as u64 <= most || most == SAID {
            let _ = io::copy(&mut stream, &mut io::sink());
        }
    }
    kept
}

/// The reply, or `None` when the time is over; then, and when a reply is too long, the child is ended.
fn wait(replies: &Receiver<Vec<u8>>, deadline: Instant, child: &mut Child) -> Option<Vec<u8>> {
    let reply = replies.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok();
    if reply.is_none() || !ends_soon(child) {
        let _ = child.kill();
    }
    reply
}

/// Whether the child ends on its own after its reply.
fn ends_soon(child: &mut Child) -> bool {
    let until = Instant::now() + Duration::from_secs(1);
    while Instant::now() < until {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return true;
        }
        thread::sleep(Duration::from_millis(1));
    }
    false
}

/// Takes the child's status. Ended children go at once, whatever they did.
fn reap(child: &mut Child) -> Option<ExitStatus> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(1));
    }
    None
}

fn not_started(error: &io::Error) -> Unread {
    let reason = format!("the process that reads PDFs cannot be started: {error}");
    Unread { code: "unreadable", reason, position: None }
}

fn timeout(limits: &Limits) -> Unread {
    let reason = format!(
        "reading it takes longer than the limit of {} seconds; raise the limit or save the document anew",
        limits.max_seconds
    );
    Unread { code: "timeout", reason, position: None }
}

/// Why a child died without a reply.
fn death(status: Option<ExitStatus>, said: &[u8], limits: &Limits) -> Unread {
    if memchr::memmem::find(said, b"memory allocation").is_some() {
        return too_large(
            "reading it takes more memory than a document may have; it may be made to do harm".to_owned(),
        );
    }
    if status.is_some_and(ended_for_time) {
        return timeout(limits);
    }
    if status.is_some_and(ended_from_outside) {
        let reason =
            "the process that reads PDFs was ended by another one, or for lack of memory; run again".to_owned();
        return Unread { code: "unreadable", reason, position: None };
    }
    damaged("the PDF is damaged so that reading it fails; download it again or save it anew")
}

/// Whether the system ended a process because its processor time was over.
#[cfg(unix)]
fn ended_for_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    status.signal() == Some(24)
}

/// Whether a process was ended by SIGHUP, SIGINT, SIGKILL or SIGTERM, which no file does.
#[cfg(unix)]
fn ended_from_outside(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    matches!(status.signal(), Some(1 | 2 | 9 | 15))
}

#[cfg(not(unix))]
fn ended_from_outside(_: ExitStatus) -> bool {
    false
}

#[cfg(not(unix))]
fn ended_for_time(_: ExitStatus) -> bool {
    false
}
