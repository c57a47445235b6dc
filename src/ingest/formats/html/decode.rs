//! The bytes of a page as text.
//!
//! A page is read as strictly as a plain text, with one difference: a few bytes that cannot be read
//! are marked and not refused at once, because pages often break in a menu or in a description that
//! was cut in the middle of a character. If a mark stands in the article, the page is refused.

use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8};

use super::super::super::decode as strict;
use super::super::Unread;
use super::scan::{Piece, Pieces};

/// Stands for bytes that cannot be read: a code point that is no character in any text.
pub(super) const BAD: char = '\u{fdd0}';
/// How many such places a page may have, and one more for so many bytes.
const PLACES: usize = 16;
const BYTES_A_PLACE: usize = 2_000;
/// In how many bytes a page may say its encoding; the standard has 1024, sites do not keep to it.
const HEAD: usize = 8 * 1024;

/// A page as text.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) text: String,
    /// Name after the WHATWG encoding standard.
    pub(super) encoding: &'static str,
    /// Offsets of the bytes that could not be read, in order: one for each [`BAD`].
    pub(super) bad: Vec<u64>,
}

/// Decodes a page, whose charset may have been `declared` elsewhere.
///
/// # Errors
/// `undecodable`, `binary`.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Source, Unread> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return marked(encoding, bytes, mark);
    }
    if std::str::from_utf8(bytes).is_ok() || strict::mostly_utf8(bytes) {
        return match strict::utf16_of(bytes).filter(|_| bytes.contains(&0)) {
            Some(utf16) => marked(utf16, bytes, 0),
            None => marked(UTF_8, bytes, 0),
        };
    }
    if let Some(utf16) = strict::utf16_of(bytes) {
        return marked(utf16, bytes, 0);
    }
    double_byte(bytes, declared)
}

/// Double-byte encodings: what the page or the server says holds where the text makes sense so.
fn double_byte(bytes: &[u8], declared: Option<&str>) -> Result<Source, Unread> {
    let said: Vec<_> = [declared.and_then(family), said_within(bytes)].into_iter().flatten().collect();
    for encoding in &said {
        if let Ok(source) = marked(encoding, bytes, 0)
            && source.bad.is_empty()
            && strict::common_share(&source.text) >= 75
        {
            return Ok(source);
        }
    }
    match strict::legacy(bytes) {
        Ok(decoded) => marked(family(decoded.encoding).unwrap_or(GB18030), bytes, 0),
        Err(error) => {
            let guess = strict::guess(bytes);
            let known = said.first().copied().or_else(|| [GB18030, BIG5].into_iter().find(|e| *e == guess));
            known.map_or(Err(error), |encoding| marked(encoding, bytes, 0))
        }
    }
}

/// The double-byte encoding that a label is of; what sites call GB 2312 is GB18030.
fn family(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    let gb = [GB18030, encoding_rs::GBK].contains(&encoding);
    if gb { Some(GB18030) } else { Some(BIG5).filter(|big5| *big5 == encoding) }
}

/// What the page says of its encoding in a meta element or an XML declaration.
fn said_within(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // Tags are ASCII in every encoding that may be meant.
    let head: String = head.iter().map(|b| if b.is_ascii() { *b as char } else { '?' }).collect();
    if let Some(declaration) = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()) {
        let label = declaration.split_once("encoding=").map(|(_, rest)| rest.trim_matches(['"', '\'']));
        return label.and_then(|l| family(l.split(['"', '\'', ' ']).next()?));
    }
    Pieces::new(&head).find_map(|piece| match piece {
        Piece::Start(tag) if tag.name.eq_ignore_ascii_case("meta") => {
            let charset = tag.attribute("charset").or_else(|| charset_in(tag.attribute("content")?));
            charset.and_then(family)
        }
        _ => None,
    })
}

/// The charset in a content type: `text/html; charset=gb2312`.
fn charset_in(content: &str) -> Option<&str> {
    let at = content.to_ascii_lowercase().find("charset")?;
    let rest = content.get(at + 7..)?.trim_start().strip_prefix('=')?.trim_start();
    rest.trim_start_matches(['"', '\'']).split(['"', '\'', ';', ' ']).next()
}

/// Decodes all of `bytes` after the first `from`; bytes that cannot be read become marks.
fn marked(encoding: &'static Encoding, bytes: &[u8], from: usize) -> Result<Source, Unread> {
    let body = bytes.get(from..).unwrap_or_default();
    let allowed = PLACES + body.len() / BYTES_A_PLACE;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + body.len() / 2 + 16);
    let (mut bad, mut read) = (Vec::new(), 0);
    loop {
        let rest = body.get(read..).unwrap_or_default();
        let (result, n) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += n;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len() + 16),
            DecoderResult::Malformed(malformed, after) => {
                let at = from + read.saturating_sub(usize::from(malformed) + usize::from(after));
                bad.push(at as u64);
                text.push(BAD);
            }
        }
        if bad.len() > allowed {
            return Err(undecodable(encoding.name(), bad.first().copied(), bad.len()));
        }
    }
    zeros(Source { text, encoding: encoding.name(), bad }, bytes, allowed)
}

/// Zero bytes are read by no browser; many of them make no page.
fn zeros(mut source: Source, bytes: &[u8], allowed: usize) -> Result<Source, Unread> {
    let zeros = source.text.matches('\0').count();
    if zeros > allowed {
        let at = source.text.find('\0').map(|at| at as u64);
        let reason =
            "the file is binary: it contains many zero bytes and is not UTF-16; save the page again".to_owned();
        return Err(Unread { code: "binary", reason, position: at });
    }
    if zeros > 0 {
        source.text = source.text.replace('\0', "\u{fdd0}");
        source.bad.extend(memchr::memchr_iter(0, bytes).take(zeros).map(|at| at as u64));
        source.bad.sort_unstable();
    }
    Ok(source)
}

fn undecodable(encoding: &str, position: Option<u64>, places: usize) -> Unread {
    let reason = format!(
        "read as {encoding}, bytes cannot be decoded in {places} places and more; save the page again, in UTF-8"
    );
    Unread { code: "undecodable", reason, position }
}

impl Source {
    /// The refusal of a page in whose article, written as `written`, bytes cannot be read.
    pub(super) fn bad_article(&self, written: &str) -> Unread {
        // The words before the mark tell which of them it is.
        let at = written.find(BAD).unwrap_or(0);
        let before: String = written[..at].chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
        let place = self
            .text
            .find(&format!("{}{BAD}", before.trim_start()))
            .map_or(0, |found| self.text.get(..found).unwrap_or_default().matches(BAD).count());
        let position = self.bad.get(place).or(self.bad.first()).copied();
        let reason =
            format!("read as {}, bytes of the article cannot be decoded; save the page again, in UTF-8", self.encoding);
        Unread { code: "undecodable", reason, position }
    }
}
