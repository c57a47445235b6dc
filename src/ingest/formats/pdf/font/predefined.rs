//! The `CMap`s that PDF knows by name, decoded through the encodings they are made from.
//!
//! `GBK-EUC-H` and its kin stand in most documents that older Chinese office programs made. A PDF
//! does not carry them: their codes are GBK, Big5 or UTF-16, and that is how they are read here.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};

/// How the codes of a font part and what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Two bytes a code, which is the number of a glyph and says nothing of its meaning.
    Identity,
    /// UTF-16 big endian; also UCS-2.
    Utf16,
    /// UTF-8.
    Utf8,
    /// UTF-32 big endian.
    Utf32,
    /// An encoding of one, two or four bytes.
    Legacy(&'static Encoding),
}

/// A map known by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Predefined {
    /// How its codes part and what they mean.
    pub(super) coding: Coding,
    /// Whether it is for vertical writing.
    pub(super) vertical: bool,
    /// Whether its ASCII is half the width of an ideograph, not proportional.
    pub(super) half_width: bool,
}

impl Predefined {
    /// The map of this name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        let (stem, vertical) = match name.rsplit_once('-') {
            Some((stem, "V")) => (stem, true),
            Some((stem, "H")) => (stem, false),
            _ if matches!(name, "H" | "V") => ("EUC", name == "V"),
            _ => return None,
        };
        let half_width = matches!(stem, "GB-EUC" | "GBK-EUC");
        coding(stem).map(|coding| Self { coding, vertical, half_width })
    }
}

fn coding(stem: &str) -> Option<Coding> {
    Some(match stem {
        "Identity" => Coding::Identity,
        "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" => Coding::Legacy(GBK),
        "GBK2K" => Coding::Legacy(GB18030),
        "B5pc" | "ETen-B5" | "ETenms-B5" | "HKscs-B5" => Coding::Legacy(BIG5),
        "83pv-RKSJ" | "90ms-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" => Coding::Legacy(SHIFT_JIS),
        "EUC" => Coding::Legacy(EUC_JP),
        "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" | "KSCpc-EUC" => Coding::Legacy(EUC_KR),
        _ => {
            let (collection, form) = stem.split_once('-')?;
            if !matches!(collection, "UniGB" | "UniCNS" | "UniJIS" | "UniJIS2004" | "UniKS") {
                return None;
            }
            match form {
                "UCS2" | "UTF16" | "UCS2-HW" => Coding::Utf16,
                "UTF8" => Coding::Utf8,
                "UTF32" => Coding::Utf32,
                _ => return None,
            }
        }
    })
}

impl Coding {
    /// How many bytes the next code takes.
    pub(super) fn length(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or_default();
        let second = bytes.get(1).copied().unwrap_or_default();
        let length = match self {
            Self::Identity => 2,
            Self::Utf32 => 4,
            Self::Utf16 => 2 + 2 * usize::from((0xd8..0xdc).contains(&first)),
            Self::Utf8 => match first {
                0..0xc0 => 1,
                0xc0..0xe0 => 2,
                0xe0..0xf0 => 3,
                _ => 4,
            },
            Self::Legacy(encoding) if encoding == SHIFT_JIS => {
                1 + usize::from(matches!(first, 0x81..=0x9f | 0xe0..=0xfc))
            }
            Self::Legacy(encoding) if encoding == GB18030 && first > 0x80 && second.is_ascii_digit() => 4,
            Self::Legacy(_) => 1 + usize::from(first > 0x80),
        };
        length.min(bytes.len()).max(1)
    }

    /// What a code means.
    pub(super) fn text(self, code: &[u8]) -> Option<String> {
        let text = match self {
            Self::Identity => return None,
            Self::Utf16 => {
                let units = code.chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, b| unit << 8 | u16::from(*b)));
                String::from_utf16(&units.collect::<Vec<_>>()).ok()?
            }
            Self::Utf8 => std::str::from_utf8(code).ok()?.to_owned(),
            Self::Utf32 => {
                let value = code.iter().fold(0_u32, |value, b| value << 8 | u32::from(*b));
                char::from_u32(value)?.to_string()
            }
            Self::Legacy(encoding) => encoding.decode_without_bom_handling_and_without_replacement(code)?.into_owned(),
        };
        (!text.is_empty() && !text.contains(['\0', '\u{fffd}'])).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> String {
        let coding = Predefined::named(name.as_bytes()).unwrap().coding;
        let mut rest = bytes;
        let mut text = String::new();
        while !rest.is_empty() {
            let (code, after) = rest.split_at(coding.length(rest));
            text += &coding.text(code).unwrap_or_else(|| "?".to_owned());
            rest = after;
        }
        text
    }

    #[test]
    fn codes_of_every_family_are_read() {
        let words = "增长6.1%，两万";
        let (gbk, _, _) = encoding_rs::GBK.encode(words);
        for name in ["GBK-EUC-H", "GBK-EUC-V", "GBKp-EUC-H", "GB-EUC-H", "GBpc-EUC-H", "GBK2K-V"] {
            assert_eq!(read(name, &gbk), words, "{name}");
        }
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for name in ["UniGB-UCS2-H", "UniGB-UTF16-V", "UniCNS-UTF16-H", "UniJIS-UCS2-HW-H"] {
            assert_eq!(read(name, &utf16), words, "{name}");
        }
        assert_eq!(read("UniGB-UTF8-H", words.as_bytes()), words);
        let (big5, _, _) = BIG5.encode("增長6.1%");
        assert_eq!(read("ETen-B5-H", &big5), "增長6.1%");
        assert_eq!(read("GBK2K-H", &[0x82, 0x35, 0x8f, 0x33, b'1']), "\u{9fa6}1");
    }

    #[test]
    fn codes_that_mean_nothing_are_told_not_replaced() {
        assert_eq!(read("GBK-EUC-H", &[0xb0, 0xa1, 0xff, b'1', 0xb0]), "啊??");
        assert_eq!(read("UniGB-UTF16-H", &[0xd8, 0x40, 0x4e]), "?");
        assert!(Predefined::named(b"Strange-H").is_none() && Predefined::named(b"WinAnsiEncoding").is_none());
    }
}
