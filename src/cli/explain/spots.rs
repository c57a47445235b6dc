//! The numbers of a document and what became of each.

use crate::model::Span;
use crate::pipeline::Explained;
use crate::recognize::exclude::{NoQuantity, Verdict};
use crate::recognize::mentions::{Mention, NumberMention, Said};
use crate::recognize::normal::Normal;
use crate::recognize::{Recognizer, Scan};
use crate::segment::{Block, BlockKind, segment};

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The observation of this index.
    Read(usize),
    /// Left out as no quantity.
    Left(NoQuantity),
    /// In page furniture, which is not read.
    Furniture,
    /// In a part of a table that is not read.
    Unread,
}

/// A number of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// The number without its unit.
    pub(super) number: Span,
    /// The number with its unit.
    pub(super) whole: Span,
    /// The block it stands in.
    pub(super) block: Block,
    /// What became of it.
    pub(super) fate: Fate,
}

/// The numbers of a document, in order.
pub(super) struct Spots<'a> {
    text: &'a str,
    all: Vec<Spot>,
}

/// Why no number was found.
#[derive(Debug)]
pub(super) enum Miss {
    /// The offset lies outside any number; start, end and text of the nearest.
    Offset {
        /// The offset asked for.
        offset: usize,
        /// The nearest number.
        nearest: Option<(usize, usize, String)>,
    },
    /// The offset lies outside the document.
    Beyond {
        /// How many characters the document has.
        characters: usize,
    },
    /// No number is written so.
    Text,
}

impl<'a> Spots<'a> {
    /// The numbers of a document that was read.
    pub(super) fn of(explained: &'a Explained, recognizer: &Recognizer) -> Self {
        let document = &explained.reading.document;
        let mut scan = Scan::default();
        let mut all = Vec::new();
        for block in segment(document).blocks {
            let cells = block.kind == BlockKind::TableRow;
            let mentions = recognizer.mentions(&document.text, block.span, cells, &mut scan);
            let from = all.len();
            all.extend(observed(explained, block));
            let read = all.len();
            for mention in &mentions {
                if let Said::Number(number) = &mention.said
                    && !all[from..read].iter().any(|s: &Spot| s.number.overlaps(mention.span))
                {
                    all.push(unread(explained, block, mention, number));
                }
            }
            all[from..].sort_by_key(|s| s.number);
        }
        Self { text: &document.text, all }
    }

    /// Every number, in order.
    #[cfg(test)]
    pub(super) fn all(&self) -> &[Spot] {
        &self.all
    }

    /// The numbers at a character offset, or written so.
    pub(super) fn find(&self, wanted: &str) -> Result<Vec<&Spot>, Miss> {
        let offset: Option<usize> = wanted.parse().ok();
        let at_offset = offset.map(|offset| self.at(offset));
        if let Some(Ok(spot)) = at_offset {
            return Ok(vec![spot]);
        }
        // `7` may be the eighth character or the number seven.
        let mut found = self.written(wanted);
        if found.is_empty() && offset.is_none() {
            found = self.within(wanted);
        }
        match at_offset {
            _ if !found.is_empty() => Ok(found),
            Some(Err(miss)) => Err(miss),
            _ => Err(Miss::Text),
        }
    }

    fn at(&self, offset: usize) -> Result<&Spot, Miss> {
        let Some((byte, _)) = self.text.char_indices().nth(offset) else {
            return Err(Miss::Beyond { characters: self.text.chars().count() });
        };
        let byte = byte as u32;
        let inside = |s: &&Spot| s.whole.start <= byte && byte < s.whole.end;
        let nearest = || {
            let spot = self
                .all
                .iter()
                .min_by_key(|s| s.whole.start.saturating_sub(byte).max(byte.saturating_sub(s.whole.end)))?;
            Some((
                chars(self.text, spot.whole.start),
                chars(self.text, spot.whole.end),
                spot.whole.of(self.text).to_owned(),
            ))
        };
        self.all.iter().find(inside).ok_or_else(|| Miss::Offset { offset, nearest: nearest() })
    }

    /// Numbers that are written so, as in the document or normalised; digits alone are all of the
    /// number's digits.
    fn written(&self, wanted: &str) -> Vec<&Spot> {
        let more = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let digits = wanted.bytes().all(|b| b.is_ascii_digit());
        let is = |words: &str| match words.strip_prefix(wanted) {
            Some(rest) if digits => !rest.starts_with(more),
            _ => !digits && words.contains(wanted),
        };
        let mut normal = Normal::default();
        let mut fits = |words: &str| {
            normal.set(words, 0, false);
            is(words) || is(&normal.text)
        };
        self.all.iter().filter(|s| fits(s.whole.of(self.text))).collect()
    }

    /// Numbers inside the words, wherever these stand.
    fn within(&self, words: &str) -> Vec<&Spot> {
        if words.is_empty() {
            return Vec::new();
        }
        let places: Vec<Span> =
            self.text.match_indices(words).map(|(at, found)| Span::new(at, at + found.len())).collect();
        self.all.iter().filter(|s| places.iter().any(|p| p.contains(s.number))).collect()
    }
}

/// The observations of a block.
fn observed(explained: &Explained, block: Block) -> impl Iterator<Item = Spot> + '_ {
    let observations = explained.reading.observations.iter().enumerate();
    observations.filter(move |(_, o)| block.span.contains(o.span)).map(move |(index, o)| {
        // The unit of 3.2 in 3.2、1.5个百分点 stands behind another number.
        let between = Span { start: o.span.end, end: o.unit_span.start.max(o.span.end) };
        let beside = o.unit_span.start >= o.span.end
            && block.span.contains(o.unit_span)
            && !between.of(&explained.reading.document.text).contains(['、', '和', '与', '及', '或']);
        let end = if beside { o.unit_span.end.max(o.span.end) } else { o.span.end };
        Spot { number: o.span, whole: Span { start: o.span.start, end }, block, fate: Fate::Read(index) }
    })
}

fn unread(explained: &Explained, block: Block, mention: &Mention, number: &NumberMention) -> Spot {
    let left = explained.left_out.iter().find(|l| l.span == mention.span).map(|l| l.why);
    let fate = match (left, number.verdict) {
        _ if block.kind == BlockKind::Furniture => Fate::Furniture,
        (Some(why), _) | (None, Verdict::Not(why)) => Fate::Left(why),
        _ => Fate::Unread,
    };
    Spot { number: mention.span, whole: mention.whole(), block, fate }
}

/// The place of a byte in characters.
pub(super) fn chars(text: &str, byte: u32) -> usize {
    text.get(..byte as usize).map_or(0, |t| t.chars().count())
}
