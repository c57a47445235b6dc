//! A page as it came to the markup that says what it shows: the rest never reaches the parser.
//!
//! Left out are scripts, styles, comments, form controls and pictures, attributes that say nothing
//! of the text, and tags that only format it, so that `<b>1</b><font>2.5</font>` is `12.5`. What is
//! left has the shape that html5ever builds trees from quickly, whoever wrote the page: no long
//! lists of attributes, no formatting elements that it would have to open again in each paragraph,
//! nothing deeper than the limit.

use super::super::{Limits, Unread};
use super::open::Open;
use super::scan::{Piece, Pieces, Tag, is_space};

/// A page that is to be parsed, and what was taken out that may hold its text.
#[derive(Debug, Default)]
pub(super) struct Clean<'a> {
    /// The markup.
    pub(super) markup: String,
    /// Addresses of frames and embedded objects.
    pub(super) frames: Vec<&'a str>,
    /// Addresses of links to files.
    pub(super) files: Vec<&'a str>,
    /// How many pictures there are.
    pub(super) pictures: usize,
    /// What stands in text areas.
    pub(super) areas: Vec<&'a str>,
    /// Bytes of scripts.
    pub(super) scripts: usize,
}

/// Elements that are kept, as they are.
const KEPT: [&str; 50] = [
    "div",
    "p",
    "td",
    "tr",
    "tbody",
    "table",
    "li",
    "ul",
    "a",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ol",
    "th",
    "thead",
    "tfoot",
    "caption",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "center",
    "pre",
    "hr",
    "address",
    "figure",
    "figcaption",
    "details",
    "summary",
    "sup",
    "sub",
    "meta",
    "title",
    "span",
    "fieldset",
    "hgroup",
    "dialog",
    "dir",
    "menu",
];

/// Elements left out with all that is in them. The text of the first ones is no markup, so that one
/// that is never closed takes the rest of the page with it.
const SKIPPED: [&str; 14] = [
    "script", "style", "noscript", "textarea", "iframe", "noframes", "noembed", "template", "svg", "select", "button",
    "object", "video", "canvas",
];
const RAW: usize = 7;

/// Endings of addresses of files that may hold the text.
const FILES: [&str; 12] =
    [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".zip", ".rar", ".ofd", ".ppt", ".pptx"];

/// Reads the pieces of a page.
///
/// # Errors
/// `too_large` for more elements, or elements deeper in one another, than the limits allow.
pub(super) fn clean<'a>(text: &'a str, limits: &Limits) -> Result<Clean<'a>, Unread> {
    let mut cleaner = Cleaner {
        pieces: Pieces::new(text),
        out: Clean { markup: String::with_capacity(text.len() / 2 + 64), ..Clean::default() },
        open: Open::default(),
        concealed: None,
        unclosed: [false; SKIPPED.len()],
        untitled: false,
    };
    // Without it html5ever would lay tables out as browsers of the last century did.
    cleaner.out.markup.push_str("<!DOCTYPE html>");
    let mut elements = 0_u64;
    while let Some(piece) = cleaner.pieces.next() {
        match piece {
            Piece::Text(text) => cleaner.text(text),
            Piece::End(name) => cleaner.end(name),
            Piece::Start(tag) => {
                elements += 1;
                let depth = cleaner.start(&tag);
                if elements > limits.max_cells || depth > limits.max_xml_depth as usize {
                    return Err(too_large(limits, elements > limits.max_cells));
                }
            }
        }
    }
    Ok(cleaner.out)
}

fn too_large(limits: &Limits, many: bool) -> Unread {
    let reason = if many {
        format!("the page has more than {} elements; split it, or raise the limit of cells", limits.max_cells)
    } else {
        super::too_deep(limits)
    };
    Unread { code: "too_large", reason, position: None }
}

struct Cleaner<'a> {
    pieces: Pieces<'a>,
    out: Clean<'a>,
    open: Open,
    /// An inline element that is hidden, with how many of its name are open.
    concealed: Option<(String, u32)>,
    /// Which of [`SKIPPED`] have no more end tags.
    unclosed: [bool; SKIPPED.len()],
    /// Whether titles have no more end tags.
    untitled: bool,
}

impl<'a> Cleaner<'a> {
    fn text(&mut self, text: &str) {
        // A sign that begins no tag.
        match text.strip_prefix('<') {
            Some(rest) => {
                self.out.markup.push_str("&lt;");
                self.out.markup.push_str(rest);
            }
            None => self.out.markup.push_str(text),
        }
    }

    fn end(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        let kept = place(&name).filter(|n| !matches!(*n, "br" | "hr" | "meta" | "title" | "span"));
        if let Some(name) = kept {
            self.open.end(name);
            self.out.markup.push_str("</");
            self.out.markup.push_str(name);
            self.out.markup.push('>');
            return;
        }
        if let Some((concealed, depth)) = &mut self.concealed
            && *concealed == name
        {
            self.out.markup.push_str("</span>");
            *depth -= 1;
            if *depth == 0 {
                self.concealed = None;
            }
        }
    }

    /// Gives how many elements are open with this one.
    fn start(&mut self, tag: &Tag<'a>) -> usize {
        let name = tag.name.to_ascii_lowercase();
        self.note(&name, tag);
        if let Some(at) = SKIPPED.iter().position(|s| *s == name) {
            self.skip(at);
            return 0;
        }
        match place(&name) {
            Some("title") => {
                self.title();
                0
            }
            Some("span") | None => self.inline(&name, tag),
            Some(kept) => {
                self.write(kept, tag);
                self.open.start(kept)
            }
        }
    }

    /// Notes what may hold the text where the page does not.
    fn note(&mut self, name: &str, tag: &Tag<'a>) {
        match name {
            "iframe" | "frame" | "embed" => self.out.frames.extend(tag.attribute("src")),
            "object" => self.out.frames.extend(tag.attribute("data")),
            "img" => self.out.pictures += 1,
            "a" => self.out.files.extend(tag.attribute("href").filter(|href| is_file(href))),
            _ => {}
        }
    }

    fn skip(&mut self, at: usize) {
        let Some(name) = SKIPPED.get(at) else { return };
        let taken = if self.unclosed.get(at) == Some(&true) { None } else { self.pieces.skip_to_end_of(name) };
        if let (None, Some(unclosed)) = (taken, self.unclosed.get_mut(at)) {
            *unclosed = true;
        }
        let taken = if taken.is_none() && at < RAW { Some(self.pieces.skip_all()) } else { taken };
        match (*name, taken) {
            ("script", Some(script)) => self.out.scripts += script.len(),
            ("textarea", Some(area)) => self.out.areas.push(area),
            _ => {}
        }
    }

    /// The text of a title is no markup.
    fn title(&mut self) {
        // Looked for once, as for those above: many titles that never end would take forever.
        let title = if self.untitled { None } else { self.pieces.skip_to_end_of("title") };
        self.untitled = title.is_none();
        let Some(title) = title else { return };
        self.out.markup.push_str("<title>");
        self.out.markup.push_str(&title.replace('<', "&lt;"));
        self.out.markup.push_str("</title>");
    }

    /// An element that only formats: left out but for one that is hidden, whose text must go.
    fn inline(&mut self, name: &str, tag: &Tag<'a>) -> usize {
        if is_void(name) {
            return 0;
        }
        let style = Style::of(tag);
        match &mut self.concealed {
            Some((concealed, depth)) if concealed == name => *depth += 1,
            None if style.hidden => self.concealed = Some((name.to_owned(), 1)),
            _ => return 0,
        }
        self.out.markup.push_str(if style.hidden { "<span hidden>" } else { "<span>" });
        self.open.start("span")
    }

    fn write(&mut self, name: &str, tag: &Tag<'a>) {
        self.out.markup.push('<');
        self.out.markup.push_str(name);
        for wanted in attributes(name) {
            if let Some(value) = tag.attribute(wanted) {
                self.attribute(wanted, value);
            }
        }
        let style = Style::of(tag);
        for (holds, mark) in
            [(style.hidden, " hidden"), (style.keeps_lines, " data-lines"), (style.plain, " data-plain")]
        {
            if holds {
                self.out.markup.push_str(mark);
            }
        }
        self.out.markup.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.markup.push(' ');
        self.out.markup.push_str(name);
        self.out.markup.push_str("=\"");
        for (i, part) in value.split('"').enumerate() {
            if i > 0 {
                self.out.markup.push_str("&quot;");
            }
            self.out.markup.push_str(part);
        }
        self.out.markup.push('"');
    }
}

/// The name under which an element is kept.
fn place(name: &str) -> Option<&'static str> {
    KEPT.iter().find(|k| **k == name).copied()
}

fn is_void(name: &str) -> bool {
    matches!(name, "img" | "input" | "link" | "base" | "col" | "embed" | "wbr" | "area" | "param" | "source" | "frame")
}

/// What is wanted to know of an element.
fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "meta" => &["name", "property", "itemprop", "content"],
        "td" | "th" => &["id", "class", "rowspan", "colspan"],
        "ol" => &["start", "type", "reversed", "class"],
        "li" => &["value"],
        "br" | "hr" | "sup" | "sub" | "span" | "tbody" | "thead" | "tfoot" => &[],
        _ => &["id", "class"],
    }
}

/// What the style of an element says of its text.
#[derive(Debug, Default, Clone, Copy)]
struct Style {
    hidden: bool,
    /// Line ends are line ends.
    keeps_lines: bool,
    /// A list without numbers.
    plain: bool,
}

impl Style {
    fn of(tag: &Tag) -> Self {
        let mut style = Self { hidden: tag.attribute("hidden").is_some(), ..Self::default() };
        let Some(written) = tag.attribute("style") else { return style };
        let tight: String = written.bytes().filter(|b| !is_space(*b)).map(|b| b.to_ascii_lowercase() as char).collect();
        for rule in tight.split(';') {
            let Some((key, value)) = rule.split_once(':') else { continue };
            match key {
                "display" => style.hidden |= value.starts_with("none"),
                "visibility" => style.hidden |= value.starts_with("hidden"),
                "white-space" => style.keeps_lines |= value.starts_with("pre"),
                "list-style" | "list-style-type" => style.plain |= value.contains("none"),
                _ => {}
            }
        }
        style
    }
}

fn is_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end().to_ascii_lowercase();
    FILES.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::{Limits, clean};

    fn markup(page: &str) -> String {
        let markup = clean(page, &Limits::default()).unwrap().markup;
        markup.trim_start_matches("<!DOCTYPE html>").to_owned()
    }

    #[test]
    fn only_what_shows_is_left() {
        assert_eq!(markup("<p style='color:red' class=a><b>1</b><font>2.5</font>"), "<p class=\"a\">12.5");
        assert_eq!(markup("a<script>if (1<b) '</p>'</script>b<style>x</style>c"), "abc");
        assert_eq!(markup("<P ID='\"'>a</P><textarea><p>b</textarea>"), "<p id=\"&quot;\">a</p>");
        assert_eq!(markup("<form><input value=1>a</form>"), "a");
        assert_eq!(markup("1 < 2"), "1 &lt; 2");
        assert_eq!(markup("<title>a<b></title>"), "<title>a&lt;b></title>");
        assert_eq!(markup("a<select><option>b"), "ab", "a control that is never closed hides nothing");
    }

    #[test]
    fn an_end_that_never_comes_is_looked_for_once() {
        for name in ["title", "select"] {
            let page = format!("<{name}></p>").repeat(300_000);
            assert_eq!(markup(&page), "</p>".repeat(300_000), "{name}");
        }
    }

    #[test]
    fn what_is_hidden_stays_marked() {
        assert_eq!(markup("<div style='DISPLAY: none'>a</div>"), "<div hidden>a</div>");
        let page = "1<span style='display:none'>2<span>3</span>4</span>5<span>6</span>";
        assert_eq!(markup(page), "1<span hidden>2<span>3</span>4</span>56");
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { max_xml_depth: 10, max_cells: 40, ..Limits::default() };
        let code = |page: &str| clean(page, &limits).err().map(|e| e.code);
        assert_eq!(code(&"<div>".repeat(10)), None);
        assert_eq!(code(&"<div>".repeat(11)), Some("too_large"));
        assert_eq!(code(&"<div></div>".repeat(40)), None);
        assert_eq!(code(&"<p>".repeat(41)), Some("too_large"));
    }
}
