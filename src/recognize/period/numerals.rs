//! The small numbers that periods are written with.

/// An Arabic integer of up to four digits and the bytes it takes.
pub(super) fn arabic(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&len).then(|| text[..len].parse().ok().map(|n| (n, len)))?
}

/// What a Chinese digit stands for.
pub(super) const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// An Arabic or Chinese integer up to 99 and the bytes it takes.
pub(super) fn number(text: &str) -> Option<(u32, usize)> {
    if let Some(found) = arabic(text) {
        return (found.1 <= 2).then_some(found);
    }
    let digit = |c: char| if c == '两' { Some(2) } else { digit(c) };
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == '十' {
        let ones = chars.next().and_then(digit);
        return Some((10 + ones.unwrap_or(0), if ones.is_some() { 6 } else { 3 }));
    }
    let tens = digit(first)?;
    if text["一".len()..].starts_with('十') {
        let ones = text["一十".len()..].chars().next().and_then(digit);
        return Some((tens * 10 + ones.unwrap_or(0), if ones.is_some() { 9 } else { 6 }));
    }
    Some((tens, 3))
}

/// `一九九三`, `二〇二一`, `二零二一`: a year in Chinese digits and the bytes it takes.
pub(super) fn chinese_year(text: &str) -> Option<(u32, usize)> {
    let (mut year, mut count, mut len) = (0, 0, 0);
    for c in text.chars().take(4) {
        let digit = match c {
            '〇' | '零' | '○' | 'Ｏ' => 0,
            _ => digit(c)?,
        };
        year = year * 10 + digit;
        count += 1;
        len += c.len_utf8();
    }
    (count == 4 && (1900..=2100).contains(&year)).then_some((year, len))
}
