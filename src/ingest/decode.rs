//! Bytes to text, strictly: a document decodes without a single replacement or it is refused with
//! the place of the first byte that cannot be read.
//!
//! Order matters. UTF-8 is tried first because other encodings hardly ever form it by chance; then
//! text that is UTF-8 but for a few bytes is refused, because GB18030 would take most of it without
//! complaint and turn it into nonsense.

use std::str::Utf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::sniff;
use crate::model::utf8::utf8;

/// How many bytes from the first non-ASCII one are looked at to tell encodings apart.
const WINDOW: usize = 4 * 1024;
/// How many characters are looked at to tell whether a text makes sense.
const SAMPLE: usize = 512;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// Name after the WHATWG encoding standard; GBK is reported as its superset `gb18030`.
    pub encoding: &'static str,
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// `undecodable`, `binary` or `unsupported_format`.
    pub code: &'static str,
    /// A sentence for a person.
    pub reason: String,
    /// Offset of the first byte that cannot be read.
    pub position: Option<u64>,
}

impl DecodeError {
    fn binary(position: usize) -> Self {
        let reason = "the file is binary: it contains zero bytes or control characters and is not UTF-16 text".into();
        Self { code: "binary", reason, position: Some(position as u64) }
    }

    fn undecodable(encoding: &'static Encoding, position: usize) -> Self {
        let name = encoding.name();
        let reason = format!("read as {name}, the byte at offset {position} cannot be decoded");
        Self { code: "undecodable", reason, position: Some(position as u64) }
    }
}

/// Decodes UTF-8, UTF-16 (with or without a mark), GB18030 with GBK and GB 2312, and Big5.
///
/// # Errors
/// `unsupported_format` for the signature of another format, `binary` for zero bytes outside
/// UTF-16, `undecodable` with the offset of the first bad byte. Text is never replaced: a U+FFFD
/// in the result was in the file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(format) = sniff::format_of_bytes(bytes) {
        return Err(unsupported(format));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let decoded = strict(encoding, bytes, mark).map_err(|at| DecodeError::undecodable(encoding, at));
        return decoded.and_then(|decoded| no_zeros(decoded, mark));
    }
    match utf8(bytes) {
        Ok(text) if !has_controls(text.as_bytes()) => Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name() }),
        Ok(_) => utf16_or_binary(bytes),
        Err(error) => not_utf8(bytes, error),
    }
}

/// The refusal of a format that is not read.
pub(super) fn unsupported(format: &str) -> DecodeError {
    let reason = if ["zip", "gzip"].contains(&format) {
        format!("the file is {format}, which is opened only where its name ends in .zip, .gz, .tar.gz or .tgz")
    } else {
        format!("the file is {format}, which is not read; save it as .docx, .xlsx, PDF with text, HTML or plain text")
    };
    DecodeError { code: "unsupported_format", reason, position: None }
}

fn not_utf8(bytes: &[u8], error: Utf8Error) -> Result<Decoded, DecodeError> {
    if mostly_utf8(bytes) {
        return Err(DecodeError::undecodable(UTF_8, error.valid_up_to()));
    }
    if memchr::memchr(0, bytes).is_some() || utf16_of(bytes).is_some() {
        return utf16_or_binary(bytes);
    }
    legacy(bytes)
}

/// Whether most non-ASCII bytes belong to well-formed sequences of three or four bytes, as Chinese
/// has them in UTF-8. Double-byte encodings form such sequences only by chance.
pub(crate) fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut formed, mut all) = (0_usize, 0_usize);
    for chunk in window(bytes).utf8_chunks() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            all += c.len_utf8();
            formed += if c.len_utf8() > 2 { c.len_utf8() } else { 0 };
        }
        all += chunk.invalid().len();
    }
    formed * 2 > all
}

fn utf16_or_binary(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let zero = memchr::memchr(0, bytes).unwrap_or(0);
    let Some(encoding) = utf16_of(bytes) else { return Err(DecodeError::binary(zero)) };
    let decoded = strict(encoding, bytes, 0).map_err(|at| DecodeError::undecodable(encoding, at));
    decoded.and_then(|decoded| no_zeros(decoded, 0))
}

/// The byte order in which nine in ten of the first units are characters of Chinese text.
pub(crate) fn utf16_of(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    if sample.len() < 4 {
        return None;
    }
    let share = |unit: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        units.filter(|&u| common_unit(u)).count() * 20 / sample.len()
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    match (little >= 9, big >= 9) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Characters of Chinese text. Units that are two ASCII characters in a row elsewhere are not among
/// them: two spaces are U+2020, `00` is U+3030.
fn common_unit(unit: u16) -> bool {
    matches!(unit, 9 | 10 | 13 | 0x20..=0x7e | 0xa0 | 0xb0..=0xb7 | 0xd7)
        || matches!(unit, 0x2013..=0x2019 | 0x201c | 0x201d | 0x2026 | 0x2460..=0x249b | 0x25a0..=0x25ff)
        || matches!(unit, 0x3000..=0x301f | 0x4e00..=0x9fff | 0xff01..=0xff5e)
}

/// Whether zero bytes, or control characters beyond what text has, stand in the bytes.
fn has_controls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(WINDOW)];
    let controls = sample.iter().filter(|b| matches!(b, 1..=8 | 14..=25 | 27..=31)).count();
    controls * 50 > sample.len() || memchr::memchr(0, bytes).is_some()
}

/// Double-byte encodings. Text may be well-formed in both; then the one holds in which it consists
/// of common characters, and the detector's where both do.
pub(crate) fn legacy(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let guess = guess(bytes);
    let first = if guess == BIG5 { BIG5 } else { GB18030 };
    let second = if guess == BIG5 { GB18030 } else { BIG5 };
    match (strict(first, bytes, 0), strict(second, bytes, 0)) {
        (Ok(one), Ok(two)) if common_share(&two.text) > common_share(&one.text) => plausible(two, guess),
        (Ok(one), _) => plausible(one, guess),
        (Err(_), Ok(two)) => plausible(two, guess),
        (Err(one), Err(two)) if two > one => Err(DecodeError::undecodable(second, two)),
        (Err(one), Err(_)) => Err(DecodeError::undecodable(first, one)),
    }
}

/// The bytes that are looked at to tell encodings apart.
fn window(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    &bytes[start..bytes.len().min(start + WINDOW)]
}

/// The detector's opinion on the bytes around the first non-ASCII ones. No top-level domain is
/// given: the hint `cn` turns Big5 into GBK.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A window may end within a character, which is an error only at the end of the text.
    detector.feed(window(bytes), false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == encoding_rs::GBK { GB18030 } else { guess }
}

/// Refuses text that is well-formed by chance only: where the detector sees another language and
/// few characters are among those that Chinese is written with.
fn plausible(decoded: Decoded, guess: &'static Encoding) -> Result<Decoded, DecodeError> {
    if has_controls(decoded.text.as_bytes()) {
        return Err(DecodeError::binary(0));
    }
    if guess == GB18030 || guess == BIG5 || common_share(&decoded.text) >= 75 {
        return Ok(decoded);
    }
    let reason = format!("the file is neither UTF-8, UTF-16, GB18030 nor Big5; it looks like {}", guess.name());
    Err(DecodeError { code: "undecodable", reason, position: None })
}

/// How many in a hundred of the first non-ASCII characters are frequent: level 1 of GB 2312 or of
/// Big5, with their punctuation.
pub(crate) fn common_share(text: &str) -> usize {
    let (mut common, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()).take(SAMPLE) {
        let mut buffer = [0; 4];
        let c: &str = c.encode_utf8(&mut buffer);
        let lead = |encoding: &'static Encoding| match encoding.encode(c) {
            (bytes, _, false) if bytes.len() == 2 && bytes[1] >= 0x40 => (bytes[0], bytes[1]),
            _ => (0, 0),
        };
        let frequent =
            matches!(lead(GB18030), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..)) || matches!(lead(BIG5), (0xa1..=0xc6, _));
        all += 1;
        common += usize::from(frequent);
    }
    (common * 100).checked_div(all).unwrap_or(100)
}

/// Decodes all of `bytes` after the first `mark`, or tells the offset of the first bad byte.
fn strict(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Result<Decoded, usize> {
    let body = &bytes[mark..];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(body.len());
    text.reserve(capacity.unwrap_or(body.len()));
    let mut read = 0;
    loop {
        let (result, n) = decoder.decode_to_string_without_replacement(&body[read..], &mut text, true);
        read += n;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(body.len() - read + 16),
            DecoderResult::Malformed(bad, after) => {
                return Err(mark + read.saturating_sub(usize::from(bad) + usize::from(after)));
            }
        }
    }
    text.shrink_to_fit();
    Ok(Decoded { text, encoding: encoding.name() })
}

/// Refuses a text, decoded from what stands behind `mark` bytes, that has a zero character.
fn no_zeros(decoded: Decoded, mark: usize) -> Result<Decoded, DecodeError> {
    let Some(at) = decoded.text.find('\0') else { return Ok(decoded) };
    // The file has other offsets than its text where it is UTF-16.
    let before = &decoded.text[..at];
    let before = if decoded.encoding == UTF_8.name() { at } else { before.encode_utf16().count() * 2 };
    Err(DecodeError::binary(mark + before))
}
