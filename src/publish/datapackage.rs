//! `datapackage.json`: the release as a Frictionless Data Package v2.
//!
//! CSV files are tables with schema, keys and dialect; Parquet files carry their schema within and
//! are listed as plain files. Their `format` is not `parquet`, because frictionless 5 takes that for
//! a table, guesses a schema and fails on lists, and the standard has no `type` for a plain file.

use serde::Serialize;

use super::schema::{TABLES, Table, TableSchema, table_schema};
use super::table_writer::Format;
use super::{ReleaseInfo, WrittenFile};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: String,
    title: &'a str,
    description: &'static str,
    version: &'a str,
    #[serde(rename = "zhibiao:fingerprint")]
    fingerprint: &'a str,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Resource<'a> {
    name: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<&'static str>,
    path: &'a str,
    description: &'static str,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    bytes: u64,
    hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<TableSchema>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

/// The last part of the media type.
const PLAIN_PARQUET: &str = "apache.parquet";

const DIALECT: Dialect =
    Dialect { delimiter: ",", line_terminator: "\r\n", quote_char: "\"", double_quote: true, header: true };

/// The text of `datapackage.json` for the files of tables in `files`.
pub(super) fn datapackage(info: &ReleaseInfo, files: &[WrittenFile]) -> String {
    let resources = TABLES.iter().flat_map(|table| of_table(table, info, files)).collect();
    let package = Package {
        profile: PROFILE,
        name: slug(&info.pipeline),
        title: &info.pipeline,
        description: "Numeric indicators read from Chinese government documents.",
        version: &info.version,
        fingerprint: &info.fingerprint,
        resources,
    };
    // Only maps with keys that are no strings fail to serialise, and there is none.
    serde_json::to_string_pretty(&package).map(|json| json + "\n").unwrap_or_default()
}

fn of_table<'a>(table: &'static Table, info: &ReleaseInfo, files: &'a [WrittenFile]) -> Vec<Resource<'a>> {
    let file = |format: Format| {
        let name = format!("{}.{}", table.name, format.extension());
        files.iter().find(|f| f.name == name).map(|f| resource(table, format, f))
    };
    info.formats.iter().filter(|&&format| format != Format::Jsonl).filter_map(|&format| file(format)).collect()
}

fn resource<'a>(table: &'static Table, format: Format, file: &'a WrittenFile) -> Resource<'a> {
    let csv = matches!(format, Format::Csv | Format::CsvForExcel);
    // The CSV table bears the table's name, which foreign keys refer to.
    let name = if csv { table.name.to_owned() } else { format!("{}-{}", table.name, format.extension()) };
    Resource {
        name,
        ty: csv.then_some("table"),
        path: &file.name,
        description: table.about,
        format: if csv { "csv" } else { PLAIN_PARQUET },
        mediatype: format.media_type(),
        encoding: csv.then_some("utf-8"),
        bytes: file.bytes,
        hash: format!("sha256:{}", file.sha256),
        dialect: csv.then_some(DIALECT),
        schema: csv.then(|| table_schema(table)),
    }
}

/// A package's name may hold only lower-case Latin letters, digits, `.`, `_` and `-`.
fn slug(name: &str) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let slug: String = name.to_lowercase().chars().map(|c| if fits(c) { c } else { '-' }).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "zhibiao".to_owned() } else { slug.to_owned() }
}
