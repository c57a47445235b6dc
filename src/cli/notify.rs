//! `--notify-command`: tells another program how a run ended.
//!
//! The command gets the run report on standard input. Whatever becomes of it is no matter of the run:
//! a failure is a warning, and one that takes too long is ended.

use std::io::{self, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the command may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Runs `command` in the system's shell with `report` on its standard input.
pub(super) fn notify(command: &str, report: &str) {
    match tell(command, report) {
        Ok(Some(status)) if status.success() => {}
        Ok(Some(status)) => tracing::warn!(command, "the command that is to be notified failed: {status}"),
        Ok(None) => {
            let seconds = PATIENCE.as_secs();
            tracing::warn!(command, "the command that is to be notified took longer than {seconds} s and was ended");
        }
        Err(error) => tracing::warn!(command, "the command that is to be notified cannot be run: {error}"),
    }
}

fn tell(command: &str, report: &str) -> io::Result<Option<ExitStatus>> {
    // What it says goes where errors go: standard output is for data.
    let mut child = shell(command).stdin(Stdio::piped()).stdout(io::stderr()).spawn()?;
    let mut input = child.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A command that reads nothing, or not all, may do so.
            let _ = input.as_mut().map(|input| input.write_all(report.as_bytes()));
        });
        wait(&mut child)
    })
}

/// How the child ended; `None` for one that had to be ended.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(PAUSE);
    }
    end(child)?;
    child.wait()?;
    Ok(None)
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    use std::os::unix::process::CommandExt;

    let mut shell = Command::new("sh");
    // A group of its own, so that it can be ended with all that it started.
    shell.arg("-c").arg(command).process_group(0);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.arg("/C").arg(command);
    shell
}

#[cfg(unix)]
fn end(child: &mut Child) -> io::Result<()> {
    use rustix::process::{Pid, Signal, kill_process_group};

    match Pid::from_raw(child.id() as i32) {
        Some(group) => Ok(kill_process_group(group, Signal::KILL)?),
        None => child.kill(),
    }
}

#[cfg(not(unix))]
fn end(child: &mut Child) -> io::Result<()> {
    child.kill()
}
