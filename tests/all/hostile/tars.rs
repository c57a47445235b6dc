//! Hostile tar and gzip files.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::cases::{Case, cut, flipped, report};

pub(crate) fn all() -> Vec<Case> {
    [
        cut("tar", "a.tar", &[10, 55, 95], sound),
        flipped("tar", "a.tar", &[1, 2, 3], sound),
        cut("gz", "a.txt.gz", &[5, 50, 90, 99], || gzip(&report())),
        flipped("gz", "a.txt.gz", &[1, 2, 3], || gzip(&report())),
        cut("tar_gz", "a.tar.gz", &[10, 90], noisy),
        tars(),
        gzips(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn header(name: &str, size: u64, kind: EntryType) -> Header {
    let mut header = Header::new_gnu();
    header.set_path(name).expect("a short name");
    header.set_size(size);
    header.set_mode(0o644);
    header.set_entry_type(kind);
    header.set_cksum();
    header
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, content) in files {
        let header = header(name, content.len() as u64, EntryType::Regular);
        builder.append(&header, *content).expect("memory takes all");
    }
    builder.into_inner().expect("memory takes all")
}

fn sound() -> Vec<u8> {
    tar(&[("1.txt", &report()[..]), ("2.txt", "2022年，产值5亿元。".as_bytes())])
}

/// A tar that hardly becomes smaller, so that a part of it holds a part of its members.
fn noisy() -> Vec<u8> {
    let noise = super::cases::Random(3).bytes(40_000);
    gzip(&tar(&[("1.txt", &report()[..]), ("2.md", &noise), ("3.txt", &report()[..])]))
}

/// A tar of one member with a header that is changed and whose checksum is made right again.
fn changed(change: fn(&mut Header)) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || {
        let mut first = header("1.txt", report().len() as u64, EntryType::Regular);
        change(&mut first);
        first.set_cksum();
        let mut bytes = first.as_bytes().to_vec();
        bytes.extend(report());
        bytes.resize(bytes.len().next_multiple_of(512) + 1024, 0);
        bytes
    }
}

fn kind(byte: u8) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || {
        let mut link = header("1.txt", 0, EntryType::new(byte));
        link.set_link_name("/etc/passwd").expect("a short name");
        link.set_cksum();
        [&link.as_bytes()[..], &[0; 1024]].concat()
    }
}

fn write(header: &mut Header, at: usize, bytes: &[u8]) {
    header.as_mut_bytes()[at..at + bytes.len()].copy_from_slice(bytes);
}

fn tars() -> Vec<Case> {
    vec![
        Case::of("tar_negative_size", "a.tar", changed(|h| write(h, 124, &[0xff; 12]))),
        Case::of("tar_size_in_words", "a.tar", changed(|h| write(h, 124, b"-00000001\0\0\0"))),
        Case::of("tar_of_exabytes", "a.tar", changed(|h| write(h, 124, b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"))),
        Case::of("tar_wrong_checksum", "a.tar", || {
            let mut bytes = sound();
            bytes[1024 + 148] ^= 1;
            bytes
        }),
        Case::of("tar_leads_out", "a.tar", changed(|h| write(h, 0, b"../../1.txt"))),
        Case::of("tar_at_the_root", "a.tar", changed(|h| write(h, 0, b"/etc/1.txt"))),
        Case::of("tar_symbolic_link", "a.tar", kind(b'2')),
        Case::of("tar_hard_link", "a.tar", kind(b'1')),
        Case::of("tar_device", "a.tar", kind(b'3')),
        Case::of("tar_pipe", "a.tar", kind(b'6')),
        Case::of("tar_sparse", "a.tar", kind(b'S')),
        Case::of("tar_unknown_kind", "a.tar", kind(b'~')),
        Case::of("tar_name_of_eight_gigabytes", "a.tar", || {
            let mut long = header("././@LongLink", 8 << 30, EntryType::GNULongName);
            long.set_cksum();
            [&long.as_bytes()[..], &sound()].concat()
        }),
        Case::of("tar_name_of_a_megabyte_more", "a.tar", || {
            let name = vec![b'a'; 3 << 20];
            let mut bytes = header("././@LongLink", name.len() as u64, EntryType::GNULongName).as_bytes().to_vec();
            bytes.extend(name);
            bytes.extend(sound());
            bytes
        }),
        Case::of("tar_pax_that_lies", "a.tar", || {
            let records = b"21 size=99999999999\n\n12 path=../x\n";
            let mut bytes = header("x", records.len() as u64, EntryType::XHeader).as_bytes().to_vec();
            bytes.extend_from_slice(records);
            bytes.resize(1024, 0);
            [bytes, sound()].concat()
        }),
        Case::of("tar_without_end", "a.tar", || {
            let bytes = sound();
            bytes[..bytes.len() - 1024].to_vec()
        }),
        Case::of("tar_of_nothing", "a.tar", || vec![0; 10_240]),
        Case::of("tar_empty_file", "a.tar", Vec::new),
        Case::of("tar_that_is_text", "a.tar", || report().repeat(20)),
        Case::of("tar_name_twice", "a.tar", || tar(&[("1.txt", &report()[..]), ("1.txt", b"5%")])),
        Case::of("tar_one_name_many_times", "a.tar", || {
            let block = *header("1.txt", 0, EntryType::Regular).as_bytes();
            let first = tar(&[("1.txt", &report()[..])]);
            [&first[..first.len() - 1024], &block.repeat(60_000), &[0; 1024]].concat()
        }),
        Case::of("tar_of_too_many", "a.tar", || {
            let block = *header("1.txt", 0, EntryType::Regular).as_bytes();
            [block.repeat(100_001), vec![0; 1024]].concat()
        }),
    ]
}

fn gzips() -> Vec<Case> {
    vec![
        // gzip files one after the other are one file.
        Case::of("gz_of_ten_gigabytes", "a.txt.gz", || gzip(&vec![0; 64 << 20]).repeat(160)),
        Case::of("gz_of_ten_gigabytes_of_tar", "a.tar.gz", || gzip(&vec![b'1'; 64 << 20]).repeat(160)),
        Case::of("gz_larger_than_a_file_may_be", "a.txt.gz", || {
            // Noise, so that no ratio is passed.
            gzip(&super::cases::Random(5).bytes(1 << 20)).repeat(65)
        }),
        Case::of("gz_before_garbage", "a.txt.gz", || [gzip(&report()), b"garbage".to_vec()].concat()),
        Case::of("gz_that_is_text", "a.txt.gz", report),
        Case::of("gz_that_is_a_png", "a.txt.gz", || b"\x89PNG\r\n\x1a\n".to_vec()),
        Case::of("gz_empty_file", "a.txt.gz", Vec::new),
        Case::of("gz_of_nothing", "a.txt.gz", || gzip(b"")),
        Case::of("gz_wrong_checksum", "a.txt.gz", || {
            let mut bytes = gzip(&report());
            let at = bytes.len() - 8;
            bytes[at] ^= 1;
            bytes
        }),
        Case::of("gz_in_gz_in_gz", "a.txt.gz.gz.gz", || (0..3).fold(report(), |inner, _| gzip(&inner))),
        Case::of("gz_too_deep", &format!("a.txt{}", ".gz".repeat(40)), || {
            (0..40).fold(report(), |inner, _| gzip(&inner))
        }),
        Case::of("tgz_of_nothing", "a.tgz", || gzip(&[0; 1024])),
        Case::of("tgz_with_a_link", "a.tgz", || gzip(&kind(b'2')())),
    ]
}
