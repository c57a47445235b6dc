//! Runs content streams: what text is shown where, which rules are drawn.
//!
//! Only what moves or shows text, and strokes that are horizontal or vertical, matter; everything
//! else is passed over. Forms (streams drawn from streams) are followed to a depth, and all content
//! counts against one budget, so that a few forms that draw each other cannot take forever.

mod marks;
mod notes;
mod paint;
mod state;
mod text;

use std::rc::Rc;

use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

use self::marks::Marks;
use self::paint::Paths;
use self::state::{State, Text};
use super::super::{Limits, Unread};
use super::font::Font;
use super::glyph::Page;
use super::lexer::{Lexer, Token};
use super::matrix::Matrix;
use super::objects::{Objects, PageNode, damaged, too_large};

/// How deep forms may draw forms.
const DEPTH: u32 = 20;
/// How many states may be saved at a time.
const SAVED: usize = 1_000;
/// Most operands of an operator.
const OPERANDS: usize = 1 << 20;
/// What drawing a form costs beside its content.
const FORM_COST: u64 = 256;

/// Runs the content of pages, one after the other; fonts are read once a document.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    objects: &'a Objects,
    fonts: FxHashMap<usize, Rc<Font>>,
    budget: u64,
    max_glyphs: u64,
}

/// A page on which content is run.
#[derive(Debug)]
struct Canvas {
    page: Page,
    state: State,
    saved: Vec<State>,
    text: Text,
    paths: Paths,
    marks: Marks,
}

impl<'a> Runner<'a> {
    /// A runner for one document.
    pub(super) fn new(objects: &'a Objects, limits: &Limits) -> Self {
        let budget = limits.max_bytes.saturating_mul(4);
        // Blanks are glyphs but no characters of the text, so there may be more of them.
        let max_glyphs = limits.max_chars.saturating_mul(2);
        Self { objects, fonts: FxHashMap::default(), budget, max_glyphs }
    }

    /// What a page shows.
    pub(super) fn page(&mut self, node: &PageNode<'a>) -> Result<Page, Unread> {
        let (device, size) = device(node);
        let mut canvas = Canvas {
            page: Page { size, ..Page::default() },
            state: State::new(device),
            saved: Vec::new(),
            text: Text::default(),
            paths: Paths::default(),
            marks: Marks::default(),
        };
        let content = self.objects.content(node.dict)?;
        self.run(&mut canvas, &content, node.resources, 0)?;
        canvas.state = State::new(device);
        self.annotations(&mut canvas, node)?;
        let glyphs = canvas.page.glyphs.len() as u64;
        self.max_glyphs = self.max_glyphs.checked_sub(glyphs).ok_or_else(|| {
            too_large("it shows more glyphs than a text within the limit of characters can have".to_owned())
        })?;
        Ok(canvas.page)
    }

    fn run(
        &mut self,
        canvas: &mut Canvas,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        depth: u32,
    ) -> Result<(), Unread> {
        self.spend(content.len() as u64)?;
        let mut operands: Vec<Token> = Vec::new();
        // Whether an array among the operands has not ended. Looking for it at every operator would
        // take forever in an array without end.
        let mut open = false;
        let mut lexer = Lexer::new(content);
        while let Some(token) = lexer.next() {
            let Token::Word(word) = token else {
                if operands.len() >= OPERANDS {
                    return Err(damaged("an instruction of a page is too long; save the document anew"));
                }
                match token {
                    Token::ArrayStart => open = true,
                    Token::ArrayEnd => open = false,
                    _ => {}
                }
                operands.push(token);
                continue;
            };
            if open {
                // An operator within an array is an error of the writer; viewers pass over it.
                continue;
            }
            match word.as_slice() {
                b"ID" => lexer.skip_image(),
                b"Do" => self.draw(canvas, &operands, resources, depth)?,
                b"Tf" => self.choose(canvas, &operands, resources)?,
                other => canvas.operate(other, &operands, self.max_glyphs)?,
            }
            operands.clear();
        }
        Ok(())
    }

    fn spend(&mut self, cost: u64) -> Result<(), Unread> {
        self.budget = self.budget.checked_sub(cost).ok_or_else(|| {
            too_large("its pages draw more than any document does; it may be made to do harm".to_owned())
        })?;
        Ok(())
    }

    /// A named resource of a kind.
    fn resource(&self, resources: Option<&'a Dictionary>, kind: &str, operands: &[Token]) -> Option<&'a Object> {
        let Some(Token::Name(name)) = operands.first() else { return None };
        let of_kind = self.objects.dict(resources?, kind)?;
        self.objects.follow(of_kind.get(name).ok()?)
    }

    fn draw(
        &mut self,
        canvas: &mut Canvas,
        operands: &[Token],
        resources: Option<&'a Dictionary>,
        depth: u32,
    ) -> Result<(), Unread> {
        let Some(Object::Stream(form)) = self.resource(resources, "XObject", operands) else { return Ok(()) };
        if self.objects.name(&form.dict, "Subtype") != Some(b"Form") {
            canvas.page.pictures = true;
            return Ok(());
        }
        if depth >= DEPTH {
            return Err(damaged("its pages draw themselves; save the document anew and read that"));
        }
        self.spend(FORM_COST)?;
        let content = self.objects.unpack(form)?;
        let own = self.objects.dict(&form.dict, "Resources").or(resources);
        let (state, text, saved) = (canvas.state.clone(), canvas.text, std::mem::take(&mut canvas.saved));
        if let Some(matrix) = self.objects.numbers(&form.dict, "Matrix") {
            canvas.state.map = Matrix(matrix).then(canvas.state.map);
        }
        self.run(canvas, &content, own, depth + 1)?;
        (canvas.state, canvas.text, canvas.saved) = (state, text, saved);
        Ok(())
    }

    fn choose(
        &mut self,
        canvas: &mut Canvas,
        operands: &[Token],
        resources: Option<&'a Dictionary>,
    ) -> Result<(), Unread> {
        if let Some(Token::Number(size)) = operands.last() {
            canvas.state.size = *size;
        }
        canvas.state.font = match self.resource(resources, "Font", operands) {
            Some(Object::Dictionary(dict)) => Some(self.font(dict)?),
            _ => Some(Rc::new(Font::missing())),
        };
        Ok(())
    }

    fn font(&mut self, dict: &'a Dictionary) -> Result<Rc<Font>, Unread> {
        // The objects of a document do not move while it is read, so a place names a font.
        let key = std::ptr::from_ref(dict).addr();
        if let Some(font) = self.fonts.get(&key) {
            return Ok(Rc::clone(font));
        }
        let font = Rc::new(Font::read(self.objects, dict, self.fonts.len() as u32)?);
        self.fonts.insert(key, Rc::clone(&font));
        Ok(font)
    }
}

impl Canvas {
    fn operate(&mut self, operator: &[u8], operands: &[Token], max_glyphs: u64) -> Result<(), Unread> {
        match operator {
            b"q" => {
                if self.saved.len() >= SAVED {
                    return Err(damaged("the content of a page is nested too deep; save the document anew"));
                }
                self.saved.push(self.state.clone());
            }
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => {
                if let Some(numbers) = numbers(operands) {
                    self.state.map = Matrix(numbers).then(self.state.map);
                }
            }
            b"BMC" | b"BDC" => self.marks.begin(operands),
            b"EMC" => self.marks.end(),
            _ => {
                if !self.paths.operate(operator, operands, &self.state, &mut self.page) {
                    self.type_text(operator, operands);
                }
            }
        }
        if self.page.glyphs.len() as u64 > max_glyphs {
            return Err(too_large("a page shows more glyphs than the limit of characters allows".to_owned()));
        }
        Ok(())
    }
}

/// The last `N` operands, if they are numbers.
fn numbers<const N: usize>(operands: &[Token]) -> Option<[f64; N]> {
    let last = operands.get(operands.len().checked_sub(N)?..)?;
    let mut numbers = [0.0; N];
    for (slot, token) in numbers.iter_mut().zip(last) {
        let Token::Number(value) = token else { return None };
        *slot = *value;
    }
    Some(numbers)
}

/// The map from a page's own coordinates to those of the page as shown, with its size.
fn device(node: &PageNode<'_>) -> (Matrix, (f64, f64)) {
    let [left, lower, right, upper] = node.shown;
    let (width, height) = (right - left, upper - lower);
    match node.turn {
        90 => (Matrix([0.0, 1.0, 1.0, 0.0, -lower, -left]), (height, width)),
        180 => (Matrix([-1.0, 0.0, 0.0, 1.0, right, -lower]), (width, height)),
        270 => (Matrix([0.0, -1.0, -1.0, 0.0, upper, right]), (height, width)),
        _ => (Matrix([1.0, 0.0, 0.0, -1.0, -left, upper]), (width, height)),
    }
}
