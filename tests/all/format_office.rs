//! Office files made by code, for tests of their readers.

use std::io::{Cursor, Write};

use zhibiao::ingest::formats::Laid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The namespace of `w:`.
pub(crate) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of `w:` in strict files.
pub(crate) const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// An archive of parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).expect("a part");
        zip.write_all(bytes).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A Word document with this inside of its body, and more parts by the kind of their relationship.
pub(crate) fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    docx_in(WORD, body, more)
}

/// A Word document whose prefix `w` stands for the namespace.
pub(crate) fn docx_in(space: &str, body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let spaces = format!(
        "xmlns:w='{space}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
         xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' xmlns:v='urn:schemas-microsoft-com:vml' \
         xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' xmlns:new='urn:not-known'"
    );
    let document =
        format!("<?xml version='1.0' encoding='UTF-8'?>\n<w:document {spaces}><w:body>{body}</w:body></w:document>");
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |kind_of: &str, target: &str| {
        format!("<Relationship Id='{kind_of}' Type='{kind}/{kind_of}' Target='{target}'/>")
    };
    let top = format!("<Relationships>{}</Relationships>", link("officeDocument", "word/document.xml"));
    let links: String = more.iter().map(|(k, _)| link(k, &format!("{k}.xml"))).collect();
    let links = format!("<Relationships>{links}</Relationships>");
    let mut parts = vec![
        ("_rels/.rels".to_owned(), top),
        ("word/document.xml".to_owned(), document),
        ("word/_rels/document.xml.rels".to_owned(), links),
    ];
    for (k, inner) in more {
        parts.push((format!("word/{k}.xml"), format!("<w:{k} {spaces}>{inner}</w:{k}>")));
    }
    let parts: Vec<_> = parts.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    package(&parts)
}

/// A paragraph with properties.
pub(crate) fn para(props: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{props}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Parts of a text, one a line, with their kinds.
pub(crate) fn parts(laid: &Laid) -> Vec<String> {
    laid.layout.parts.iter().map(|p| format!("{:?} {}", p.kind, p.span.of(&laid.text))).collect()
}

/// Cells of a table: row, column, rows, columns, words.
pub(crate) fn cells(laid: &Laid, table: usize) -> Vec<(u32, u32, u32, u32, &str)> {
    let cells = laid.layout.tables[table].cells.iter();
    cells.map(|c| (c.row, c.column, c.rows, c.columns, c.span.of(&laid.text))).collect()
}

/// Numbers that look random and are the same in every run (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// Copies of a file with bits turned over, eight at a time.
pub(crate) fn flipped(bytes: &[u8], copies: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut dice = Dice::new(20_241_126);
    (0..copies).map(move |_| {
        let mut copy = bytes.to_vec();
        for _ in 0..8 {
            let at = dice.below(copy.len());
            copy[at] ^= 1 << dice.below(8);
        }
        copy
    })
}

/// Beginnings of a file, a kilobyte more each time.
pub(crate) fn truncated(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..bytes.len()).step_by(1024).map(|n| &bytes[..n])
}

/// An OLE file with one stream, in sectors of 512 bytes: the table, the directory, the stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    // Shorter streams would stand elsewhere in the file.
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(512) as u32;
    let mut head = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    head.resize(512, 0);
    let mut put = |at: usize, word: u32| head[at..at + 4].copy_from_slice(&word.to_le_bytes());
    put(24, 0x0003_003e);
    put(28, 0x0009_fffe);
    put(32, 6);
    for (at, word) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END), (76, 0)] {
        put(at, word);
    }
    (1..109).for_each(|i| put(76 + i * 4, u32::MAX));
    let follows = |i: u32| if i + 1 == sectors { END } else { i + 3 };
    let mut table: Vec<u32> = [0xffff_fffd, END].into_iter().chain((0..sectors).map(follows)).collect();
    table.resize(128, u32::MAX);
    let entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u8 + 2;
        entry.resize(128, 0);
        entry[64] = length;
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let mut bytes = head;
    bytes.extend(table.iter().flat_map(|w| w.to_le_bytes()));
    bytes.extend([entry("Root Entry", 5, END, 0), entry(name, 2, 2, length as u32), vec![0; 256]].concat());
    bytes.extend_from_slice(stream);
    bytes.resize(1536 + sectors as usize * 512, 0);
    bytes
}
