//! The words of the lexicon in a text: one pass over a trie finds indicators, regions,
//! industries and cues.
//!
//! Within a class a word inside a longer one does not count (`工业增加值` in `规模以上工业增加值`);
//! words that only overlap both do. A cue inside a longer name is part of the name.

use rustc_hash::FxHashMap;

use super::trie::Trie;
use crate::model::lexicon::{CueKind, CueSet, IndustryId, Lexicon, RegionName};
use crate::model::{Error, Result};

/// Words for a whole of some level of GB/T 2260, with that level; 9 where the word does not tell it.
pub const WHOLES: [(&str, u8); 16] = [
    ("全国", 0),
    ("我国", 0),
    ("全省", 1),
    ("我省", 1),
    ("本省", 1),
    ("全区", 9),
    ("全市", 2),
    ("我市", 2),
    ("本市", 2),
    ("全州", 2),
    ("我州", 2),
    ("全盟", 2),
    ("全县", 3),
    ("我县", 3),
    ("本县", 3),
    ("全旗", 3),
];

/// The first characters of [`WHOLES`].
pub const WHOLES_BEGIN: [char; 3] = ['全', '我', '本'];

/// What a word found in the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Index into [`Lexical::terms_of`].
    Indicator(u32),
    /// Index into [`Lexical::region_names`].
    Region(u32),
    /// An industry.
    Industry(IndustryId),
    /// A cue, with everything it can tell.
    Cue(CueSet),
}

/// A word of the lexicon in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First byte in the normalised text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is.
    pub what: What,
}

/// The hits of one text by class, each in order.
#[derive(Debug, Default)]
pub struct Hits {
    /// Indicator terms.
    pub indicators: Vec<Hit>,
    /// Region names.
    pub regions: Vec<Hit>,
    /// Industries.
    pub industries: Vec<Hit>,
    /// Cues.
    pub cues: Vec<Hit>,
}

impl Hits {
    pub(super) fn clear(&mut self) {
        self.indicators.clear();
        self.regions.clear();
        self.industries.clear();
        self.cues.clear();
    }
}

/// An index of the lexicon's words.
#[derive(Debug)]
pub struct Lexical {
    trie: Trie,
    /// What each pattern stands for, by class.
    payloads: Vec<[Option<What>; 4]>,
    /// Indexes of the terms that share a text.
    terms: Vec<Vec<u16>>,
    names: Vec<String>,
}

impl Lexical {
    /// Builds the index.
    ///
    /// # Errors
    /// `lexicon-too-large` when the words exceed what an automaton can hold.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut builder = Builder::default();
        for (i, term) in lexicon.indicators.terms.iter().enumerate() {
            builder.term(&term.text, i as u16);
        }
        for (name, rows) in lexicon.regions.names() {
            // Short names of counties are too often ordinary words (中方, 城关, 和平).
            let level = |i: u16| lexicon.regions.all[usize::from(i)].code.level();
            if rows.iter().any(|&(i, how)| how == RegionName::Full || level(i) < 3) {
                builder.region(name);
            }
        }
        for (i, industry) in lexicon.industries.all.iter().enumerate() {
            for name in std::iter::once(&industry.name).chain(&industry.aliases) {
                builder.put(name, 2, What::Industry(IndustryId(i as u16)));
            }
        }
        for cue in &lexicon.cues.all {
            builder.cue(&cue.text, cue.kind);
        }
        builder.build()
    }

    /// The terms that share the text of this hit: indexes into the lexicon's terms.
    #[must_use]
    pub fn terms_of(&self, index: u32) -> &[u16] {
        &self.terms[index as usize]
    }

    /// The region name of this hit.
    #[must_use]
    pub fn region_name(&self, index: u32) -> &str {
        &self.names[index as usize]
    }

    /// Finds the words of `text`.
    pub fn find(&self, text: &str, hits: &mut Hits) {
        hits.clear();
        let mut classes = [&mut hits.indicators, &mut hits.regions, &mut hits.industries, &mut hits.cues];
        let bytes = text.as_bytes();
        self.trie.find(text, |start, found| {
            // 其中医院: no 中医院.
            if bytes[start..].starts_with("中".as_bytes()) && bytes[..start].ends_with("其".as_bytes()) {
                return;
            }
            // 项目前期工作: no 目前.
            if bytes[start..].starts_with("目前".as_bytes()) && ends_in_part(&bytes[..start]) {
                return;
            }
            // 2020年产值, 今年产值: no 年产值.
            if bytes[start..].starts_with("年".as_bytes()) && ends_in_year(&bytes[..start]) {
                return;
            }
            // From the longest on, so that of words that begin together the longest is kept.
            for &(pattern, end) in found.iter().rev() {
                for (class, what) in classes.iter_mut().zip(&self.payloads[pattern as usize]) {
                    if let Some(what) = *what {
                        push_longest(class, Hit { start: start as u32, end: end as u32, what });
                    }
                }
            }
        });
        let Hits { indicators, regions, industries, cues } = hits;
        // 广州市: no 州市.
        let mut places = Names { words: regions, at: 0 };
        indicators.retain(|term| !places.hold(term));
        let mut names = [indicators, industries, regions].map(|words| Names { words, at: 0 });
        cues.retain(|cue| !names.iter_mut().any(|names| names.hold(cue)));
    }
}

/// Whether 目 belongs to the word before it: 项目, 题目, 节目.
fn ends_in_part(before: &[u8]) -> bool {
    ["项", "题", "节", "科", "栏", "账", "曲", "剧"].iter().any(|w| before.ends_with(w.as_bytes()))
}

/// Characters that make a year of 年 behind them: 全年, 上半年, 二〇二三年.
const YEARS: [&str; 29] = [
    "全", "半", "每", "逐", "今", "去", "上", "明", "当", "历", "本", "同", "次", "往", "近", "多", "两", "几", "〇",
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九",
];

/// Whether what stands before 年 makes a year of it.
fn ends_in_year(before: &[u8]) -> bool {
    before.last().is_some_and(u8::is_ascii_digit) || YEARS.iter().any(|w| before.ends_with(w.as_bytes()))
}

/// The words of a class and the first of them that no earlier cue ends after.
struct Names<'h> {
    words: &'h [Hit],
    at: usize,
}

impl Names<'_> {
    /// Whether `cue` lies inside a longer word; cues, like words, come with both ends ascending.
    fn hold(&mut self, cue: &Hit) -> bool {
        while self.words.get(self.at).is_some_and(|word| word.end < cue.end) {
            self.at += 1;
        }
        // Most cues stand before the next word, and nothing else is asked.
        let near = self.words.get(self.at).is_some_and(|word| word.start <= cue.start);
        near && inside(&self.words[self.at..], cue)
    }
}

/// Keeps `hits` free of words inside longer ones; starts come in ascending order, of one start the
/// longest word first.
fn push_longest(hits: &mut Vec<Hit>, hit: Hit) {
    if hits.last().is_none_or(|last| last.end < hit.end) {
        hits.push(hit);
    }
}

/// Whether `cue` lies inside a longer word of `words`, which do not end before it.
fn inside(words: &[Hit], cue: &Hit) -> bool {
    if is_share(cue) {
        return false;
    }
    words
        .iter()
        .take_while(|w| w.start <= cue.start)
        .any(|w| w.end >= cue.end && (w.end - w.start) > (cue.end - cue.start) && !(w.end == cue.end && is_change(cue)))
}

/// 增长 at the end of 工业增长 still tells a growth rate.
fn is_change(cue: &Hit) -> bool {
    matches!(cue.what, What::Cue(set) if set.any(CueSet::of(&[CueKind::Growth, CueKind::Fall])))
}

/// 占 in 占地区生产总值 is no part of 占地; 比例 in 优良天数比例 is part of the name.
fn is_share(cue: &Hit) -> bool {
    cue.end - cue.start == '占'.len_utf8() as u32 && matches!(cue.what, What::Cue(set) if set.has(CueKind::Share))
}

#[derive(Default)]
struct Builder {
    index: FxHashMap<String, usize>,
    patterns: Vec<String>,
    payloads: Vec<[Option<What>; 4]>,
    terms: Vec<Vec<u16>>,
    names: Vec<String>,
}

impl Builder {
    fn pattern(&mut self, text: &str) -> usize {
        if let Some(&i) = self.index.get(text) {
            return i;
        }
        let i = self.patterns.len();
        self.index.insert(text.to_owned(), i);
        self.patterns.push(text.to_owned());
        self.payloads.push([None; 4]);
        i
    }

    fn put(&mut self, text: &str, class: usize, what: What) {
        let i = self.pattern(text);
        self.payloads[i][class] = Some(what);
    }

    fn term(&mut self, text: &str, term: u16) {
        let i = self.pattern(text);
        if let Some(What::Indicator(list)) = self.payloads[i][0] {
            self.terms[list as usize].push(term);
        } else {
            self.payloads[i][0] = Some(What::Indicator(self.terms.len() as u32));
            self.terms.push(vec![term]);
        }
    }

    fn cue(&mut self, text: &str, kind: CueKind) {
        let i = self.pattern(text);
        let known = match self.payloads[i][3] {
            Some(What::Cue(set)) => set,
            _ => CueSet::default(),
        };
        self.payloads[i][3] = Some(What::Cue(known.with(kind)));
    }

    fn region(&mut self, name: &str) {
        let index = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.put(name, 1, What::Region(index));
    }

    fn build(self) -> Result<Lexical> {
        let trie = Trie::new(&self.patterns)
            .ok_or_else(|| Error::usage("lexicon-too-large", "the lexicon has too many words to index"))?;
        Ok(Lexical { trie, payloads: self.payloads, terms: self.terms, names: self.names })
    }
}
