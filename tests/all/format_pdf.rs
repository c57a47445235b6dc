//! PDF: the real documents against what is known of them, and bytes made to do harm.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkdir::WalkDir;
use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::pdf::{child::Isolated, read};
use zhibiao::ingest::formats::{Laid, Unread};
use zhibiao::model::PartKind;

use crate::house_support::shared;

/// The PDFs of the corpus, with their paths in it.
fn corpus() -> Option<Vec<(String, PathBuf)>> {
    let root = shared("corpus")?;
    let files = WalkDir::new(&root).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
    let pdfs = files.filter(|p| p.extension().is_some_and(|e| e == "pdf"));
    let named = pdfs.map(|p| (p.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/"), p));
    Some(named.collect())
}

fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn isolated() -> Isolated {
    Isolated::new(assert_cmd::cargo::cargo_bin("zhibiao"))
}

/// What holds for every text: parts are lines, in order; pages and cells are inside.
fn hold(name: &str, laid: &Laid) {
    let text = &laid.text;
    let lines: Vec<&str> = text.lines().collect();
    let parts: Vec<&str> = laid.layout.parts.iter().map(|p| p.span.of(text)).collect();
    assert_eq!(lines, parts, "{name}: a part is a line");
    assert!(!text.contains('\u{fffd}'), "{name}: no replacement character");
    assert!(laid.layout.pages.is_sorted(), "{name}: pages in order");
    assert!(laid.layout.pages.iter().all(|p| text.is_char_boundary(*p as usize)), "{name}: pages begin at characters");
    for cell in laid.layout.tables.iter().flat_map(|t| &t.cells) {
        assert!(!cell.span.of(text).contains(['\t', '\n']), "{name}: a cell is one cell");
    }
}

#[test]
fn known_values_of_the_corpus_stand_in_the_text() {
    let Some(pdfs) = corpus() else { return };
    let truth = shared("corpus/truth").expect("beside the documents").join("documents.tsv");
    let truth = std::fs::read_to_string(truth).expect("the table of truth");
    let mut checked = 0;
    for (name, path) in pdfs {
        let values = truth.lines().filter(|l| l.starts_with(&format!("{name}\t")));
        let values: Vec<&str> = values.filter_map(|l| l.split('\t').nth(5)).collect();
        let Ok(laid) = read(&bytes_of(&path), &Limits::default()) else {
            assert!(values.is_empty(), "{name} has a text layer");
            continue;
        };
        hold(&name, &laid);
        for value in values {
            let plain = value.trim_end_matches('0').trim_end_matches('.');
            assert!([value, plain].iter().any(|v| laid.text.contains(v)), "{name}: {value}");
            checked += 1;
        }
    }
    assert!(checked >= 25, "{checked} values");
}

#[test]
fn documents_of_the_corpus_have_their_shape() {
    let Some(pdfs) = corpus() else { return };
    // Pages, tables at least, and paragraphs at most: more of them would be lines that were not joined.
    let shapes = [
        ("beijing", 39, 0, 140),
        ("kaifeng", 29, 0, 160),
        ("xuancheng", 15, 0, 95),
        ("harbin", 17, 6, 80),
        ("jiaozuo", 13, 5, 80),
        ("xian_", 15, 3, 95),
        ("xiangxi", 16, 4, 75),
    ];
    for (word, pages, tables, paragraphs) in shapes {
        let (name, path) = pdfs.iter().find(|(name, _)| name.contains(word)).expect("the document");
        let laid = read(&bytes_of(path), &Limits::default()).expect("a text layer");
        let of = |kind: PartKind| laid.layout.parts.iter().filter(|p| p.kind == kind).count();
        assert_eq!(laid.layout.pages.len(), pages, "{name}");
        assert!(laid.layout.tables.len() >= tables, "{name}: {} tables", laid.layout.tables.len());
        assert!(of(PartKind::Paragraph) <= paragraphs, "{name}: {} paragraphs", of(PartKind::Paragraph));
        assert!(of(PartKind::Heading(1)) >= 1, "{name} has a title");
        // Every numbered page's number is furniture; no paragraph is one.
        let numbers = laid.layout.parts.iter().filter(|p| p.kind != PartKind::Furniture).map(|p| p.span.of(&laid.text));
        let dashed = |t: &str| {
            t.trim_matches(['-', '—', ' ']).parse::<u32>().is_ok()
                && t.starts_with(['-', '—'])
                && t.ends_with(['-', '—'])
        };
        assert_eq!(numbers.filter(|t| dashed(t)).collect::<Vec<_>>(), [""; 0], "{name}");
    }
}

#[test]
fn scanned_documents_say_so() {
    let Some(pdfs) = corpus() else { return };
    let (_, path) = pdfs.iter().find(|(name, _)| name.contains("zhangjiajie")).expect("the scanned bulletin");
    let refused = read(&bytes_of(path), &Limits::default()).expect_err("no text layer");
    assert_eq!(refused.code, "no_text_layer");
    assert!(refused.reason.contains("20 of 20"), "{}", refused.reason);
}

#[test]
fn a_child_process_reads_the_same() {
    let Some(pdfs) = corpus() else { return };
    for (name, path) in pdfs.iter().filter(|(name, _)| name.contains("jiaozuo") || name.contains("zhangjiajie")) {
        let bytes = bytes_of(path);
        let limits = Limits::default();
        assert_eq!(isolated().read(&bytes, &limits), read(&bytes, &limits), "{name}");
    }
}

/// A PDF whose only page draws a stream with this dictionary and these bytes.
fn page_with(entries: &str, content: &[u8]) -> Vec<u8> {
    let head = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
                2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
                3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> /Font << /F \
                << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>\nendobj\n";
    let mut bytes = head.as_bytes().to_vec();
    bytes.extend(format!("4 0 obj\n<< {entries} /Length {} >>\nstream\n", content.len()).bytes());
    bytes.extend(content);
    bytes.extend(b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n");
    bytes
}

#[test]
fn a_child_that_takes_too_long_is_ended() {
    // A form that draws itself twice, and again: two to the power of its depth.
    let looping = page_with("/Type /XObject /Subtype /Form", &b"/X Do ".repeat(50_000));
    let limits = Limits { max_seconds: 1, max_bytes: u64::MAX, ..Limits::default() };
    let start = Instant::now();
    let refused = isolated().read(&looping, &limits).expect_err("no text");
    assert!(matches!(refused.code, "timeout" | "damaged" | "too_large"), "{refused:?}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());

    let never = Isolated::new("/nonexistent/zhibiao").read(b"%PDF-1.4", &limits).expect_err("no program");
    assert_eq!(never.code, "unreadable");
}

#[cfg(unix)]
#[test]
fn a_child_that_is_silent_is_ended() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("sleeper");
    std::fs::write(&script, "#!/bin/sh\nexec sleep 60\n").expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("a program");
    let limits = Limits { max_seconds: 1, ..Limits::default() };
    let start = Instant::now();
    let large = vec![0; 4 << 20];
    assert_eq!(Isolated::new(&script).read(&large, &limits).expect_err("no reply").code, "timeout");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    // Another program's output is no reply.
    std::fs::write(&script, "#!/bin/sh\ncat >/dev/null\necho a reply\n").expect("a script");
    assert_eq!(Isolated::new(&script).read(&large, &limits).expect_err("no reply").code, "damaged");
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 300 << 20];
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &zeros).expect("packed");
    let bomb = page_with("/Filter /FlateDecode", &encoder.finish().expect("packed"));
    assert_eq!(code(read(&bomb, &Limits::default())), "too_large");
    // Nested too deep, in every way that a file can nest.
    for deep in [
        "[".repeat(200_000),
        "<<".repeat(200_000),
        "(".repeat(200_000),
        "q ".repeat(200_000),
        "/A BMC ".repeat(200_000),
    ] {
        let _ = isolated().read(&page_with("", deep.as_bytes()), &Limits::default());
        let dictionary = page_with(&format!("/Deep {deep}"), b"");
        let _ = isolated().read(&dictionary, &Limits::default());
    }
    let nothing: [&[u8]; 5] = [b"", b"%PDF-1.7", b"%PDF-1.7\nstartxref\n0\n%%EOF", b"no pdf", &[0xff; 4096]];
    for bytes in nothing {
        assert!(matches!(code(read(bytes, &Limits::default())), "damaged"), "{bytes:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_that_wants_too_much_memory_is_ended() {
    // Glyphs so small that all of them are on the page, and so many that they take gigabytes.
    let content = [b"BT /F 0.000001 Tf 9 9 Td (".to_vec(), vec![b'a'; 50 << 20], b") Tj ET".to_vec()].concat();
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &content).expect("packed");
    let hostile = page_with("/Filter /FlateDecode", &encoder.finish().expect("packed"));
    let limits = Limits { max_ratio: u64::MAX, max_chars: u64::MAX, ..Limits::default() };
    let refused = isolated().read(&hostile, &limits).expect_err("too much");
    assert_eq!(refused.code, "too_large");
    assert!(refused.reason.contains("memory"), "{}", refused.reason);
}

fn code(result: Result<Laid, Unread>) -> &'static str {
    result.map_or_else(|e| e.code, |_| "read")
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// A small document of the corpus, for many readings.
fn small() -> Option<Vec<u8>> {
    let pdfs = corpus()?;
    let (_, path) = pdfs.iter().find(|(name, _)| name.contains("jiaozuo")).expect("the document");
    Some(bytes_of(path))
}

#[test]
fn documents_cut_short_are_refused_or_whole() {
    let Some(whole) = small() else { return };
    let text = read(&whole, &Limits::default()).expect("whole").text;
    for length in (0..whole.len()).step_by(1024) {
        let started = Instant::now();
        match read(&whole[..length], &Limits::default()) {
            // Without its table a file may still have all of its objects.
            Ok(laid) => assert_eq!(laid.text, text, "cut at {length}"),
            Err(e) => assert!(["damaged", "undecodable"].contains(&e.code), "cut at {length}: {e:?}"),
        }
        assert!(started.elapsed() < Duration::from_secs(10), "cut at {length}");
    }
}

#[test]
fn flipped_bits_do_no_harm() {
    let Some(whole) = small() else { return };
    let text = read(&whole, &Limits::default()).expect("whole").text;
    let mut dice = Dice(0x5eed_cafe_f00d);
    let (mut same, mut refused, mut other) = (0, 0, Vec::new());
    for round in 0..200 {
        let mut flipped = whole.clone();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(flipped.len());
            flipped[at] ^= 1 << dice.roll(8);
        }
        match read(&flipped, &Limits::default()) {
            Ok(laid) if laid.text == text => same += 1,
            Ok(laid) => {
                hold(&format!("round {round}"), &laid);
                other.push(round);
            }
            Err(_) => refused += 1,
        }
    }
    eprintln!("{same} the same, {refused} refused, read otherwise in rounds {other:?}");
    assert!(other.len() <= 4, "read otherwise in rounds {other:?}");
}
