//! Whose document it is: names of regions in the title, by the publisher, in the head, in the file
//! name, and where all these are silent, the place the text speaks of as its own.

mod short;
mod vote;

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::lines::Lines;
use super::publisher::Publisher;
use super::title::Title;
use crate::model::any_of::any_of;
use crate::model::lexicon::RegionName;
use crate::model::{Lexicon, RegionCode};

/// Characters a short name may follow in a title: `2025年湖南`, `关于湖南`.
const BEFORE_NAME: &str = "年月度届对于在和与及由看局";

/// Names of the state and its bodies.
const STATE: [&str; 6] = ["国务院", "中华人民共和国", "中共中央", "国家统计局", "全国人民代表大会", "全国政协"];
/// Words for the country that local documents have as well.
const COUNTRY: [&str; 2] = ["我国", "全国"];

/// All that may tell the place.
pub(super) struct Place<'a> {
    pub(super) title: Option<&'a Title>,
    pub(super) publisher: Option<&'a Publisher>,
    pub(super) stem: &'a str,
    pub(super) lines: &'a Lines,
    pub(super) text: &'a str,
    pub(super) year: Option<i16>,
}

/// Finds names of regions.
pub(super) struct Gazetteer {
    lexicon: Arc<Lexicon>,
    names: Vec<Name>,
    automaton: Option<AhoCorasick>,
    short: short::ShortNames,
}

struct Name {
    text: String,
    /// Whether it is the full name or an alias of some region.
    full: bool,
    /// Whether it is the short name of a province, a prefecture or what a province governs itself.
    short_of_large: bool,
}

/// A name in a text, by its bytes.
#[derive(Clone, Copy)]
struct Mention<'a> {
    start: usize,
    end: usize,
    name: &'a Name,
}

impl Gazetteer {
    pub(super) fn new(lexicon: Arc<Lexicon>) -> Self {
        let mut names: Vec<Name> = lexicon.regions.names().map(|(text, rows)| name(&lexicon, text, rows)).collect();
        names.retain(|n| n.text.chars().count() > 1 && (n.full || n.short_of_large));
        names.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        // Without an automaton (more names than it can hold) no region is found; nothing breaks.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|n| n.text.as_bytes()))
            .ok();
        let short = short::ShortNames::new(&lexicon);
        Self { lexicon, names, automaton, short }
    }

    /// The region of a document.
    pub(super) fn region_of(&self, place: &Place) -> Option<RegionCode> {
        let sure = self.sure(place, None);
        self.namesake(place, sure)
            .or(sure)
            .or_else(|| self.vote(place.text, place.year))
            .or_else(|| self.of_paper(place))
            .or_else(|| self.short.most_named(&self.lexicon, place.text, place.year))
    }

    /// The city whose paper brings a text that speaks of a city as its own: 某网-甲市晚报讯.
    fn of_paper(&self, place: &Place) -> Option<RegionCode> {
        any_of!["我市", "全市"].within(place.text).then_some(())?;
        let paper = |line: &str| -> Option<RegionCode> {
            let paper = line[..line.find('讯')?].rsplit('-').next().filter(|name| is_masthead(name))?;
            self.first_in(paper, place.year, None).filter(|code| code.level() == 2)
        };
        place.lines.opening().find_map(|l| paper(&l.tight))
    }

    /// Where the title has a name that several regions bear: the one that lies where the rest of
    /// the document does.
    fn namesake(&self, place: &Place, sure: Option<RegionCode>) -> Option<RegionCode> {
        let title = place.title.map_or(place.stem, |t| &t.text);
        let first = self.mentions(title).find(|m| accepted(title, m))?;
        if self.resolve(first.name, place.year, None).is_some() {
            return None;
        }
        let around = sure.filter(|c| *c != RegionCode::COUNTRY).or_else(|| self.surroundings(place))?;
        self.first_in(title, place.year, Some(around))
    }

    /// The region by the places that name it on purpose. A name that several regions bear counts
    /// only `within` one of them.
    fn sure(&self, place: &Place, within: Option<RegionCode>) -> Option<RegionCode> {
        let locate = |phrase: &str| self.locate(phrase, place.year, within);
        let (issuer, carrier) = match place.publisher {
            Some(Publisher::Issuer(name)) => (Some(name.as_str()), None),
            Some(Publisher::Carrier(name)) => (None, Some(name.as_str())),
            None => (None, None),
        };
        place
            .title
            .and_then(|t| locate(&t.text).or_else(|| self.of_zone(&t.text, place.year)))
            .or_else(|| issuer.and_then(locate))
            .or_else(|| self.in_head(place, within))
            .or_else(|| locate(place.stem))
            .or_else(|| carrier.and_then(locate))
            .or_else(|| self.in_news(place, within))
            .or_else(|| self.adapted_to(place))
    }

    /// The place to which the opening says that a policy of others was fitted: 结合丽水实际.
    fn adapted_to(&self, place: &Place) -> Option<RegionCode> {
        let fitted = |line: &str| -> Option<RegionCode> {
            let from = line.find("结合")? + "结合".len();
            let to = from + line[from..].find("实际").filter(|at| *at <= 24)?;
            // 省厅来湖调研，要求结合长兴实际推进试点: only those who make rules fit them.
            any_of!["制定", "提出", "印发", "实施", "通知"].within(&line[to..]).then_some(())?;
            self.lexicon.regions.resolve(&line[from..to], place.year, None)
        };
        place.lines.opening().find_map(|l| fitted(&l.tight))
    }

    /// The place whose zone a title opens with, by its short name: 甲乙 of 甲乙县 in 甲乙经开区一季度….
    fn of_zone(&self, title: &str, year: Option<i16>) -> Option<RegionCode> {
        let title = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
        self.before_zone(title, year, None)
    }

    /// The place `within` another whose short name stands before the kind of zone that is its: 甲乙 in 甲乙工业园区.
    fn before_zone(&self, words: &str, year: Option<i16>, within: Option<RegionCode>) -> Option<RegionCode> {
        const ZONES: [&str; 7] =
            ["经开区", "高新区", "经济开发区", "经济技术开发区", "高新技术产业", "工业园", "产业园"];
        let end = ZONES.iter().filter_map(|zone| words.find(zone)).min()?;
        let name = words.get(..end).filter(|name| (2..=4).contains(&name.chars().count()))?;
        self.lexicon.regions.resolve(name, year, within)
    }

    /// The session that the first line of a report on it names: 某省第九届人民代表大会第四次会议开幕.
    fn in_news(&self, place: &Place, within: Option<RegionCode>) -> Option<RegionCode> {
        let body = place.lines.body.as_ref().filter(|l| l.tight.contains("代表大会"))?;
        let session = &body.tight[..body.tight.find("代表大会").unwrap_or(0)];
        self.first_in(session, place.year, within)
    }

    /// Lines of the head that say who speaks or for whom: the session, the title's neighbours.
    fn in_head(&self, place: &Place, within: Option<RegionCode>) -> Option<RegionCode> {
        let (head, body) = (&place.lines.head, &place.lines.body);
        // A page that lost its line ends has its head in the first line of running text.
        let run_in = body.iter().filter(|_| head.is_empty());
        let spoken = head.iter().chain(run_in).map(|l| l.tight.as_str()).filter(|l| is_session(l));
        let first = place.title.map_or(0, |t| t.from);
        let near =
            head.iter().skip(first.saturating_sub(3)).take(8).filter(|l| l.len() <= 40 && !is_masthead(&l.tight));
        let at_start = near.map(|l| l.tight.as_str()).filter(|l| self.mentions(l).next().is_some_and(|m| m.start == 0));
        let national = |line: &str| STATE.iter().any(|w| line.contains(w)).then_some(RegionCode::COUNTRY);
        let state = head.iter().map(|l| l.tight.as_str()).filter(|l| STATE.iter().any(|w| l.starts_with(w)));
        spoken.chain(at_start).chain(state).find_map(|l| self.first_in(l, place.year, within).or_else(|| national(l)))
    }

    /// The place of a title or of a name; the country where that is named first.
    fn locate(&self, phrase: &str, year: Option<i16>, within: Option<RegionCode>) -> Option<RegionCode> {
        let national = STATE.iter().chain(&COUNTRY).filter_map(|w| phrase.find(w)).min();
        let Some(at) = national else { return self.first_in(phrase, year, within) };
        let local = self.mentions(phrase).find(|m| accepted(phrase, m));
        // Of the survey teams of the national bureau each belongs to its place.
        let team = |m: &Mention| m.start < at || phrase[..m.start].ends_with("国家统计局");
        // 国务院关于某省…的批复: what is answered is a place's own.
        let answered = ["函", "批复"].iter().any(|w| phrase.ends_with(w));
        let of_place = local.filter(|m| team(m) || answered).and_then(|_| self.first_in(phrase, year, within));
        of_place.or(Some(RegionCode::COUNTRY))
    }

    /// The first region that a phrase is about, at its most specific: of `某省某市某县` the county.
    fn first_in(&self, phrase: &str, year: Option<i16>, within: Option<RegionCode>) -> Option<RegionCode> {
        let mentions: Vec<Mention> = self.mentions(phrase).collect();
        let mut wanted = mentions.iter().enumerate().filter(|(_, m)| accepted(phrase, m));
        wanted
            .find_map(|(i, m)| Some((i, m, self.resolve(m.name, year, within)?)))
            .map(|(i, m, code)| self.narrowed(phrase, code, *m, &mentions[i + 1..], year))
    }

    /// Follows the names that stand right behind one another downwards.
    fn narrowed<'a>(
        &self,
        phrase: &str,
        mut code: RegionCode,
        mut last: Mention<'a>,
        rest: &[Mention<'a>],
        year: Option<i16>,
    ) -> RegionCode {
        for next in rest {
            // (某省)某市, (某省)2019年某县
            let touches = |a: Mention, b: &Mention| {
                let year = |c: char| c.is_ascii_digit() || matches!(c, '年' | '度');
                matches!(phrase[a.end..b.start].trim_end_matches(year), "" | ")" | "）")
            };
            let inner = self.lexicon.regions.resolve(&next.name.text, year, Some(code));
            match inner {
                Some(inner) if touches(last, next) && code.covers(inner) => (code, last) = (inner, *next),
                _ => break,
            }
        }
        // 某省甲乙工业园区: the zone of a county, by its short name.
        let inner = self.before_zone(&phrase[last.end..], year, Some(code)).filter(|inner| code.covers(*inner));
        inner.unwrap_or(code)
    }

    fn resolve(&self, name: &Name, year: Option<i16>, within: Option<RegionCode>) -> Option<RegionCode> {
        let code = self.lexicon.regions.resolve(&name.text, year, within)?;
        within.is_none_or(|w| w.province().covers(code)).then_some(code)
    }

    fn mentions<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Mention<'a>> {
        let found = self.automaton.iter().flat_map(move |a| a.find_iter(text));
        found.filter_map(|m| {
            let name = self.names.get(m.pattern().as_usize())?;
            Some(Mention { start: m.start(), end: m.end(), name })
        })
    }
}

fn name(lexicon: &Lexicon, text: &str, rows: &[(u16, RegionName)]) -> Name {
    let level = |i: u16| lexicon.regions.all.get(usize::from(i)).map_or(3, |r| r.code.level());
    // 全国 and 中国 stand in many a local title; the country has a rule of its own.
    let local = |i: u16| level(i) > 0;
    // What a province governs itself stands beside the cities: 仙桃, 石河子.
    let direct = |i: u16| lexicon.regions.all.get(usize::from(i)).is_some_and(|r| r.code.is_governed_directly());
    let large = |i: u16| level(i) < 3 || direct(i);
    Name {
        text: text.to_owned(),
        full: rows.iter().any(|&(i, how)| how == RegionName::Full && local(i)),
        short_of_large: rows.iter().any(|&(i, how)| how == RegionName::Short && local(i) && large(i)),
    }
}

/// Whether a name in a title is meant as a place. Short names are also parts of words and need a
/// boundary before them; districts of two characters (新区, 城区) are words of their own.
fn accepted(phrase: &str, mention: &Mention) -> bool {
    let length = mention.name.text.chars().count();
    // 省人大会议在某市开幕: where it was held.
    let held = phrase[..mention.start].ends_with('在')
        && ["开幕", "召开", "举行", "闭幕"].iter().any(|w| phrase[mention.end..].starts_with(w));
    if held {
        return false;
    }
    if mention.name.full && length > 2 {
        return true;
    }
    // 惠民生: the old name of a prefecture.
    if !mention.name.full && short::WORDS.contains(&mention.name.text.as_str()) {
        return false;
    }
    if mention.name.full && !mention.name.short_of_large && mention.name.text.ends_with('区') {
        return false;
    }
    phrase[..mention.start]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() || c.is_ascii_alphanumeric() || BEFORE_NAME.contains(c))
}

/// Whether a line opens with the name of a paper or site, which may bring news of other places.
fn is_masthead(line: &str) -> bool {
    /// The place of the name, in bytes.
    const PLACE: usize = 9;
    let papers = any_of!["日报", "晚报", "晨报", "商报", "都市报", "新闻网", "在线"];
    papers.places(line).next().is_some_and(|(at, _)| at <= PLACE)
}

/// A line that says where a report was given or by whom.
fn is_session(line: &str) -> bool {
    (line.contains('届') && line.contains('在')) || line.contains("代表大会") || line.contains("国务院总理")
}
