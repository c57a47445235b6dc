//! Names of series as an analyst would write them.

use super::{Frequency, Series, words};
use crate::model::{Basis, Lexicon, Measure, RegionCode};

/// Place, scope, whose, what, and in brackets what tells it from its neighbours.
pub(super) fn name(series: &Series, lexicon: &Lexicon, year: Option<i16>) -> String {
    let mut name = lexicon.regions.name_of(series.region, year).unwrap_or_default().to_owned();
    name.push_str(series.terms.scope.words());
    if !series.words.contains(series.terms.budget.words()) {
        name.push_str(series.terms.budget.words());
    }
    if !series.words.contains(&series.subject) {
        name.push_str(&series.subject);
    }
    let code = &lexicon.indicators.get(series.indicator).code;
    let country = series.region == RegionCode::COUNTRY;
    name.push_str(if country { words::for_country(code, &series.words) } else { &series.words });
    name.push_str(measured(series));
    let notes = notes(series);
    if !notes.is_empty() {
        name.push('（');
        name.push_str(&notes.join("，"));
        name.push('）');
    }
    name
}

/// What a measure is called behind the words, unless they say it themselves.
fn measured(series: &Series) -> &'static str {
    let says = |ends: &[&str]| ends.iter().any(|end| series.words.ends_with(end));
    match series.measure {
        Measure::Increase if !series.words.contains("新增") => "新增",
        Measure::GrowthRate if !says(&["增速", "增长率", "增幅", "指数"]) => "增速",
        Measure::ChangePp => "变动",
        Measure::Share if !says(&["比重", "占比", "比例", "率", "比", "结构", "强度", "水平", "覆盖面"]) => {
            "占比"
        }
        Measure::Multiple if !says(&["倍数"]) => "倍数",
        Measure::Contribution if !says(&["贡献率", "贡献", "拉动"]) => "贡献率",
        Measure::Completion => "完成进度",
        Measure::Rank if !says(&["位次", "排名", "名次"]) => "位次",
        _ => "",
    }
}

fn notes(series: &Series) -> Vec<String> {
    let mut notes = Vec::new();
    let basis = match series.terms.basis {
        Basis::Unstated => "",
        stated => stated.words(),
    };
    let frequency = match series.frequency {
        Frequency::Annual => String::new(),
        Frequency::Quarterly => "季度".to_owned(),
        Frequency::Monthly => "月度".to_owned(),
        Frequency::YearToDate => "年初累计".to_owned(),
        Frequency::MultiYear => format!("{}年", series.years),
        Frequency::Irregular => "一段时间".to_owned(),
    };
    let compared = match series.baseline.as_str() {
        "" | "previous_year" => String::new(),
        baseline => format!("比{baseline}"),
    };
    let yearly = if series.per_year { "每年".to_owned() } else { String::new() };
    let counter = if series.words.ends_with(&series.counter) { String::new() } else { series.counter.clone() };
    for note in [basis.to_owned(), yearly, frequency, compared, counter] {
        if !note.is_empty() {
            notes.push(note);
        }
    }
    notes
}
