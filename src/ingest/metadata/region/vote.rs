//! The place a text speaks of most, among those that are what it calls its own: 我市, 全县.

use rustc_hash::FxHashMap;

use super::{Gazetteer, accepted};
use crate::model::RegionCode;

/// How often a text names its place at least, or calls one its own.
const OFTEN: u32 = 3;
/// How much of a text is asked.
const SAMPLE: usize = 256 * 1024;

/// What a text calls its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    City,
    County,
    Province,
    Prefecture,
    Region,
    Country,
}

impl Own {
    /// Whether a place of that name is of the sort.
    pub(super) fn fits(self, code: RegionCode, name: &str) -> bool {
        match self {
            Self::City => name.ends_with('市'),
            Self::County => name.ends_with(['县', '旗']),
            Self::Province => code.level() == 1 && name.ends_with('省'),
            Self::Prefecture => code.level() == 2 && name.ends_with(['州', '区', '盟']),
            Self::Region => name.ends_with('区'),
            Self::Country => false,
        }
    }
}

impl Gazetteer {
    /// The region that `text` names most, of the sort it calls its own; the country where a text
    /// speaks of no other.
    pub(super) fn vote(&self, text: &str, year: Option<i16>) -> Option<RegionCode> {
        let text = sample(text);
        let Some((own, often)) = own(text) else { return self.only(text, year) };
        // News of a place hold its figures against the country's (快于全国), and name the bodies of the place around it.
        if (own == Own::Country || often < OFTEN)
            && let Some(place) = self.only(text, year)
            && (place.level() == 1 || !text.contains("我省"))
        {
            return Some(place);
        }
        if own == Own::Country {
            // 居全省第一: a place in a province, whatever it says of the country.
            let in_province = text.contains("居全省") || text.contains("全省第");
            return (!in_province).then_some(RegionCode::COUNTRY);
        }
        let fitting = |code: &RegionCode| self.lexicon.regions.name_of(*code, year).is_some_and(|n| own.fits(*code, n));
        // Cities that are named equally often are those that a text speaks of beside its own.
        let votes: FxHashMap<RegionCode, u32> =
            self.votes(text, year).into_iter().filter(|(c, _)| fitting(c)).collect();
        let most_votes = votes.values().max().copied()?;
        let mut first = votes.into_iter().filter(|(_, count)| *count == most_votes);
        first.next().filter(|_| first.next().is_none()).map(|(code, _)| code)
    }

    /// The place that a text which calls none its own names again and again, and hardly any other beside it but
    /// those that it lies in.
    fn only(&self, text: &str, year: Option<i16>) -> Option<RegionCode> {
        let mut by_code: FxHashMap<RegionCode, u32> = FxHashMap::default();
        for mention in self.mentions(text).filter(|m| m.name.full && m.name.text.chars().count() > 2) {
            if let Some(code) = self.lexicon.regions.resolve(&mention.name.text, year, None) {
                *by_code.entry(code).or_default() += 1;
            }
        }
        let all: u32 = by_code.values().sum();
        let named = |place: RegionCode| -> u32 {
            by_code.iter().filter(|(code, _)| code.covers(place)).map(|(_, count)| count).sum()
        };
        let often = by_code.iter().filter(|(code, count)| **count >= OFTEN && named(**code) * 5 >= all * 4);
        often.map(|(code, count)| (code.level(), *count, *code)).max().map(|(.., code)| code)
    }

    /// A province or prefecture that a document names, to tell regions of one name apart.
    pub(super) fn surroundings(&self, place: &super::Place) -> Option<RegionCode> {
        let votes = self.votes(sample(place.text), place.year);
        most(votes.into_iter().filter(|(code, _)| matches!(code.level(), 1 | 2)))
    }

    fn votes(&self, text: &str, year: Option<i16>) -> FxHashMap<RegionCode, u32> {
        let mut by_name: FxHashMap<&str, u32> = FxHashMap::default();
        for mention in self.mentions(text).filter(|m| accepted(text, m)) {
            *by_name.entry(&mention.name.text).or_default() += 1;
        }
        let mut votes = FxHashMap::default();
        for (name, count) in by_name {
            if let Some(code) = self.lexicon.regions.resolve(name, year, None) {
                *votes.entry(code).or_default() += count;
            }
        }
        votes
    }
}

/// The region with most votes, of several the one with the lowest code.
fn most(votes: impl Iterator<Item = (RegionCode, u32)>) -> Option<RegionCode> {
    votes.max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code))).map(|(code, _)| code)
}

pub(super) fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

/// What the text calls its own, and how often. Local documents speak of the country too, so it counts only where
/// hardly anything smaller does.
pub(super) fn own(text: &str) -> Option<(Own, u32)> {
    let count = |words: &[&str]| -> u32 {
        words.iter().map(|w| memchr::memmem::find_iter(text.as_bytes(), w.as_bytes()).count() as u32).sum()
    };
    let local = [
        (Own::City, count(&["我市", "全市", "市委", "市政府"])),
        (Own::County, count(&["我县", "全县", "县委", "县政府", "县财政", "全旗", "我旗"])),
        // 由全省第4位升至第3位, 居全省前列: a city is held against the others.
        (
            Own::Province,
            count(&["我省", "全省", "省委", "省政府"]).saturating_sub(count(&["全省第", "在全省", "全省前"])),
        ),
        (Own::Prefecture, count(&["我州", "全州", "全盟", "州委", "州政府"])),
        (Own::Region, count(&["我区", "全区", "区委", "区政府", "自治区党委"])),
    ];
    let country = count(&["我国", "全国"]);
    let most = local.into_iter().rev().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0);
    match most {
        Some((own, n)) if n >= OFTEN || n > country => Some((own, n)),
        _ => (country >= OFTEN).then_some((Own::Country, country)),
    }
}
