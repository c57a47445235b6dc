//! Hostile Word files.

use super::cases::{Case, cut, flipped, numbered};
use super::raw_zip::{RawEntry, files, zip};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const REPORT: &str = "<w:p><w:r><w:t>2023年，全县地区生产总值412.6亿元，增长6.1%。</w:t></w:r></w:p>";

pub(crate) fn all() -> Vec<Case> {
    [cut("docx", "a.docx", &[10, 50, 90, 99], sound), flipped("docx", "a.docx", &[1, 2, 3, 8], sound), parts(), texts()]
        .into_iter()
        .flatten()
        .collect()
}

/// A Word file whose document is this XML.
fn docx(document: &str) -> Vec<u8> {
    files(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn body(words: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{SPACE}"><w:body>{words}</w:body></w:document>"#
    )
}

fn sound() -> Vec<u8> {
    docx(&body(&REPORT.repeat(3)))
}

/// A Word file whose document begins with this declaration of a type, with a reference behind the report.
fn declared(declaration: &str, reference: &str) -> Vec<u8> {
    let document = body(&format!("{REPORT}<w:p><w:r><w:t>{reference}</w:t></w:r></w:p>"));
    docx(&document.replacen("?>", &format!("?>{declaration}"), 1))
}

/// Entities of entities: the last one is a billion of the first.
pub(crate) fn billion_laughs(root: &str) -> String {
    let entity = |i: usize| format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
    let entities: String = (1..10).map(entity).collect();
    format!("<!DOCTYPE {root} [<!ENTITY a0 \"哈哈\">{entities}]>")
}

fn parts() -> Vec<Case> {
    let with = |name: &'static str, content: fn() -> Vec<u8>| {
        move || {
            let content = content();
            let types = RawEntry::deflated("[Content_Types].xml", TYPES.as_bytes());
            let relations = RawEntry::deflated("_rels/.rels", RELATIONS.as_bytes());
            zip(&[types, relations, RawEntry::deflated(name, &content)])
        }
    };
    vec![
        Case::of("docx_bomb", "a.docx", with("word/document.xml", || vec![b' '; 100 << 20])),
        Case::of("docx_bomb_beside", "a.docx", || {
            let mut entries = vec![
                RawEntry::deflated("[Content_Types].xml", TYPES.as_bytes()),
                RawEntry::deflated("_rels/.rels", RELATIONS.as_bytes()),
                RawEntry::deflated("word/document.xml", body(REPORT).as_bytes()),
            ];
            entries.push(RawEntry::deflated("word/numbering.xml", &vec![b' '; 100 << 20]));
            entries.push(RawEntry::deflated("word/styles.xml", &vec![b' '; 100 << 20]));
            zip(&entries)
        }),
        Case::of("docx_without_document", "a.docx", with("word/other.xml", || b"<a/>".to_vec())),
        Case::of("docx_that_is_old_word", "a.docx", || [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 2000]].concat()),
        Case::of("docx_that_is_text", "a.docx", || "2023年，产值5亿元。".into()),
        Case::of("docx_empty_file", "a.docx", Vec::new),
        Case::of("docx_encrypted_part", "a.docx", || {
            let mut document = RawEntry::deflated("word/document.xml", body(REPORT).as_bytes());
            document.flags |= 1;
            zip(&[RawEntry::deflated("[Content_Types].xml", TYPES.as_bytes()), document])
        }),
        Case::of("docx_document_elsewhere", "a.docx", || {
            let away = RELATIONS.replace("word/document.xml", "../../../etc/passwd");
            files(&[
                ("[Content_Types].xml", TYPES.as_bytes()),
                ("_rels/.rels", away.as_bytes()),
                ("word/x.xml", b"<x/>"),
            ])
        }),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        Case::of("docx_billion_laughs", "a.docx", || declared(&billion_laughs("w:document"), "&a9;")),
        Case::of("docx_entity_without_end", "a.docx", || {
            declared("<!DOCTYPE w:document [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>", "&a;")
        }),
        Case::of("docx_external_entity", "a.docx", || {
            declared("<!DOCTYPE w:document [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "&a;")
        }),
        Case::of("docx_external_dtd", "a.docx", || {
            declared("<!DOCTYPE w:document SYSTEM \"http://127.0.0.1:9/evil.dtd\">", "")
        }),
        Case::of("docx_deep", "a.docx", || docx(&body(&format!("{REPORT}{}", "<w:p><w:r>".repeat(300_000))))),
        Case::of("docx_deep_tables", "a.docx", || {
            let (open, close) = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>");
            docx(&body(&format!("{REPORT}{}{REPORT}{}", open.repeat(5_000), close.repeat(5_000))))
        }),
        Case::of("docx_wide_cell", "a.docx", || {
            let span = r#"<w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>"#;
            let cell = format!("<w:tc>{span}<w:p><w:r><w:t>5亿元</w:t></w:r></w:p></w:tc>");
            docx(&body(&format!("{REPORT}<w:tbl><w:tr>{cell}{cell}{cell}</w:tr></w:tbl>")))
        }),
        Case::of("docx_negative_span", "a.docx", || {
            let span = r#"<w:tcPr><w:gridSpan w:val="-5"/><w:vMerge/></w:tcPr>"#;
            let cell = format!("<w:tc>{span}<w:p><w:r><w:t>5亿元</w:t></w:r></w:p></w:tc>");
            docx(&body(&format!("{REPORT}<w:tbl><w:tr>{cell}</w:tr></w:tbl>")))
        }),
        Case::of("docx_cells_without_end", "a.docx", || {
            docx(&body(&format!(
                "<w:tbl>{}</w:tbl>",
                format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(2_100)).repeat(1_000)
            )))
        }),
        Case::of("docx_no_words", "a.docx", || docx(&body("<w:p/>"))),
        Case::of("docx_not_closed", "a.docx", || docx(&body(REPORT).replace("</w:body></w:document>", ""))),
        Case::of("docx_no_utf8", "a.docx", || {
            let document = body(REPORT).into_bytes();
            let document = [&document[..], b"\xff\xfe"].concat();
            files(&[
                ("[Content_Types].xml", TYPES.as_bytes()),
                ("_rels/.rels", RELATIONS.as_bytes()),
                ("word/document.xml", &document),
            ])
        }),
        Case::of("docx_attributes", "a.docx", || {
            let attributes = numbered(20_000, " a#=\"1\"");
            docx(&body(&REPORT.replace("<w:p>", &format!("<w:p{attributes}>"))))
        }),
    ]
}
