//! Lists that answer lists: `A、B分别增长5%、7%`, `城镇和农村居民收入分别增长5%和7%`.

use super::bound;
use super::indicator::{Choice, choose};
use super::view::View;
use crate::model::Measure;
use crate::model::lexicon::Dimension;
use crate::recognize::Recognizer;
use crate::recognize::exclude::Verdict;
use crate::recognize::lexical::Hits;
use crate::recognize::number::Notation;

/// How many numbers from `first` on stand in one list: only 、, 和 or a bound between them, and
/// units of one dimension.
pub(super) fn run_length(view: &View, first: usize, dimension_of: impl Fn(usize) -> Dimension) -> usize {
    let numbers = &view.scan.numbers;
    let mut last = first;
    while let Some(next) = numbers.get(last + 1).filter(|n| n.end <= view.end && !matches!(n.verdict, Verdict::Not(_)))
    {
        let from = bound::after(view, &numbers[last]).map_or(numbers[last].end, |b| b.1);
        let between = view.slice(from, next.start);
        let between = between.trim_matches(['、', ' ', '/', '位', '名']);
        let joined =
            matches!(between, "" | "和" | "及" | "与" | "以及" | "," | ":" | "约" | "超" | "超过") && from < next.start;
        // 第二位和第三位
        let ranks = matches!(between, "第" | "和第" | "及第" | "与第" | "和" | "及" | "与")
            || between.is_empty() && from < next.start;
        let joined = match next.verdict {
            Verdict::Rank => numbers[last].verdict == Verdict::Rank && ranks,
            // 居第5位，12个专业…: no list.
            _ => joined && numbers[last].verdict != Verdict::Rank,
        };
        let class = next.number.notation == Notation::Magnitude;
        if !joined || class || dimension_of(last) != dimension_of(last + 1) {
            break;
        }
        last += 1;
    }
    last - first + 1
}

/// The phrases of a list that `length` numbers answer, as spans; one where it is no list. Where the marks
/// alone part as many as are asked for, 和 is inside a name: 住宿和餐饮业、租赁和商务服务业.
pub(super) fn items(view: &View, phrase: (usize, usize), length: usize) -> Vec<(usize, usize)> {
    let marked = parted(view, phrase, &['、', ';']);
    if marked.len() == length { marked } else { parted(view, phrase, &['、', '和', '及', '与', ';']) }
}

/// The phrases between `marks`.
fn parted(view: &View, (from, to): (usize, usize), marks: &[char]) -> Vec<(usize, usize)> {
    let text = view.slice(from, to);
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if marks.contains(&c) && depth == 0 && i > start && i + c.len_utf8() < text.len() => {
                out.push((from + start, from + i));
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push((from + start, to));
    out
}

/// Words that fold several names into one, which the numbers of a list answer in order.
const FOLDED: [(&str, &[&str]); 17] = [
    ("城乡居民", &["城镇居民", "农村居民"]),
    ("城镇和农村居民", &["城镇居民", "农村居民"]),
    ("城镇、农村居民", &["城镇居民", "农村居民"]),
    ("一二三产业", &["第一产业", "第二产业", "第三产业"]),
    ("一、二、三产业", &["第一产业", "第二产业", "第三产业"]),
    ("第一、二、三产业", &["第一产业", "第二产业", "第三产业"]),
    ("第一、第二、第三产业", &["第一产业", "第二产业", "第三产业"]),
    ("一二三产", &["第一产业", "第二产业", "第三产业"]),
    ("一、二、三产", &["第一产业", "第二产业", "第三产业"]),
    ("三次产业", &["第一产业", "第二产业", "第三产业"]),
    ("二三产业", &["第二产业", "第三产业"]),
    ("二、三产业", &["第二产业", "第三产业"]),
    ("存贷款", &["存款", "贷款"]),
    ("存、贷款", &["存款", "贷款"]),
    ("存款、贷款", &["存款", "贷款"]),
    ("存款和贷款", &["存款", "贷款"]),
    ("进出口分别", &["进口", "出口"]),
];

/// The names that a folded word in `phrase` stands for, each in its place: 城乡居民收入 is 城镇居民收入 and
/// 农村居民收入. Longer words first, as they hold the shorter.
pub(super) fn unfold(phrase: &str, length: usize) -> Option<Vec<String>> {
    let fits = FOLDED.iter().filter(|(word, names)| names.len() == length && phrase.contains(word));
    let (word, names) = fits.max_by_key(|(word, _)| word.len())?;
    let (head, tail) = phrase.split_once(word)?;
    Some(names.iter().map(|name| format!("{head}{name}{tail}")).collect())
}

/// The indicator of words that stand nowhere in the document.
pub(super) fn of_words(recognizer: &Recognizer, words: &str, dimension: Dimension, measure: Measure) -> Option<Choice> {
    let mut hits = Hits::default();
    recognizer.lexical().find(words, &mut hits);
    of_text(recognizer, words, &hits, dimension, measure)
}

/// What an item names when the last item's head belongs to all: `城镇` in
/// `城镇和农村居民可支配收入`. Gives the choice and the composed words.
pub(super) fn share_head(
    recognizer: &Recognizer,
    item: &str,
    last: &str,
    dimension: Dimension,
    measure: Measure,
) -> Option<(Choice, String)> {
    let mut hits = Hits::default();
    let mut text = String::new();
    for (at, _) in last.char_indices().skip(1) {
        text.clear();
        text.push_str(item);
        text.push_str(&last[at..]);
        recognizer.lexical().find(&text, &mut hits);
        let found = of_text(recognizer, &text, &hits, dimension, measure);
        if let Some(choice) = found.filter(|c| c.term.0 < item.len() && c.term.1 > item.len()) {
            return Some((choice, text));
        }
    }
    None
}

/// As [`choose`], in words that were put together and stand nowhere in the document.
pub(super) fn of_text(
    recognizer: &Recognizer,
    text: &str,
    hits: &Hits,
    dimension: Dimension,
    measure: Measure,
) -> Option<Choice> {
    let mut scan = crate::recognize::Scan::default();
    scan.normal.text.push_str(text);
    scan.hits.indicators.clone_from(&hits.indicators);
    let view = View { scan: &scan, start: 0, end: text.len() };
    choose(recognizer, &view, (0, text.len()), dimension, measure)
}
