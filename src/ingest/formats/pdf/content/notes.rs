//! Annotations: what was filled into forms and written onto pages after they were made. A reader
//! sees it, so it is text of the page.

use lopdf::{Dictionary, Object, Stream};

use super::super::super::Unread;
use super::super::matrix::Matrix;
use super::super::objects::{Objects, PageNode};
use super::{Canvas, FORM_COST, Runner};

/// Flags of an annotation that is not shown: hidden, or not for the screen.
const UNSEEN: i64 = 0b10_0010;

impl<'a> Runner<'a> {
    /// Draws the annotations of a page that show something of their own.
    pub(super) fn annotations(&mut self, canvas: &mut Canvas, node: &PageNode<'a>) -> Result<(), Unread> {
        let objects = self.objects;
        let device = canvas.state.map;
        for annotation in objects.array(node.dict, "Annots").unwrap_or_default() {
            self.spend(FORM_COST)?;
            let Some(dict) = objects.follow(annotation).and_then(|o| o.as_dict().ok()) else { continue };
            let Some(form) = appearance(objects, dict) else { continue };
            let Some(place) = place(objects, dict, form) else { continue };
            let content = objects.unpack(form)?;
            canvas.state = super::State::new(place.then(device));
            let resources = objects.dict(&form.dict, "Resources").or(node.resources);
            self.run(canvas, &content, resources, 1)?;
            canvas.saved.clear();
        }
        Ok(())
    }
}

/// What an annotation shows, if it is shown.
fn appearance<'a>(objects: &'a Objects, annotation: &'a Dictionary) -> Option<&'a Stream> {
    let flags = objects.number(annotation, "F").unwrap_or(0.0) as i64;
    if flags & UNSEEN != 0 || matches!(objects.name(annotation, "Subtype"), Some(b"Popup" | b"Link")) {
        return None;
    }
    let usual = objects.get(objects.dict(annotation, "AP")?, "N")?;
    match usual {
        Object::Stream(form) => Some(form),
        Object::Dictionary(states) => {
            let state = std::str::from_utf8(objects.name(annotation, "AS")?).ok()?;
            objects.get(states, state)?.as_stream().ok()
        }
        _ => None,
    }
}

/// The map from the form of an annotation to its place on the page: its box goes into its rectangle.
fn place(objects: &Objects, annotation: &Dictionary, form: &Stream) -> Option<Matrix> {
    let [x0, y0, x1, y1] = objects.numbers::<4>(annotation, "Rect")?;
    let (left, lower) = (x0.min(x1), y0.min(y1));
    let own = objects.numbers(&form.dict, "Matrix").map_or(Matrix::IDENTITY, Matrix);
    let [bx0, by0, bx1, by1] = objects.numbers::<4>(&form.dict, "BBox")?;
    let corners = [(bx0, by0), (bx1, by0), (bx0, by1), (bx1, by1)].map(|(x, y)| own.point(x, y));
    let (from, to) = corners.iter().fold(((f64::MAX, f64::MAX), (f64::MIN, f64::MIN)), |(a, b), p| {
        ((a.0.min(p.0), a.1.min(p.1)), (b.0.max(p.0), b.1.max(p.1)))
    });
    let stretch = |from: f64, to: f64, length: f64| if to - from > 1e-6 { length / (to - from) } else { 1.0 };
    let (wide, high) = (stretch(from.0, to.0, (x1 - x0).abs()), stretch(from.1, to.1, (y1 - y0).abs()));
    let fit = Matrix([wide, 0.0, 0.0, high, left - from.0 * wide, lower - from.1 * high]);
    Some(own.then(fit))
}
