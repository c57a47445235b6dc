//! One numeral: Arabic, Chinese, or both mixed with magnitude words, without sign, range or unit.
//!
//! A numeral is read from left to right. 十, 百 and 千 build a section below 10⁴; 万 and 亿 close
//! it. Magnitudes fall inside a section and from section to section (`3亿5千万`), except that 亿 may
//! lift everything before it (`四千万八千亿`) and that 万亿 and 万万 multiply. What breaks that order
//! ends the numeral.

use super::Vague;
use super::fixed::Fixed;
use super::glyph::{Glyph, char_at, char_before, follows_point, glyph, glyph_at, has, is_arabic};
use super::literal;
use crate::model::lexicon::Units;

/// A numeral and how it was written.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts about the writing")]
pub(super) struct Numeral {
    pub(super) end: usize,
    pub(super) value: Fixed,
    /// The high end minus the low end, of `三五` and `七八十`.
    pub(super) spread: Fixed,
    pub(super) decimals: u8,
    pub(super) integer_digits: u8,
    pub(super) grouped: bool,
    pub(super) padded: bool,
    pub(super) arabic: bool,
    /// Chinese digits, or 十.
    pub(super) chinese: bool,
    /// 百 千 万 亿.
    pub(super) magnitudes: u8,
    /// Characters that are numerals.
    pub(super) glyphs: u8,
    /// Digits one after another: 二〇二一.
    pub(super) string: bool,
    pub(super) vague: Option<Vague>,
    /// The power of ten of 万 or 亿 when it ends the numeral and multiplies all of it.
    pub(super) tail: u8,
    /// The same of 十, 百, 千 behind a single coefficient.
    pub(super) small_tail: u8,
}

impl Numeral {
    /// Magnitude words and nothing else: 百亿.
    pub(super) const fn is_bare(&self) -> bool {
        !self.arabic && !self.chinese && self.vague.is_none()
    }
}

/// What was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Small(u8),
    Large(u8),
}

#[allow(clippy::struct_excessive_bools, reason = "the state of a small machine")]
struct Reader<'a> {
    text: &'a str,
    units: &'a Units,
    out: Numeral,
    total: Fixed,
    section: Fixed,
    /// A coefficient still without magnitude.
    pending: Fixed,
    /// Upper bounds (exclusive) of the next 十百千 and of the next 万亿.
    small_below: u8,
    large_below: u8,
    /// Sections closed.
    closed: u8,
    lifted: bool,
    /// Coefficients read, to tell `5百` from `2千5百`.
    items: u8,
    last: Last,
    zero: bool,
    /// Whether another coefficient may follow.
    open: bool,
    /// Whether the pair of digits of a range is in the open section.
    pair_open: bool,
}

/// Reads the numeral that begins at `at`.
pub(super) fn read(text: &str, at: usize, units: &Units) -> Option<Numeral> {
    let mut reader = Reader::new(text, at, units);
    while reader.step()? {}
    reader.finish(at)
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: usize, units: &'a Units) -> Self {
        let out = Numeral {
            end: at,
            value: Fixed::ZERO,
            spread: Fixed::ZERO,
            decimals: 0,
            integer_digits: 0,
            grouped: false,
            padded: false,
            arabic: false,
            chinese: false,
            magnitudes: 0,
            glyphs: 0,
            string: false,
            vague: None,
            tail: 0,
            small_tail: 0,
        };
        Self {
            text,
            units,
            out,
            total: Fixed::ZERO,
            section: Fixed::ZERO,
            pending: Fixed::ZERO,
            small_below: 4,
            large_below: u8::MAX,
            closed: 0,
            lifted: false,
            items: 0,
            last: Last::Nothing,
            zero: false,
            open: true,
            pair_open: false,
        }
    }

    /// Reads one more piece. `Some(false)` ends the numeral, `None` says it does not fit.
    fn step(&mut self) -> Option<bool> {
        let Some(c) = char_at(self.text, self.out.end) else { return Some(false) };
        match glyph(c) {
            Some(Glyph::Arabic(_)) => self.arabic(),
            Some(Glyph::Digit(d)) => self.digits(d, c.len_utf8()),
            Some(Glyph::Tens(d)) => self.tens(d, c.len_utf8()),
            Some(Glyph::Small(e)) => self.small(e, c.len_utf8()),
            Some(Glyph::Large(e)) => self.large(e, c.len_utf8()),
            None if matches!(c, '几' | '数') => self.unknown(c),
            None if matches!(c, '多' | '余' | '来') => self.more(c),
            None if c == '点' => self.point(),
            None => Some(false),
        }
    }

    fn starting(&self) -> bool {
        self.out.glyphs == 0
    }

    /// The magnitude word at `at`, unless a unit begins with it: 千瓦, 千克, 百分点.
    fn magnitude(&self, at: usize) -> Option<(Glyph, usize)> {
        let (found, len) = glyph_at(self.text, at)?;
        match found {
            Glyph::Large(_) => Some((found, len)),
            Glyph::Small(_) if !self.unit_begins(at) => Some((found, len)),
            _ => None,
        }
    }

    fn unit_begins(&self, at: usize) -> bool {
        self.units.index_at_start(&self.text[at..]).is_some()
    }

    fn arabic(&mut self) -> Option<bool> {
        if !self.open {
            return Some(false);
        }
        let mut literal = literal::read(self.text, self.out.end)?;
        literal.end = self.over_space(literal.end);
        literal.end = self.over_classifier(literal.end, literal.decimals > 0);
        let first = self.starting();
        let follows = self.magnitude(literal.end);
        if !first && follows.is_none() {
            // 3万4000, 1千零1: the rest written out, as many digits as the magnitude leaves.
            let fits = match self.last {
                Last::Small(e) | Last::Large(e) => self.zero || literal.integer_digits == e,
                Last::Nothing => false,
            };
            if !fits || literal.decimals > 0 {
                return Some(false);
            }
        }
        if first {
            self.out.integer_digits = literal.integer_digits;
            self.out.grouped = literal.grouped;
            self.out.padded = literal.padded;
        }
        let before = self.out;
        self.out.arabic = true;
        self.out.decimals = literal.decimals;
        self.out.glyphs = self.out.glyphs.saturating_add(literal.integer_digits.max(1));
        let small = matches!(follows, Some((Glyph::Small(_), _)));
        if small && literal.integer_digits > 1 && literal.decimals == 0 && !self.then_large(literal.end, &literal) {
            // 2024百强: a year before a word, not twenty hundred.
            return if first { self.settle(literal.value, literal.end, true) } else { Some(false) };
        }
        let taken = self.take(literal.value, literal.end, true)?;
        if !taken && self.out.end == before.end {
            self.out = before;
        }
        Some(taken)
    }

    /// `987 亿元`: past white space before 万 or 亿 when a unit shows that they count what was said.
    fn over_space(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        let word = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
        let skipped = rest.len() - word.len();
        let large = match glyph_at(word, 0) {
            Some((Glyph::Large(_), len)) if (1..=3).contains(&skipped) => len,
            _ => return end,
        };
        let next = word.get(large..).unwrap_or("");
        let unit = next.strip_prefix(['万', '亿']).unwrap_or(next);
        if self.units.index_at_start(unit).is_some() { end + skipped } else { end }
    }

    /// `16.8个亿`: past the classifier of the magnitude, which counts no things worth that much (5个亿元项目, 3个亿级平台).
    fn over_classifier(&self, end: usize, fraction: bool) -> usize {
        let rest = &self.text[end..];
        let Some(behind) = rest.strip_prefix("个亿") else { return end };
        let ends =
            behind.chars().next().is_none_or(|c| matches!(c, ',' | '。' | ';' | '、' | ')' | '的' | '左' | '以'));
        if ends || fraction && behind.starts_with('元') { end + '个'.len_utf8() } else { end }
    }

    /// Whether behind the small magnitude at `at` comes a large one: 20千万 is odd but plain.
    fn then_large(&self, at: usize, literal: &literal::Literal) -> bool {
        let len = char_at(self.text, at).map_or(0, char::len_utf8);
        literal.integer_digits <= 3 && matches!(glyph_at(self.text, at + len), Some((Glyph::Large(_), _)))
    }

    fn digits(&mut self, first: u8, len: usize) -> Option<bool> {
        if !self.open {
            return Some(false);
        }
        let start = self.out.end;
        if first == 0 && !self.starting() {
            return Some(self.skip_zero(len));
        }
        let mut value = Fixed::ZERO;
        let (mut end, mut count, mut second) = (start, 0_u8, 0);
        while let Some((Glyph::Digit(d), len)) = glyph_at(self.text, end) {
            value = value.push(d, false)?;
            second = if count == 1 { d } else { second };
            count = count.checked_add(1)?;
            end += len;
        }
        let leading_zero = first == 0 && count == 1 && matches!(glyph_at(self.text, end), Some((Glyph::Small(1), _)));
        if leading_zero {
            self.out.end = end;
            let read = self.small(1, char_at(self.text, end).map_or(0, char::len_utf8))?;
            self.out.glyphs += 1;
            return Some(read);
        }
        let pair = count == 2 && first > 0 && (second == first + 1 || (first, second) == (3, 5));
        self.out.glyphs = self.out.glyphs.saturating_add(count);
        self.out.chinese = true;
        if pair {
            self.out.spread = Fixed::whole(i128::from(second - first));
            self.pair_open = true;
        } else if count > 1 && self.starting_with(count) {
            self.out.string = true;
            self.out.integer_digits = count;
            return self.settle(value, end, true);
        }
        let single = start + len;
        let stop = if pair || count == 1 { end } else { single };
        let taken = self.take(Fixed::whole(i128::from(first)), stop, false)?;
        if !taken && self.out.end == start {
            self.out.glyphs -= count;
        }
        Some(taken && (pair || count == 1))
    }

    fn starting_with(&self, count: u8) -> bool {
        self.out.glyphs == count
    }

    /// 零 inside a numeral says that places are empty; something must come behind it.
    fn skip_zero(&mut self, len: usize) -> bool {
        let at = self.out.end + len;
        let goes_on = match glyph_at(self.text, at) {
            Some((Glyph::Digit(d), _)) => d > 0,
            Some((Glyph::Arabic(_) | Glyph::Small(1), _)) => true,
            _ => has(self.text, at, "几"),
        };
        let allowed = goes_on && self.last != Last::Nothing && !self.zero;
        if allowed {
            self.zero = true;
            self.out.end = at;
        }
        allowed
    }

    fn tens(&mut self, digit: u8, len: usize) -> Option<bool> {
        if !self.open || self.small_below <= 1 {
            return Some(false);
        }
        self.section = self.section.add(Fixed::whole(i128::from(digit) * 10))?;
        self.out.chinese = true;
        self.out.glyphs = self.out.glyphs.saturating_add(1);
        self.after_small(1, self.out.end + len);
        Some(true)
    }

    /// 十, 百, 千 without a coefficient: at the start, and 十 behind 零 or 万.
    fn small(&mut self, power: u8, len: usize) -> Option<bool> {
        let inside = power == 1 && (self.zero || matches!(self.last, Last::Large(_)));
        if !self.open || self.unit_begins(self.out.end) || !(self.starting() || inside) {
            return Some(false);
        }
        self.section = self.section.add(Fixed::whole(1).shift(power)?)?;
        self.out.chinese |= power == 1;
        self.out.magnitudes += u8::from(power > 1);
        self.out.glyphs = self.out.glyphs.saturating_add(1);
        self.items = self.items.saturating_add(1);
        self.after_small(power, self.out.end + len);
        Some(true)
    }

    fn after_small(&mut self, power: u8, end: usize) {
        self.small_below = power;
        self.last = Last::Small(power);
        self.zero = false;
        self.out.end = end;
    }

    /// 万, 亿 without a coefficient of their own.
    fn large(&mut self, power: u8, len: usize) -> Option<bool> {
        let end = self.out.end + len;
        match self.last {
            Last::Nothing if self.starting() => self.total = Fixed::whole(1).shift(power)?,
            Last::Large(before) if self.open && self.closed == 1 && !self.zero => {
                self.total = self.total.shift(power)?;
                self.shift_pair(power)?;
                return Some(self.after_large(before + power, end));
            }
            Last::Small(_) => return self.close(Fixed::ZERO, power, end),
            _ => return Some(false),
        }
        self.closed = 1;
        Some(self.after_large(power, end))
    }

    fn after_large(&mut self, power: u8, end: usize) -> bool {
        self.large_below = power;
        self.small_below = 4;
        self.section = Fixed::ZERO;
        self.pending = Fixed::ZERO;
        self.last = Last::Large(power);
        self.zero = false;
        self.open = true;
        self.out.magnitudes = self.out.magnitudes.saturating_add(1);
        self.out.glyphs = self.out.glyphs.saturating_add(1);
        self.out.end = end;
        true
    }

    /// Closes the section, with `value` as its last coefficient, by 万 or 亿.
    fn close(&mut self, value: Fixed, power: u8, end: usize) -> Option<bool> {
        let part = self.section.add(self.pending)?.add(value)?;
        if power < self.large_below {
            self.total = self.total.add(part.shift(power)?)?;
            self.closed = self.closed.saturating_add(1);
        } else if power > self.large_below && !self.lifted {
            self.total = self.total.add(part)?.shift(power)?;
            self.lifted = true;
        } else {
            return Some(false);
        }
        if self.pair_open {
            self.shift_pair(power)?;
            self.pair_open = false;
        }
        Some(self.after_large(power, end))
    }

    fn shift_pair(&mut self, power: u8) -> Option<()> {
        self.out.spread = self.out.spread.shift(power)?;
        Some(())
    }

    /// A coefficient that ends at `end`, with the magnitude behind it, if there is one.
    fn take(&mut self, value: Fixed, end: usize, literal: bool) -> Option<bool> {
        match self.magnitude(end) {
            Some((Glyph::Small(power), len)) => {
                if power >= self.small_below {
                    return Some(false);
                }
                self.section = self.section.add(value.shift(power)?)?;
                if self.pair_open {
                    self.shift_pair(power)?;
                }
                self.out.magnitudes += u8::from(power > 1);
                self.out.glyphs = self.out.glyphs.saturating_add(1);
                self.items = self.items.saturating_add(1);
                self.after_small(power, end + len);
                Some(true)
            }
            Some((Glyph::Large(power), len)) => self.close(value, power, end + len),
            _ => self.settle(value, end, literal),
        }
    }

    /// A last coefficient without magnitude. Behind 万, 千 or 百 a lone Chinese digit counts the
    /// next lower place (一万二 is 12000), unless 零 stands between.
    fn settle(&mut self, value: Fixed, end: usize, written_out: bool) -> Option<bool> {
        let lower = match self.last {
            Last::Small(power) | Last::Large(power) if !self.zero && !written_out && power > 1 => {
                if matches!(self.last, Last::Large(12..)) { 11 } else { power - 1 }
            }
            _ => 0,
        };
        // 9万亿三个台阶: the digit counts what follows.
        if lower > 0 && char_at(self.text, end).is_some_and(|c| "个大项次家条类".contains(c)) {
            self.open = false;
            return Some(false);
        }
        self.pending = value.shift(lower)?;
        if self.pair_open {
            self.shift_pair(lower)?;
        }
        self.items = self.items.saturating_add(1);
        self.out.end = end;
        self.open = false;
        Some(true)
    }

    /// 几 and 数: an unknown digit. First, before a magnitude (几十, 数千万), or last (十几万).
    fn unknown(&mut self, c: char) -> Option<bool> {
        let at = self.out.end + c.len_utf8();
        if self.starting() {
            return match self.magnitude(at) {
                Some((found, _)) if !(c == '数' && counted(char_before(self.text, self.out.end))) => {
                    self.out.vague = Some(Vague::Few);
                    self.out.end = at;
                    let len = char_at(self.text, at).map_or(0, char::len_utf8);
                    match found {
                        Glyph::Small(power) => self.small(power, len),
                        Glyph::Large(power) => self.large(power, len),
                        _ => Some(false),
                    }
                }
                _ => Some(false),
            };
        }
        let arabic_tens = self.out.arabic && self.last == Last::Nothing && self.out.decimals == 0;
        let inside = self.open && (matches!(self.last, Last::Small(_) | Last::Large(_)) || self.zero);
        if c == '数' || !(inside || arabic_tens) || self.out.vague == Some(Vague::Few) {
            return Some(false);
        }
        self.out.vague = Some(Vague::More);
        self.out.end = at;
        self.open = false;
        match self.magnitude(at) {
            Some((Glyph::Small(power), len)) if power < self.small_below => {
                self.after_small(power, at + len);
                Some(true)
            }
            Some((Glyph::Large(power), len)) => self.close(Fixed::ZERO, power, at + len),
            _ => Some(false),
        }
    }

    /// 多, 余, 来 before 万 or 亿 belong to the numeral: 3000多亿.
    fn more(&mut self, c: char) -> Option<bool> {
        let at = self.out.end + c.len_utf8();
        let Some((Glyph::Large(power), len)) = glyph_at(self.text, at) else { return Some(false) };
        if self.starting() || (c == '来' && self.last != Last::Small(1)) {
            return Some(false);
        }
        let taken = match self.last {
            Last::Large(before) if self.open => {
                self.total = self.total.shift(power)?;
                self.after_large(before + power, at + len)
            }
            _ => self.close(Fixed::ZERO, power, at + len)?,
        };
        if taken && self.out.vague.is_none() {
            self.out.vague = Some(Vague::More);
        }
        Some(taken)
    }

    /// 点 and Chinese digits behind a Chinese integer. What goes on with 十 is a time of day
    /// (九点三十), with 是 a count of points (三点一是).
    fn point(&mut self) -> Option<bool> {
        if self.out.arabic || self.out.decimals > 0 || !self.out.chinese && self.out.magnitudes == 0 || self.zero {
            return Some(false);
        }
        let mut end = self.out.end + '点'.len_utf8();
        let mut fraction = Fixed::ZERO;
        while let Some(c) = char_at(self.text, end).filter(|&c| follows_point(c))
            && let Some(Glyph::Digit(d)) = glyph(c)
        {
            fraction = fraction.push(d, true)?;
            end += c.len_utf8();
        }
        let refused = fraction.scale == 0
            || self.out.is_bare()
            || !self.out.spread.is_zero()
            || matches!(self.magnitude(end), Some((Glyph::Small(_), _)))
            || has(self.text, end, "是");
        if refused {
            return Some(false);
        }
        self.section = self.section.add(self.pending)?.add(fraction)?;
        self.pending = Fixed::ZERO;
        self.out.decimals = fraction.scale;
        self.out.glyphs = self.out.glyphs.saturating_add(fraction.scale);
        self.out.end = end;
        self.open = false;
        if let Some((Glyph::Large(power), len)) = self.magnitude(end) {
            return self.close(Fixed::ZERO, power, end + len);
        }
        self.last = Last::Nothing;
        Some(false)
    }

    fn finish(mut self, at: usize) -> Option<Numeral> {
        if self.out.end == at || self.out.glyphs == 0 {
            return None;
        }
        self.out.value = self.total.add(self.section)?.add(self.pending)?;
        let ends_in_magnitude = self.pending.is_zero() && self.section.is_zero();
        if let Last::Large(power) = self.last
            && self.closed == 1
            && ends_in_magnitude
        {
            self.out.tail = power;
        }
        if let Last::Small(power) = self.last
            && self.items == 1
            && self.closed == 0
        {
            self.out.small_tail = power;
        }
        Some(self.out)
    }
}

/// Whether 数 behind this character is the noun (人数, 户数) and no unknown digit.
fn counted(before: Option<char>) -> bool {
    before.is_some_and(|c| "人户总个指基次件分倍岁天位家系参常代函少字".contains(c) || is_arabic(c))
}
