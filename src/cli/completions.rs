//! `zhibiao completions`: completion scripts of shells.

use clap_complete::Shell;

use super::{definition, output};
use crate::model::Result;

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao completions bash > ~/.local/share/bash-completion/completions/zhibiao
  zhibiao completions zsh > ~/.zfunc/_zhibiao
  zhibiao completions fish > ~/.config/fish/completions/zhibiao.fish")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut definition(), "zhibiao", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
