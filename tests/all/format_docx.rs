//! Word documents: real ones against their twins in plain text, and bytes made to do harm.

use std::path::PathBuf;

use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::Laid;
use zhibiao::ingest::formats::docx::read;
use zhibiao::model::PartKind;

use crate::format_office::{WORD, docx, flipped, package, para, truncated};
use crate::house_support::shared;

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The Word documents of a folder of the corpus.
fn documents(folder: &str) -> Vec<PathBuf> {
    let Some(folder) = shared("corpus").map(|c| c.join(folder)) else { return Vec::new() };
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the corpus").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "docx"));
    files.sort();
    assert!(!files.is_empty(), "the corpus has Word documents");
    files
}

fn read_file(file: &PathBuf) -> Laid {
    read(&std::fs::read(file).expect("a file"), &Limits::default()).expect("a sound document")
}

#[test]
fn reports_have_the_text_of_their_twins_and_no_more() {
    for file in documents("reports") {
        let twin = std::fs::read_to_string(file.with_extension("txt")).expect("a twin");
        assert_eq!(squeeze(&read_file(&file).text), squeeze(twin.trim_start_matches('\u{feff}')), "{}", file.display());
    }
}

/// The twins were made by a program that leaves out tables and text boxes. So every line of the
/// twin is in the document, in order, and what the document has besides is short.
#[test]
fn exams_have_every_line_of_their_twins() {
    for file in documents("exams") {
        let twin = std::fs::read_to_string(file.with_extension("txt")).expect("a twin");
        let text = squeeze(&read_file(&file).text);
        let mut rest = text.as_str();
        for line in twin.lines().map(squeeze).filter(|l| !l.is_empty()) {
            let at = rest.find(line.trim_start_matches('\u{feff}'));
            let at = at.unwrap_or_else(|| panic!("{} has {line}", file.display()));
            rest = &rest[at + line.trim_start_matches('\u{feff}').len()..];
        }
        let more = text.chars().count() - squeeze(twin.trim_start_matches('\u{feff}')).chars().count();
        assert!(more < 120, "{}: {more} characters more", file.display());
    }
}

#[test]
fn a_bulletin_has_its_tables_and_automatic_numbers() {
    let Some(corpus) = shared("corpus") else { return };
    let laid = read_file(&corpus.join("bulletins/hotan_2025_statistical_bulletin.docx"));
    let tables = &laid.layout.tables;
    assert_eq!(tables.len(), 3);
    let words = |t: usize, row: u32| -> Vec<&str> {
        tables[t].cells.iter().filter(|c| c.row == row).map(|c| c.span.of(&laid.text)).collect()
    };
    assert_eq!(words(0, 1), ["指 标", "价格指数（1—12月）", "比上年涨跌幅度（%）"]);
    assert_eq!(words(0, 9), ["医疗保健", "99.0", "-1.0"]);
    assert_eq!(words(1, 2), ["旅客运输总量", "万人次", "1894.73", "60.2"]);
    assert_eq!(words(2, 3), ["采矿业", "83.7", "房地产业", "-22.3"]);
    assert_eq!(tables[0].cells[0].columns, 3);
    // Both come from lists: the only chapter of the document that is numbered so, and the first note.
    assert!(laid.text.lines().any(|l| l == "四、服务业") && laid.text.contains("\n[1] "));
    assert!(laid.layout.parts.iter().any(|p| p.kind == PartKind::ListItem));
}

fn rich() -> Vec<u8> {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let table = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = para("<w:numPr><w:numId w:val='1'/></w:numPr>", "工业增长5.2%。") + table;
    docx(&body.repeat(40), &[("numbering", numbering), ("styles", "<w:style w:styleId='a'/>")])
}

#[test]
fn broken_files_are_refused_and_harm_nothing() {
    let mut bytes = vec![rich()];
    bytes.extend(shared("corpus").map(|_| std::fs::read(&documents("reports")[0]).expect("a file")));
    for bytes in bytes {
        for part in truncated(&bytes) {
            assert_eq!(read(part, &Limits::default()).unwrap_err().code, "damaged", "{} bytes", part.len());
        }
        for copy in flipped(&bytes, 300) {
            let _ = read(&copy, &Limits::default());
        }
    }
}

/// A document of this XML, whole, with no relationships.
fn of_xml(xml: &[u8]) -> Vec<u8> {
    package(&[("word/document.xml", xml)])
}

#[test]
fn broken_xml_is_refused_and_harms_nothing() {
    let body = para("<w:pStyle w:val='a'/><w:numPr><w:ilvl w:val='1'/></w:numPr>", "增长&amp;&#20108;5%")
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p></w:tc></w:tr></w:tbl>";
    let xml = format!("<w:document xmlns:w='{WORD}'><w:body>{}</w:body></w:document>", body.repeat(4));
    assert!(read(&of_xml(xml.as_bytes()), &Limits::default()).is_ok());
    for end in (1..xml.len()).step_by(7) {
        assert!(read(&of_xml(&xml.as_bytes()[..end]), &Limits::default()).is_err(), "{end}");
    }
    for copy in flipped(xml.as_bytes(), 2000) {
        let _ = read(&of_xml(&copy), &Limits::default());
    }
}

#[test]
fn document_types_and_their_entities_are_refused() {
    let xml = format!(
        "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
         <w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"
    );
    assert_eq!(read(&of_xml(xml.as_bytes()), &Limits::default()).unwrap_err().code, "damaged");
}

fn code(bytes: &[u8], limits: Limits) -> &'static str {
    read(bytes, &limits).unwrap_err().code
}

#[test]
fn limits_hold() {
    let default = Limits::default;
    let spaces = " ".repeat(12 * 1024 * 1024);
    assert_eq!(code(&docx(&para("", &spaces), &[]), default()), "too_large");
    assert_eq!(code(&rich(), Limits { max_bytes: 1000, ..default() }), "too_large");
    assert_eq!(code(&rich(), Limits { max_chars: 50, ..default() }), "too_large");
    assert_eq!(code(&rich(), Limits { max_cells: 10, ..default() }), "too_large");
    assert_eq!(code(&rich(), Limits { max_entries: 2, ..default() }), "too_large");
    assert_eq!(code(&rich(), Limits { max_xml_depth: 4, ..default() }), "too_large");
}

#[test]
fn depth_takes_no_stack() {
    let depth = 30_000;
    let deep = |open: &str, close: &str| docx(&(open.repeat(depth) + &para("", "深") + &close.repeat(depth)), &[]);
    let nests = [
        ("<w:sdt>", "</w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    ];
    for (open, close) in nests {
        assert_eq!(code(&deep(open, close), Limits::default()), "too_large");
        let limits = Limits { max_xml_depth: 200_000, ..Limits::default() };
        match read(&deep(open, close), &limits) {
            Ok(laid) => assert!(laid.text.contains('深')),
            // The library that reads XML has a limit of its own.
            Err(error) => assert!(["too_large", "damaged"].contains(&error.code), "{error:?}"),
        }
    }
}

/// The places of a signature in the bytes.
fn places(bytes: &[u8], signature: &[u8]) -> Vec<usize> {
    bytes.windows(signature.len()).enumerate().filter(|(_, w)| *w == signature).map(|(i, _)| i).collect()
}

#[test]
fn archives_that_play_tricks_are_refused() {
    let xml = format!("<w:document xmlns:w='{WORD}'><w:body>{}</w:body></w:document>", para("", "工业"));
    let bytes = package(&[("word/document.xml", xml.as_bytes()), ("word/documenu.xml", b"<a/>")]);
    assert!(read(&bytes, &Limits::default()).is_ok());
    let mut twice = bytes.clone();
    for at in places(&bytes, b"word/documenu.xml") {
        twice[at + 12] = b't';
    }
    assert_eq!(code(&twice, Limits::default()), "damaged");
    let mut overlapping = bytes.clone();
    let second = places(&bytes, b"PK\x01\x02")[1];
    overlapping[second + 42..second + 46].fill(0);
    assert_eq!(code(&overlapping, Limits::default()), "damaged");
    let mut locked = bytes.clone();
    for signature in [&b"PK\x01\x02"[..], b"PK\x03\x04"] {
        for at in places(&bytes, signature) {
            locked[at + if signature[2] == 1 { 8 } else { 6 }] |= 1;
        }
    }
    assert_eq!(code(&locked, Limits::default()), "encrypted");
}

#[test]
fn other_formats_are_told_apart() {
    let mut ole = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    ole.resize(2048, 0);
    let error = read(&ole, &Limits::default()).unwrap_err();
    assert!(error.code == "unsupported_format" && error.reason.contains("另存为 .docx"), "{}", error.reason);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&ole, Limits::default()), "encrypted");
    assert_eq!(code(b"", Limits::default()), "damaged");
    assert_eq!(code(b"{\\rtf1 }", Limits::default()), "damaged");
    let workbook = package(&[
        (
            "_rels/.rels",
            b"<Relationships><Relationship Type='/officeDocument' Target='/xl/workbook.xml'/></Relationships>",
        ),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    assert_eq!(code(&workbook, Limits::default()), "unsupported_format");
}
