//! Releases whose cells hold anything: written straight into Parquet, since no pipeline would make
//! them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int8Array, Int16Array,
    RecordBatch, StringArray, UInt32Array, UInt64Array,
};
use parquet::arrow::ArrowWriter;
use zhibiao::publish::schema::{Column, ColumnType, TABLES, Table};
use zhibiao::publish::{Counts, Input, Manifest, WrittenFile};

/// What stands in the cells of a made-up release.
pub(crate) struct Made<'a> {
    /// Name of the pipeline, its version and fingerprint.
    pub(crate) name: &'a str,
    /// Sources of documents, of which each has as many rows as there are numbers here.
    pub(crate) sources: &'a [String],
    /// Rows of each document.
    pub(crate) rows: usize,
    /// The text of a cell: table, column, source, row of the document.
    pub(crate) text: &'a dyn Fn(&str, &str, &str, usize) -> String,
}

impl Made<'_> {
    /// Writes the release into `folder`/releases/<id>, and gives its folder.
    pub(crate) fn write(&self, folder: &Path, id: &str) -> PathBuf {
        let release = folder.join("releases").join(id);
        fs::create_dir_all(&release).expect("a folder");
        let mut files = Vec::new();
        for table in TABLES {
            let rows = if table.name == "observations" { self.rows } else { 1 };
            let name = format!("{}.parquet", table.name);
            self.table(&release.join(&name), table, rows);
            files.push(WrittenFile { name, bytes: 1, sha256: String::new(), rows: Some(1) });
        }
        let manifest = Manifest {
            pipeline: self.name.into(),
            fingerprint: self.name.into(),
            version: self.name.into(),
            lexicon: self.name.into(),
            counts: Counts {
                found: 2 * self.sources.len() as u64,
                published: self.sources.len() as u64,
                rejected: self.sources.len() as u64,
                ..Counts::default()
            },
            files,
            corrections: Vec::new(),
            inputs: Vec::<Input>::new(),
        };
        let json = serde_json::to_string(&manifest).expect("JSON");
        fs::write(release.join("manifest.json"), json).expect("a file");
        release
    }

    fn table(&self, path: &Path, table: &Table, rows: usize) {
        let schema = table.arrow_schema();
        let mut writer =
            ArrowWriter::try_new(File::create(path).expect("a file"), Arc::clone(&schema), None).expect("Parquet");
        for sources in self.sources.chunks(64) {
            let cells: Vec<(&str, usize)> =
                sources.iter().flat_map(|s| (0..rows).map(move |row| (s.as_str(), row))).collect();
            let columns = table.columns.iter().map(|column| self.column(table, column, &cells)).collect();
            writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns).expect("a batch")).expect("rows");
        }
        writer.close().expect("a file");
    }

    fn column(&self, table: &Table, column: &Column, cells: &[(&str, usize)]) -> ArrayRef {
        let text = |(source, row): &(&str, usize)| (self.text)(table.name, column.name, source, *row);
        let n = cells.len();
        match column.ty {
            ColumnType::Utf8 => Arc::new(cells.iter().map(|cell| Some(text(cell))).collect::<StringArray>()),
            ColumnType::Utf8List => {
                let mut list = ListBuilder::new(StringBuilder::new()).with_field(element(column));
                for cell in cells {
                    list.values().append_value(text(cell));
                    list.append(true);
                }
                Arc::new(list.finish())
            }
            ColumnType::UInt32 => Arc::new(UInt32Array::from(vec![0; n])),
            ColumnType::UInt64 => Arc::new(UInt64Array::from(vec![0; n])),
            ColumnType::Int8 => Arc::new(Int8Array::from(vec![0; n])),
            ColumnType::Int16 => Arc::new(Int16Array::from(vec![2024; n])),
            ColumnType::Float32 => Arc::new(Float32Array::from(vec![0.5; n])),
            ColumnType::Float64 => Arc::new(Float64Array::from(vec![1.5; n])),
            ColumnType::Bool => Arc::new(BooleanArray::from(vec![false; n])),
            ColumnType::Date32 => Arc::new(Date32Array::from(vec![19_800; n])),
            ColumnType::Decimal => {
                let values = Decimal128Array::from(vec![1_500_000_000; n]);
                Arc::new(values.with_precision_and_scale(38, 9).expect("a decimal"))
            }
        }
    }
}

/// The field of a list's elements, as the contract has it.
fn element(column: &Column) -> arrow_schema::FieldRef {
    match column.ty.arrow() {
        arrow_schema::DataType::List(element) => element,
        other => panic!("{other} is no list"),
    }
}
