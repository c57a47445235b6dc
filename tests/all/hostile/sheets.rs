//! Hostile Excel files.

use super::cases::{Case, cut, flipped, numbered};
use super::raw_zip::{RawEntry, files, zip};
use super::words::billion_laughs;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

pub(crate) fn all() -> Vec<Case> {
    [
        cut("xlsx", "a.xlsx", &[10, 50, 90, 99], sound),
        flipped("xlsx", "a.xlsx", &[1, 2, 3, 8], sound),
        sheets(),
        parts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The parts of a book with this sheet and these shared strings.
fn book(sheet: &[u8], strings: &[u8]) -> Vec<RawEntry> {
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ];
    parts.iter().map(|(name, content)| RawEntry::deflated(name, content)).collect()
}

fn strings(count: &str) -> Vec<u8> {
    let words = "<si><t>2023年，全县地区生产总值412.6亿元。</t></si>";
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{SPACE}" {count}>{words}</sst>"#).into_bytes()
}

fn sheet(before: &str, rows: &str, after: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{SPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"#
    )
    .into_bytes()
}

const ROW: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;

fn of(before: &'static str, rows: &'static str, after: &'static str) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || zip(&book(&sheet(before, rows, after), &strings("")))
}

fn sound() -> Vec<u8> {
    of("", ROW, "")()
}

fn sheets() -> Vec<Case> {
    vec![
        Case::of("xlsx_says_it_is_huge", "a.xlsx", of(r#"<dimension ref="A1:XFD1048576"/>"#, ROW, "")),
        Case::of(
            "xlsx_cell_far_away",
            "a.xlsx",
            of(
                "",
                r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="1048576"><c r="XFD1048576"><v>5</v></c></row>"#,
                "",
            ),
        ),
        Case::of(
            "xlsx_cell_beyond_all",
            "a.xlsx",
            of(
                "",
                r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="4294967295"><c r="ZZZZZZ4294967295"><v>5</v></c></row>"#,
                "",
            ),
        ),
        Case::of(
            "xlsx_merged_all",
            "a.xlsx",
            of("", ROW, r#"<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>"#),
        ),
        Case::of(
            "xlsx_merged_backwards",
            "a.xlsx",
            of("", ROW, r#"<mergeCells count="2"><mergeCell ref="C9:A1"/><mergeCell ref="?"/></mergeCells>"#),
        ),
        Case::of(
            "xlsx_string_that_is_not_there",
            "a.xlsx",
            of("", r#"<row r="1"><c r="A1" t="s"><v>99999</v></c></row>"#, ""),
        ),
        Case::of(
            "xlsx_number_without_end",
            "a.xlsx",
            of(
                "",
                r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1e999999</v></c><c r="C1"><v>NaN</v></c></row>"#,
                "",
            ),
        ),
        Case::of("xlsx_no_cells", "a.xlsx", of("", "", "")),
        Case::of("xlsx_cells_without_end", "a.xlsx", || {
            let cells = "<c><v>1</v></c>".repeat(1_000);
            zip(&book(&sheet("", &format!("<row>{cells}</row>").repeat(2_100), ""), &strings("")))
        }),
        Case::of("xlsx_deep", "a.xlsx", || zip(&book(&sheet(&"<a>".repeat(300_000), ROW, ""), &strings("")))),
        Case::of("xlsx_not_closed", "a.xlsx", || {
            let whole = sheet("", ROW, "");
            zip(&book(&whole[..whole.len() - 20], &strings("")))
        }),
    ]
}

fn parts() -> Vec<Case> {
    vec![
        Case::of("xlsx_billion_laughs", "a.xlsx", || {
            let laughs = String::from_utf8(strings("")).expect("UTF-8");
            let laughs = laughs.replacen("?>", &format!("?>{}", billion_laughs("sst")), 1);
            zip(&book(&sheet("", ROW, ""), laughs.replace("412.6亿元", "412.6亿元&a9;").as_bytes()))
        }),
        Case::of("xlsx_many_strings", "a.xlsx", || {
            zip(&book(&sheet("", ROW, ""), &strings(r#"count="4294967295" uniqueCount="4294967295""#)))
        }),
        Case::of("xlsx_bomb", "a.xlsx", || zip(&book(&vec![b' '; 100 << 20], &strings("")))),
        Case::of("xlsx_bomb_of_strings", "a.xlsx", || zip(&book(&sheet("", ROW, ""), &vec![b' '; 100 << 20]))),
        Case::of("xlsx_without_a_book", "a.xlsx", || {
            files(&[("[Content_Types].xml", TYPES.as_bytes()), ("xl/x", b"")])
        }),
        Case::of("xlsx_empty_file", "a.xlsx", Vec::new),
        Case::of("xlsx_that_is_text", "a.xlsx", || "2023年，产值5亿元。".into()),
        Case::of("xlsx_sheets_without_end", "a.xlsx", || {
            let one = r#"<sheet name="表1" sheetId="1" r:id="rId1"/>"#;
            let more = numbered(5_000, &one.replace("表1", "表#"));
            let mut parts = book(&sheet("", ROW, ""), &strings(""));
            parts[2] = RawEntry::deflated("xl/workbook.xml", BOOK.replace(one, &more).as_bytes());
            zip(&parts)
        }),
        Case::of("xlsx_that_is_encrypted", "a.xlsx", || {
            // What encrypts a book puts it into an old container with a part of this name.
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 1016], &name, &[0; 1024]].concat()
        }),
    ]
}
