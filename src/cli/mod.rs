//! The command line, one file a subcommand: arguments, then a call into the library.
