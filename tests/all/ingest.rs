//! Stage 1: encodings, what is refused and why, files found, metadata of invented heads.

use std::fs;
use std::path::Path;

use encoding_rs::{BIG5, Encoding, GB18030};
use jiff::civil::date;
use proptest::prelude::*;
use serde::Deserialize;
use zhibiao::ingest::{Ingest, Limits, Overrides, SourceSpec, decode, discover};
use zhibiao::model::{DocumentKind, ErrorKind, Lexicon, Metadata, RegionCode, Reject};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    source: String,
    text: String,
    title: String,
    publisher: Option<String>,
    number: Option<String>,
    index_number: Option<String>,
    published: Option<String>,
    year: Option<i16>,
    region: Option<String>,
    #[serde(default)]
    kind: DocumentKind,
}

fn ingest() -> Ingest {
    Ingest::new(Lexicon::builtin())
}

fn metadata(ingest: &Ingest, source: &str, text: &str) -> Metadata {
    ingest.document(source, text.as_bytes(), &Overrides::default(), Limits::default()).unwrap().meta
}

fn refused(source: &str, bytes: &[u8]) -> Reject {
    ingest().document(source, bytes, &Overrides::default(), Limits::default()).unwrap_err()
}

#[test]
fn metadata_of_invented_heads() {
    let cases: Cases = toml::from_str(include_str!("../cases/ingest_metadata.toml")).unwrap();
    let ingest = ingest();
    let mut wrong = Vec::new();
    for case in cases.case {
        let got = metadata(&ingest, &case.source, &case.text);
        let expected = Metadata {
            title: Some(case.title),
            publisher: case.publisher,
            number: case.number,
            index_number: case.index_number,
            published: case.published.map(|d| d.parse().unwrap()),
            year: case.year,
            region: case.region.map(|r| RegionCode::parse(&r).unwrap()),
            kind: case.kind,
        };
        if got != expected {
            wrong.push(format!("{}\n  read     {got:?}\n  expected {expected:?}", case.about));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pipeline_overrides_what_is_read() {
    let overrides = Overrides {
        title: Some("题".into()),
        publisher: Some("局".into()),
        number: Some("号".into()),
        index_number: Some("1".into()),
        published: Some(date(2001, 2, 3)),
        year: Some(2000),
        region: Some(RegionCode(430_400)),
        kind: Some(DocumentKind::Policy),
    };
    let text = "2019年岳阳市国民经济和社会发展统计公报\n岳阳市统计局\n2020年3月18日\n";
    let meta = ingest().document("a.txt", text.as_bytes(), &overrides, Limits::default()).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("题"));
    assert_eq!(meta.publisher.as_deref(), Some("局"));
    assert_eq!(meta.number.as_deref(), Some("号"));
    assert_eq!(meta.index_number.as_deref(), Some("1"));
    assert_eq!((meta.published, meta.year), (Some(date(2001, 2, 3)), Some(2000)));
    assert_eq!((meta.region, meta.kind), (Some(RegionCode(430_400)), DocumentKind::Policy));
}

const SIMPLIFIED: &str = "全市规模以上工业增加值增长7.5%，其中制造业增长8.1%。\r\n居民人均可支配收入34128元。";
const TRADITIONAL: &str = "全市規模以上工業增加值增長7.5%，其中製造業增長8.1%。\r\n居民人均可支配收入34128元。";

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    mark.then_some(0xfeff).into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{} has all of {text}", encoding.name());
    bytes.into_owned()
}

#[test]
fn every_encoding_comes_back() {
    let cases = [
        (SIMPLIFIED, SIMPLIFIED.as_bytes().to_vec(), "UTF-8"),
        (SIMPLIFIED, ["\u{feff}", SIMPLIFIED].concat().into_bytes(), "UTF-8"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_le_bytes, true), "UTF-16LE"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_be_bytes, true), "UTF-16BE"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_le_bytes, false), "UTF-16LE"),
        (SIMPLIFIED, utf16(SIMPLIFIED, u16::to_be_bytes, false), "UTF-16BE"),
        (SIMPLIFIED, encoded(GB18030, SIMPLIFIED), "gb18030"),
        (TRADITIONAL, encoded(GB18030, TRADITIONAL), "gb18030"),
        (TRADITIONAL, encoded(BIG5, TRADITIONAL), "Big5"),
        ("𠮷㐂增长", encoded(GB18030, "𠮷㐂增长"), "gb18030"),
    ];
    for (text, bytes, encoding) in cases {
        let got = decode(&bytes).unwrap();
        assert_eq!((got.text.as_str(), got.encoding), (text, encoding));
    }
}

#[test]
fn a_replacement_character_of_the_source_stays() {
    assert_eq!(decode("坏\u{fffd}字".as_bytes()).unwrap().text, "坏\u{fffd}字");
}

#[test]
fn one_bad_byte_refuses_a_document_and_tells_where() {
    let long = SIMPLIFIED.repeat(800);
    for encoding in [encoding_rs::UTF_8, GB18030] {
        let mut bytes = encoded(encoding, &long);
        let cut = encoded(encoding, &long[..long.char_indices().nth(20_000).unwrap().0]).len();
        bytes.insert(cut, 0xff);
        let reject = refused("a.txt", &bytes);
        assert_eq!((reject.code.as_str(), reject.position), ("undecodable", Some(cut as u64)), "{}", encoding.name());
    }
}

#[test]
fn a_blank_name_is_no_title() {
    let text = "本月运行平稳。".repeat(20);
    for (source, title) in [("\u{c}.txt", None), ("docs/　.md", None), ("docs/简报.txt", Some("简报"))] {
        let document = ingest().document(source, text.as_bytes(), &Overrides::default(), Limits::default()).unwrap();
        assert_eq!(document.meta.title.as_deref(), title, "{source:?}");
    }
}

#[test]
fn a_zero_is_told_where_it_stands_in_the_file() {
    for text in ["产值\0五亿元。", "\u{20001}\0"] {
        let at = text.split('\0').next().unwrap_or_default();
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = [&b"\xff\xfe"[..], &utf16(text)].concat();
        assert_eq!(refused("a.txt", &marked).position, Some(2 + utf16(at).len() as u64));
        assert_eq!(refused("a.txt", &["\u{feff}", text].concat().into_bytes()).position, Some(3 + at.len() as u64));
    }
}

#[test]
fn what_is_no_text_is_refused_with_the_reason() {
    let cases: [(&str, &[u8], &str); 11] = [
        ("a.txt", b"%PDF-1.4 ...", "damaged"),
        ("a.txt", b"PK\x03\x04 word/document.xml", "damaged"),
        ("a.html", "<p>字</p>".as_bytes(), "no_article"),
        ("a.pdf", "字".as_bytes(), "damaged"),
        ("a.rtf", "字".as_bytes(), "unsupported_format"),
        ("a", b"\x89PNG\r\n\x1a\n", "unsupported_format"),
        ("a.txt", b"abc\0\0\x01def", "binary"),
        ("a.txt", b"", "empty"),
        ("a.txt", "\u{feff} \u{3000}\r\n".as_bytes(), "empty"),
        ("a.txt", b"\xff\xfe\x00\xd8", "undecodable"),
        ("a.md", b"\xff\xff\xff", "undecodable"),
    ];
    for (source, bytes, code) in cases {
        let reject = refused(source, bytes);
        assert_eq!((reject.code.as_str(), reject.stage.as_str(), reject.source.as_str()), (code, "ingest", source));
    }
    assert!(refused("a.txt", b"%PDF-1.4").reason.contains("PDF"));
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let limits = Limits { max_bytes: 5, ..Limits::default() };
    let reject = ingest().document("a.txt", "增长".as_bytes(), &Overrides::default(), limits).unwrap_err();
    assert_eq!(reject.code, "too_large");
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn sources(folder: &Path, spec: SourceSpec) -> Vec<String> {
    let found = discover(&SourceSpec { base: folder.to_owned(), ..spec }).unwrap().found;
    found.into_iter().map(|f| f.source).collect()
}

fn paths(paths: &[&str]) -> SourceSpec {
    SourceSpec { paths: strings(paths), ..SourceSpec::default() }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

#[test]
fn files_folders_and_globs_are_found_once_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["公报/2020.txt", "公报/2019.txt", "公报/旧/2018.txt", "公报/表.xlsx", "公报/.swp", "b.txt", "a.txt"]
    {
        write(dir.path(), name, "字");
    }
    let of = |spec| sources(dir.path(), spec);
    let all = ["公报/2019.txt", "公报/2020.txt", "公报/旧/2018.txt", "公报/表.xlsx"];
    assert_eq!(of(paths(&["公报"])), all);
    assert_eq!(of(paths(&["./公报/", "公报/2019.txt", "公报/*.txt", "公报/旧/../2020.txt"])), all);
    assert_eq!(of(paths(&["*.txt"])), ["a.txt", "b.txt"]);
    assert_eq!(of(paths(&["公报/*.txt"])), ["公报/2019.txt", "公报/2020.txt"]);
    assert_eq!(of(paths(&["**/201*.txt"])), ["公报/2019.txt", "公报/旧/2018.txt"]);
    assert_eq!(of(paths(&["公报/旧*"])), ["公报/旧/2018.txt"]);
    let include = SourceSpec { include: strings(&["*.txt"]), ..paths(&["公报"]) };
    assert_eq!(of(include), ["公报/2019.txt", "公报/2020.txt", "公报/旧/2018.txt"]);
    let exclude = SourceSpec { exclude: strings(&["公报/旧/**", "*.xlsx"]), ..paths(&["公报"]) };
    assert_eq!(of(exclude), ["公报/2019.txt", "公报/2020.txt"]);
}

#[test]
fn what_names_nothing_is_an_error_of_usage() {
    let dir = tempfile::tempdir().unwrap();
    for (path, code) in [("没有.txt", "source-not-found"), ("*.txt", "glob-matches-nothing"), ("a/[", "bad-glob")] {
        let error = discover(&SourceSpec { base: dir.path().to_owned(), ..paths(&[path]) }).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Usage, code), "{path}");
        assert!(error.hint_text().is_some());
    }
}

#[cfg(unix)]
#[test]
fn links_stay_in_the_folder_and_end() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "in/a.txt", "字");
    write(dir.path(), "out/b.txt", "字");
    let link = |target: &str, name: &str| symlink(target, dir.path().join(name)).unwrap();
    link("a.txt", "in/same.txt");
    link("../out/b.txt", "in/outside.txt");
    link("..", "in/up");
    link(".", "in/loop");
    link("nowhere", "in/broken.txt");
    link("self", "in/self");
    let found = discover(&SourceSpec { base: dir.path().to_owned(), ..paths(&["in"]) }).unwrap();
    assert_eq!(found.found.iter().map(|f| f.source.as_str()).collect::<Vec<_>>(), ["in/a.txt"]);
    let rejects: Vec<_> = found.rejects.iter().map(|r| (r.source.as_str(), r.code.as_str())).collect();
    let expected = [
        ("in/broken.txt", "broken_link"),
        ("in/loop", "link_loop"),
        ("in/outside.txt", "outside_folder"),
        ("in/self", "broken_link"),
        ("in/up", "outside_folder"),
    ];
    assert_eq!(rejects, expected);
}

#[test]
fn a_file_that_went_away_is_a_reject() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a.txt", "字");
    let found = discover(&SourceSpec { base: dir.path().to_owned(), ..paths(&["a.txt"]) }).unwrap().found;
    let read = || ingest().read(&found[0], &Overrides::default(), Limits::default());
    assert_eq!(read().unwrap().text, "字");
    fs::remove_file(dir.path().join("a.txt")).unwrap();
    assert_eq!(read().unwrap_err().code, "unreadable");
}

/// Characters that documents are written with.
fn document_text() -> impl Strategy<Value = String> {
    let words = [
        "全市",
        "工业",
        "增加值",
        "比上年",
        "增长",
        "8.5%",
        "，",
        "。",
        "亿元",
        "其中",
        "\n",
        "2021年",
        "《规划》",
        " ",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 12..80).prop_map(|w| w.concat())
}

proptest! {
    #[test]
    fn text_of_documents_comes_back_from_every_encoding(text in document_text()) {
        let encodings =
            [text.as_bytes().to_vec(), encoded(GB18030, &text), utf16(&text, u16::to_le_bytes, true), utf16(&text, u16::to_be_bytes, true)];
        for bytes in encodings {
            prop_assert_eq!(&decode(&bytes).unwrap().text, &text);
        }
    }

    #[test]
    fn any_text_in_utf8_comes_back_or_is_refused(text in any::<String>()) {
        if let Ok(got) = decode(text.as_bytes()) && got.encoding == "UTF-8" {
            prop_assert_eq!(got.text, text.strip_prefix('\u{feff}').unwrap_or(&text));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(got) = decode(&bytes) {
            let encoding = Encoding::for_label(got.encoding.as_bytes()).unwrap();
            prop_assert!(!encoding.decode(&bytes).2, "decoded without a replacement");
        }
    }

    #[test]
    fn any_text_has_metadata(text in "(?s).{0,200}", source in "[a-z0-9年/._-]{1,20}") {
        let ingest = SHARED.get_or_init(ingest);
        let _ = ingest.document(&source, text.as_bytes(), &Overrides::default(), Limits::default());
    }

    #[test]
    fn text_like_a_head_has_metadata(parts in proptest::collection::vec(proptest::sample::select(PARTS.to_vec()), 0..30)) {
        let ingest = SHARED.get_or_init(ingest);
        let _ = ingest.document("2021.txt", parts.concat().as_bytes(), &Overrides::default(), Limits::default());
    }
}

static SHARED: std::sync::OnceLock<Ingest> = std::sync::OnceLock::new();

/// What rules of metadata look for, to be put together at random.
const PARTS: [&str; 26] = [
    "\n",
    "\n",
    "\n",
    " ",
    "——",
    "_",
    "-",
    "(",
    ")",
    "：",
    "来源",
    "发布日期",
    "索引号",
    "〔2021",
    "号",
    "关于",
    "的通知",
    "统计公报",
    "2021年",
    "13月",
    "二〇二一年",
    "十十月",
    "湖南省",
    "衡阳市",
    "某某局",
    "全市",
];
