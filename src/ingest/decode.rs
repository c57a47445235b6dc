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

/// How many bytes from the first non-ASCII one are looked at to tell encodings apart.
const WINDOW: usize = 4 * 1024;

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
        let reason = "the file is binary: it contains zero bytes and is not UTF-16 text".into();
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
        return strict(encoding, bytes, mark).map_err(|at| DecodeError::undecodable(encoding, at)).and_then(no_zeros);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name() }),
        Ok(_) => utf16_or_binary(bytes),
        Err(error) => not_utf8(bytes, error),
    }
}

/// The refusal of a format that this version does not read.
pub(super) fn unsupported(format: &str) -> DecodeError {
    const COMING: [&str; 8] = ["html", "htm", "shtml", "pdf", "docx", "xlsx", "xls", "zip"];
    let reason = if COMING.contains(&format) {
        format!("the file is {format}, which a later version reads; this one reads plain text")
    } else {
        format!("the file is {format}, which is not read; save it as plain text")
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
fn mostly_utf8(bytes: &[u8]) -> bool {
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
    strict(encoding, bytes, 0).map_err(|at| DecodeError::undecodable(encoding, at)).and_then(no_zeros)
}

/// The byte order in which nine in ten of the first units are characters of Chinese text.
fn utf16_of(bytes: &[u8]) -> Option<&'static Encoding> {
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

fn common_unit(unit: u16) -> bool {
    matches!(unit, 9 | 10 | 13 | 0x20..=0x7e | 0xa0..=0xff | 0x2010..=0x203f | 0x2460..=0x24ff | 0x25a0..=0x26ff
        | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef)
}

/// Double-byte encodings. A short text may be well-formed in both; then the detector decides.
fn legacy(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let guess = guess(bytes);
    let order = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    let mut furthest = (GB18030, 0);
    for encoding in order {
        match strict(encoding, bytes, 0) {
            Ok(decoded) => return plausible(decoded, guess),
            Err(at) if at > furthest.1 => furthest = (encoding, at),
            Err(_) => {}
        }
    }
    Err(DecodeError::undecodable(furthest.0, furthest.1))
}

/// The bytes that are looked at to tell encodings apart.
fn window(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    &bytes[start..bytes.len().min(start + WINDOW)]
}

/// The detector's opinion on the bytes around the first non-ASCII ones. No top-level domain is
/// given: the hint `cn` turns Big5 into GBK.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A window may end within a character, which is an error only at the end of the text.
    detector.feed(window(bytes), false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == encoding_rs::GBK { GB18030 } else { guess }
}

/// Refuses text that is well-formed by chance only: where the detector sees another language and
/// few characters are among those that Chinese is written with.
fn plausible(decoded: Decoded, guess: &'static Encoding) -> Result<Decoded, DecodeError> {
    if guess == GB18030 || guess == BIG5 || mostly_common(&decoded.text) {
        return Ok(decoded);
    }
    let reason = format!("the file is neither UTF-8, UTF-16, GB18030 nor Big5; it looks like {}", guess.name());
    Err(DecodeError { code: "undecodable", reason, position: None })
}

/// Whether three in four non-ASCII characters are CJK ideographs or Chinese punctuation.
fn mostly_common(text: &str) -> bool {
    let (mut common, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()).take(WINDOW / 2) {
        all += 1;
        let level_one = GB18030.encode(c.encode_utf8(&mut [0; 4])).0.first().is_some_and(|b| (0xa1..=0xd7).contains(b));
        common += usize::from(level_one);
    }
    common * 4 >= all * 3
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

fn no_zeros(decoded: Decoded) -> Result<Decoded, DecodeError> {
    match decoded.text.find('\0') {
        Some(at) => Err(DecodeError::binary(at)),
        None => Ok(decoded),
    }
}
