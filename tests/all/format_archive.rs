//! Archives as sources: members are documents like any other, in runs and on the command line.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use encoding_rs::GB18030;
use flate2::Compression;
use flate2::write::GzEncoder;
use zhibiao::ingest::{Found, Ingest, Limits, Opener, Overrides, documents_of};
use zhibiao::model::Lexicon;
use zip::write::SimpleFileOptions;

use crate::cli_support::{House, names, report, stderr, stdout, zhibiao};
use crate::house_support::{any_python, output_of, shared};
use crate::publish_support::Sequence;

pub(crate) type Files<'a> = &'a [(&'a str, &'a [u8])];

pub(crate) fn zip(files: Files<'_>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a name");
        writer.write_all(content).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

pub(crate) fn tar(files: Files<'_>) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).expect("memory takes all");
    }
    builder.into_inner().expect("memory takes all")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// What is in an archive: its documents with their bytes, and the codes of rejects, by source.
fn contents(file: &Path, limits: &Limits) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, String>) {
    let name = file.file_name().expect("a name").to_string_lossy().into_owned();
    let size = file.metadata().map_or(0, |m| m.len());
    let inside = documents_of(Found::file(file.to_owned(), name, size), limits);
    let mut rejects: BTreeMap<_, _> = inside.rejects.into_iter().map(|r| (r.source, r.code)).collect();
    let (mut documents, mut opener) = (BTreeMap::new(), Opener::default());
    for found in inside.found {
        match found.unpack(&mut opener) {
            Some(Ok(bytes)) => {
                assert_eq!(bytes.len() as u64, found.size, "{}", found.source);
                documents.insert(found.source, bytes);
            }
            Some(Err(reject)) => drop(rejects.insert(reject.source, reject.code)),
            None => drop(documents.insert(found.source, Vec::new())),
        }
    }
    (documents, rejects)
}

fn of_bytes(name: &str, bytes: &[u8], limits: &Limits) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    contents(&path, limits)
}

fn sources<T>(all: &BTreeMap<String, T>) -> Vec<&str> {
    all.keys().map(String::as_str).collect()
}

#[test]
fn members_are_named_after_all_that_they_lie_in() {
    let inner = tar(&[("d/3.txt", b"3"), ("4.txt.gz", &gzip(b"4"))]);
    let bytes = zip(&[("公报/1.txt", b"1"), ("b.zip", &zip(&[("2.txt", b"2")])), ("c.tgz", &gzip(&inner))]);
    let (documents, rejects) = of_bytes("a.zip", &bytes, &Limits::default());
    let expected = ["a.zip!b.zip!2.txt", "a.zip!c.tgz!4.txt.gz!4.txt", "a.zip!c.tgz!d/3.txt", "a.zip!公报/1.txt"];
    assert_eq!(sources(&documents), expected, "{rejects:?}");
    assert_eq!(documents["a.zip!c.tgz!4.txt.gz!4.txt"], b"4");
    assert!(rejects.is_empty(), "{rejects:?}");
}

#[test]
fn a_member_is_read_by_itself_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.zip");
    fs::write(&path, zip(&[("in.zip", &zip(&[("2024年公报.txt", report(1).as_bytes())]))])).expect("a file");
    let inside = documents_of(Found::file(path, "2020年/a.zip".into(), 0), &Limits::default());
    let ingest = Ingest::new(Lexicon::builtin());
    let document = ingest.read(&inside.found[0], &Overrides::default(), Limits::default()).expect("a document");
    assert_eq!((document.source.as_str(), document.text), ("2020年/a.zip!in.zip!2024年公报.txt", report(1)));
}

#[test]
fn limits_bound_what_an_archive_may_hold() {
    let many = zip(&[("1.txt", b"1"), ("2.txt", b"2"), ("in.zip", &zip(&[("3.txt", b"3"), ("4.txt", b"4")]))]);
    let of = |limits: &Limits| of_bytes("a.zip", &many, limits);
    assert_eq!(of(&Limits { max_entries: 5, ..Limits::default() }).1.len(), 0);
    let (documents, rejects) = of(&Limits { max_entries: 4, ..Limits::default() });
    assert_eq!(sources(&documents), ["a.zip!1.txt", "a.zip!2.txt"]);
    assert_eq!(rejects["a.zip!in.zip"], "too_large");
    assert_eq!(of(&Limits { max_entries: 2, ..Limits::default() }).1["a.zip"], "too_large");
    assert_eq!(of(&Limits { max_depth: 1, ..Limits::default() }).1["a.zip!in.zip"], "too_large");
    let (documents, rejects) = of_bytes(
        "a.zip",
        &zip(&[("1.txt", b"12345"), ("2.txt", b"1234")]),
        &Limits { max_bytes: 4, ..Limits::default() },
    );
    assert_eq!((sources(&documents), sources(&rejects)), (vec!["a.zip!2.txt"], vec!["a.zip!1.txt"]));
    let spaces = zip(&[("1.txt", &b" ".repeat(3 << 20))]);
    assert_eq!(of_bytes("a.zip", &spaces, &Limits::default()).1["a.zip!1.txt"], "too_large");
    let generous = Limits { max_ratio: 2_000, ..Limits::default() };
    assert_eq!(of_bytes("a.zip", &spaces, &generous).0.len(), 1);
    assert_eq!(of_bytes("a.tar.gz", &gzip(&vec![b'1'; 3 << 20]), &Limits::default()).1["a.tar.gz"], "too_large");
}

#[test]
fn an_office_document_is_none_whatever_its_name() {
    let document = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let nested = zip(&[("a.docx", &document), ("b.zip", &document)]);
    let (documents, rejects) = of_bytes("c.zip", &nested, &Limits::default());
    assert_eq!(sources(&documents), ["c.zip!a.docx", "c.zip!b.zip"], "{rejects:?}");
    assert_eq!(sources(&of_bytes("d.zip", &document, &Limits::default()).0), ["d.zip"]);
}

#[test]
fn every_part_of_an_archive_is_read_or_refused() {
    let texts: Vec<_> = (0..40).map(|i| (format!("{i}.txt"), report(i).repeat(1 + i % 5))).collect();
    let files: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (plain, packed) = (tar(&files), zip(&files));
    let archives = [("a.zip", packed), ("a.tar", plain.clone()), ("a.tar.gz", gzip(&plain))];
    let right = |source: &str, bytes: &[u8]| {
        let name = source.rsplit('!').next().unwrap_or_default();
        texts.iter().any(|(n, text)| n == name && text.as_bytes() == bytes)
    };
    for (name, bytes) in archives {
        assert_eq!(of_bytes(name, &bytes, &Limits::default()).0.len(), 40, "{name}");
        for cut in (0..bytes.len()).step_by(1024) {
            let (documents, rejects) = of_bytes(name, &bytes[..cut], &Limits::default());
            assert!(documents.iter().all(|(source, bytes)| right(source, bytes)), "{name} cut at {cut}");
            assert!(!rejects.is_empty() || documents.len() == 40, "{name} cut at {cut}");
        }
        let mut random = Sequence::new(23);
        for _ in 0..300 {
            let mut broken = bytes.clone();
            let at = random.below(broken.len() as u64) as usize;
            broken[at] ^= 1 << random.below(8);
            let (documents, rejects) = of_bytes(name, &broken, &Limits::default());
            // Of a tar nothing but the headers has a checksum; and a name that is broken is another's.
            let named = |source: &str| texts.iter().any(|(n, _)| source.ends_with(&format!("!{n}")));
            let sound = |(source, bytes): (&String, &Vec<u8>)| right(source, bytes) || !named(source);
            let whole = name == "a.tar" || documents.iter().all(sound);
            assert!(whole && documents.len() + rejects.len() > 0, "{name} broken at {at}");
        }
    }
}

#[test]
fn archives_of_other_tools_are_read() {
    let Some(python) = any_python() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = r"
import gzip, io, tarfile, zipfile
text = '2023年，全县地区生产总值412.6亿元。'.encode()
long = '很长的名字' * 20 + '/公报.txt'
with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('公报.txt', text)
    z.writestr('folder/', b'')
    with z.open(zipfile.ZipInfo('streamed.txt'), 'w', force_zip64=True) as f: f.write(text)
for name, form in [('gnu', tarfile.GNU_FORMAT), ('pax', tarfile.PAX_FORMAT), ('ustar', tarfile.USTAR_FORMAT)]:
    with tarfile.open(name + '.tar', 'w', format=form) as t:
        for member in ['公报.txt'] + ([long] if name != 'ustar' else []):
            info = tarfile.TarInfo(member)
            info.size = len(text)
            t.addfile(info, io.BytesIO(text))
with tarfile.open('old.tgz', 'w:gz', format=tarfile.GNU_FORMAT, encoding='gb18030') as t:
    info = tarfile.TarInfo('公报.txt')
    info.size = len(text)
    t.addfile(info, io.BytesIO(text))
open('b.txt.gz', 'wb').write(gzip.compress(text[:10]) + gzip.compress(text[10:]))
class Unseekable(io.RawIOBase):
    def __init__(self, f): self.f = f
    def writable(self): return True
    def write(self, b): return self.f.write(b)
with open('streamed.zip', 'wb') as f, zipfile.ZipFile(Unseekable(f), 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('公报.txt', text)
";
    output_of(Command::new(python).args(["-c", script]).current_dir(folder.path()));
    let text = "2023年，全县地区生产总值412.6亿元。";
    let expected = [
        ("a.zip", 2),
        ("b.txt.gz", 1),
        ("gnu.tar", 2),
        ("old.tgz", 1),
        ("pax.tar", 2),
        ("streamed.zip", 1),
        ("ustar.tar", 1),
    ];
    assert_eq!(names(folder.path()), expected.map(|(name, _)| name));
    for (name, count) in expected {
        let (documents, rejects) = contents(&folder.path().join(name), &Limits::default());
        assert_eq!((documents.len(), rejects.len()), (count, 0), "{name}: {rejects:?}");
        assert!(documents.values().all(|bytes| bytes == text.as_bytes()), "{name}");
        let named = |source: &&str| source.ends_with("公报.txt") || source.ends_with("streamed.txt");
        assert!(name == "b.txt.gz" || sources(&documents).iter().all(named), "{documents:?}");
    }
}

#[test]
fn a_run_reads_members_and_counts_them() {
    let house = House::of_docs("");
    house.write("docs/0.txt", report(0));
    house.write("docs/a.zip", zip(&[("1.txt", report(1).as_bytes()), ("表.png", b"\x89PNG\r\n\x1a\n"), (".x", b"1")]));
    house.write("docs/b.tar.gz", gzip(&tar(&[("2.txt", report(2).as_bytes()), ("again.txt", report(1).as_bytes())])));
    house.write("docs/c.zip", b"PK\x03\x04 cut off");
    let assert = house.run(&[]).success();
    assert!(stderr(&assert).starts_with("p: 6 found, 3 published, 3 rejected "), "{}", stderr(&assert));
    let rejects = house.table("rejects").join("\n");
    for reject in [
        "../docs/a.zip!表.png,ingest,unsupported_format,",
        "../docs/b.tar.gz!again.txt,ingest,duplicate,the same bytes as ../docs/a.zip!1.txt",
        "../docs/c.zip,ingest,damaged,",
    ] {
        assert!(rejects.contains(reject), "{rejects}");
    }
    let documents = house.table("documents").join("\n");
    assert!(documents.contains("../docs/a.zip!1.txt,") && documents.contains("../docs/b.tar.gz!2.txt,"), "{documents}");
    let again = house.run(&[]).success();
    assert!(stderr(&again).contains("unchanged"), "{}", stderr(&again));
}

#[test]
fn the_output_is_the_same_at_any_number_of_threads() {
    let house = House::of_docs("");
    let texts: Vec<_> =
        (0..150).map(|i| (format!("{i}.txt"), report(i).repeat(if i % 50 == 49 { 3_000 } else { 3 }))).collect();
    let files: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (some, others) = files.split_at(75);
    house.write("docs/a.zip", zip(&[("in.tar.gz", &gzip(&tar(some))[..]), ("x.txt", b"1%")]));
    house.write("docs/a.tar", tar(others));
    house.write("docs/plain.txt", report(300));
    let all = |jobs: &str| {
        house.run(&["--jobs", jobs]).success();
        let latest = house.latest();
        let tables: Vec<_> = names(&latest).into_iter().map(|n| fs::read(latest.join(n)).expect("a file")).collect();
        fs::remove_dir_all(house.path("output")).expect("there was output");
        tables
    };
    assert!(all("1") == all("4"), "1 thread and 4 give the same bytes");
}

#[test]
fn globs_choose_among_members() {
    let files = zip(&[("公报/1.txt", report(1).as_bytes()), ("2.md", b"2%"), ("旧/3.txt", report(3).as_bytes())]);
    let of = |globs: &str, expected: &[&str]| {
        let house = House::new(&format!("name = \"p\"\n[[source]]\npaths = [\"../docs\"]\n{globs}\n"));
        house.write("docs/a.zip", &files);
        house.write("docs/4.txt", report(4));
        house.run(&[]).success();
        let (documents, rejects) = (house.table("documents").join("\n"), house.table("rejects"));
        let read = ["4.txt", "a.zip!公报/1.txt", "a.zip!2.md", "a.zip!旧/3.txt"];
        let read: Vec<_> = read.into_iter().filter(|n| documents.contains(&format!(",../docs/{n},"))).collect();
        assert_eq!((&*read, rejects.len()), (expected, 1), "{globs}");
    };
    of("", &["4.txt", "a.zip!公报/1.txt", "a.zip!2.md", "a.zip!旧/3.txt"]);
    of("include = [\"*.txt\"]", &["4.txt", "a.zip!公报/1.txt", "a.zip!旧/3.txt"]);
    of("include = [\"*.txt\"]\nexclude = [\"**/*.zip!旧/**\"]", &["4.txt", "a.zip!公报/1.txt"]);
    of("include = [\"*.zip\"]", &["a.zip!公报/1.txt", "a.zip!2.md", "a.zip!旧/3.txt"]);
    of("exclude = [\"*.zip\"]", &["4.txt"]);
    of("include = [\"**/*.zip!*.md\"]", &["a.zip!2.md"]);
}

#[test]
fn two_sources_may_share_an_archive() {
    let house = House::new(
        "name = \"p\"\n[[source]]\npaths = [\"../docs/a.zip\"]\ninclude = [\"1.txt\", \"*!1.txt\"]\ntitle = \"甲\"\n\
         [[source]]\npaths = [\"../docs\"]\ntitle = \"乙\"\n",
    );
    house.write("docs/a.zip", zip(&[("1.txt", report(1).as_bytes()), ("2.txt", report(2).as_bytes())]));
    house.run(&[]).success();
    let documents = house.table("documents").join("\n");
    assert!(
        documents.contains("../docs/a.zip!1.txt,甲,") && documents.contains("../docs/a.zip!2.txt,乙,"),
        "{documents}"
    );
}

#[test]
fn a_file_by_the_name_of_a_member_is_told_of() {
    let house = House::of_docs("");
    house.write("docs/a.zip", zip(&[("1.txt", report(1).as_bytes())]));
    house.write("docs/a.zip!1.txt", report(2));
    let assert = house.run(&[]).success();
    assert!(stderr(&assert).contains("2 found, 1 published, 1 rejected (1 duplicate_name)"), "{}", stderr(&assert));
}

#[test]
fn every_limit_can_be_set_and_is_shown() {
    let limits = "limits = { max_bytes = 1000000, max_chars = 2000, max_entries = 3, max_depth = 4, max_ratio = 5, \
                  max_cells = 6, max_pages = 7, max_xml_depth = 8, max_seconds = 9 }";
    let house = House::of_docs(limits);
    house.write("docs/a.zip", zip(&[("1.txt", b"1%"), ("2.txt", b"2%"), ("3.txt", b"3%"), ("4.txt", b"4%")]));
    let check = zhibiao().arg("check").arg(house.path("pipelines/p.toml")).assert().success();
    let shown = "limits: max_bytes 1000000, max_chars 2000, max_entries 3, max_depth 4, max_ratio 5, max_cells 6, \
                 max_pages 7, max_xml_depth 8, max_seconds 9\n";
    assert!(stderr(&check).ends_with(shown), "{}", stderr(&check));
    let assert = house.run(&[]).success();
    assert!(stderr(&assert).contains("1 found, 0 published, 1 rejected (1 too_large)"), "{}", stderr(&assert));
    let wrong = House::of_docs("limits = { max_depth = 0 }").run(&[]).code(2);
    assert!(stderr(&wrong).contains("0 is no limit for max_depth [pipeline-value]"), "{}", stderr(&wrong));
}

#[test]
fn the_command_line_names_members() {
    let house = House::of_docs("");
    let inner = zip(&[("2.txt", report(2).as_bytes())]);
    house.write("a.zip", zip(&[("1.txt", report(1).as_bytes()), ("in.zip", &inner), ("../3.txt", b"3%")]));
    let extract =
        |name: &str| zhibiao().current_dir(house.path("")).args(["extract", "--format", "csv", name]).assert();
    let all = extract("a.zip").code(3);
    assert!(
        stdout(&all).contains(",a.zip!1.txt,") && stdout(&all).contains(",a.zip!in.zip!2.txt,"),
        "{}",
        stdout(&all)
    );
    assert!(stderr(&all).contains("rejected: a.zip!../3.txt: ") && stderr(&all).contains("1 of 3 documents"));
    let one = extract("a.zip!in.zip!2.txt").success();
    assert!(!stdout(&one).contains("1.txt") && stdout(&one).contains("2.txt"), "{}", stdout(&one));
    extract("a.zip!9.txt").code(2);
    let explain =
        |name: &str| zhibiao().current_dir(house.path("")).args(["explain", name, "--at", "102.2亿"]).assert();
    assert!(stdout(&explain("a.zip!in.zip").success()).contains("a.zip!in.zip!2.txt, characters"));
    let several = explain("a.zip").code(2);
    assert!(
        stderr(&several).contains("[many-documents]\nhint: name one of them, such as a.zip!"),
        "{}",
        stderr(&several)
    );
}

#[test]
fn names_of_windows_are_decoded() {
    let name = GB18030.encode("统计公报/衡阳市.txt").0.into_owned();
    let plain = zip(&[("a".repeat(name.len()).as_str(), report(1).as_bytes())]);
    // The same length, so that only the bytes of the name change, in both headers.
    let mut bytes = plain.clone();
    let marker = "a".repeat(name.len()).into_bytes();
    let places: Vec<_> = (0..bytes.len() - marker.len()).filter(|at| bytes[*at..].starts_with(&marker)).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at..at + name.len()].copy_from_slice(&name);
    }
    let (documents, rejects) = of_bytes("a.zip", &bytes, &Limits::default());
    assert_eq!(sources(&documents), ["a.zip!统计公报/衡阳市.txt"], "{rejects:?}");
}

/// The text documents of the corpus, packed, give the rows that they give in a folder.
#[test]
fn the_corpus_in_archives_gives_the_same_rows() {
    let Some(corpus) = shared("corpus") else { return };
    let mut texts = Vec::new();
    for entry in walkdir::WalkDir::new(&corpus).sort_by_file_name().into_iter().flatten() {
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "txt") {
            let name = entry.path().strip_prefix(&corpus).expect("in the corpus").to_string_lossy().into_owned();
            texts.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    assert!(texts.len() >= 10, "{} texts", texts.len());
    let files: Vec<_> = texts.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let (first, second) = files.split_at(files.len() / 2);
    let packed = House::of_docs("");
    packed.write("docs/a.zip", zip(&[("in.tar.gz", &gzip(&tar(first)))]));
    packed.write("docs/b.zip", zip(second));
    let plain = House::of_docs("");
    for (name, bytes) in &texts {
        plain.write(&format!("docs/{name}"), bytes);
    }
    let rows = |house: &House| {
        house.run(&[]).success();
        let path = house.latest().join("observations.csv");
        let mut reader = csv::Reader::from_path(path).expect("a table");
        let source = reader.headers().expect("a header").iter().position(|h| h == "source").expect("sources");
        let flags = reader.headers().expect("a header").iter().position(|h| h == "flags").expect("flags");
        let kept = |r: csv::StringRecord| {
            r.iter()
                .enumerate()
                .filter(|(i, _)| *i != source && *i != flags)
                .map(|(_, c)| c.to_owned())
                .collect::<Vec<_>>()
        };
        let mut rows: Vec<_> = reader.records().map(|r| kept(r.expect("a row"))).collect();
        rows.sort();
        rows
    };
    let (in_archives, in_folders) = (rows(&packed), rows(&plain));
    assert!(in_folders.len() > 1_000, "{} rows", in_folders.len());
    assert!(in_archives == in_folders, "{} rows in archives, {} in folders", in_archives.len(), in_folders.len());
}

#[cfg(unix)]
#[test]
fn a_run_unpacks_large_archives_in_archives_under_its_output() {
    let house = House::of_docs("");
    let film = vec![0; 9 << 20];
    let inner = tar(&[("a.txt", report(1).as_bytes()), ("film.mp4", &film)]);
    house.write("docs/outer.tar", tar(&[("inner.tar", &inner)]));
    // Where the system has temporary files there is no room for one.
    zhibiao().arg("run").arg(house.path("pipelines/p.toml")).env("TMPDIR", house.path("nowhere")).assert().success();
    let told = house.run_report();
    assert_eq!((&told["published"], &told["rejects"]), (&1.into(), &serde_json::json!([["unsupported_format", 1]])));
    assert!(names(&house.path("output/p")).iter().all(|name| !name.starts_with(".staging")), "nothing is left");
}
