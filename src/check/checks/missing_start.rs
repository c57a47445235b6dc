//! # What it looks for
//! `由` or `从` directly followed by `增至`, `提高到` and their like, with the end value after it:
//! the start value is missing in the source.
//!
//! # Why
//! The sentence promises two values and gives one. The growth cannot be computed, and the one value
//! may be the start.
//!
//! # Flagged
//! - `产值由增至640亿元`
//! - `占比从提高到约38.9%`
//!
//! # Not flagged
//! - `产值由590亿元增至640亿元`
//! - `产值增至640亿元`
//! - Words that end in 由: `自由`, `理由`, `缘由`.
//! - The start said in words: `由全省末位上升到第3位`.

use super::super::note::{Note, Notes};
use super::super::view::View;

const FROM: &[&str] = &["由", "从"];
const TO: &[&str] = &[
    "增至",
    "升至",
    "降至",
    "增加到",
    "增长到",
    "提高到",
    "提升到",
    "上升到",
    "下降到",
    "扩大到",
    "发展到",
    "增加至",
    "提高至",
    "提升至",
    "下降至",
    "降到",
    "扩大至",
    "壮大到",
];
const SOFT: &[char] = &['约', '近', '了', '的', ' ', '\u{3000}', '“', '—', '…', '_'];
const WORDS: &[char] = &['自', '理', '缘', '事', '来', '经'];

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if let Some(words) = missing(view.before(row, 36)) {
            let message = format!("{}“{words}”{}之间缺少起始数", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}

/// The words with the gap.
fn missing(before: &str) -> Option<String> {
    let before = before.trim_end_matches(SOFT);
    let before = before.strip_suffix("超过").unwrap_or(before);
    // Nearly all numbers stop here, at one look at the last character.
    if !before.ends_with(['至', '到']) {
        return None;
    }
    let to = TO.iter().filter(|w| before.ends_with(**w)).max_by_key(|w| w.len())?;
    let rest = before.strip_suffix(to)?.trim_end_matches(SOFT);
    let from = FROM.iter().find(|w| rest.ends_with(**w))?;
    let rest = rest.strip_suffix(from)?;
    (!rest.ends_with(WORDS)).then(|| format!("{from}{to}"))
}
