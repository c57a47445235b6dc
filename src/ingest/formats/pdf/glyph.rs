//! What stands on a page: glyphs with their places, and the rules drawn.
//!
//! Places are in points from the upper left corner of the page as it is shown, y downwards.

/// Which way a line of text runs on the page as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Left to right, as usual.
    Right,
    /// Downwards: vertical writing, or a page lying on its right side.
    Down,
    /// Upside down.
    Left,
    /// Upwards.
    Up,
    /// Neither: a watermark across the page.
    Slanted,
}

impl Way {
    /// The way of an advance with `y` downwards.
    pub(super) fn of(x: f64, y: f64) -> Self {
        if x.abs().min(y.abs()) > 0.2 * x.abs().max(y.abs()) {
            return Self::Slanted;
        }
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => Self::Right,
            (true, false, _) => Self::Left,
            (false, _, true) => Self::Down,
            (false, _, false) => Self::Up,
        }
    }

    /// Turns a point so that lines that run this way run to the right.
    pub(super) fn upright(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::Right | Self::Slanted => (x, y),
            Self::Down => (y, -x),
            Self::Left => (-x, -y),
            Self::Up => (-y, x),
        }
    }
}

/// A character at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// What it is; `None` when the file does not say.
    pub(super) char: Option<char>,
    /// Left end of its baseline.
    pub(super) x: f64,
    /// Its baseline.
    pub(super) y: f64,
    /// How far it advances.
    pub(super) width: f64,
    /// Size of its font on the page.
    pub(super) size: f64,
    /// Which way its line runs.
    pub(super) way: Way,
    /// Number of its font in the document.
    pub(super) font: u32,
    /// Whether its font is bold or a black face (黑体).
    pub(super) bold: bool,
    /// Whether the file marks it as page furniture.
    pub(super) furniture: bool,
}

impl Glyph {
    /// Right end of its advance.
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Whether it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.char.is_some_and(|c| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
    }
}

/// A straight horizontal or vertical stroke.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Left or upper end.
    pub(super) from: (f64, f64),
    /// Right or lower end.
    pub(super) to: (f64, f64),
}

impl Rule {
    /// Whether it is horizontal.
    pub(super) fn is_flat(&self) -> bool {
        self.to.0 - self.from.0 >= self.to.1 - self.from.1
    }
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// Width and height as shown.
    pub(super) size: (f64, f64),
    /// Glyphs in the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Rules drawn.
    pub(super) rules: Vec<Rule>,
    /// Whether it shows pictures.
    pub(super) pictures: bool,
}

impl Page {
    /// Whether a glyph of this size at this place is on the page.
    pub(super) fn has(&self, x: f64, y: f64, size: f64) -> bool {
        let (width, height) = self.size;
        x > -size && y > -size && x < width + size && y < height + size
    }
}
