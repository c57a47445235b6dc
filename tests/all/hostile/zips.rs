//! Hostile zip files.

use encoding_rs::GB18030;

use super::cases::{Case, cut, flipped, report};
use super::raw_zip::{RawEntry, crc, end, files, many, overlapping, zip};

pub(crate) fn all() -> Vec<Case> {
    let sound = || files(&[("公报/1.txt", &report()[..]), ("2.txt", "2022年，产值5亿元。".as_bytes())]);
    [
        cut("zip", "a.zip", &[1, 20, 50, 90, 99], sound),
        flipped("zip", "a.zip", &[1, 2, 3, 8], sound),
        names(),
        kinds(),
        lies(),
        bombs(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A zip of one report, with something changed.
fn changed(change: fn(&mut RawEntry)) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || {
        let mut entry = RawEntry::deflated("1.txt", &report());
        change(&mut entry);
        zip(&[entry])
    }
}

fn named(name: &'static [u8], flags: u16) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || {
        let mut entry = RawEntry::deflated("1.txt", &report());
        (entry.name, entry.flags) = (name.to_vec(), flags);
        zip(&[entry])
    }
}

fn names() -> Vec<Case> {
    vec![
        Case::of("zip_leads_out", "a.zip", named(b"../../etc/1.txt", 0x800)),
        Case::of("zip_leads_out_within", "a.zip", named(b"a/../../1.txt", 0x800)),
        Case::of("zip_at_the_root", "a.zip", named(b"/etc/cron.d/1.txt", 0x800)),
        Case::of("zip_on_a_drive", "a.zip", named(b"C:\\Windows\\1.txt", 0)),
        Case::of("zip_backslashes", "a.zip", named(b"..\\..\\1.txt", 0)),
        Case::of("zip_name_with_a_zero", "a.zip", named(b"1.txt\0.exe", 0)),
        Case::of("zip_name_that_is_no_utf8", "a.zip", named(b"\xff\xfe1.txt", 0x800)),
        Case::of("zip_name_without_end", "a.zip", changed(|e| e.name = b"a".repeat(65_535))),
        Case::of("zip_name_empty", "a.zip", named(b"", 0)),
        Case::of("zip_names_in_gb18030", "a.zip", || {
            let mut entry = RawEntry::deflated("", &report());
            (entry.name, entry.flags) = (GB18030.encode("公报/第一份.txt").0.into_owned(), 0);
            zip(&[entry])
        }),
        Case::of("zip_name_twice", "a.zip", || {
            files(&[("1.txt", &report()[..]), ("1.txt", "2022年，产值5亿元。".as_bytes()), ("./1.txt", b"1%")])
        }),
        Case::of("zip_hidden_files_only", "a.zip", || files(&[("__MACOSX/1.txt", &report()[..]), (".1.txt", b"1%")])),
    ]
}

fn kinds() -> Vec<Case> {
    vec![
        Case::of("zip_symbolic_link", "a.zip", changed(|e| e.mode = 0o120_777)),
        Case::of("zip_device", "a.zip", changed(|e| e.mode = 0o060_644)),
        Case::of("zip_encrypted", "a.zip", changed(|e| e.flags |= 1)),
        Case::of("zip_encrypted_with_aes", "a.zip", changed(|e| e.method = 99)),
        Case::of("zip_bzip2", "a.zip", changed(|e| e.method = 12)),
        Case::of("zip_unknown_method", "a.zip", changed(|e| e.method = 77)),
        Case::of("zip_empty_file", "a.zip", Vec::new),
        Case::of("zip_of_nothing", "a.zip", || end(0, 0, 0)),
        Case::of("zip_of_an_empty_text", "a.zip", || files(&[("1.txt", b"")])),
        Case::of("zip_that_is_a_rar", "a.zip", || b"Rar!\x1a\x07\0and so on".to_vec()),
        Case::of("zip_that_is_text", "a.zip", report),
        Case::of("zip_in_parts", "a.zip", || {
            let mut bytes = files(&[("1.txt", &report()[..])]);
            let at = bytes.len() - 22;
            bytes[at + 4] = 1;
            bytes[at + 6] = 1;
            bytes
        }),
        Case::of("zip_behind_garbage", "a.zip", || [vec![b'#'; 1000], files(&[("1.txt", &report()[..])])].concat()),
        Case::of("zip_before_garbage", "a.zip", || [files(&[("1.txt", &report()[..])]), vec![b'#'; 1000]].concat()),
        Case::of("zip_with_a_zip_in_its_comment", "a.zip", || {
            let (mut bytes, other) = (files(&[("1.txt", &report()[..])]), files(&[("2.txt", b"5%")]));
            let at = bytes.len() - 2;
            bytes[at..].copy_from_slice(&(other.len() as u16).to_le_bytes());
            [bytes, other].concat()
        }),
    ]
}

fn lies() -> Vec<Case> {
    vec![
        Case::of("zip_wrong_checksum", "a.zip", changed(|e| e.crc ^= 1)),
        Case::of("zip_larger_than_it_says", "a.zip", changed(|e| e.size = 10)),
        Case::of("zip_smaller_than_it_says", "a.zip", changed(|e| e.size += 10)),
        Case::of("zip_packed_beyond_its_end", "a.zip", changed(|e| e.packed_size = 1_000_000)),
        Case::of("zip_of_four_gigabytes", "a.zip", changed(|e| e.size = u32::MAX - 1)),
        Case::of(
            "zip_of_sixteen_exabytes",
            "a.zip",
            changed(|e| {
                (e.size, e.packed_size) = (u32::MAX, u32::MAX);
                e.extra = [&[1, 0, 16, 0][..], &[0xff; 16]].concat();
            }),
        ),
        Case::of("zip_entry_outside", "a.zip", changed(|e| e.offset = Some(900_000))),
        Case::of("zip_entry_elsewhere", "a.zip", changed(|e| e.offset = Some(7))),
        Case::of("zip_two_entries_in_one_place", "a.zip", || {
            let one = RawEntry::deflated("1.txt", &report());
            let two = RawEntry { name: b"2.txt".to_vec(), offset: Some(0), ..one.clone() };
            zip(&[one, two])
        }),
        Case::of("zip_says_it_has_many", "a.zip", || {
            let mut bytes = files(&[("1.txt", &report()[..])]);
            let at = bytes.len() - 22;
            bytes[at + 8..at + 12].copy_from_slice(&[0xf0, 0xff, 0xf0, 0xff]);
            bytes
        }),
        Case::of("zip_list_elsewhere", "a.zip", || {
            let mut bytes = files(&[("1.txt", &report()[..])]);
            let at = bytes.len() - 22;
            bytes[at + 16..at + 20].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
            bytes
        }),
        Case::of("zip_extra_without_end", "a.zip", changed(|e| e.extra = vec![1, 0, 0xff, 0xff, 1, 2])),
        Case::of(
            "zip_unicode_name_of_another",
            "a.zip",
            changed(|e| {
                e.extra = [&[0x75, 0x70, 14, 0, 1][..], &crc(b"other").to_le_bytes(), b"../../b.t"].concat();
            }),
        ),
    ]
}

fn bombs() -> Vec<Case> {
    vec![
        Case::of("zip_bomb", "a.zip", || files(&[("1.txt", &vec![b' '; 60 << 20])])),
        Case::of("zip_bomb_of_many", "a.zip", || {
            let one = RawEntry::deflated("", &vec![b'1'; 1 << 20]);
            let numbered = |i: usize| RawEntry { name: format!("{i}.txt").into_bytes(), ..one.clone() };
            zip(&(0..5_000).map(numbered).collect::<Vec<_>>())
        }),
        Case::of("zip_bomb_nested", "a.zip", || {
            let leaf = files(&[("1.txt", &vec![b'1'; 4 << 20])]);
            (0..3).fold(leaf, |inner, _| {
                let one = RawEntry::deflated("", &inner);
                let numbered = |i: usize| RawEntry { name: format!("{i}.zip").into_bytes(), ..one.clone() };
                zip(&(0..16).map(numbered).collect::<Vec<_>>())
            })
        }),
        Case::of("zip_bomb_overlapping", "a.zip", || overlapping(250, &vec![b'1'; 20 << 20])),
        Case::of("zip_of_a_million", "a.zip", || many(1_000_000)),
        Case::of("zip_in_zip_in_zip", "a.zip", || {
            (0..3).fold(report(), |inner, i| files(&[(if i == 0 { "1.txt" } else { "in.zip" }, &inner[..])]))
        }),
        Case::of("zip_too_deep", "a.zip", || {
            (0..50).fold(report(), |inner, i| files(&[(if i == 0 { "1.txt" } else { "in.zip" }, &inner[..])]))
        }),
    ]
}
