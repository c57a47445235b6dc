//! What a file is by its first bytes and by its name: text, or a format that is not read yet.
//!
//! First bytes are believed before the name: a `.txt` that is a PDF is a PDF.

use super::archive::without_archives;

/// Word, Excel and WPS files of before 2007, and encrypted ones of later years.
pub(super) const OLE: &str = "doc, xls or wps (OLE)";

/// What files of other formats begin with.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh9", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "sqlite"),
];

/// The name of the format whose signature `bytes` begins with; `None` for what may be text.
pub(super) fn format_of_bytes(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(kind_of_zip(bytes));
    }
    let signed = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    signed.map(|(_, name)| *name).or_else(|| format_after_space(bytes))
}

/// Formats that may stand after a byte-order mark or blanks.
fn format_after_space(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    if bytes.starts_with(b"%PDF-") {
        return Some("pdf");
    }
    let starts = |word: &[u8]| bytes.len() >= word.len() && bytes[..word.len()].eq_ignore_ascii_case(word);
    (starts(b"<!doctype html") || starts(b"<html") || starts(b"<head")).then_some("html")
}

/// Office documents are zip files that name their parts; the first entries stand in the first bytes.
fn kind_of_zip(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(8192)];
    let has = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    if has(b"word/") {
        "docx"
    } else if has(b"xl/") {
        "xlsx"
    } else if has(b"ppt/") {
        "pptx"
    } else if has(b"application/vnd.oasis.opendocument") {
        "odf"
    } else {
        "zip"
    }
}

/// The extension of a file that cannot be text by its name; `None` for `.txt`, `.text`, `.md` and
/// names without an extension.
///
/// Names such as `1.总体要求` have a point but no extension: an extension is one to eight ASCII
/// letters or digits, with a letter first.
pub(super) fn foreign_extension(source: &str) -> Option<String> {
    let source = without_archives(source);
    let name = source.rsplit('/').next().unwrap_or(source);
    let (stem, extension) = name.rsplit_once('.')?;
    let shaped = (1..=8).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        && (extension.as_bytes()[0].is_ascii_alphabetic() || extension.eq_ignore_ascii_case("7z"));
    if stem.is_empty() || !shaped {
        return None;
    }
    let extension = extension.to_ascii_lowercase();
    (!matches!(extension.as_str(), "txt" | "text" | "md")).then_some(extension)
}

/// The file name without folders and without the extension of a format.
pub(super) fn stem(source: &str) -> &str {
    let source = without_archives(source);
    let name = source.rsplit('/').next().unwrap_or(source);
    match name.rsplit_once('.') {
        Some((stem, "txt" | "text" | "md" | "TXT" | "Txt" | "MD")) if !stem.is_empty() => stem,
        Some((stem, _)) if foreign_extension(name).is_some() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{foreign_extension, format_of_bytes, stem};

    #[test]
    fn first_bytes_tell_the_format() {
        let cases: [(&[u8], Option<&str>); 9] = [
            (b"%PDF-1.7\n", Some("pdf")),
            (b"\xef\xbb\xbf \n%PDF-1.4", Some("pdf")),
            (b"PK\x03\x04........word/document.xml", Some("docx")),
            (b"PK\x03\x04........xl/workbook.xml", Some("xlsx")),
            (b"PK\x03\x04........a.txt", Some("zip")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("doc, xls or wps (OLE)")),
            (b"\n<!DOCTYPE HTML><p>", Some("html")),
            ("<!-- 注 -->".as_bytes(), None),
            (b"", None),
        ];
        for (bytes, format) in cases {
            assert_eq!(format_of_bytes(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn names_tell_the_format() {
        let cases = [
            ("a/b.txt", None),
            ("a/b.TXT", None),
            ("README", None),
            ("a.b/c", None),
            ("1.总体要求", None),
            ("report.2021", None),
            (".hidden", None),
            ("x.PDF", Some("pdf")),
            ("x.tar.gz", Some("gz")),
            ("x.7z", Some("7z")),
        ];
        for (source, extension) in cases {
            assert_eq!(foreign_extension(source).as_deref(), extension, "{source}");
        }
        assert_eq!(stem("a/2024年.公报.txt"), "2024年.公报");
        assert_eq!(stem("a/1.总体要求"), "1.总体要求");
        assert_eq!(stem("a/2024年公报.html"), "2024年公报");
        assert_eq!(stem("2023年.zip!2024年公报.txt"), "2024年公报");
        assert_eq!(foreign_extension("a.txt.gz!a").as_deref(), None);
    }
}
