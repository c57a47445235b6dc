//! Hostile plain texts.

use std::fs::File;

use encoding_rs::GB18030;

use super::cases::{Case, Random, report};

const SENTENCE: &str = "全县地区生产总值412.6亿元，增长6.1%";

pub(crate) fn all() -> Vec<Case> {
    [encodings(), shapes(), sizes(), endless()].into_iter().flatten().collect()
}

/// The report, then words that something goes back over for each of them.
fn endless() -> Vec<Case> {
    let then = |words: &'static str, times: usize| move || [report(), words.repeat(times).into_bytes()].concat();
    vec![
        Case::of("text_ranks_without_end", "a.txt", then("第1、", 20_000)),
        Case::of("text_numbers_without_marks", "a.txt", then("5.2 ", 25_000)),
        Case::of("text_years_without_end", "a.txt", then("2020年", 40_000)),
    ]
}

fn encodings() -> Vec<Case> {
    let utf16 = |units: Vec<u16>| units.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    vec![
        Case::of("text_gb18030_broken", "a.txt", || {
            let mut bytes = GB18030.encode(&SENTENCE.repeat(50)).0.into_owned();
            bytes.insert(1000, 0xff);
            bytes
        }),
        Case::of("text_gb18030_cut_in_a_character", "a.txt", || {
            let bytes = GB18030.encode(&SENTENCE.repeat(50)).0.into_owned();
            let at = bytes.iter().rposition(|b| *b >= 0x80).expect("Chinese");
            bytes[..at].to_vec()
        }),
        Case::of("text_utf8_broken", "a.txt", || {
            let mut bytes = SENTENCE.repeat(50).into_bytes();
            bytes.insert(3 * 20, 0xc0);
            bytes
        }),
        Case::of("text_utf16_odd", "a.txt", || {
            let units = std::iter::once(0xfeff_u16).chain(SENTENCE.encode_utf16());
            let mut bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
            bytes.push(0x4e);
            bytes
        }),
        Case::of("text_utf16_lone_surrogate", "a.txt", move || utf16(vec![0xfeff, 0x5168, 0xd800, 0x53bf])),
        Case::of("text_random", "a.txt", || Random(7).bytes(100_000)),
        Case::of("text_png", "a.txt", || b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        Case::of("text_replacement_characters", "a.txt", || {
            [&report()[..], "坏\u{fffd}字\u{fffd}。".as_bytes()].concat()
        }),
        Case::of("text_controls", "a.txt", || [report(), (1..32).cycle().take(2000).collect()].concat()),
    ]
}

fn shapes() -> Vec<Case> {
    vec![
        Case::of("text_empty", "a.txt", Vec::new),
        Case::of("text_mark_only", "a.txt", || b"\xef\xbb\xbf".to_vec()),
        Case::of("text_spaces", "a.txt", || b"\x20\t\r\n".repeat(250_000)),
        Case::of("text_lines_without_words", "a.txt", || b"\n".repeat(3_000_000)),
        Case::of("text_zeros", "a.txt", || vec![0; 1 << 20]),
        Case::of("text_digits_without_end", "a.txt", || [report(), b"1".repeat(1_000_000)].concat()),
        Case::of("text_parentheses", "a.txt", || [report(), "（".repeat(100_000).into()].concat()),
        Case::of("text_percents", "a.txt", || [report(), "1%".repeat(16_000).into()].concat()),
        Case::of("text_numerals", "a.txt", || [report(), "十百千万亿".repeat(20_000).into()].concat()),
        Case::of("text_commas", "a.txt", || [report(), "，、；".repeat(50_000).into()].concat()),
        Case::of("text_headings", "a.txt", || [report(), "一、（一）1.（1）①\n".repeat(10_000).into()].concat()),
        Case::of("text_years", "a.txt", || [report(), "2023年".repeat(6_000).into()].concat()),
        Case::of("text_dots", "a.txt", || [report(), "1.".repeat(100_000).into()].concat()),
        Case::of("text_tabs", "a.txt", || [report(), "\t1\t".repeat(50_000).into()].concat()),
        Case::of("text_one_sentence", "a.txt", || format!("{SENTENCE}，").repeat(2_000).into_bytes()),
    ]
}

fn sizes() -> Vec<Case> {
    // A file with a hole takes no space on disk.
    let sparse = |length: u64| {
        move |path: &std::path::Path| {
            let file = File::create(path).expect("a temporary folder takes files");
            file.set_len(length).expect("a file system with holes");
        }
    };
    vec![
        Case::new("text_line_of_a_gigabyte", "a.txt", sparse(1 << 30)),
        Case::new("text_of_a_terabyte", "a.txt", sparse(1 << 40)),
    ]
}
