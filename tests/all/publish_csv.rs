//! CSV with hostile cells: what goes in comes back, and a spreadsheet runs none of it.

use zhibiao::model::{Lexicon, Reading};
use zhibiao::publish::schema::observations;
use zhibiao::publish::{Format, ObservationWriter, ReleaseInfo, escape_directions};

use crate::publish_support::reading;

/// Cells that break naive writers or readers, or that a spreadsheet takes for a formula.
pub(crate) const HOSTILE: [&str; 44] = [
    ",",
    "\"",
    "\"\"",
    "a\"b",
    "\",\"",
    "a,b",
    "\r",
    "\n",
    "\r\n",
    "a\r\nb",
    "\"\r\n\"",
    ";",
    "\t",
    "a\tb",
    " 前后有空格 ",
    "'",
    "'=1+1",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://example.com\",\"x\")",
    "@SUM(1+1)",
    "+1+1",
    "-1-1",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1.5",
    "＠x",
    "-",
    "+",
    "-3.5",
    "+86",
    "1e5",
    "-1e5",
    "\u{feff}x",
    "\u{200b}=1",
    "\u{202e}abc",
    "\0",
    "NULL",
    "a|b\\c",
    "𠮷野家🀄",
];

fn hostile(lexicon: &Lexicon) -> Reading {
    let mut reading = reading("a", HOSTILE.len() / 2, lexicon);
    for (o, cell) in reading.observations.iter_mut().zip(HOSTILE) {
        o.indicator_text = cell.to_owned();
        o.subject = Some(cell.to_owned());
        o.baseline = Some(cell.to_owned());
        o.value.set_sign_negative(true);
    }
    reading
}

fn write(format: Format) -> Vec<u8> {
    let lexicon = Lexicon::builtin();
    let info = ReleaseInfo::new("hostile", "0");
    let mut writer = ObservationWriter::new(Vec::new(), "-", format, &lexicon, &info).unwrap();
    writer.push(&hostile(&lexicon)).unwrap();
    writer.finish().unwrap().0
}

fn cells(csv: &[u8], name: &str) -> Vec<String> {
    let place = observations().columns.iter().position(|c| c.name == name).unwrap();
    csv::Reader::from_reader(csv).records().map(|r| r.unwrap()[place].to_owned()).collect()
}

#[test]
fn hostile_cells_come_back() {
    let csv = write(Format::Csv);
    assert!(!csv.starts_with(b"\xEF\xBB\xBF"));
    for name in ["indicator_text", "subject", "baseline"] {
        assert_eq!(cells(&csv, name), HOSTILE);
    }
}

#[test]
fn lines_end_as_the_standard_asks() {
    let lexicon = Lexicon::builtin();
    let info = ReleaseInfo::new("lines", "0");
    let mut writer = ObservationWriter::new(Vec::new(), "-", Format::Csv, &lexicon, &info).unwrap();
    writer.push(&reading("a", 10, &lexicon)).unwrap();
    let csv = String::from_utf8(writer.finish().unwrap().0).unwrap();
    assert!(csv.ends_with("\r\n"));
    assert_eq!(csv.matches("\r\n").count(), 21);
    assert_eq!(csv.matches('\n').count(), 21);
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let csv = write(Format::CsvForExcel);
    let csv = csv.strip_prefix(b"\xEF\xBB\xBF").expect("a byte-order mark");
    for (cell, original) in cells(csv, "subject").iter().zip(HOSTILE) {
        let live = ['=', '+', '-', '@', '\t', '\r', '\n'].iter().any(|&c| cell.starts_with(c));
        assert!(!live || cell.parse::<f64>().is_ok(), "{cell:?}");
        assert_eq!(
            cell.strip_prefix('\'').filter(|_| !original.starts_with('\'')).unwrap_or(cell),
            escape_directions(original)
        );
    }
    for value in cells(csv, "value").iter().chain(&cells(csv, "value_decimal")) {
        assert!(value.starts_with('-') || value == "0" || value == "-0", "true numbers are left alone: {value}");
    }
}
