//! Synthetic readings: text made of a few words, numbers at known places, every column filled in
//! some rows and null in others.

use rust_decimal::Decimal;
use zhibiao::model::lexicon::{IndicatorId, IndustryId};
use zhibiao::model::{
    Bound, Document, DocumentId, DocumentKind, Lexicon, Measure, Metadata, Moment, Observation, Period, Reading,
    RegionCode, Span, StageCounts, Status, Terms,
};
use zhibiao::segment::Segments;

/// A sequence of numbers that is the same on every machine.
pub(crate) struct Sequence(u64);

impl Sequence {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        // Knuth's MMIX generator; its high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A document of `sentences` sentences with two numbers each.
pub(crate) fn reading(source: &str, sentences: usize, lexicon: &Lexicon) -> Reading {
    let mut random = Sequence::new(sentences as u64 + 7);
    let mut text = String::new();
    let mut observations = Vec::new();
    let mut chars = 0;
    for i in 0..sentences {
        let (start, from) = (text.len(), chars);
        text.push_str("经初步核算，全年地区某项总量指标达到");
        let first = number(&mut text, "亿元", &mut random);
        text.push_str("，按可比价格计算，比上年增长");
        let second = number(&mut text, "%", &mut random);
        text.push_str("，总体运行在合理区间之内。\r\n");
        let sentence = Span::new(start, text.len() - 2);
        chars += text[start..].chars().count() as u32;
        for written in [first, second] {
            let before = text[start..written.0.start as usize].chars().count() as u32;
            observations.push(observation(written, from + before, sentence, i, lexicon, &mut random));
        }
    }
    let counts = StageCounts {
        numbers: observations.len() as u64,
        observations: observations.len() as u64,
        ..StageCounts::default()
    };
    let sections = vec!["一、综合".to_owned(), "二、农业 / （一）种植业".to_owned()];
    let segments = Segments { sections: sections.clone(), ..Segments::default() };
    zhibiao::standardize::fill_series(&text, &segments, &mut observations, lexicon);
    Reading { document: document(source, text), sections, observations, findings: Vec::new(), counts }
}

/// A document with this text.
pub(crate) fn document(source: &str, text: String) -> Document {
    let meta = Metadata {
        title: Some(format!("二〇二一年统计公报（{source}）")),
        publisher: Some("某市统计局".into()),
        number: None,
        index_number: Some("000000000/2021-00001".into()),
        published: jiff::civil::Date::new(2022, 3, 14).ok(),
        year: Some(2021),
        region: Some(RegionCode(430_400)),
        kind: DocumentKind::Bulletin,
    };
    Document {
        id: DocumentId::of(format!("{source}{text}").as_bytes()),
        source: source.into(),
        bytes: text.len() as u64,
        text,
        encoding: "UTF-8".into(),
        format: "text".into(),
        layout: zhibiao::model::Layout::default(),
        meta,
    }
}

type Written = (Span, Span, Decimal, u8);

fn number(text: &mut String, unit: &str, random: &mut Sequence) -> Written {
    let start = text.len();
    let scale = random.below(4) as u32;
    let value = Decimal::new(random.below(100_000_000) as i64, scale);
    text.push_str(&value.to_string());
    let middle = text.len();
    text.push_str(unit);
    (Span::new(start, middle), Span::new(middle, text.len()), value, scale as u8)
}

fn observation(
    (span, unit_span, value, decimals): Written,
    char_start: u32,
    sentence: Span,
    i: usize,
    lexicon: &Lexicon,
    random: &mut Sequence,
) -> Observation {
    // Digits and points are one byte and one character each.
    let char_end = char_start + span.len() as u32;
    let industries = lexicon.industries.all.len() as u64;
    Observation {
        span,
        char_start,
        char_end,
        unit_span: if i % 7 == 3 { Span::empty(span.end as usize) } else { unit_span },
        sentence,
        section: (!i.is_multiple_of(5)).then_some((i % 2) as u32),
        block: i as u32 + 1,
        page: i.is_multiple_of(2).then_some(i as u32 + 1),
        indicator: IndicatorId(random.below(lexicon.indicators.codes.len() as u64) as u16),
        indicator_text: if i % 9 == 8 { String::new() } else { format!("第{}项总量指标", random.below(40)) },
        subject: (i.is_multiple_of(3)).then(|| "某产业园区".to_owned()),
        industry: (i.is_multiple_of(6) && industries > 0).then(|| IndustryId(random.below(industries) as u16)),
        measure: Measure::ALL[random.below(Measure::ALL.len() as u64) as usize],
        status: Status::ALL[random.below(3) as usize],
        bound: Bound::ALL[random.below(5) as usize],
        value,
        value_high: (i.is_multiple_of(11)).then_some(value + Decimal::ONE),
        decimals,
        unit: lexicon.units.find("CNY").or_else(|| lexicon.units.find("1")).unwrap(),
        period: period(i),
        per_year: i.is_multiple_of(13),
        baseline: (i % 2 == 1).then(|| "previous_year".to_owned()),
        region: (i % 17 != 16).then_some(RegionCode(if i.is_multiple_of(4) { 0 } else { 430_400 })),
        terms: Terms::default(),
        series: None,
        confidence: random.below(1000) as f32 / 1000.0,
        rule: 0,
        flags: if i.is_multiple_of(10) { vec![0, 1] } else { Vec::new() },
    }
}

fn period(i: usize) -> Option<Period> {
    match i % 8 {
        0..4 => Some(Period::year(2021)),
        4 => Some(Period::Quarter(2021, 3)),
        5 => Some(Period::months(2021, 1, 9)),
        6 => Some(Period::Span(Moment::Year(2016), Moment::Year(2020))),
        _ => None,
    }
}
