//! Whether two documents are one: the same words in two formats or on two sites.
//!
//! A text is a set of runs of twelve letters and digits, whatever stands between them; how much two
//! sets share is told by the least hash of each of a few parts of them (one-permutation `MinHash`). Two
//! years' reports of one office share most of their words and few of their figures, so figures are
//! held against each other by themselves.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

/// Letters and digits of a run.
const RUN: usize = 12;
/// Shorter texts have too few runs to tell.
const LEAST: usize = 300;
/// Parts that runs are dealt out to.
const PARTS: usize = 32;
/// Parts that figures are dealt out to.
const FIGURES: usize = 16;
/// Parts that together make a key: one of them must be the same in documents that are alike.
const BAND: usize = 4;
/// Stands where a part has nothing.
const EMPTY: u32 = u32::MAX;

/// What is kept of a text to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    runs: [u32; PARTS],
    figures: [u32; FIGURES],
}

impl Likeness {
    /// That of a text; `None` for one too short to tell.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut likeness = Self { runs: [EMPTY; PARTS], figures: [EMPTY; FIGURES] };
        let (mut hash, mut seen, mut figure) = (0u64, 0usize, 0u64);
        for c in text.chars() {
            let digit = c.to_digit(10);
            if digit.is_none() && figure > 0 {
                keep(&mut likeness.figures, mix(figure));
                figure = 0;
            }
            if !c.is_alphanumeric() {
                continue;
            }
            if let Some(digit) = digit {
                figure = figure.wrapping_mul(11).wrapping_add(u64::from(digit) + 1);
            }
            // Each character moves the hash by as many bits as make it leave after a run.
            hash = (hash << (64 / RUN)) ^ mix(u64::from(u32::from(c)));
            seen += 1;
            if seen >= RUN {
                keep(&mut likeness.runs, mix(hash));
            }
        }
        (seen >= LEAST).then_some(likeness)
    }

    /// Keys of which documents that are alike share one.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.chunks(BAND).enumerate().map(|(band, parts)| {
            let mut hasher = FxHasher::default();
            hasher.write_usize(band);
            for part in parts {
                hasher.write_u32(*part);
            }
            hasher.finish()
        })
    }

    /// Whether two texts are the same but for what surrounds them: nine in ten runs, and the figures.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let (runs, of_runs) = same(&self.runs, &other.runs);
        let (figures, of_figures) = same(&self.figures, &other.figures);
        runs * 10 >= of_runs * 9 && figures + 1 >= of_figures
    }
}

/// How many parts are the same, of those that have something in either.
fn same(one: &[u32], two: &[u32]) -> (usize, usize) {
    let filled = || one.iter().zip(two).filter(|(a, b)| **a != EMPTY || **b != EMPTY);
    (filled().filter(|(a, b)| a == b).count(), filled().count())
}

/// Keeps the least of each part.
fn keep(parts: &mut [u32], hash: u64) {
    let part = &mut parts[(hash >> 32) as usize % parts.len()];
    *part = (*part).min(hash as u32);
}

/// Spreads a number over all bits (the finaliser of `SplitMix64`).
const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::Likeness;

    /// A report of a year with its figures.
    fn report(year: u32, growth: u32) -> String {
        let line = |i: u32| {
            let (a, b) = (i * 37 + growth * 13, i * 7 + growth);
            format!("第{i}项：全市{year}年第{i}类产业实现产值{a}.{b}亿元，增长{b}.{growth}%，新增企业{a}家。\n")
        };
        (1..60).map(line).collect()
    }

    #[test]
    fn one_text_in_two_layouts_is_one() {
        let text = report(2023, 5);
        let page = format!("首页 > 政务公开\n{}\n打印 关闭", text.replace('\n', "\r\n\u{3000}\u{3000}"));
        let (one, two) = (Likeness::of(&text).unwrap(), Likeness::of(&page).unwrap());
        assert!(one.is_like(&two));
        assert!(one.keys().any(|key| two.keys().any(|other| key == other)));
    }

    #[test]
    fn reports_of_two_years_are_two() {
        let (one, two) = (Likeness::of(&report(2023, 5)).unwrap(), Likeness::of(&report(2024, 6)).unwrap());
        assert!(!one.is_like(&two));
        // One corrected figure among many leaves it the same document, a table of them does not.
        let half = report(2023, 5).replace("产值1", "产值9").replace("家。", "0家。");
        assert!(!one.is_like(&Likeness::of(&half).unwrap()));
    }

    #[test]
    fn short_texts_are_not_told() {
        assert!(Likeness::of("全市实现产值12.5亿元。").is_none());
    }
}
