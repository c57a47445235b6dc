//! Stage 1, sources to documents: what files are there, decode, formats, metadata.
