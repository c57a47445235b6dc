//! Words that hold a numeral's character and mean no number, from `number_words.csv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::glyph::{char_at, char_before, glyph};

const FILE: &str = include_str!("../../../pipelines/lexicon/number_words.csv");

/// A word, by where its first numeral's character stands in it.
struct Word {
    text: &'static str,
    offset: usize,
}

/// Words by that character and one neighbour, so that hardly any has to be compared.
type Index = FxHashMap<(char, char), Vec<Word>>;

struct Words {
    by_next: Index,
    by_previous: Index,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| load(FILE));

fn load(file: &'static str) -> Words {
    let mut words = Words { by_next: Index::default(), by_previous: Index::default() };
    for line in file.lines().skip(1) {
        let text = line.split(',').next().unwrap_or("").trim();
        let Some((offset, c)) = text.char_indices().find(|&(_, c)| glyph(c).is_some()) else { continue };
        let word = Word { text, offset };
        if let Some(next) = char_at(text, offset + c.len_utf8()) {
            words.by_next.entry((c, next)).or_default().push(word);
        } else if let Some(previous) = char_before(text, offset) {
            words.by_previous.entry((c, previous)).or_default().push(word);
        }
    }
    words
}

/// The end of the longest such word whose first numeral's character stands at `at`. Behind 第 a
/// numeral is an ordinal (第一产业), whatever word it could begin.
pub(super) fn end_of_word(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    let next = char_at(text, at + c.len_utf8());
    let previous = char_before(text, at);
    let after = next.and_then(|n| WORDS.by_next.get(&(c, n))).into_iter().flatten();
    let before = previous.and_then(|p| WORDS.by_previous.get(&(c, p))).into_iter().flatten();
    let ordinal = previous == Some('第');
    after
        .chain(before)
        .filter(|word| !ordinal || word.offset > 0)
        .filter_map(|word| ends_at(word, text, at))
        .filter(|&end| !is_point(text, end))
        .max()
}

/// Whether a word that ends here ends in the point of a decimal: 一点 in 一点三倍.
fn is_point(text: &str, end: usize) -> bool {
    char_before(text, end) == Some('点') && char_at(text, end).is_some_and(|c| "零〇一二三四五六七八九".contains(c))
}

fn ends_at(word: &Word, text: &str, at: usize) -> Option<usize> {
    let start = at.checked_sub(word.offset)?;
    // 提高三个百分点: no third year of a school (高三).
    let parted = word.text.starts_with('高') && char_before(text, start).is_some_and(|c| "提增升抬走调拔".contains(c));
    (!parted && text.get(start..)?.starts_with(word.text)).then_some(start + word.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_word_with_a_numeral_and_a_reason() {
        for line in FILE.lines().skip(1) {
            let (word, reason) = line.split_once(',').unwrap_or((line, ""));
            assert!(word.chars().any(|c| glyph(c).is_some()), "no numeral in {line}");
            assert!(word.chars().count() > 1 && !reason.is_empty(), "{line}");
        }
    }

    #[test]
    fn longest_word_around_the_numeral() {
        assert_eq!(end_of_word("统一部署", 3), Some(6));
        assert_eq!(end_of_word("一带一路", 0), Some(12));
        assert_eq!(end_of_word("一百", 0), None);
    }
}
