//! A reading for tests, with every kind of column filled.

use rust_decimal::Decimal;

use crate::model::lexicon::{IndicatorId, UnitId};
use crate::model::{
    Bound, Document, DocumentId, Measure, Metadata, Moment, Observation, Period, Reading, RegionCode, Span,
    StageCounts, Status, Terms,
};

/// A reading of `text` with one observation.
pub(super) fn reading(text: &str) -> Reading {
    let meta = Metadata { published: Some(jiff::civil::date(2021, 1, 29)), ..Metadata::default() };
    let observation = Observation {
        span: Span::new(0, 3),
        char_start: 0,
        char_end: 3,
        unit_span: Span::empty(3),
        sentence: Span::new(0, 3),
        section: None,
        block: 1,
        page: None,
        indicator: IndicatorId(0),
        indicator_text: text.into(),
        subject: None,
        industry: None,
        measure: Measure::Level,
        status: Status::Actual,
        bound: Bound::Exact,
        value: Decimal::new(-1_234_500, 4),
        value_high: None,
        decimals: 4,
        unit: UnitId(0),
        period: Some(Period::Span(Moment::Year(2019), Moment::Month(2021, 10))),
        per_year: false,
        baseline: None,
        region: Some(RegionCode(430_000)),
        terms: Terms::default(),
        series: None,
        confidence: 0.5,
        rule: 0,
        flags: vec![1, 2],
    };
    Reading {
        document: Document {
            id: DocumentId::of(text.as_bytes()),
            source: "一.txt".into(),
            text: text.into(),
            encoding: "UTF-8".into(),
            format: "text".into(),
            layout: crate::model::Layout::default(),
            bytes: 3,
            meta,
        },
        sections: vec!["甲 / 乙".into()],
        observations: vec![observation],
        findings: Vec::new(),
        counts: StageCounts::default(),
    }
}
