//! Spreadsheets made by code: what is seen in cells, tables and captions, and bytes made to do harm.

use std::fmt::Write as _;

use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::docx::is_docx;
use zhibiao::ingest::formats::sheet::{Kind, kind_of, read};
use zhibiao::ingest::formats::{Laid, Unread};

use crate::format_office::{cells, compound, docx, flipped, package, parts, truncated};

const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of sheets: their names, states and XML inside of `worksheet`. Styles 1 to 4 are
/// 0.0%, #,##0.0, yyyy年m月 and yyyy-mm-dd.
fn xlsx(sheets: &[(&str, &str, &str)], strings: &[&str]) -> Vec<u8> {
    let (mut list, mut links) = (String::new(), String::new());
    for (i, (name, state, _)) in sheets.iter().enumerate() {
        let _ = write!(list, "<sheet name='{name}' sheetId='{0}' state='{state}' r:id='r{0}'/>", i + 1);
        let _ = write!(links, "<Relationship Id='r{0}' Type='{LINKS}/worksheet' Target='worksheets/s{0}.xml'/>", i + 1);
    }
    for kind in ["styles", "sharedStrings"] {
        let _ = write!(links, "<Relationship Id='{kind}' Type='{LINKS}/{kind}' Target='{kind}.xml'/>");
    }
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let formats = ["0.0%", "#,##0.0", "yyyy&quot;年&quot;m&quot;月&quot;", "yyyy-mm-dd"];
    let codes = (0..4)
        .map(|i| format!("<numFmt numFmtId='{}' formatCode='{}'/>", 170 + i, formats[i]))
        .collect::<Vec<_>>()
        .concat();
    let styles = (0..4).map(|i| format!("<xf numFmtId='{}'/>", 170 + i)).collect::<Vec<_>>().concat();
    let texts = strings.iter().map(|s| format!("<si><t>{s}</t></si>")).collect::<Vec<_>>().concat();
    let mut all = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns='{relations}'><Relationship Id='a' Type='{LINKS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns='{SHEETS}' xmlns:r='{LINKS}'><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns='{relations}'>{links}</Relationships>"),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns='{SHEETS}'><numFmts count='4'>{codes}</numFmts><cellXfs count='5'><xf numFmtId='0'/>{styles}</cellXfs></styleSheet>"
            ),
        ),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst xmlns='{SHEETS}'>{texts}</sst>")),
    ];
    for (i, (_, _, inner)) in sheets.iter().enumerate() {
        all.push((format!("xl/worksheets/s{}.xml", i + 1), format!("<worksheet xmlns='{SHEETS}'>{inner}</worksheet>")));
    }
    let all: Vec<_> = all.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    package(&all)
}

/// A workbook with what sheets have: a caption, merged heads, numbers in formats, a hidden sheet.
fn sample() -> Vec<u8> {
    let sheet = "<dimension ref='A1:XFD1048576'/><sheetData>
        <row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>盖住的</t></is></c></row>
        <row r='2'><c r='A2' t='s'><v>1</v></c><c r='B2' t='s'><v>2</v></c></row>
        <row r='3'><c r='B3' t='inlineStr'><is><t>总量</t></is></c><c r='C3' t='inlineStr'><is><t>增长</t></is></c></row>
        <row r='4'><c r='A4' t='inlineStr'><is><t>产值</t></is></c><c r='B4'><v>12.340000000000002</v></c><c r='C4' s='1'><v>5.1999999999999998E-2</v></c></row>
        <row r='5'><c r='A5' s='3'><v>45413</v></c><c r='B5' s='2'><v>-1234.56</v></c><c r='C5' t='e'><v>#REF!</v></c></row>
        <row r='6'><c r='A6' s='4'><v>45413</v></c><c r='B6' t='b'><v>1</v></c><c r='C6'><f>B4*2</f></c></row>
        </sheetData><mergeCells><mergeCell ref='A1:XFD1'/><mergeCell ref='A2:A3'/><mergeCell ref='B2:C2'/></mergeCells>";
    let hidden = "<sheetData><row r='1'><c r='A1'><v>99</v></c></row></sheetData>";
    xlsx(&[("主要指标", "visible", sheet), ("旧", "hidden", hidden)], &["工业主要指标", "指标", "2024年"])
}

fn laid(bytes: &[u8], kind: Kind) -> Laid {
    read(bytes, &Limits::default(), kind).expect("a sound spreadsheet")
}

fn refusal(bytes: &[u8], kind: Kind, limits: Limits) -> Unread {
    read(bytes, &limits, kind).expect_err("a refusal")
}

#[test]
fn cells_show_what_a_person_sees() {
    let laid = laid(&sample(), Kind::Xlsx);
    let expected = [
        "Heading(1) 主要指标",
        "Paragraph 工业主要指标",
        "Row 指标\t2024年",
        "Row \t总量\t增长",
        "Row 产值\t12.34\t5.2%",
        "Row 2024年5月\t-1,234.6\t#REF!",
        "Row 2024-05-01\tTRUE",
    ];
    assert_eq!(parts(&laid), expected);
    assert_eq!(cells(&laid, 0)[..3], [(0, 0, 2, 1, "指标"), (0, 1, 1, 2, "2024年"), (1, 1, 1, 1, "总量")]);
}

#[test]
fn corners_far_apart_take_no_room() {
    let sheet = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>";
    let laid = laid(&xlsx(&[("角", "visible", sheet)], &[]), Kind::Xlsx);
    assert_eq!(laid.layout.tables[0].cells.len(), 2);
    assert!(laid.text.len() < 200);
}

#[test]
fn a_workbook_whose_sheets_are_hidden_is_empty() {
    let sheet = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>";
    let bytes = xlsx(
        &[("甲", "hidden", sheet), ("乙", "veryHidden", sheet), ("丙", "visible", "<sheetData></sheetData>")],
        &[],
    );
    assert_eq!(refusal(&bytes, Kind::Xlsx, Limits::default()).code, "empty");
}

#[test]
fn limits_of_workbooks_hold() {
    let default = Limits::default;
    let code = |limits| refusal(&sample(), Kind::Xlsx, limits).code;
    assert_eq!(code(Limits { max_cells: 5, ..default() }), "too_large");
    assert_eq!(code(Limits { max_chars: 10, ..default() }), "too_large");
    assert_eq!(code(Limits { max_bytes: 300, ..default() }), "too_large");
    let bomb = "<sheetData/>".to_owned() + &" ".repeat(12 * 1024 * 1024);
    assert_eq!(refusal(&xlsx(&[("弹", "visible", &bomb)], &[]), Kind::Xlsx, default()).code, "too_large");
    // One long text in many cells: little in the file, much in the text.
    let long = "长".repeat(100_000);
    let row = "<row><c t='s'><v>0</v></c></row>".repeat(1000);
    let sheet = format!("<sheetData>{row}</sheetData>");
    assert_eq!(refusal(&xlsx(&[("长", "visible", &sheet)], &[&long]), Kind::Xlsx, default()).code, "too_large");
}

#[test]
fn text_tables_are_read_in_their_encoding() {
    let text = "全市工业\n单位：万吨,,\n产品,产量,增长\n钢,\"1,234.5\",5.2%\n\"生铁\n（含球墨）\",10,-3\n注：快报数。\n\n表二,,\n产品,产量\n煤,7\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let laid = laid(&bytes, Kind::Csv);
    assert_eq!(laid.encoding, "gb18030");
    let expected = [
        "Paragraph 全市工业",
        "Paragraph 单位：万吨",
        "Row 产品\t产量\t增长",
        "Row 钢\t1,234.5\t5.2%",
        "Row 生铁 （含球墨）\t10\t-3",
        "Paragraph 注：快报数。",
        "Paragraph 表二",
        "Row 产品\t产量",
        "Row 煤\t7",
    ];
    assert_eq!(parts(&laid), expected);
    let tabs = read("甲\t1\n乙\t2,5\n".as_bytes(), &Limits::default(), Kind::Tsv).expect("a table");
    assert_eq!(tabs.text, "甲\t1\n乙\t2,5\n");
    assert_eq!(refusal(b"\n\n,,\n", Kind::Csv, Limits::default()).code, "empty");
    assert_eq!(refusal(b"a,\xff\xff\xfe,\x80\n", Kind::Csv, Limits::default()).code, "undecodable");
}

fn ods(sheets: &str) -> Vec<u8> {
    let name = |n: &str| format!("urn:oasis:names:tc:opendocument:xmlns:{n}:1.0");
    let content = format!(
        "<o:document-content xmlns:o='{}' xmlns:table='{}' xmlns:text='{}' xmlns:style='{}'>
         <o:automatic-styles><style:style style:name='h'><style:table-properties table:display='false'/></style:style></o:automatic-styles>
         <o:body><o:spreadsheet>{sheets}</o:spreadsheet></o:body></o:document-content>",
        name("office"),
        name("table"),
        name("text"),
        name("style")
    );
    package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A table that declares a million rows of sixteen thousand columns beside its cells.
fn ods_sample() -> Vec<u8> {
    let cell =
        |props: &str, text: &str| format!("<table:table-cell {props}><text:p>{text}</text:p></table:table-cell>");
    let wide = "<table:table-cell table:number-columns-repeated='16380'/>";
    let rows = [
        cell("table:number-columns-spanned='3' o:value-type='string'", "指标<text:s/>一览")
            + "<table:covered-table-cell table:number-columns-repeated='2'/>",
        cell("o:value-type='string'", "产值<o:annotation><text:p>批注</text:p></o:annotation>")
            + &cell("o:value-type='percentage' o:value='0.123'", "12.3%")
            + &cell("o:value-type='float' o:value='-5'", "5")
            + wide,
        cell("o:value-type='string'", "日期")
            + &cell("o:value-type='date' o:date-value='2024-05-01'", "05/01/24")
            + "<table:table-cell o:value-type='float' o:value='7'/>",
    ];
    let rows = rows.iter().map(|r| format!("<table:table-row>{r}</table:table-row>")).collect::<Vec<_>>().concat();
    let rest = format!("<table:table-row table:number-rows-repeated='1048573'>{wide}</table:table-row>");
    ods(&format!(
        "<table:table table:name='表' table:style-name='x'>{rows}{rest}</table:table>
         <table:table table:name='藏' table:style-name='h'><table:table-row>{}</table:table-row></table:table>",
        cell("", "看不见")
    ))
}

#[test]
fn open_documents_are_read_as_shown() {
    let laid = laid(&ods_sample(), Kind::Ods);
    assert_eq!(
        parts(&laid),
        ["Heading(1) 表", "Paragraph 指标 一览", "Row 产值\t12.3%\t-5", "Row 日期\t2024-05-01\t7"]
    );
    let many = "<table:table table:name='多'><table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'><text:p>1</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(refusal(&ods(many), Kind::Ods, Limits::default()).code, "too_large");
    let locked = package(&[("content.xml", b"\x80\x81"), ("META-INF/manifest.xml", b"<m><encryption-data/></m>")]);
    assert_eq!(refusal(&locked, Kind::Ods, Limits::default()).code, "encrypted");
}

fn record(kind: u16, data: &[&[u8]]) -> Vec<u8> {
    let data = data.concat();
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), &data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Row, column and style of a cell.
fn place(row: u16, column: u16, style: u16) -> Vec<u8> {
    [row, column, style].iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// An old workbook: styles 0 and 1 are plain and 0.0%; a sheet that is seen and one that is not.
fn workbook() -> Vec<u8> {
    let start = record(0x809, &[&[0, 6, 5, 0], &[0; 12]]);
    let format = record(0x41e, &[&[170, 0, 4, 0, 0], b"0.0%"]);
    let styles = [record(0xe0, &[&[0; 20]]), record(0xe0, &[&[0, 0, 170, 0], &[0; 16]])].concat();
    // Three strings; the last goes on in the next record, one byte a character there.
    let strings = [
        record(
            0xfc,
            &[
                &[3, 0, 0, 0, 3, 0, 0, 0],
                &[2, 0, 1],
                &wide("指标"),
                &[5, 0, 1],
                &wide("2024年"),
                &[5, 0, 1],
                &wide("产值"),
            ],
        ),
        record(0x3c, &[&[0], b"(A)"]),
    ]
    .concat();
    let bound =
        |at: usize, state: u8, name: &str| record(0x85, &[&(at as u32).to_le_bytes(), &[state, 0, 1, 1], &wide(name)]);
    let globals = |a, b| {
        [
            start.clone(),
            format.clone(),
            styles.clone(),
            bound(a, 0, "表"),
            bound(b, 1, "藏"),
            strings.clone(),
            record(0x0a, &[]),
        ]
        .concat()
    };
    let first = globals(0, 0).len();
    let chart = [start.clone(), record(0x203, &[&place(9, 9, 0), &9.0_f64.to_le_bytes()]), record(0x0a, &[])].concat();
    let sheet = [
        start.clone(),
        record(0xfd, &[&place(0, 0, 0), &[0, 0, 0, 0]]),
        record(0xfd, &[&place(0, 1, 0), &[1, 0, 0, 0]]),
        record(0xfd, &[&place(1, 0, 0), &[2, 0, 0, 0]]),
        record(
            0xbd,
            &[
                &[1, 0, 1, 0],
                &[0, 0],
                &((1234_u32 << 2) | 3).to_le_bytes(),
                &[1, 0],
                &((0.125_f64.to_bits() >> 32) as u32).to_le_bytes(),
                &[2, 0],
            ],
        ),
        chart,
        record(0x203, &[&place(2, 1, 1), &0.0491_f64.to_le_bytes()]),
        record(0x06, &[&place(2, 0, 0), &[0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 8]]),
        record(0x207, &[&[2, 0, 1], &wide("甲乙")]),
        record(0x205, &[&place(2, 2, 0), &[0x17, 1]]),
        record(0xe5, &[&[1, 0], &[0, 0, 0, 0, 1, 0, 2, 0]]),
        record(0x0a, &[]),
    ]
    .concat();
    let second = first + sheet.len();
    let hidden =
        [start.clone(), record(0x203, &[&place(0, 0, 0), &99.0_f64.to_le_bytes()]), record(0x0a, &[])].concat();
    [globals(first, second), sheet, hidden].concat()
}

#[test]
fn old_workbooks_are_read_with_their_formats() {
    let laid = laid(&compound("Workbook", &workbook()), Kind::Xls);
    let expected = ["Heading(1) 表", "Row 指标\t2024年", "Row 产值(A)\t12.34\t12.5%", "Row 甲乙\t4.9%\t#REF!"];
    assert_eq!(parts(&laid), expected);
    assert_eq!(cells(&laid, 0)[1], (0, 1, 1, 2, "2024年"));
}

#[test]
fn old_workbooks_that_cannot_be_read_say_why() {
    let code = |bytes: &[u8]| refusal(bytes, Kind::Xls, Limits::default()).code;
    assert_eq!(code(b"PK\x03\x04"), "damaged");
    let mut old = workbook();
    old[5] = 5;
    assert_eq!(code(&compound("Book", &old)), "unsupported_format");
    assert_eq!(code(&compound("WordDocument", &old)), "unsupported_format");
    assert_eq!(code(&compound("EncryptedPackage", &workbook())), "encrypted");
    let mut locked = workbook();
    locked.splice(20..20, record(0x2f, &[&[1, 0, 1, 0]]));
    assert_eq!(code(&compound("Workbook", &locked)), "encrypted");
    let mut circle = compound("Workbook", &workbook());
    // The first sector of the stream is said to follow itself.
    circle[512 + 8..512 + 12].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(code(&circle), "damaged");
    // The stream begins right behind the last byte, in a sector that is said to follow itself.
    let mut behind = compound("Workbook", &workbook());
    let last = (behind.len() / 512 - 1) as u32;
    behind[512 + last as usize * 4..][..4].copy_from_slice(&last.to_le_bytes());
    behind[1024 + 128 + 116..][..4].copy_from_slice(&last.to_le_bytes());
    assert_eq!(code(&behind), "damaged");
    assert_eq!(refusal(&compound("EncryptedPackage", &workbook()), Kind::Xlsx, Limits::default()).code, "encrypted");
}

#[test]
fn broken_spreadsheets_harm_nothing() {
    let samples = [
        (sample(), Kind::Xlsx),
        (ods_sample(), Kind::Ods),
        (compound("Workbook", &workbook()), Kind::Xls),
        ("产品,产量\n\"钢\",5\n".repeat(300).into_bytes(), Kind::Csv),
    ];
    for (bytes, kind) in &samples {
        for part in truncated(bytes) {
            let _ = read(part, &Limits::default(), *kind);
        }
        for copy in flipped(bytes, 500) {
            let _ = read(&copy, &Limits::default(), *kind);
        }
    }
    let (book, old) = (sample(), workbook());
    // The sheet at the end is hidden and may be cut off.
    for end in (0..old.len() - 60).step_by(3) {
        assert!(read(&compound("Workbook", &old[..end]), &Limits::default(), Kind::Xls).is_err(), "{end}");
    }
    for copy in flipped(&old, 3000) {
        let _ = read(&compound("Workbook", &copy), &Limits::default(), Kind::Xls);
    }
    for part in truncated(&book) {
        assert_eq!(refusal(part, Kind::Xlsx, Limits::default()).code, "damaged");
    }
}

/// Bits turned over in the XML itself, under a checksum that holds.
#[test]
fn broken_sheets_harm_nothing() {
    let sheet = "<dimension ref='A1:C9'/><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>0.5</v></c></row>\
        <row r='2'><c r='A2' t='b'><v>1</v></c><c r='B2' t='e'><v>#REF!</v></c><c r='C2' t='str'><f>A1</f><v>x</v></c></row></sheetData>\
        <mergeCells><mergeCell ref='A1:B1'/></mergeCells>";
    for copy in flipped(sheet.as_bytes(), 2000) {
        let Ok(copy) = String::from_utf8(copy) else { continue };
        let _ = read(&xlsx(&[("表", "visible", &copy)], &["甲"]), &Limits::default(), Kind::Xlsx);
    }
}

#[test]
fn workbooks_are_told_by_their_bytes() {
    let kind = |bytes: &[u8]| kind_of(bytes, &Limits::default());
    let word = docx("<w:p/>", &[]);
    assert_eq!(kind(&sample()), Some(Kind::Xlsx));
    assert_eq!(kind(&ods_sample()), Some(Kind::Ods));
    assert_eq!(kind(&compound("Workbook", &workbook())), Some(Kind::Xls));
    for other in [&word[..], &compound("WordDocument", b"x"), b"", b"a,b"] {
        assert_eq!(kind(other), None);
    }
    assert!(is_docx(&word, &Limits::default()) && !is_docx(&sample(), &Limits::default()));
}
