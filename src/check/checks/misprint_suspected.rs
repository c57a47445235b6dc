//! # What it looks for
//! A unit that is no word for a unit, though the context told which was meant; a number whose last decimal
//! stands apart, that a line end cuts or whose point is a full stop; and sentences with U+FFFD, the mark of a
//! character that was lost before the document came here.
//!
//! # Why
//! The value rests on a guess, or a digit may be among what was lost.
//!
//! # Flagged
//! - `年产再生铜50万口电`, read as tonnes.
//! - `完成税收2.3 6亿元`, read as 2.36; `收入1⏎2248元`, read as 12248; `增长26。8%`, read as 26.8.
//! - `实现税收3.5亿\u{fffd}元`
//! - Every number of a sentence with such a character, in one finding.
//!
//! # Not flagged
//! - `50万吨`, `50万 吨`, units of the lexicon with a magnitude word before them.
//! - A unit that no lexicon has and that was kept as written (`26.37亿标准量`).
//! - Counts with an unusual classifier (`3轮`).
//! - Damage in other sentences.

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::Observation;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if misprinted(view, row) {
            let words = row.unit_span.of(view.text());
            let read = &view.unit(row).symbol;
            let message = format!("{}的单位写作“{words}”，疑为误字，按{read}读作{}", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        } else if parted(row.span.of(view.text())) {
            let message = format!("{}的数字中有空格、断行或句号，疑为误排，读作{}", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
    if view.marks.any_damage() {
        damaged(view, notes);
    }
}

fn misprinted(view: &View<'_>, row: &Observation) -> bool {
    let unit = view.unit(row);
    if row.unit_span.is_empty() || unit.symbol == "1" {
        return false;
    }
    let written = row.unit_span.of(view.text());
    let known = |w: &str| view.lexicon.units.at_start(w).is_some_and(|(_, length)| length == w.len());
    if known(written) {
        return false;
    }
    let tidy: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = tidy.trim_start_matches(['十', '百', '千', '万', '亿', '（', '(']).trim_end_matches(['）', ')']);
    let starts_known = view.lexicon.units.at_start(bare).is_some_and(|(form, _)| form.unit == row.unit);
    // 每, 以上 and the like stand around a unit and are no misprint.
    !bare.is_empty() && !known(bare) && bare != unit.symbol && !starts_known
}

/// Whether a digit behind the decimal point stands apart: 36.5 9; where all digits do (3 6 ．5 9) it is a way of setting
/// them. So do digits behind a line end (1⏎2248) and behind a full stop (26。8).
fn parted(written: &str) -> bool {
    let cut = |at: usize, mark: char| {
        let (before, after) = (written[..at].trim_end(), written[at + mark.len_utf8()..].trim_start());
        before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())
    };
    if written.char_indices().any(|(at, c)| matches!(c, '\n' | '\r' | '。') && cut(at, c)) {
        return true;
    }
    let Some((whole, decimals)) = written.split_once(['.', '．']) else { return false };
    if whole.contains(char::is_whitespace) {
        return false;
    }
    let rest = decimals.trim_start_matches(|c: char| c.is_ascii_digit());
    let apart = rest.trim_start();
    apart.len() < rest.len() && apart.starts_with(|c: char| c.is_ascii_digit())
}

fn damaged(view: &View<'_>, notes: &mut Notes) {
    let mut i = 0;
    for sentence in view.observations().chunk_by(|a, b| a.sentence == b.sentence) {
        if view.marks.damaged(sentence[0].sentence) {
            let rows = (i..i + sentence.len()).map(|i| view.at(i)).collect();
            let first = &sentence[0];
            let message = format!("{}{}所在的句子中有无法解码的字符", view.name(first), view.say(first));
            notes.add(Note::new(rows, message).found(first.value));
        }
        i += sentence.len();
    }
}
