//! Sound files around fuzzed parts, so that a run reaches the parser behind the container.
//!
//! Parts stand one after the other in the bytes of a run, with a NUL between them; XML has none.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The parts of a run's bytes; what is not there is empty.
#[must_use]
pub fn parts<const N: usize>(bytes: &[u8]) -> [&[u8]; N] {
    let mut rest = bytes.splitn(N, |b| *b == 0);
    std::array::from_fn(|_| rest.next().unwrap_or_default())
}

/// A zip of files; those without a name that a zip can have are left out.
#[must_use]
pub fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        if zip.start_file(*name, options).is_ok() {
            zip.write_all(bytes).expect("memory takes all");
        }
    }
    zip.finish().expect("memory takes all").into_inner()
}

fn links(kinds: &[(&str, &str)]) -> Vec<u8> {
    let mut xml = "<Relationships>".to_owned();
    for (i, (kind, target)) in kinds.iter().enumerate() {
        xml += &format!("<Relationship Id='r{}' Type='{LINKS}/{kind}' Target='{target}'/>", i + 1);
    }
    (xml + "</Relationships>").into_bytes()
}

/// A part as it is where it is a whole one, else as the inside of `root`.
fn within(root: &str, spaces: &str, inner: &str, part: &[u8]) -> Vec<u8> {
    if part.starts_with(b"<?xml") {
        return part.to_vec();
    }
    let (open, close) =
        if inner.is_empty() { (String::new(), String::new()) } else { (format!("<{inner}>"), format!("</{inner}>")) };
    [format!("<{root} {spaces}>{open}").as_bytes(), part, format!("{close}</{root}>").as_bytes()].concat()
}

/// A Word document: body, numbering, styles, footnotes.
#[must_use]
pub fn docx(bytes: &[u8]) -> Vec<u8> {
    let [body, numbering, styles, footnotes] = parts(bytes);
    let spaces = format!(
        "xmlns:w='{WORD}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
         xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
         xmlns:v='urn:schemas-microsoft-com:vml' \
         xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    );
    let part = |root: &str, inner: &str, part: &[u8]| within(root, &spaces, inner, part);
    let related = [("numbering", "numbering.xml"), ("styles", "styles.xml"), ("footnotes", "footnotes.xml")];
    zip(
        &[
            ("_rels/.rels", &links(&[("officeDocument", "word/document.xml")])),
            ("word/document.xml", &part("w:document", "w:body", body)),
            ("word/_rels/document.xml.rels", &links(&related)),
            ("word/numbering.xml", &part("w:numbering", "", numbering)),
            ("word/styles.xml", &part("w:styles", "", styles)),
            ("word/footnotes.xml", &part("w:footnotes", "", footnotes)),
        ],
        CompressionMethod::Stored,
    )
}

/// A workbook: one sheet, shared strings, styles, and perhaps the list of sheets.
#[must_use]
pub fn xlsx(bytes: &[u8]) -> Vec<u8> {
    let [sheet, strings, styles, book] = parts(bytes);
    let spaces = format!("xmlns='{SHEETS}' xmlns:r='{LINKS}'");
    let book =
        if book.is_empty() { "<sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets>".as_bytes() } else { book };
    let related =
        [("worksheet", "worksheets/s1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")];
    zip(
        &[
            ("_rels/.rels", &links(&[("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", &within("workbook", &spaces, "", book)),
            ("xl/_rels/workbook.xml.rels", &links(&related)),
            ("xl/worksheets/s1.xml", &within("worksheet", &spaces, "", sheet)),
            ("xl/sharedStrings.xml", &within("sst", &spaces, "", strings)),
            ("xl/styles.xml", &within("styleSheet", &spaces, "", styles)),
        ],
        CompressionMethod::Stored,
    )
}

/// An `OpenDocument` spreadsheet: the inside of its body, and automatic styles.
#[must_use]
pub fn ods(bytes: &[u8]) -> Vec<u8> {
    let [sheets, styles] = parts(bytes);
    let spaces: String = [("o", "office"), ("table", "table"), ("text", "text"), ("style", "style")]
        .iter()
        .map(|(prefix, name)| format!("xmlns:{prefix}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0' "))
        .collect();
    let content = if sheets.starts_with(b"<?xml") {
        sheets.to_vec()
    } else {
        [
            format!("<o:document-content {spaces}><o:automatic-styles>").as_bytes(),
            styles,
            b"</o:automatic-styles><o:body><o:spreadsheet>",
            sheets,
            b"</o:spreadsheet></o:body></o:document-content>",
        ]
        .concat()
    };
    zip(
        &[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)],
        CompressionMethod::Stored,
    )
}

/// An OLE file with these bytes as its stream `Workbook`, in sectors of 512 bytes: the table, the
/// directory, the stream.
#[must_use]
pub fn xls(stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    // Shorter streams would stand elsewhere in the file; longer ones would need a second table.
    let stream = stream.get(..120 * 512).unwrap_or(stream);
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
    bytes.extend([entry("Root Entry", 5, END, 0), entry("Workbook", 2, 2, length as u32), vec![0; 256]].concat());
    bytes.extend_from_slice(stream);
    bytes.resize(1536 + sectors as usize * 512, 0);
    bytes
}

/// A PDF of one page: its content, the map of its font to Unicode, the dictionary of the font, a form.
#[must_use]
pub fn pdf(bytes: &[u8]) -> Vec<u8> {
    let [content, map, font, form] = parts(bytes);
    let font = if font.is_empty() {
        &b"/Type /Font /Subtype /Type0 /BaseFont /FangSong /Encoding /GBK-EUC-H /ToUnicode 6 0 R /DescendantFonts \
           [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /FangSong /DW 1000 /W [814 939 500] \
           /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>]"[..]
    } else {
        font
    };
    let stream = |entries: &str, content: &[u8]| {
        let head = format!("<< {entries} /Length {} >>\nstream\n", content.len());
        [head.as_bytes(), content, b"\nendstream"].concat()
    };
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> \
          /XObject << /X1 7 0 R >> >> >>"
            .to_vec(),
        [b"<< ", font, b" >>"].concat(),
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>".to_vec(),
        stream("", content),
        stream("", map),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", form),
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    let mut tail = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for place in places {
        tail += &format!("{place:010} 00000 n \n");
    }
    tail += &format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice(tail.as_bytes());
    bytes
}

/// Names and contents by turns, with a NUL after each.
fn files(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let pieces: Vec<&[u8]> = bytes.split(|b| *b == 0).collect();
    pieces.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).take(100).collect()
}

/// A zip of the files that the bytes name.
#[must_use]
pub fn zip_of(bytes: &[u8], method: CompressionMethod) -> Vec<u8> {
    let files = files(bytes);
    let named: Vec<_> = files.iter().filter_map(|(name, b)| Some((std::str::from_utf8(name).ok()?, *b))).collect();
    zip(&named, method)
}

/// A tar of the files that the bytes name; a name that begins with `!` and a letter has that kind.
#[must_use]
pub fn tar_of(bytes: &[u8]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, content) in files(bytes) {
        let (kind, name) = match name {
            [b'!', kind, name @ ..] => (*kind, name),
            name => (b'0', name),
        };
        let mut header = [0_u8; 512];
        let name = name.get(..100).unwrap_or(name);
        header[..name.len()].copy_from_slice(name);
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
        header[148..156].fill(b' ');
        header[156] = kind;
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend_from_slice(&header);
        tar.extend_from_slice(content);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// What gzip makes of the bytes.
#[must_use]
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
