//! Stage 7, tables to a release: Parquet, CSV, data package, manifest.
