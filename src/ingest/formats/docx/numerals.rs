//! Automatic numbers in the forms that Word writes them in (`w:numFmt`, ECMA-376 part 1, 17.18.59).
//!
//! Forms without a rule here are written as decimal digits, which is what Word falls back to where
//! a form ends (`甲` to `癸`, `①` to `⑳`).

use super::super::roman::roman;

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// Letters grow with the number; beyond this they are no number any more.
const LONGEST: u32 = 3999;

/// `n` in the form of the name.
pub(super) fn write(n: u32, form: &str) -> String {
    in_form(n, form).unwrap_or_else(|| n.to_string())
}

fn in_form(n: u32, form: &str) -> Option<String> {
    let index = (n as usize).checked_sub(1);
    match form {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{n:02}")),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).map(|r| r.to_lowercase()),
        "upperLetter" => letter(index?, b'A'),
        "lowerLetter" => letter(index?, b'a'),
        "chineseCounting" | "taiwaneseCounting" if n < 100 => Some(counted(n, &DIGITS, "十百千", true)),
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand" => {
            Some(n.to_string().bytes().filter_map(|b| DIGITS.get(usize::from(b.wrapping_sub(b'0')))).collect())
        }
        "chineseCountingThousand" | "taiwaneseCountingThousand" if n < 10_000 => {
            Some(counted(n, &DIGITS, "十百千", true).replace('〇', "零"))
        }
        "japaneseCounting" if n < 10_000 => Some(japanese(n)),
        "chineseLegalSimplified" if n < 10_000 => Some(counted(n, &LEGAL, "拾佰仟", false)),
        "ideographTraditional" => STEMS.get(index?).map(char::to_string),
        "ideographZodiac" => BRANCHES.get(index?).map(char::to_string),
        "ideographZodiacTraditional" => {
            let index = index.filter(|&i| i < 60)?;
            Some([STEMS.get(index % 10)?, BRANCHES.get(index % 12)?].into_iter().collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => run(index?, '①', 20),
        "decimalEnclosedParen" => run(index?, '⑴', 20),
        "decimalEnclosedFullstop" => run(index?, '⒈', 20),
        "ideographEnclosedCircle" => run(index?, '㊀', 10),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            n.to_string().bytes().filter_map(|b| char::from_u32(0xFF10 + u32::from(b.wrapping_sub(b'0')))).collect(),
        ),
        "numberInDash" => Some(format!("- {n} -")),
        "hex" => Some(format!("{n:X}")),
        _ => None,
    }
}

/// The character `index` places after `first`, of a block of `length`.
fn run(index: usize, first: char, length: usize) -> Option<String> {
    let c = char::from_u32(first as u32 + index as u32)?;
    (index < length).then(|| c.to_string())
}

/// `A` to `Z`, then `AA`, `BB`: Word repeats the letter.
fn letter(index: usize, first: u8) -> Option<String> {
    let letter = char::from(first + (index % 26) as u8);
    (index < LONGEST as usize).then(|| letter.to_string().repeat(index / 26 + 1))
}

/// `十二`, `一百〇五`; `short` leaves out the `一` of ten to nineteen.
fn counted(n: u32, digits: &[char; 10], units: &str, short: bool) -> String {
    if n == 0 {
        return digits.iter().take(1).collect();
    }
    let mut out = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let digit = n / 10_u32.pow(place) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.extend(digits.iter().take(1));
        }
        gap = false;
        if !(short && place == 1 && digit == 1 && out.is_empty()) {
            out.extend(digits.get(digit as usize));
        }
        out.extend((place as usize).checked_sub(1).and_then(|unit| units.chars().nth(unit)));
    }
    out
}

/// As in Japanese: no `一` before a unit and no word for a gap.
fn japanese(n: u32) -> String {
    let plain = counted(n, &DIGITS, "十百千", true);
    if n == 0 {
        return plain;
    }
    plain.replace('〇', "").replace("一十", "十").replace("一百", "百").replace("一千", "千")
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 15, "十五"),
            ("chineseCounting", 20, "二十"),
            ("chineseCounting", 101, "一〇一"),
            ("chineseCountingThousand", 11, "十一"),
            ("chineseCountingThousand", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("japaneseCounting", 11, "十一"),
            ("japaneseCounting", 101, "百一"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 13, "丙子"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircleChinese", 21, "21"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalEnclosedFullstop", 20, "⒛"),
            ("ideographEnclosedCircle", 10, "㊉"),
            ("decimalFullWidth", 12, "１２"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("upperLetter", 28, "BB"),
            ("lowerLetter", 1, "a"),
            ("upperRoman", u32::MAX, "4294967295"),
            ("a form of the future", 5, "5"),
            ("none", 5, ""),
        ];
        for (form, n, shown) in cases {
            assert_eq!(write(n, form), shown, "{form} {n}");
        }
    }
}
