//! Reads a PDF in a process of its own.
