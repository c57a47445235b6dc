//! Dates in head and signature.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::lines::{Line, Lines};
use super::pattern;

/// A date as written; a month without a day is no date but tells the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) year: i16,
    pub(super) date: Option<Date>,
}

/// With 年 and 月, else with marks alone: 2014年1-9月 is a span of months.
static ARABIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"((?:19|20)\d{2})(?:年(\d{1,2})月(?:(\d{1,2})日?)?|[-/.](\d{1,2})(?:[-/.](?:(\d{1,2})日?)?)?)")
});
static COMPACT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:\D|$)"));
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "([一二][一二三四五六七八九〇零○OoＯ0]{3})年([一二三四五六七八九十元]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?",
    )
});

/// What stands around a date that is alone on its line: brackets, weekday, time.
static AROUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s()(（）\[\]【】—-]*(?:星期[一二三四五六日天])?[\d:时分秒]*[)）\]】]*$"));

/// A time of day right behind a date: the line of a news site, whatever else it names.
static TIMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^日?\d{2}:\d{2}(?::\d{2})?(?:\D|$)"));
/// The longest line of that kind, in characters.
const DATELINE: usize = 60;

/// Labels of dates, the most telling first.
static LABELS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        pattern("(?:发布日期|发布时间|公开日期|公布日期|公布时间|发表时间|发表日期):?"),
        pattern("(?:成文日期|生成日期|印发日期|发文日期|签发日期|成文时间|印发时间|发文时间|制发日期):?"),
        pattern("(?:日期|时间):"),
    ]
});
static SOURCE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:来源|稿源|作者|浏览次数|访问次数|点击数?):"));
/// What ends right before the bracket with its day: the session, and who spoke.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| pattern("在[^。;]{4,40}会议上[^。;,，]{0,16}$"));
static SESSION: LazyLock<Regex> = LazyLock::new(|| pattern("^在?[^。;]{2,40}(?:会议|大会|届)"));

/// The dates of a document by where they stand.
#[derive(Debug, Default)]
pub(super) struct Dates {
    labelled: Option<Written>,
    alone: Option<Written>,
    signed: Option<Written>,
    session: Option<Written>,
    /// The session stands in a line of its own, as below the title of a report, and not in a sentence.
    subtitled: bool,
}

impl Dates {
    pub(super) fn of(lines: &Lines) -> Self {
        Self {
            labelled: labelled(&lines.head),
            alone: lines.head.iter().find_map(|l| alone(&l.tight).or_else(|| behind_title(&l.tight))),
            signed: lines.tail.iter().rev().find_map(|l| alone(&l.tight)),
            session: lines.opening().find_map(|l| session(&l.tight)),
            subtitled: lines
                .opening()
                .find(|l| session(&l.tight).is_some())
                .is_some_and(|l| is_spoken(&l.tight) || !l.tight.contains([',', '，', '。', ';', '；'])),
        }
    }

    /// With the date of publication that the user gives, before any that the document writes.
    pub(super) fn given(mut self, published: Option<Date>) -> Self {
        self.labelled = published.map(|d| Written { year: d.year(), date: Some(d) }).or(self.labelled);
        self
    }

    /// The date of publication or signing; the day of the session for want of another, or where a line without a
    /// label is of so much later that it can only be that of a copy.
    pub(super) fn published(&self) -> Option<Date> {
        /// Days after a session within which its report is published.
        const SOON: i64 = 180;
        let session = self.session.filter(|_| self.subtitled).and_then(|w| w.date);
        let copied = |date: &Date| session.is_some_and(|day| date.duration_since(day).as_hours() > SOON * 24);
        let mut dates = [self.alone, self.signed, self.session].into_iter().flatten().filter_map(|w| w.date);
        self.labelled.and_then(|w| w.date).or_else(|| dates.find(|date| !copied(date)))
    }

    /// The year of the session a report was given to.
    pub(super) fn session_year(&self) -> Option<i16> {
        self.session.map(|w| w.year)
    }

    /// The year of signing or publication, month and day known or not.
    pub(super) fn year(&self) -> Option<i16> {
        [self.session, self.labelled, self.alone, self.signed].into_iter().flatten().map(|w| w.year).next()
    }
}

/// A date behind a label, on its line or at the start of the next.
fn labelled(head: &[Line]) -> Option<Written> {
    let by_label = LABELS.iter().find_map(|label| {
        head.iter().enumerate().find_map(|(i, line)| {
            let rest = &line.tight[label.find(&line.tight)?.end()..];
            let value = if rest.is_empty() { head.get(i + 1).map_or("", |l| &l.tight) } else { rest };
            at_start(value)
        })
    });
    by_label.or_else(|| head.iter().filter(|l| SOURCE.is_match(&l.tight)).find_map(|l| first(&l.tight).map(|d| d.0)))
}

/// A date that has the line for itself.
pub(super) fn alone(line: &str) -> Option<Written> {
    let (written, at) = first(line)?;
    let timed = TIMED.is_match(&line[at.end..]) && line.chars().count() <= DATELINE;
    (timed || AROUND.is_match(&line[..at.start]) && AROUND.is_match(&line[at.end..])).then_some(written)
}

/// A date in brackets at the end of a title: 某县工业运行情况(2022年11月29日).
fn behind_title(line: &str) -> Option<Written> {
    alone(bracket_at_end(line)?.1)
}

/// What stands before a bracket that ends `line`, and the words in it.
pub(super) fn bracket_at_end(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_suffix([')', '）'])?;
    inner.rsplit_once(['(', '（']).filter(|(before, _)| !before.is_empty())
}

/// A date of a session: `2026年2月3日在……会议上`, `在……会议上(2026年2月3日)`.
fn session(line: &str) -> Option<Written> {
    let (written, at) = first(line)?;
    (written.date.is_some() && (SESSION.is_match(&line[at.end..]) || is_spoken(line))).then_some(written)
}

/// Whether the first date of a line stands in brackets behind a session and who spoke there.
fn is_spoken(line: &str) -> bool {
    let before = first(line).and_then(|(_, at)| line[..at.start].strip_suffix(['(', '（']));
    before.is_some_and(|before| SPOKEN.is_match(before))
}

fn at_start(value: &str) -> Option<Written> {
    if let Some(found) = COMPACT.captures(value) {
        return arabic(&found);
    }
    first(value).filter(|(_, at)| at.start == 0).map(|(written, _)| written)
}

/// The first date in `line`, which has no spaces.
pub(super) fn first(line: &str) -> Option<(Written, std::ops::Range<usize>)> {
    let arabic = ARABIC.captures_iter(line).find_map(|c| Some((arabic(&c)?, c.get(0)?.range())));
    // The pattern has no fixed words to search for, and is asked of every line of the head.
    let dated = line.contains('年') && line.contains('月');
    arabic.or_else(|| {
        if dated { CHINESE.captures_iter(line).find_map(|c| Some((chinese(&c)?, c.get(0)?.range()))) } else { None }
    })
}

fn arabic(found: &Captures) -> Option<Written> {
    let number = |groups: &[usize]| groups.iter().find_map(|&i| found.get(i)?.as_str().parse::<i16>().ok());
    written(number(&[1])?, number(&[2, 4])?, number(&[3, 5]))
}

fn chinese(found: &Captures) -> Option<Written> {
    let year = year_in_words(found.get(1)?.as_str())?;
    written(year, up_to_99(found.get(2)?.as_str())?, found.get(3).and_then(|d| up_to_99(d.as_str())))
}

fn written(year: i16, month: i16, day: Option<i16>) -> Option<Written> {
    let plausible = (1949..=2100).contains(&year) && (1..=12).contains(&month);
    let date = day.and_then(|d| Date::new(year, month as i8, i8::try_from(d).ok()?).ok());
    // A day that the month does not have makes the whole a misreading.
    (plausible && (day.is_none() || date.is_some())).then_some(Written { year, date })
}

/// Four numerals of a year: `二〇二一`.
pub(super) fn year_in_words(words: &str) -> Option<i16> {
    let digits = words.chars().map(digit).collect::<Option<Vec<i16>>>()?;
    (digits.len() == 4).then(|| digits.iter().fold(0, |n, d| n * 10 + d))
}

fn up_to_99(words: &str) -> Option<i16> {
    if words == "元" {
        return Some(1);
    }
    let Some((tens, ones)) = words.split_once('十') else { return digit(words.chars().next()?) };
    let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
    let ones = if ones.is_empty() { 0 } else { digit(ones.chars().next()?)? };
    Some(tens * 10 + ones)
}

fn digit(c: char) -> Option<i16> {
    if matches!(c, '〇' | '零' | '○' | 'O' | 'o' | 'Ｏ' | '0') {
        return Some(0);
    }
    "一二三四五六七八九".chars().position(|d| d == c).map(|i| i as i16 + 1)
}

#[cfg(test)]
mod tests {
    use super::{alone, behind_title, first, session};

    #[test]
    fn dates_as_written() {
        let cases = [
            ("2021-08-18", Some("2021-08-18")),
            ("2021/8/8", Some("2021-08-08")),
            ("2021.12.31", Some("2021-12-31")),
            ("二〇二一年七月二十六日", Some("2021-07-26")),
            ("二○○九年十月十日", Some("2009-10-10")),
            ("2021年2月30日", None),
            ("2021年3月", None),
            ("13年3月5日", None),
            ("某区2016年1-8月份用电情况", None),
        ];
        for (line, date) in cases {
            let got = first(line).and_then(|(w, _)| w.date).map(|d| d.to_string());
            assert_eq!(got.as_deref(), date, "{line}");
        }
    }

    #[test]
    fn dates_alone_and_in_sessions() {
        assert!(alone("(2014年5月16日)").is_some());
        assert!(alone("2026-02-0309:02:33").is_some());
        assert!(alone("截至2021年3月20日").is_none());
        assert!(behind_title("某县工业经济运行情况(2022年11月29日)").is_some());
        assert!(behind_title("(2022年11月29日)").is_none());
        assert!(behind_title("某县工业经济运行情况(一)").is_none());
        assert!(session("——2023年2月14日在某省人民代表大会第四次会议上").is_some());
        assert!(session("——在某镇人民代表大会第三次会议上镇长某某(2019年1月8日)代表们:").is_some());
        assert!(session("2023年2月14日,全市开工").is_none());
        assert!(session("在全市推进会议上,通报了甲镇(2019年1月8日)的做法").is_none());
    }
}
