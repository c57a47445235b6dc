//! No entry of the lexicon is unused, ambiguous without a rule, or without a case: each term is read in
//! a sentence made for it, and of two entries for one text the rules say which holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use zhibiao::ingest::Overrides;
use zhibiao::model::lexicon::{Dimension, IndicatorTerm, Lexicon, Region};
use zhibiao::model::{Observation, RegionCode};
use zhibiao::recognize::lexical::Hits;
use zhibiao::recognize::{Recognizer, number};

use crate::house_support::text_of;
use crate::reads::Reads;

/// Amounts in which a term of each dimension is tried.
const AMOUNTS: [(Dimension, &[&str]); 13] = [
    (Dimension::Money, &["36.5亿元"]),
    (Dimension::Percent, &["12.3%"]),
    (Dimension::Pp, &["1.2个百分点"]),
    (Dimension::Count, &["25个", "25家", "25项", "25条", "2.5万辆", "25户", "25件", "25次"]),
    (Dimension::People, &["2.5万人", "25名"]),
    (Dimension::Mass, &["36.5万吨"]),
    (Dimension::Area, &["36.5万亩"]),
    (Dimension::Length, &["365公里"]),
    (Dimension::Volume, &["36.5万立方米"]),
    (Dimension::Energy, &["36.5亿千瓦时"]),
    (Dimension::Power, &["36.5万千瓦"]),
    (Dimension::Duration, &["25个工作日", "326天"]),
    (Dimension::Other, &["36.5吨公里", "36.5点"]),
];

/// What is read in a sentence.
fn observations(reads: &Reads, text: &str) -> Vec<Observation> {
    let region = RegionCode::parse("430400");
    let overrides = Overrides { published: Some(date(2021, 12, 20)), region, ..Overrides::default() };
    reads.read("case", text.as_bytes(), &overrides).observations
}

/// Whether some sentence made of the term gives its code.
fn knows(reads: &Reads, term: &IndicatorTerm) -> bool {
    let amounts = AMOUNTS.iter().filter(|(dimension, _)| term.dimensions.has(*dimension)).flat_map(|(_, a)| *a);
    amounts.into_iter().any(|amount| {
        let word = &term.text;
        [
            format!("2020年，全市{word}达到{amount}。"),
            format!("2020年，全市共有{amount}{word}。"),
            format!("2020年，全市{word}增长{amount}。"),
            format!("2020年，全市{word}{amount}。"),
            format!("事项应当在{amount}内{word}。"),
        ]
        .iter()
        .any(|sentence| observations(reads, sentence).iter().any(|o| o.indicator == term.indicator))
    })
}

#[test]
fn every_term_is_read_in_a_sentence_of_its_own() {
    let reads = Reads::new();
    let lexicon = reads.reader.lexicon();
    let unread: Vec<String> = lexicon
        .indicators
        .terms
        .iter()
        .filter(|term| !knows(&reads, term))
        .map(|term| format!("{} ({})", term.text, lexicon.indicators.get(term.indicator).code))
        .collect();
    assert!(unread.is_empty(), "{} terms are never read: {unread:#?}", unread.len());
}

#[test]
fn every_unit_is_read_behind_a_number() {
    let lexicon = Lexicon::builtin();
    let read = |form: &str| {
        number::next(&format!("共12.5{form}。"), 0, &lexicon.units)
            .and_then(|n| n.unit)
            .is_some_and(|u| lexicon.units.forms[usize::from(u.form)].text == form)
    };
    let unread: Vec<_> = lexicon.units.forms.iter().map(|f| f.text.as_str()).filter(|f| !read(f)).collect();
    assert!(unread.is_empty(), "{unread:#?}");
}

#[test]
fn every_cue_and_industry_is_found() {
    let lexicon = Lexicon::builtin();
    let recognizer = Recognizer::new(Arc::clone(&lexicon)).expect("the lexicon can be indexed");
    let mut hits = Hits::default();
    let mut whole = |words: &str, cues: bool| {
        recognizer.lexical().find(words, &mut hits);
        let found = if cues { &hits.cues } else { &hits.industries };
        found.iter().any(|h| h.start == 0 && h.end as usize == words.len())
    };
    let cues: Vec<_> = lexicon.cues.all.iter().map(|c| c.text.as_str()).filter(|c| !whole(c, true)).collect();
    assert!(cues.is_empty(), "cues that a longer name always hides: {cues:#?}");
    let names = lexicon.industries.all.iter().flat_map(|i| std::iter::once(&i.name).chain(&i.aliases));
    let industries: Vec<_> = names.filter(|n| !whole(n, false)).collect();
    assert!(industries.is_empty(), "{industries:#?}");
}

#[test]
fn every_word_that_holds_a_numeral_by_chance_is_no_number() {
    let lexicon = Lexicon::builtin();
    let table = text_of("pipelines/lexicon/number_words.csv");
    let words = table.lines().skip(1).filter_map(|l| l.split(',').next());
    let read: Vec<_> = words.filter(|w| number::next(w, 0, &lexicon.units).is_some()).collect();
    assert!(read.is_empty(), "{read:#?}");
}

#[test]
fn every_region_is_found_by_its_name_in_a_year_it_stood() {
    let lexicon = Lexicon::builtin();
    let lost = |r: &&Region| {
        let year = r.valid_to.unwrap_or(2025);
        lexicon.regions.resolve(&r.name, Some(year), Some(r.code)) != Some(r.code)
    };
    let lost: Vec<_> = lexicon.regions.all.iter().filter(lost).map(|r| format!("{} {}", r.code, r.name)).collect();
    assert!(lost.is_empty(), "{}: {:#?}", lost.len(), &lost[..lost.len().min(20)]);
}

/// Of two rows for one text the one that names the number's dimension itself holds, then the strong one;
/// so two of one strength must not share a dimension.
#[test]
fn no_two_terms_of_one_text_claim_the_same_numbers() {
    let lexicon = Lexicon::builtin();
    let mut by_text: BTreeMap<(&str, bool), Vec<&IndicatorTerm>> = BTreeMap::new();
    for term in &lexicon.indicators.terms {
        by_text.entry((&term.text, term.weak)).or_default().push(term);
    }
    let shared = |terms: &[&IndicatorTerm]| {
        terms.iter().enumerate().any(|(i, a)| {
            terms[i + 1..].iter().any(|b| AMOUNTS.iter().any(|(d, _)| a.dimensions.has(*d) && b.dimensions.has(*d)))
        })
    };
    let ambiguous: Vec<_> = by_text.iter().filter(|(_, terms)| shared(terms)).map(|((text, _), _)| *text).collect();
    assert!(ambiguous.is_empty(), "{ambiguous:#?}");
}
