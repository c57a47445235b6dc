//! Tokens of content streams and of `CMap` files, which share one syntax.
//!
//! The lexer never fails: bytes that form no token are passed over, as every viewer does, and an
//! end comes where the bytes end. It keeps nothing but its place, so its cost is that of one pass.

/// One token. Dictionaries and arrays are not built; their brackets are tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// An integer or a real.
    Number(f64),
    /// A name without its slash.
    Name(Vec<u8>),
    /// A string, literal or hexadecimal.
    Text(Vec<u8>),
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `<<` or `>>`
    Dict,
    /// Anything else: an operator, `true`, `null`.
    Word(Vec<u8>),
}

/// Reads tokens from bytes.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// A lexer at the first byte.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b) = self.peek() {
            if b == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_space(b) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn take_regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.take_regular();
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, tail @ ..] = rest {
            rest = tail;
            if *first == b'#'
                && let [high, low, after @ ..] = tail
                && let (Some(high), Some(low)) = (hex(*high), hex(*low))
            {
                name.push(high << 4 | low);
                rest = after;
                continue;
            }
            name.push(*first);
        }
        name
    }

    /// A string in parentheses, after the first one.
    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut depth = 1_usize;
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'\\' => self.escape(&mut text),
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if b != b'\\' {
                text.push(b);
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(b) = self.peek() else { return };
        self.at += 1;
        match b {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(b - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(value as u8);
            }
            other => text.push(other),
        }
    }

    /// A string in angle brackets, after the first one.
    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut half = None;
        while let Some(b) = self.peek() {
            self.at += 1;
            if b == b'>' {
                break;
            }
            let Some(digit) = hex(b) else { continue };
            match half.take() {
                None => half = Some(digit),
                Some(high) => text.push(high << 4 | digit),
            }
        }
        text.extend(half.map(|high| high << 4));
        text
    }

    /// Passes over the data of an inline image, after its `ID`: to an `EI` between white space that
    /// is followed by what can be content, for the data itself may hold the two letters.
    pub(super) fn skip_image(&mut self) {
        while let Some(rest) = self.bytes.get(self.at..) {
            let Some(found) = memchr::memmem::find(rest, b"EI") else {
                self.at = self.bytes.len();
                return;
            };
            let before = found.checked_sub(1).and_then(|i| rest.get(i)).copied();
            let after = rest.get(found + 2..).unwrap_or_default();
            self.at += found + 2;
            let plain = after.iter().take(12).all(|b| matches!(b, b'\t' | b'\n' | b'\r' | 0 | b' '..=b'~'));
            if before.is_none_or(is_space) && after.first().copied().is_none_or(is_space) && plain {
                return;
            }
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            self.skip_space();
            let first = self.peek()?;
            let second = self.bytes.get(self.at + 1).copied();
            if is_regular(first) {
                let word = self.take_regular();
                return Some(number(word).map_or_else(|| Token::Word(word.to_vec()), Token::Number));
            }
            self.at += 1;
            match (first, second) {
                (b'/', _) => return Some(Token::Name(self.name())),
                (b'(', _) => return Some(Token::Text(self.literal())),
                (b'<', Some(b'<')) | (b'>', Some(b'>')) => {
                    self.at += 1;
                    return Some(Token::Dict);
                }
                (b'<', _) => return Some(Token::Text(self.hexadecimal())),
                (b'[', _) => return Some(Token::ArrayStart),
                (b']', _) => return Some(Token::ArrayEnd),
                _ => {}
            }
        }
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(b: u8) -> bool {
    !is_space(b) && !matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).map(|d| d as u8)
}

/// A number as PDF writes them: no exponent; a second sign ends it (`12-3`), as viewers read it.
fn number(word: &[u8]) -> Option<f64> {
    let first = *word.first()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    let signs = word.iter().take_while(|b| matches!(b, b'+' | b'-')).count();
    let body = word.get(signs..)?;
    let end = body.iter().position(|b| !(b.is_ascii_digit() || *b == b'.')).unwrap_or(body.len());
    if end < body.len() && body.get(end) != Some(&b'-') {
        return None;
    }
    let digits = std::str::from_utf8(body.get(..end)?).ok()?;
    let value = if digits.is_empty() || digits == "." { 0.0 } else { digits.parse::<f64>().ok()? };
    Some(if first == b'-' { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token> {
        Lexer::new(text.as_bytes()).collect()
    }

    fn word(text: &str) -> Token {
        Token::Word(text.as_bytes().to_vec())
    }

    #[test]
    fn operands_and_operators_are_told_apart() {
        let tokens = all("/F#31 -.5 Tf[(a\\(b\\)(c)\\101)-12<4e2D3>]TJ % note\n<</A true>>BDC");
        let expected = [
            Token::Name(b"F1".to_vec()),
            Token::Number(-0.5),
            word("Tf"),
            Token::ArrayStart,
            Token::Text(b"a(b)(c)A".to_vec()),
            Token::Number(-12.0),
            Token::Text(vec![0x4e, 0x2d, 0x30]),
            Token::ArrayEnd,
            word("TJ"),
            Token::Dict,
            Token::Name(b"A".to_vec()),
            word("true"),
            Token::Dict,
            word("BDC"),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn an_inline_image_is_passed_over_though_its_data_has_the_letters() {
        let mut lexer = Lexer::new(b"ID \x01EI\xff EI\x02 q\nEI Q");
        assert_eq!(lexer.next(), Some(word("ID")));
        lexer.skip_image();
        assert_eq!(lexer.next(), Some(word("Q")));
        assert_eq!(lexer.next(), None);
    }

    #[test]
    fn damaged_numbers_and_strings_end_where_viewers_end_them() {
        assert_eq!(
            all("12-3 --5 . 1.2.3"),
            [Token::Number(12.0), Token::Number(-5.0), Token::Number(0.0), word("1.2.3")]
        );
        assert_eq!(all("(open \\"), [Token::Text(b"open ".to_vec())]);
        assert_eq!(all("<4e"), [Token::Text(vec![0x4e])]);
        assert_eq!(all(") } > q"), [word("q")]);
    }
}
