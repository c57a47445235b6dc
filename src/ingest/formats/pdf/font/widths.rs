//! How far glyphs advance, in thousandths of the size of their font.

use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

use super::super::objects::Objects;

/// Widths of the glyphs of a font.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Widths {
    single: FxHashMap<u32, f64>,
    runs: Vec<(u32, u32, f64)>,
    default: Option<f64>,
}

impl Widths {
    /// Of a simple font: `Widths` from `FirstChar` on.
    pub(super) fn simple(objects: &Objects, font: &Dictionary) -> Self {
        let first = objects.number(font, "FirstChar").unwrap_or(0.0) as u32;
        let widths = objects.array(font, "Widths").unwrap_or_default();
        let single = (first..).zip(widths.iter().take(256));
        let descriptor = objects.dict(font, "FontDescriptor");
        Self {
            single: single.filter_map(|(code, w)| Some((code, objects.as_number(w)?))).collect(),
            runs: Vec::new(),
            default: descriptor.and_then(|d| objects.number(d, "MissingWidth")).filter(|w| *w > 0.0),
        }
    }

    /// Of a composite font: `W` and `DW`.
    pub(super) fn composite(objects: &Objects, font: &Dictionary) -> Self {
        let mut widths = Self { default: Some(objects.number(font, "DW").unwrap_or(1000.0)), ..Self::default() };
        let mut rest = objects.array(font, "W").unwrap_or_default();
        while let [first, second, after @ ..] = rest {
            let Some(low) = objects.as_number(first).map(|n| n as u32) else { break };
            if let Some(Object::Array(each)) = objects.follow(second) {
                let known = (low..).zip(each).filter_map(|(cid, w)| Some((cid, objects.as_number(w)?)));
                widths.single.extend(known);
                rest = after;
            } else if let ([width, after @ ..], Some(high)) = (after, objects.as_number(second)) {
                widths.runs.extend(objects.as_number(width).map(|w| (low, high as u32, w)));
                rest = after;
            } else {
                break;
            }
        }
        widths.runs.sort_by_key(|(low, ..)| *low);
        widths
    }

    /// The width of a glyph, if the font gives it.
    pub(super) fn own(&self, code: u32) -> Option<f64> {
        let single = self.single.get(&code).copied();
        single.or_else(|| {
            let next = self.runs.partition_point(|(low, ..)| *low <= code);
            let run = self.runs.get(next.checked_sub(1)?)?;
            (code <= run.1).then_some(run.2)
        })
    }

    /// The width of glyphs of which the font says nothing.
    pub(super) fn missing(&self) -> Option<f64> {
        self.default
    }
}
