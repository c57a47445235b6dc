//! The registry itself: tables and columns as data.

use super::ColumnType::{self, Bool, Date32, Decimal, Float32, Float64, Int8, Int16, UInt32, UInt64, Utf8, Utf8List};
use super::{Codes, Column, ForeignKey, Table};

/// A column that is never null.
const fn must(name: &'static str, ty: ColumnType, about: &'static str) -> Column {
    Column { name, ty, nullable: false, codes: None, about }
}

/// A column that may be null.
const fn may(name: &'static str, ty: ColumnType, about: &'static str) -> Column {
    Column { name, ty, nullable: true, codes: None, about }
}

/// A column of codes from a closed list.
const fn code(name: &'static str, codes: Codes, about: &'static str) -> Column {
    Column { name, ty: Utf8, nullable: false, codes: Some(codes), about }
}

/// Every table of a release, in the order in which it is described.
pub const TABLES: &[Table] = &[
    Table {
        name: "documents",
        about: "One row a document that was read, sorted by source.",
        columns: DOCUMENTS,
        primary_key: &["source"],
        foreign_keys: &[],
    },
    Table {
        name: "observations",
        about: "One row a number of a document, sorted by source and position.",
        columns: OBSERVATIONS,
        primary_key: &["source", "observation_id"],
        foreign_keys: &[
            ForeignKey { columns: &["source"], table: "documents", references: &["source"] },
            ForeignKey { columns: &["series_id"], table: "series", references: &["series_id"] },
        ],
    },
    Table {
        name: "findings",
        about: "One row a thing that a check noticed about observations.",
        columns: FINDINGS,
        primary_key: &["finding_id"],
        foreign_keys: &[],
    },
    Table {
        name: "rejects",
        about: "One row a file that was found and is not among the documents, with the reason.",
        columns: REJECTS,
        primary_key: &["source"],
        foreign_keys: &[],
    },
    Table {
        name: "series",
        about: "One row a series: observations of one thing that may be set beside one another; sorted by place, indicator and words.",
        columns: SERIES,
        primary_key: &["series_id"],
        foreign_keys: &[],
    },
];

const DOCUMENTS: &[Column] = &[
    must("document_id", Utf8, "First 16 bytes of the BLAKE3 hash of the file's bytes, as 32 hexadecimal digits."),
    must(
        "source",
        Utf8,
        "The file as the pipeline named it, with / between folders; an archive's member stands after !.",
    ),
    may("title", Utf8, "Title as written in the document's head, else from the file name."),
    may("publisher", Utf8, "The body that issued it, as written."),
    may("number", Utf8, "Document number as written."),
    may("index_number", Utf8, "Index number of the disclosure catalogue as written."),
    may("published", Date32, "Date of publication or of signing (ISO 8601)."),
    may("year", Int16, "The calendar year its figures are mostly about."),
    may("region", Utf8, "The place whose document it is: six-digit GB/T 2260 code, 000000 for the country."),
    may("region_name", Utf8, "Name of that place in the document's year."),
    code("kind", Codes::Kind, "What kind of document it is."),
    must("characters", UInt32, "Length of the text in Unicode scalar values."),
    must("bytes", UInt64, "Size of the file in bytes."),
    must("encoding", Utf8, "Character encoding it was decoded from, named after the WHATWG encoding standard."),
    must("format", Utf8, "File format it was read as."),
    may(
        "text",
        Utf8,
        "The text: of a plain text the decoded file, unchanged, of other formats what a reader sees; char_start and char_end of observations count in it.",
    ),
];

const OBSERVATIONS: &[Column] = &[
    must(
        "observation_id",
        Utf8,
        "Stable from run to run: hash of document, place, indicator and measure, as 32 hexadecimal digits.",
    ),
    must("document_id", Utf8, "Hash of the document's bytes, as in documents."),
    must("source", Utf8, "The file as the pipeline named it, as in documents."),
    may("title", Utf8, "Title of the document."),
    may("published", Date32, "Date of publication or of signing of the document (ISO 8601)."),
    may("section", Utf8, "Headings above the sentence, outermost first, joined by ' / '."),
    must(
        "block",
        UInt32,
        "The block it stands in, counted from 1: a heading, paragraph, point or row of the document.",
    ),
    may("page", UInt32, "The page it stands on, from 1; null where the format has no pages."),
    must("sentence", Utf8, "The sentence the number stands in, as written; in a table the row, of long rows the cell."),
    must("char_start", UInt32, "Start of value_text in the document's text, in Unicode scalar values from 0."),
    must("char_end", UInt32, "End of value_text in the document's text, exclusive, in Unicode scalar values."),
    must("value_text", Utf8, "The number as written, with its magnitude words."),
    may("unit_text", Utf8, "The unit as written; null where none is."),
    must("indicator", Utf8, "Code of what is measured, from the lexicon's list; 'other' if none fits."),
    must("indicator_name", Utf8, "Chinese name of that code."),
    may("indicator_text", Utf8, "The document's words that name what is measured, with qualifiers."),
    may("subject", Utf8, "Industry, chain, park, firm or project whose figure it is; null for the region as a whole."),
    may("industry", Utf8, "GB/T 4754-2017 code of the subject, section letter or two-digit division."),
    code("measure", Codes::Measure, "How the value relates to what is measured."),
    code("status", Codes::Status, "Achieved (actual), promised (target) or a rule's parameter (policy)."),
    code("bound", Codes::Bound, "How tightly the words bind the value."),
    must(
        "value",
        Float64,
        "The value in the canonical unit, of a range its low end; the float nearest to the exact one.",
    ),
    may("value_high", Float64, "High end of a range in the canonical unit; null otherwise."),
    must(
        "value_decimal",
        Decimal,
        "The same as value, exact; rounded half to even only where more than 9 digits follow the point.",
    ),
    may("value_high_decimal", Decimal, "The same as value_high, exact, rounded like value_decimal."),
    must("decimals", Int8, "Digits after the point as written, before conversion to the canonical unit."),
    must("unit", Utf8, "Canonical unit: ISO 4217 for money, UCUM otherwise, %, pp (percentage points), 1 (counts)."),
    may(
        "period",
        Utf8,
        "The time the value is about: ISO 8601 year, month or interval with both ends included, or a quarter as 2020-Q3.",
    ),
    may("period_start", Date32, "First day of the period (ISO 8601)."),
    may("period_end", Date32, "Last day of the period, included (ISO 8601)."),
    must("per_year", Bool, "Whether the value recurs in each year of the period."),
    may(
        "baseline",
        Utf8,
        "What it is compared with: previous_year, a period, or a wider region's GB/T 2260 code for ranks and shares.",
    ),
    may("region", Utf8, "The place whose figure it is: six-digit GB/T 2260 code, 000000 for the country."),
    may("region_name", Utf8, "Name of that place in the last year of the period."),
    must("confidence", Float32, "0 to 1: of rows at 0.9, nine in ten are right on labelled text."),
    must("rule", Utf8, "The rule that related the number to its indicator."),
    must("flags", Utf8List, "Codes of the findings on this row; empty where there is none."),
    may(
        "series_id",
        Utf8,
        "The series it belongs to; null without place, period or words, and for parameters of rules.",
    ),
];

const FINDINGS: &[Column] = &[
    must("finding_id", Utf8, "Stable from run to run: hash of the finding's contents, as 32 hexadecimal digits."),
    must("code", Utf8, "Code of the check that noticed it."),
    code("severity", Codes::Severity, "How much it matters."),
    must("message", Utf8, "What was noticed, as a sentence in Chinese with both numbers in it."),
    must("document_ids", Utf8List, "Documents it is about, each once, the one to doubt first; answers to sources."),
    must("sources", Utf8List, "Sources of those documents, in the same order."),
    must("observation_ids", Utf8List, "Observations it is about, the one to doubt first."),
    may("found", Utf8, "The number found, as a plain decimal in the canonical unit."),
    may("expected", Utf8, "The number it was held against, as a plain decimal in the canonical unit."),
    must(
        "message_en",
        Utf8,
        "What was noticed, as a sentence in English: what the check is about, both numbers, and the sources.",
    ),
];

const REJECTS: &[Column] = &[
    must("source", Utf8, "The file as the pipeline named it, with / between folders."),
    must("stage", Utf8, "The stage that refused it."),
    must("code", Utf8, "Stable code of the reason."),
    must("reason", Utf8, "The reason, as a sentence."),
    may("position", UInt64, "Byte offset in the file at which it was noticed, from 0."),
];

const SERIES: &[Column] = &[
    must(
        "series_id",
        Utf8,
        "Stable from run to run and release to release: hash of all that tells the series apart, as 32 hexadecimal digits.",
    ),
    must("name", Utf8, "Its name in Chinese, as an analyst would write it."),
    must("region", Utf8, "The place whose figures they are: six-digit GB/T 2260 code, 000000 for the country."),
    may("region_name", Utf8, "Name of that place in the year of the last period."),
    must("indicator", Utf8, "Code of what is measured; 'other' if none fits."),
    must("indicator_name", Utf8, "Chinese name of that code."),
    must("words", Utf8, "The words that name what is measured, in one form for all documents."),
    may("subject", Utf8, "Whose it is, when not the place's as a whole."),
    code("scope", Codes::Scope, "Which part of the place."),
    code("budget", Codes::Budget, "Which of the four government budgets a fiscal figure is of."),
    code("basis", Codes::Basis, "At which prices, or against which base, the figures are told."),
    code("measure", Codes::Measure, "How the values relate to what is measured."),
    must("unit", Utf8, "Canonical unit, as in observations."),
    may("counter", Utf8, "The classifier of a count, where it tells apart what is counted."),
    code("frequency", Codes::Frequency, "The form of the periods."),
    may("years", Int16, "How many years a period has, where it has several."),
    must("per_year", Bool, "Whether the values recur in each year of their period."),
    may("baseline", Utf8, "What the values are compared with, as in observations."),
    must(
        "headline",
        Bool,
        "Whether it is what its indicator's code is first of all about, of the place as a whole: of population the resident population.",
    ),
    may("first_period", Utf8, "The period that begins first."),
    may("last_period", Utf8, "The period that ends last."),
    may("first_day", Date32, "First day of the first period (ISO 8601)."),
    may("last_day", Date32, "Last day of the last period (ISO 8601)."),
    must("periods", UInt32, "How many different periods it has."),
    must("observations", UInt64, "How many observations."),
    must("targets", UInt64, "How many of the observations are targets."),
    must("documents", UInt32, "How many documents state it."),
];
