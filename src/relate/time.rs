//! The time a value is about.
//!
//! Taken from the sentence, else carried from the words before it in the paragraph, else from the
//! heading, else the document's own year. In a span of years a stock or ratio that is reached takes
//! the last year; a flow or a sum takes the span.

use super::context::{Context, InForce, Source};
use crate::model::{DocumentKind, Measure, Moment, Period, Status};
use crate::recognize::period::{PeriodMention, When, plan_years};

/// Resolves what the words name, against the year in force.
pub(super) fn resolve(mention: &PeriodMention, context: &Context) -> Option<Period> {
    let now = base_year(context);
    // 三季度 under 2025年工作回顾 is one of that year.
    let around = context.in_force.map(|f| f.period).or(context.heading.period);
    let year = around.map(|p| p.last().year()).or(context.year);
    Some(match mention.when {
        When::Year(y) => Period::year(y),
        When::Years(a, b) => Period::years(a, b),
        When::YearToMonth(a, b, m) => Period::Span(Moment::Year(a), Moment::Month(b, m)),
        When::Since(y) => Period::Span(Moment::Year(y), present(context)?),
        // 截至12月底: what is counted at the end of a year is that year's, as behind 年末.
        When::UpToMonth(y, 12) => Period::year(y.or(year)?),
        When::Month(y, m) | When::UpToMonth(y, m) => Period::month(y.or(year)?, m),
        When::Months(None, 1, b) => Period::months(year_over(context, year?, b), 1, b),
        When::Months(y, a, b) => Period::months(y.or(year)?, a, b),
        When::Quarter(y, q) => Period::Quarter(y.or(year)?, q),
        When::Plan(n) => years(plan_years(n)),
        When::PlanEnd(n) => Period::year(plan_years(n).1),
        When::PlanFirst(n, first) => {
            let (a, _) = plan_years(n);
            Period::years(a, a + i16::from(first) - 1)
        }
        When::Relative(by) => Period::year(base_year(context)? + i16::from(by)),
        When::YearBefore => match context.in_force {
            Some(force) if !force.period.spans_years() => Period::year(force.period.last().year() - 1),
            Some(_) => Period::year(base_year(context)? - 1),
            // 由上年的7%提高到8% in a report of 2010 on 2009
            None => {
                let told = default(context, context.heading.status.unwrap_or(Status::Actual));
                let year = told.map(|(p, _)| p).filter(|p| !p.spans_years()).map(|p| p.last().year());
                Period::year(year.or_else(|| base_year(context))? - 1)
            }
        },
        When::Past(n) => past(context, i16::from(n))?,
        When::Lasting(n) => planned(context, i16::from(n)).or_else(|| past(context, i16::from(n)))?,
        // 五年内 in a review: the years told of.
        When::Coming(n) if context.heading.status == Some(Status::Actual) => past(context, i16::from(n))?,
        When::Coming(n) if planned(context, i16::from(n)).is_some() => planned(context, i16::from(n))?,
        When::Coming(n) => {
            let a = context.written.or(context.year)?;
            Period::years(a, a + i16::from(n) - 1)
        }
        When::OwnYear if context.in_force.is_some_and(|f| f.until && !f.period.spans_years()) => {
            Period::year(context.year.or(now)?)
        }
        When::WholeYear | When::OwnYear => whole_year(context)?,
        // 1至10月完成8亿元，预计年底完成10亿元
        When::YearEnd => match context.in_force {
            Some(force) if !force.period.spans_years() => Period::year(force.period.last().year()),
            _ => return None,
        },
        When::Now => now.map(Period::year)?,
    })
}

/// `全年`: of months in force their year; a span of years stays.
fn whole_year(context: &Context) -> Option<Period> {
    match context.in_force {
        Some(force) if force.period.spans_years() => Some(force.period),
        // 目前…，全年…: as where nothing was said.
        Some(force) if force.source == Source::Document => default(context, Status::Actual).map(|d| d.0),
        Some(force) => Some(Period::year(force.period.last().year())),
        None => context
            .heading
            .period
            .or_else(|| context.reported.map(|r| Period::year(r.last().year())))
            .or_else(|| default(context, told(context)).map(|d| d.0)),
    }
}

/// What is told of under the heading: among promises 力争全年 is the year they are of.
fn told(context: &Context) -> Status {
    context.heading.status.filter(|s| *s == Status::Target).unwrap_or(Status::Actual)
}

/// The year of months counted from January: in a text of January 2024 1至11月 are those of 2023.
fn year_over(context: &Context, year: i16, last: u8) -> i16 {
    let ahead = context.written == Some(year) && context.month.is_some_and(|m| last > m);
    year - i16::from(ahead && context.kind != DocumentKind::ImplementationPlan)
}

const fn years((a, b): (i16, i16)) -> Period {
    Period::years(a, b)
}

/// The year that 今年 means: of a bulletin the year it reports on, else the year it was written in.
fn base_year(context: &Context) -> Option<i16> {
    match context.kind {
        DocumentKind::Bulletin => context.year.or(context.written),
        _ => context.written.or(context.year),
    }
}

/// `五年来`: the years up to the one in force; right after a five-year plan was named, its years.
fn past(context: &Context, n: i16) -> Option<Period> {
    if let Some(span) = span_of(context, n) {
        return Some(span);
    }
    // 2015年是收官之年。一年来，…: the year just named, else the one that the title tells of.
    if n == 1 {
        let named = context.in_force.map(|f| f.period).filter(|p| matches!(p, Period::At(Moment::Year(_))));
        let titled = context.year.filter(|y| context.written.is_some_and(|w| w > *y)).map(Period::year);
        if let Some(year) = named.filter(|p| context.written.is_none_or(|w| p.last().year() < w)).or(titled) {
            return Some(year);
        }
    }
    let late = context.month.is_some_and(|m| m >= 10);
    // 2020年…，两年平均每年增长5%: the years up to the one just named, if it is not one that has hardly begun.
    if let Some(Period::At(Moment::Year(year))) = context.in_force.map(|f| f.period)
        && n > 1
        && (context.written != Some(year) || late)
        // 到1992年…。五年来…: a year far back is where the account of the years up to now sets out from.
        && (n < 4 || context.written.or(context.year).is_none_or(|now| year + 2 >= now))
    {
        return Some(Period::years(year - n + 1, year));
    }
    // 1至4月增长24%，两年平均增长10%
    if let Some(part) = context.in_force.map(|f| f.period).or(context.reported)
        && (2..=3).contains(&n)
        && !part.spans_years()
        && !matches!(part, Period::At(Moment::Year(_)))
    {
        return Some(Period::years(part.last().year() - n + 1, part.last().year()));
    }
    let end = context.year.or(context.written)?;
    // A text written early in a year looks back on whole years.
    let late = late && context.written == Some(end);
    let end = if context.kind == DocumentKind::Bulletin || late { end } else { end - 1 };
    (n > 0).then(|| Period::years(end - n + 1, end))
}

/// `五年投资60亿元`: years just named, else those of the plan that the document is about.
fn planned(context: &Context, n: i16) -> Option<Period> {
    let plan = context.plan.filter(|p| p.last().year() - p.first().year() + 1 == n && n > 1);
    span_of(context, n).or(plan.filter(|_| context.heading.status != Some(Status::Actual)))
}

/// A span of `n` years that was just named, in the paragraph, before it, or in the heading.
fn span_of(context: &Context, n: i16) -> Option<Period> {
    let fits = |p: &Period| p.last().year() - p.first().year() + 1 == n && n > 1;
    let force = context.in_force.map(|f| f.period);
    force.filter(fits).or(context.lead.filter(fits)).or(context.heading.period.filter(fits))
}

fn present(context: &Context) -> Option<Moment> {
    let year = context.written.or(context.year)?;
    Some(context.month.map_or(Moment::Year(year), |m| Moment::Month(year, m)))
}

/// The span of years that holds where no single year is in force: of the words before, the paragraph that
/// opened an account of it, or the heading.
pub(super) fn span_around(context: &Context) -> Option<Period> {
    let period = context.in_force.map_or(context.lead.or(context.heading.period), |force| Some(force.period));
    period.filter(|p| p.spans_years())
}

/// Takes a period that was read into force; `head` tells that it opened its sentence.
pub(super) fn enter(context: &mut Context, mention: &PeriodMention, head: bool) {
    if mention.base {
        return;
    }
    if mention.when == When::Now {
        // 目前 in a text that says no date ends nothing.
        let undated = context.month.is_none() && matches!(context.kind, DocumentKind::News | DocumentKind::Other);
        // 到2025年，茶园达到2.6万亩。目前，茶园1.8万亩: what is aimed at is not now.
        let aimed = context.in_force.is_some_and(|f| f.until);
        if undated && aimed {
            context.in_force = now(context, mention);
        } else if !undated || context.in_force.is_none() {
            context.in_force = now(context, mention).or(context.in_force);
        }
        return;
    }
    // 2020年，进出口创新高。去年出口…: a text without a date, in which the year just named is the last.
    let undated = context.month.is_none() && matches!(context.kind, DocumentKind::News | DocumentKind::Other);
    if undated
        && mention.when == When::Relative(-1)
        && context
            .in_force
            .is_some_and(|f| f.source == Source::Clause && Some(f.period) == base_year(context).map(Period::year))
    {
        context.written = base_year(context).map(|y| y + 1);
    }
    let Some(period) = resolve(mention, context) else { return };
    // 今年1至9月: the month narrows the year just named.
    let words = Some(words(mention));
    let written_out = matches!(mention.when, When::Years(..));
    // 一年来…，完成全年任务: the same time said again.
    let head = head || context.in_force.is_some_and(|f| f.head && f.period == period);
    let aside = mention.when == When::YearBefore || mention.when == When::Relative(-1) && !head;
    context.in_force =
        Some(InForce { period, until: mention.until, written_out, head, aside, source: Source::Clause, words });
}

/// `目前` ends what was carried: the document's own time.
fn now(context: &Context, mention: &PeriodMention) -> Option<InForce> {
    let year = base_year(context).or_else(|| context.heading.period.map(|p| p.last().year()))?;
    Some(InForce {
        period: Period::year(year),
        until: false,
        written_out: false,
        head: true,
        aside: false,
        source: Source::Document,
        words: Some(words(mention)),
    })
}

const fn words(mention: &PeriodMention) -> (usize, usize) {
    (mention.span.start as usize, mention.span.end as usize)
}

/// The period of a value, and where it was taken from.
pub(super) fn of(
    context: &Context,
    measure: Measure,
    status: Status,
    stock: impl FnOnce() -> bool,
    average: bool,
) -> (Option<Period>, Source) {
    let (force, source) = match context.in_force {
        Some(force) => (force, force.source),
        None => match default(context, status) {
            Some((period, source)) => (
                InForce { period, until: false, written_out: false, head: true, aside: false, source, words: None },
                source,
            ),
            None => return (None, Source::Default),
        },
    };
    if !force.period.spans_years() || average {
        return (Some(force.period), source);
    }
    let reached = match measure {
        Measure::Level => stock(),
        Measure::Share | Measure::Rank | Measure::Multiple => true,
        _ => false,
    };
    let period = if reached { Period::At(force.period.last()) } else { force.period };
    (Some(period), source)
}

/// The time that the first words of news say they tell of: a part of their year, or, in news of the first months
/// of a year, the year before.
fn opened(context: &Context, year: i16) -> Option<Period> {
    let opening = context.opening.filter(|_| matches!(context.kind, DocumentKind::News | DocumentKind::Other))?;
    let before = opening == Period::year(year - 1) && context.month.is_some_and(|m| m <= 3);
    let part = opening.last().year() == year && matches!(opening, Period::Quarter(..) | Period::Span(..));
    (before || part && !opening.spans_years()).then_some(opening)
}

/// The period where no word of the paragraph names one.
fn default(context: &Context, status: Status) -> Option<(Period, Source)> {
    if let Some(period) = context.lead {
        return Some((period, Source::Carried));
    }
    if let Some(period) = context.heading.period {
        return Some((period, Source::Heading));
    }
    let planned = context.kind == DocumentKind::Plan && status != Status::Actual;
    if (status == Status::Target || planned)
        && let Some(plan) = context.plan
    {
        return Some((plan, Source::Document));
    }
    if status == Status::Actual
        && let Some(period) = context.reported
    {
        return Some((period, Source::Document));
    }
    let year = context.year?;
    if status == Status::Actual
        && let Some(period) = opened(context, year)
    {
        return Some((period, Source::Document));
    }
    let year = match (context.kind, status) {
        // Towards its end a year is told of itself.
        (DocumentKind::WorkReport, _) if context.month.is_some_and(|m| m >= 10) => year,
        // A budget of 2026 tells how that of 2025 was carried out.
        (DocumentKind::Budget | DocumentKind::Plan, Status::Actual) if context.drafted == Some(year) => year - 1,
        // 2022年计划执行情况与2023年计划草案: what is set out is of the second.
        (DocumentKind::Plan, Status::Target | Status::Policy) => context.drafted.unwrap_or(year),
        // A work report without headings that say so looks back on the year before.
        (DocumentKind::WorkReport, Status::Actual) => year - 1,
        // 过去一年工作回顾: what it is expected to have come to.
        (DocumentKind::WorkReport, Status::Target) if context.heading.status == Some(Status::Actual) => year - 1,
        (DocumentKind::WorkReport, Status::Policy) if context.heading.status != Some(Status::Target) => year - 1,
        _ => year,
    };
    Some((Period::year(year), Source::Document))
}
