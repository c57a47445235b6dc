//! Hostile PDF files.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::cases::{Case, cut, flipped};

pub(crate) fn all() -> Vec<Case> {
    [
        cut("pdf", "a.pdf", &[10, 50, 90, 99], sound),
        flipped("pdf", "a.pdf", &[1, 2, 8], sound),
        loops(),
        sizes(),
        kinds(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A PDF of these objects, the first of which is the catalogue, with a table of where they are.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    with_trailer(objects, "/Root 1 0 R")
}

fn with_trailer(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    for place in &places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {} {trailer} >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

fn object(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {dictionary} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// The operators that show the report in UTF-16, as fonts with UniGB-UTF16-H read it.
fn shown() -> Vec<u8> {
    let units = "2023年，全县地区生产总值412.6亿元，增长6.1%。".encode_utf16();
    let hex = units.map(|u| format!("{u:04x}")).collect::<Vec<_>>().concat();
    format!("BT /F1 16 Tf 72 700 Td <{hex}> Tj ET").into_bytes()
}

/// The objects of one page with this content.
fn page(content: Vec<u8>) -> Vec<Vec<u8>> {
    vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        ),
        content,
        object(
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        ),
        object(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>",
        ),
    ]
}

fn sound() -> Vec<u8> {
    pdf(&page(stream("", &shown())))
}

/// The sound file with one object in the place of another.
fn instead(number: usize, text: &'static str) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || {
        let mut objects = page(stream("", &shown()));
        objects[number - 1] = object(text);
        pdf(&objects)
    }
}

fn loops() -> Vec<Case> {
    vec![
        Case::of("pdf_pages_in_a_ring", "a.pdf", instead(2, "<< /Type /Pages /Kids [3 0 R 2 0 R 2 0 R] /Count 3 >>")),
        Case::of(
            "pdf_page_that_is_its_own_parent",
            "a.pdf",
            instead(3, "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"),
        ),
        Case::of("pdf_object_that_is_itself", "a.pdf", instead(4, "4 0 R")),
        Case::of("pdf_contents_in_a_ring", "a.pdf", instead(4, "[4 0 R 4 0 R]")),
        Case::of(
            "pdf_font_of_itself",
            "a.pdf",
            instead(5, "<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>"),
        ),
        Case::of("pdf_catalogue_is_the_pages", "a.pdf", instead(1, "<< /Type /Catalog /Pages 1 0 R >>")),
        Case::of("pdf_form_in_a_ring", "a.pdf", || {
            let resources = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >>";
            let mut objects = page(stream("", &[shown(), b" /X Do".to_vec()].concat()));
            objects[2] = object(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
                 /Resources << /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >> >>",
            );
            objects.push(stream(resources, b"/X Do /X Do"));
            pdf(&objects)
        }),
        Case::of("pdf_tables_in_a_ring", "a.pdf", || {
            let objects = page(stream("", &shown()));
            let plain = pdf(&objects);
            let at = memchr::memmem::find(&plain, b"\nxref").expect("a table") + 1;
            with_trailer(&objects, &format!("/Root 1 0 R /Prev {at}"))
        }),
        Case::of("pdf_length_in_a_ring", "a.pdf", || {
            let mut objects = page(Vec::new());
            objects[3] = [b"<< /Length 4 0 R >>\nstream\n".to_vec(), shown(), b"\nendstream".to_vec()].concat();
            pdf(&objects)
        }),
    ]
}

fn sizes() -> Vec<Case> {
    vec![
        Case::of("pdf_bomb", "a.pdf", || pdf(&page(stream("/Filter /FlateDecode", &deflated(&vec![b' '; 300 << 20]))))),
        Case::of("pdf_bomb_of_bombs", "a.pdf", || {
            let inner = deflated(&deflated(&vec![b' '; 300 << 20]));
            pdf(&page(stream("/Filter [/FlateDecode /FlateDecode]", &inner)))
        }),
        Case::of("pdf_deep", "a.pdf", || {
            let mut objects = page(stream("", &shown()));
            objects.push([b"[".repeat(200_000), b"]".repeat(200_000)].concat());
            pdf(&objects)
        }),
        Case::of("pdf_deep_contents", "a.pdf", || pdf(&page(stream("", &[shown(), b" [".repeat(200_000)].concat())))),
        Case::of("pdf_states_without_end", "a.pdf", || {
            pdf(&page(stream("", &[shown(), b" q".repeat(500_000)].concat())))
        }),
        Case::of(
            "pdf_says_it_has_many_pages",
            "a.pdf",
            instead(2, "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"),
        ),
        Case::of("pdf_of_many_pages", "a.pdf", || {
            let mut objects = page(stream("", &shown()));
            objects[1] = object(&format!("<< /Type /Pages /Kids [{}] /Count 100000 >>", "3 0 R ".repeat(100_000)));
            pdf(&objects)
        }),
        Case::of("pdf_length_that_lies", "a.pdf", || {
            let mut objects = page(Vec::new());
            objects[3] = [b"<< /Length 99999999 >>\nstream\n".to_vec(), shown(), b"\nendstream".to_vec()].concat();
            pdf(&objects)
        }),
        Case::of("pdf_huge_numbers", "a.pdf", || {
            let more = b" 1e400 -1e400 99999999999999999999 0 0 1 Tm 0 0 0 0 0 0 cm";
            pdf(&page(stream("", &[shown(), more.to_vec()].concat())))
        }),
        Case::of("pdf_words_without_end", "a.pdf", || {
            let word = b"BT /F1 9 Tf 9 9 Td <0031> Tj ET ".repeat(100_000);
            pdf(&page(stream("/Filter /FlateDecode", &deflated(&[shown(), word].concat()))))
        }),
    ]
}

fn kinds() -> Vec<Case> {
    vec![
        Case::of("pdf_head_only", "a.pdf", || b"%PDF-1.7\n".to_vec()),
        Case::of("pdf_empty_file", "a.pdf", Vec::new),
        Case::of("pdf_that_is_text", "a.pdf", || "2023年，产值5亿元。".into()),
        Case::of("pdf_of_no_pages", "a.pdf", instead(2, "<< /Type /Pages /Kids [] /Count 0 >>")),
        Case::of("pdf_of_pictures", "a.pdf", || pdf(&page(stream("", b"q 612 0 0 792 0 0 cm /Im1 Do Q")))),
        Case::of("pdf_encrypted", "a.pdf", || {
            let mut objects = page(stream("", &shown()));
            let key = "ab".repeat(32);
            objects.push(object(&format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>")));
            with_trailer(&objects, "/Root 1 0 R /Encrypt 7 0 R /ID [<00><00>]")
        }),
        Case::of("pdf_unknown_filter", "a.pdf", || pdf(&page(stream("/Filter /NoSuchFilter", &shown())))),
        Case::of("pdf_broken_stream", "a.pdf", || {
            let mut content = deflated(&shown().repeat(50));
            let at = content.len() / 2;
            content[at..].fill(0xff);
            pdf(&page(stream("/Filter /FlateDecode", &content)))
        }),
        Case::of("pdf_table_elsewhere", "a.pdf", || {
            let text = sound();
            let at = memchr::memmem::rfind(&text, b"startxref").expect("a table");
            [&text[..at], b"startxref\n99999999999\n%%EOF\n"].concat()
        }),
        Case::of("pdf_no_catalogue", "a.pdf", || with_trailer(&page(stream("", &shown())), "/Root 99 0 R")),
    ]
}
