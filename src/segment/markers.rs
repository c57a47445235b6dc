//! The marks with which headings and points of lists begin: 第一章, 一、, （一）, 1., （1）, ①, ——.

use super::white::is_white;
use crate::model::any_of::any_of;

/// Kinds of marks, in the customary order of levels where they have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// 第一章, 第一篇, 第一部分
    Chapter,
    /// 第一节
    Section,
    /// 一、
    Ideo,
    /// （一）
    IdeoParen,
    /// 1. 1、
    Digit,
    /// 1.1, 1.1.1, with the number of dots
    Decimal(u8),
    /// （1） 1)
    DigitParen,
    /// ①
    Circled,
    /// 措施一：, 目标：, 专栏1
    Label,
    /// 关键词, which stands above 目标： and 措施一： where a page has both
    Keyword,
    /// ● ■ ◆
    Bullet,
    /// 第一条, 一是, 第一，
    Point,
    /// A. of a choice
    Letter,
    /// ——
    Dash,
}

/// A mark at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its kind.
    pub(super) class: Class,
    /// Its number; 0 where it has none.
    pub(super) ordinal: u16,
    /// Its length in bytes, with white space after it.
    pub(super) len: usize,
}

/// Words that head a part when a number, a colon or a space follows.
const LABELS: &[&str] = &[
    "关键词",
    "措施",
    "举措",
    "目标",
    "专栏",
    "行动",
    "任务",
    "工程",
    "重点任务",
    "主要任务",
    "重点工程",
    "主要目标",
    "发展目标",
    "总体目标",
    "工作目标",
    "重点举措",
    "专项行动",
];

/// Whether a line is nothing but the beginning of the next: an opening bracket, or a mark of a
/// heading without its words.
pub(super) fn is_stub(line: &str) -> bool {
    if matches!(line, "（" | "(" | "“" | "《") {
        return true;
    }
    line.len() <= 18
        && parse(line).is_some_and(|m| {
            m.len == line.len() && matches!(m.class, Class::Chapter | Class::Section | Class::Ideo | Class::IdeoParen)
        })
}

/// The mark `line` begins with. Tests the first character before anything else.
pub(super) fn parse(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let found = match first {
        '第' => ordinal_word(line),
        '（' | '(' | '〔' => parenthesised(line, first),
        '—' | '－' | '-' | '–' => dash(line),
        '①'..='⑳' => Some((Class::Circled, first as u32 - '①' as u32 + 1, first.len_utf8())),
        '⑴'..='⒇' => Some((Class::DigitParen, first as u32 - '⑴' as u32 + 1, first.len_utf8())),
        '⒈'..='⒛' => Some((Class::Digit, first as u32 - '⒈' as u32 + 1, first.len_utf8())),
        '㈠'..='㈩' => Some((Class::IdeoParen, first as u32 - '㈠' as u32 + 1, first.len_utf8())),
        '●' | '■' | '◆' | '★' | '▲' | '▶' | '◎' | '○' | '□' | '☆' | '◇' | '➢' | '•' | '·' => {
            Some((Class::Bullet, 0, first.len_utf8()))
        }
        'A'..='H' => letter(line, first),
        _ if is_digit(first) => arabic(line),
        _ if ideograph_digit(first).is_some() => ideographic(line),
        _ => label(line),
    };
    let (class, ordinal, len) = found?;
    let rest = &line[len..];
    let len = len + rest.len() - rest.trim_start_matches(is_white).len();
    Some(Marker { class, ordinal: ordinal.min(u32::from(u16::MAX)) as u16, len })
}

type Found = Option<(Class, u32, usize)>;

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn ideograph_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().zip(0..).find(|(d, _)| *d == c).map(|(_, n)| n).or(match c {
        '十' => Some(10),
        '百' => Some(100),
        _ => None,
    })
}

/// At most three digits at the beginning: their value and length in bytes.
fn number(s: &str) -> Option<(u32, usize)> {
    let (mut value, mut len) = (0, 0);
    for (at, c) in s.char_indices() {
        match digit(c) {
            Some(_) if at > 0 && len / c.len_utf8() >= 3 => return None,
            Some(d) => (value, len) = (value * 10 + d, at + c.len_utf8()),
            None => break,
        }
    }
    (len > 0).then_some((value, len))
}

/// At most four ideographs of a numeral at the beginning: its value (below 200) and length.
fn numeral(s: &str) -> Option<(u32, usize)> {
    let (mut value, mut unit, mut len) = (0, 0, 0);
    for (count, (at, c)) in s.char_indices().enumerate() {
        let Some(d) = ideograph_digit(c) else { break };
        if count >= 4 {
            return None;
        }
        match d {
            10 | 100 => (value, unit) = (value + unit.max(1) * d, 0),
            _ => unit = d,
        }
        len = at + c.len_utf8();
    }
    (len > 0).then_some((value + unit, len))
}

fn ordinal_word(line: &str) -> Found {
    let head = '第'.len_utf8();
    let rest = &line[head..];
    let (value, len) = numeral(rest).or_else(|| number(rest))?;
    let rest = &rest[len..];
    for (word, class) in [
        ("章", Class::Chapter),
        ("篇", Class::Chapter),
        ("编", Class::Chapter),
        ("部分", Class::Chapter),
        ("节", Class::Section),
        ("条", Class::Point),
        ("，", Class::Point),
        (",", Class::Point),
        ("、", Class::Point),
    ] {
        if rest.starts_with(word) {
            return Some((class, value, head + len + word.len()));
        }
    }
    None
}

fn parenthesised(line: &str, open: char) -> Found {
    let head = open.len_utf8();
    let inner = line[head..].trim_start_matches(is_white);
    let head = line.len() - inner.len();
    let (class, (value, len)) = match numeral(inner) {
        Some(found) => (Class::IdeoParen, found),
        None => (Class::DigitParen, number(inner)?),
    };
    let rest = inner[len..].trim_start_matches(is_white);
    let close = rest.chars().next().filter(|c| matches!(c, '）' | ')' | '〕'))?;
    (value < 100).then(|| {
        (class, value, head + inner.len() - inner[len..].len() + (inner[len..].len() - rest.len()) + close.len_utf8())
    })
}

fn ideographic(line: &str) -> Found {
    let (value, len) = numeral(line)?;
    let rest = &line[len..];
    let mark = rest.chars().next()?;
    let after = rest[mark.len_utf8()..].chars().next();
    match mark {
        // 一、二、三产业 is an enumeration in a sentence, not a mark.
        '、' | '．' | '.'
            if after.is_none_or(|c| ideograph_digit(c).is_none() || !enumerates(&rest[mark.len_utf8()..])) =>
        {
            Some((Class::Ideo, value, len + mark.len_utf8()))
        }
        '是' | '要' if value <= 20 && after.is_some() => Some((Class::Point, value, len + mark.len_utf8())),
        _ => None,
    }
}

fn enumerates(rest: &str) -> bool {
    numeral(rest).is_some_and(|(_, len)| {
        matches!(
            rest[len..].chars().next(),
            Some('、' | '，' | ',' | '和' | '次' | '产' | '季' | '期' | '线' | '级' | '类')
        )
    })
}

fn arabic(line: &str) -> Found {
    let (value, len) = number(line)?;
    let rest = &line[len..];
    let mark = rest.chars().next()?;
    let after = &rest[mark.len_utf8()..];
    let next = after.chars().next();
    match mark {
        '、' | '．' | '.' | '，' | ',' if next.is_some_and(is_digit) => {
            if matches!(mark, '.' | '．') {
                decimal(line)
            } else {
                None
            }
        }
        '、' | '．' | '.' if value < 100 && next.is_some() => Some((Class::Digit, value, len + mark.len_utf8())),
        '）' | ')' if value < 100 && next.is_some() => Some((Class::DigitParen, value, len + mark.len_utf8())),
        _ => None,
    }
}

/// 1.1 or 1.1.1, then white space and a word: without the space it is a quantity.
fn decimal(line: &str) -> Found {
    let end = line.find(|c: char| !is_digit(c) && c != '.' && c != '．')?;
    let dots = line[..end].chars().filter(|c| matches!(c, '.' | '．')).count();
    let words = line[end..].trim_start_matches(is_white);
    let space = words.len() < line.len() - end;
    let word = words.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii() || matches!(c, '“' | '《'));
    // 2.69 万亿元, 8.5 平方米: a quantity, set off from its unit.
    let unit = any_of![
        "万",
        "亿",
        "元",
        "吨",
        "倍",
        "米",
        "平方",
        "立方",
        "公里",
        "公顷",
        "千瓦",
        "微克",
        "毫克",
        "个百分点",
    ];
    let word = word && !unit.opens(words);
    let last = line[..end].chars().next_back().and_then(digit)?;
    (space && word && dots <= 3 && end <= 12).then_some((Class::Decimal(dots as u8), last, end))
}

fn letter(line: &str, first: char) -> Found {
    let mut rest = line.chars().skip(1);
    let mark = rest.next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    let word = rest.next().is_some_and(|c| is_white(c) || !c.is_ascii() || c.is_ascii_digit());
    word.then_some((Class::Letter, u32::from(first) - 64, 1 + mark.len_utf8()))
}

fn dash(line: &str) -> Found {
    let len = line.len() - line.trim_start_matches(['—', '－', '-', '–']).len();
    let first = line.chars().next()?;
    (len >= 2 * first.len_utf8() && len < line.len()).then_some((Class::Dash, 0, len))
}

fn label(line: &str) -> Found {
    // One table look-up by first character keeps running text out of the loop.
    if !line.starts_with(['关', '措', '举', '目', '专', '行', '任', '工', '重', '主', '发', '总']) {
        return None;
    }
    LABELS.iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        let (value, len) = numeral(rest).or_else(|| number(rest)).unwrap_or((0, 0));
        let after = &rest[len..];
        let colon = after.trim_start_matches(is_white);
        let mark = colon.chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
        let space = after.len() - colon.len();
        let class = if *word == "关键词" { Class::Keyword } else { Class::Label };
        (mark > 0 || (space > 0 && (len > 0 || class == Class::Keyword))).then_some((
            class,
            value,
            word.len() + len + space + mark,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (line, class, ordinal, mark) in [
            ("第二章 总则", Class::Chapter, 2, "第二章 "),
            ("第十一节　概况", Class::Section, 11, "第十一节　"),
            ("第3部分 附则", Class::Chapter, 3, "第3部分 "),
            ("十二、保障", Class::Ideo, 12, "十二、"),
            ("（三）产业", Class::IdeoParen, 3, "（三）"),
            ("( 四 )产业", Class::IdeoParen, 4, "( 四 )"),
            ("３.国资", Class::Digit, 3, "３."),
            ("12、其他", Class::Digit, 12, "12、"),
            ("1.2 目的", Class::Decimal(1), 2, "1.2 "),
            ("1.3 “五个中心”建设", Class::Decimal(1), 3, "1.3 "),
            ("（2）全区", Class::DigitParen, 2, "（2）"),
            ("③甲", Class::Circled, 3, "③"),
            ("措施二: 做强", Class::Label, 2, "措施二: "),
            ("关键词 绿色", Class::Keyword, 0, "关键词 "),
            ("二是扩大", Class::Point, 2, "二是"),
            ("——稳步增长", Class::Dash, 0, "——"),
            ("（\n五）绿色", Class::IdeoParen, 5, "（\n五）"),
            ("B.增加", Class::Letter, 2, "B."),
        ] {
            let found = parse(line).unwrap_or_else(|| unreachable!("{line}"));
            assert_eq!((found.class, found.ordinal, &line[..found.len]), (class, ordinal, mark));
        }
    }

    #[test]
    fn no_marks() {
        for line in [
            "一、二、三产业协调",
            "1.5亿元",
            "2.69 万亿元，比上年增长5%",
            "8.5 平方米。河岸贯通",
            "2025年",
            "第一产业增加值",
            "100.2",
            "（2021-2025）",
            "目标明确",
            "3.",
            "十分",
            "-5",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
