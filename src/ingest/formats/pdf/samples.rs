//! Small PDFs made by tests.

/// A PDF of numbered objects; the first is the catalog.
pub(super) fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// A stream object.
pub(super) fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF with one page for each content. Object 3 is the font `/F1`; `more` objects begin at 4.
pub(super) fn pages(font: &str, more: &[String], contents: &[String]) -> Vec<u8> {
    let first = 4 + more.len();
    let kids: Vec<String> = (0..contents.len()).map(|i| format!("{} 0 R", first + 2 * i)).collect();
    let tree = format!("<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 595 842]", kids.join(" "), kids.len());
    let resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /X1 4 0 R >> >> >>";
    let mut objects =
        vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), format!("{tree} {resources}"), font.to_owned()];
    objects.extend(more.iter().cloned());
    for (i, content) in contents.iter().enumerate() {
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", first + 2 * i + 1));
        objects.push(stream("", content));
    }
    file(&objects)
}

/// A font that is not embedded, with a map known by name.
pub(super) fn named_font(map: &str) -> String {
    let below = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /FangSong /DW 1000 /W [814 939 500 1 95 500] \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>";
    format!("<< /Type /Font /Subtype /Type0 /BaseFont /FangSong /Encoding /{map} /DescendantFonts [{below}] >>")
}

/// Words in GBK at a place.
pub(super) fn words(x: f64, y: f64, size: f64, text: &str) -> String {
    let (bytes, _, lossy) = encoding_rs::GBK.encode(text);
    assert!(!lossy, "{text} is in GBK");
    shown(x, y, size, &bytes)
}

/// Codes at a place.
pub(super) fn shown(x: f64, y: f64, size: f64, codes: &[u8]) -> String {
    let hex: Vec<String> = codes.iter().map(|b| format!("{b:02x}")).collect();
    let hex = hex.concat();
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
}

/// A rule as a stroke.
pub(super) fn rule(x0: f64, y0: f64, x1: f64, y1: f64) -> String {
    format!("{x0} {y0} m {x1} {y1} l S\n")
}
