//! The place a text names by its short name alone: 甲乙 for 甲乙县, in a text that says 全县 of it.

use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::vote::{Own, own, sample};
use crate::model::any_of::any_of;
use crate::model::{Lexicon, RegionCode};

/// Short names of counties and county-level cities that are words, or stand inside many.
pub(super) const WORDS: [&str; 62] = [
    "合作", "资源", "新建", "新兴", "和政", "新和", "惠民", "和平", "富裕", "和安", "公安", "富民", "平和", "平安",
    "民和", "小金", "大新", "延长", "共和", "大安", "惠农", "同心", "友谊", "安宁", "兴业", "金山", "太平", "兴国",
    "东方", "大通", "双城", "大关", "乐业", "资中", "平原", "政和", "新城", "南部", "杂多", "同仁", "和顺", "大同",
    "和康", "灯塔", "大兴", "同德", "江山", "凤凰", "比如", "会同", "滨海", "三门", "大方", "大城", "莲花", "清新",
    "开放", "开平", "文化", "五大", "建设", "长安",
];
/// How often a name stands in a text that is the place's own.
const OFTEN: u32 = 3;

/// Finds full and short names of places, counties among them.
pub(super) struct ShortNames {
    automaton: LazyLock<Option<Names>, Box<dyn FnOnce() -> Option<Names> + Send>>,
}

struct Names {
    automaton: AhoCorasick,
    texts: Vec<String>,
}

impl ShortNames {
    /// The index is made when a text first needs it: few do.
    pub(super) fn new(lexicon: &Arc<Lexicon>) -> Self {
        let lexicon = Arc::clone(lexicon);
        Self { automaton: LazyLock::new(Box::new(move || names(&lexicon))) }
    }

    /// The place whose name a text says again and again, of the sort that it calls its own.
    ///
    /// Every other place of that sort must be named far less, and the place must lie in the province that the
    /// text names most.
    pub(super) fn most_named(&self, lexicon: &Lexicon, text: &str, year: Option<i16>) -> Option<RegionCode> {
        let text = sample(text);
        let own = own(text).map(|(own, _)| own).filter(|own| *own != Own::Country);
        let own = own.or_else(|| any_of!["市委", "市政府"].within(text).then_some(Own::City));
        let counts = self.counts(lexicon, text, year);
        let of_sort = |code: &RegionCode| match own {
            Some(own) => lexicon.regions.name_of(*code, year).is_some_and(|name| own.fits(*code, name)),
            None => (1..=2).contains(&code.level()),
        };
        let mut candidates: Vec<(u32, RegionCode)> =
            counts.iter().filter(|(code, _)| of_sort(code)).map(|(code, count)| (*count, *code)).collect();
        candidates.sort_unstable_by_key(|(count, code)| (std::cmp::Reverse(*count), *code));
        let &(count, code) = candidates.first()?;
        // Towns of a city that it names are no rivals of it.
        let second = candidates[1..].iter().find(|(_, other)| !code.covers(*other)).map_or(0, |(count, _)| *count);
        let provinces = || counts.iter().filter(|(code, _)| code.level() == 1);
        let province = provinces().max_by_key(|(code, count)| (**count, std::cmp::Reverse(**code)));
        let at_home = province.is_none_or(|(province, _)| province.covers(code));
        let alone = own.is_some() && second == 0 && (count > 1 || provinces().count() == 1 && code.level() == 2);
        let often = count >= if own.is_some() { OFTEN } else { OFTEN + 1 } && count >= second * 3;
        (at_home && (alone || often)).then_some(code)
    }

    fn counts(&self, lexicon: &Lexicon, text: &str, year: Option<i16>) -> FxHashMap<RegionCode, u32> {
        let mut counts = FxHashMap::default();
        let Some(names) = self.automaton.as_ref() else { return counts };
        for found in names.automaton.find_iter(text) {
            let name = names.texts.get(found.pattern().as_usize());
            if let Some(code) = name.and_then(|name| lexicon.regions.resolve(name, year, None)) {
                *counts.entry(code).or_default() += 1;
            }
        }
        counts
    }
}

fn names(lexicon: &Lexicon) -> Option<Names> {
    let telling = |text: &str| text.chars().count() > 1 && !WORDS.contains(&text) && !text.ends_with('区');
    let mut texts: Vec<String> =
        lexicon.regions.names().map(|(text, _)| text.to_owned()).filter(|text| telling(text)).collect();
    texts.sort_unstable();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&texts).ok()?;
    Some(Names { automaton, texts })
}
