//! Fonts: what the bytes of a string mean and how far their glyphs advance.
//!
//! Meaning is looked for where it is surest first: the file's own `ToUnicode`, then the map that PDF
//! knows by name, then the character collection of the glyphs, then names of glyphs. Where none
//! of them says, a glyph has no meaning and the page counts it; nothing is guessed.

mod cmap;
mod collection;
mod names;
mod predefined;
mod simple;
mod widths;

use lopdf::{Dictionary, Object, Stream};

use self::cmap::CMap;
use self::predefined::{Coding, Predefined};
use self::simple::Table;
use self::widths::Widths;
use super::super::Unread;
use super::objects::Objects;

/// Width in thousandths of a glyph of which nothing is known.
const USUAL_WIDTH: f64 = 500.0;

/// One code of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// What it means; `None` when the file does not say.
    pub(super) text: Option<String>,
    /// How far it advances, in sizes of the font.
    pub(super) width: f64,
    /// Whether it is the one-byte code 32, which word spacing widens.
    pub(super) is_space: bool,
}

/// How bytes part into codes.
#[derive(Debug)]
enum Codes {
    /// One byte each, with what they are.
    Simple(Table),
    /// A map known by name.
    Named(Predefined),
    /// A map of the file's own.
    Own(CMap),
}

/// A font.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four properties that have nothing to do with each other")]
pub(super) struct Font {
    codes: Codes,
    meaning: Option<CMap>,
    widths: Widths,
    /// Whether its glyphs are those of Adobe-GB1.
    gb1: bool,
    unit: f64,
    /// Its number in the document.
    pub(super) number: u32,
    /// Whether it is for vertical writing.
    pub(super) vertical: bool,
    /// Whether it is bold or a black face.
    pub(super) bold: bool,
    /// Whether it has signs only, which are bullets and ornaments.
    pub(super) ornaments: bool,
}

impl Font {
    /// What stands for a font that the file names and does not have: none of its codes has a meaning.
    pub(super) fn missing() -> Self {
        Self {
            codes: Codes::Simple(Table::new()),
            meaning: None,
            widths: Widths::default(),
            gb1: false,
            unit: 0.001,
            number: u32::MAX,
            vertical: false,
            bold: false,
            ornaments: false,
        }
    }

    /// Reads a font of the file.
    pub(super) fn read(objects: &Objects, dict: &Dictionary, number: u32) -> Result<Self, Unread> {
        let name = String::from_utf8_lossy(objects.name(dict, "BaseFont").unwrap_or_default()).into_owned();
        let stream = objects.get(dict, "ToUnicode").and_then(|o| o.as_stream().ok());
        let meaning = stream.map(|s| map_of(objects, s)).transpose()?;
        let (bold, ornaments) = (is_bold(&name), is_ornamental(&name));
        let mut font = Self { meaning, number, bold, ornaments, ..Self::missing() };
        if objects.name(dict, "Subtype") == Some(b"Type0") {
            font.composite(objects, dict)?;
        } else {
            font.simple(objects, dict);
        }
        Ok(font)
    }

    fn simple(&mut self, objects: &Objects, dict: &Dictionary) {
        self.codes = Codes::Simple(if self.ornaments { Table::new() } else { simple::table(objects, dict) });
        self.widths = Widths::simple(objects, dict);
        if objects.name(dict, "Subtype") == Some(b"Type3") {
            self.unit = objects.numbers::<6>(dict, "FontMatrix").map_or(0.001, |m| m[0]);
        }
    }

    fn composite(&mut self, objects: &Objects, dict: &Dictionary) -> Result<(), Unread> {
        let below = objects.array(dict, "DescendantFonts").and_then(|a| a.first());
        let below = below.and_then(|o| objects.follow(o)?.as_dict().ok());
        if let Some(below) = below {
            self.widths = Widths::composite(objects, below);
            let info = objects.dict(below, "CIDSystemInfo");
            let ordering = info.and_then(|i| objects.get(i, "Ordering")).and_then(|o| o.as_str().ok());
            self.gb1 = ordering == Some(b"GB1");
        }
        self.codes = match objects.get(dict, "Encoding") {
            Some(Object::Name(name)) => Codes::Named(Predefined::named(name).unwrap_or(IDENTITY)),
            Some(Object::Stream(stream)) => Codes::Own(map_of(objects, stream)?),
            _ => Codes::Named(IDENTITY),
        };
        self.vertical = match &self.codes {
            Codes::Simple(_) => false,
            Codes::Named(map) => map.vertical,
            Codes::Own(map) => map.vertical,
        };
        Ok(())
    }

    /// Whether the glyphs of codes without a map are numbered as in the font itself, where the first
    /// few are blanks.
    fn is_blank(&self, code: u32) -> bool {
        !self.gb1
            && matches!(&self.codes, Codes::Named(map) if map.coding == Coding::Identity)
            && (1..=3).contains(&code)
    }

    /// The codes of a string, in order.
    pub(super) fn codes<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Shown> + 'a {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let length = self.length(rest).min(rest.len());
            let (code, after) = rest.split_at_checked(length).filter(|(code, _)| !code.is_empty())?;
            rest = after;
            Some(self.shown(code))
        })
    }

    fn length(&self, rest: &[u8]) -> usize {
        match &self.codes {
            Codes::Simple(_) => 1,
            Codes::Named(map) => map.coding.length(rest),
            Codes::Own(map) => map.length(rest).unwrap_or_else(|| base_of(map).coding.length(rest)),
        }
    }

    fn shown(&self, bytes: &[u8]) -> Shown {
        let code = bytes.iter().fold(0_u32, |code, b| code << 8 | u32::from(*b));
        let text = self.meaning.as_ref().and_then(|m| m.text(code)).or_else(|| self.text(code, bytes));
        let width = self.width(code, bytes, text.as_deref()) * self.unit;
        Shown { text, width, is_space: matches!(bytes, [32]) }
    }

    fn text(&self, code: u32, bytes: &[u8]) -> Option<String> {
        let character = match &self.codes {
            Codes::Simple(table) => table.get(code as usize).copied().flatten(),
            Codes::Named(map) if map.coding == Coding::Identity => self.of_collection(code),
            Codes::Named(map) => return map.coding.text(bytes),
            Codes::Own(map) => match map.cid(code) {
                Some(cid) => self.of_collection(cid),
                None if base_of(map).coding == Coding::Identity => self.of_collection(code),
                None => return base_of(map).coding.text(bytes),
            },
        };
        character.or_else(|| self.is_blank(code).then_some(' ')).map(String::from)
    }

    fn of_collection(&self, cid: u32) -> Option<char> {
        collection::character(cid).filter(|_| self.gb1)
    }

    /// The advance of a code, in units of the font.
    fn width(&self, code: u32, bytes: &[u8], text: Option<&str>) -> f64 {
        let cid = match &self.codes {
            Codes::Simple(_) => {
                let known = self.widths.own(code).or(self.widths.missing());
                return known.unwrap_or(if text.is_some_and(|t| t == " ") { USUAL_WIDTH / 2.0 } else { USUAL_WIDTH });
            }
            Codes::Named(map) if map.coding == Coding::Identity => Some(code),
            Codes::Named(map) => map.coding.text(bytes).and_then(|t| self.glyph(&t, map.half_width)),
            Codes::Own(map) => map.cid(code).or(Some(code)),
        };
        let own = cid.and_then(|cid| self.widths.own(cid));
        own.unwrap_or_else(|| match cid {
            Some(cid) if self.gb1 && collection::is_half_width(cid) => USUAL_WIDTH,
            _ => self.widths.missing().unwrap_or(2.0 * USUAL_WIDTH),
        })
    }

    fn glyph(&self, text: &str, half_width: bool) -> Option<u32> {
        collection::glyph(text.chars().next()?, half_width).filter(|_| self.gb1)
    }
}

const IDENTITY: Predefined = Predefined { coding: Coding::Identity, vertical: false, half_width: false };

fn base_of(map: &CMap) -> Predefined {
    map.base.as_deref().and_then(Predefined::named).unwrap_or(IDENTITY)
}

/// The map in a stream.
fn map_of(objects: &Objects, stream: &Stream) -> Result<CMap, Unread> {
    let mut map = CMap::parse(&objects.unpack(stream)?);
    if let Some(Object::Name(base)) = objects.get(&stream.dict, "UseCMap") {
        map.base.get_or_insert_with(|| base.clone());
    }
    Ok(map)
}

fn is_bold(name: &str) -> bool {
    const BOLD: [&str; 8] = ["Bold", "Black", "Heavy", "SimHei", "Heiti", "FZHT", "FZXBS", "黑体"];
    BOLD.iter().any(|word| name.contains(word))
}

/// Whether a font has bullets and ornaments only. Symbol is none of them: it has digits.
fn is_ornamental(name: &str) -> bool {
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    ["Wingdings", "Webdings", "ZapfDingbats"].iter().any(|word| name.starts_with(word))
}
