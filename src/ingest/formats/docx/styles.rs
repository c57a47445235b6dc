//! `styles.xml`: what a paragraph or a run has from its style and the styles that it is based on.

use std::collections::HashMap;

use crate::ingest::Limits;
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Element, Item, Space, Xml};

/// Styles stand on one another a few deep; a chain beyond this is a circle.
const LONGEST_CHAIN: usize = 32;

/// What a style gives, its own or what it has from below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Level in the outline from 0; 9 is body text.
    pub(super) outline: Option<u32>,
    /// Whether it is for the lines of a table of contents.
    pub(super) contents: bool,
    /// The list that its paragraphs are numbered in.
    pub(super) list: Option<u32>,
    /// The level in that list.
    pub(super) list_level: Option<u32>,
    /// Whether its text is hidden.
    pub(super) hidden: Option<bool>,
    /// Whether its text is raised.
    pub(super) raised: Option<bool>,
}

/// A style as it stands in the file.
#[derive(Debug, Default)]
struct Written {
    name: String,
    below: Option<String>,
    gives: Style,
}

/// The styles of a document by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Style,
}

impl Styles {
    /// Reads the part.
    ///
    /// # Errors
    /// Those of the XML.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Unread> {
        let mut xml = Xml::new(text, "styles.xml", limits);
        let mut written = HashMap::new();
        let mut default = String::new();
        while let Some(item) = xml.next()? {
            let Item::Start(element) = item else { continue };
            if element.space != Space::Word || element.name() != "style" {
                continue;
            }
            let id = element.attr("styleId").unwrap_or_default();
            let is_default = element.attr("default").is_some_and(|d| matches!(d.as_str(), "1" | "true" | "on"));
            if is_default && element.attr("type").is_some_and(|t| t == "paragraph") {
                default.clone_from(&id);
            }
            written.insert(id, read_one(&mut xml)?);
        }
        let styles: HashMap<_, _> = written.keys().map(|id| (id.clone(), resolve(id, &written))).collect();
        let default = styles.get(&default).cloned().unwrap_or_default();
        Ok(Self { styles, default })
    }

    /// The style of paragraphs of this id, or the default one.
    pub(super) fn paragraph(&self, id: Option<&str>) -> &Style {
        id.and_then(|id| self.styles.get(id)).unwrap_or(&self.default)
    }

    /// A style of characters.
    pub(super) fn run(&self, id: &str) -> Option<&Style> {
        self.styles.get(id)
    }
}

/// Reads to the end of the style that was just started.
fn read_one(xml: &mut Xml<'_>) -> Result<Written, Unread> {
    let mut style = Written::default();
    let mut path: Vec<String> = Vec::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => {
                // What a tracked change replaced, and the parts of tables, say nothing here.
                let aside = path.iter().any(|p| p.ends_with("Change") || p == "tblStylePr");
                if element.space == Space::Word && !aside {
                    note(&element, &mut style);
                }
                path.push(element.name().to_owned());
            }
            Item::End if path.pop().is_none() => break,
            Item::End | Item::Text(_) => {}
        }
    }
    Ok(style)
}

fn note(element: &Element<'_>, style: &mut Written) {
    let number = || element.val().and_then(|v| v.parse().ok());
    match element.name() {
        "name" => style.name = element.val().unwrap_or_default().to_lowercase(),
        "basedOn" => style.below = element.val(),
        "outlineLvl" => style.gives.outline = number(),
        "numId" => style.gives.list = number(),
        "ilvl" => style.gives.list_level = number(),
        "vanish" => style.gives.hidden = Some(element.is_on()),
        "vertAlign" => style.gives.raised = Some(element.val().is_some_and(|v| v == "superscript")),
        _ => {}
    }
}

/// What the style gives with all that it is based on.
fn resolve(id: &str, written: &HashMap<String, Written>) -> Style {
    let mut style = Style::default();
    let mut next = written.get(id);
    for _ in 0..LONGEST_CHAIN {
        let Some(one) = next else { break };
        style.outline = style.outline.or(one.gives.outline).or_else(|| level_of_name(&one.name));
        style.contents |= is_contents(&one.name);
        style.list = style.list.or(one.gives.list);
        style.list_level = style.list_level.or(one.gives.list_level);
        style.hidden = style.hidden.or(one.gives.hidden);
        style.raised = style.raised.or(one.gives.raised);
        next = one.below.as_ref().and_then(|below| written.get(below));
    }
    style
}

/// The level that a style has by its name alone: some programs write no outline levels.
fn level_of_name(name: &str) -> Option<u32> {
    if matches!(name, "title" | "标题") {
        return Some(0);
    }
    let digit = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?.trim();
    digit.parse::<u32>().ok()?.checked_sub(1).filter(|&level| level < 9)
}

fn is_contents(name: &str) -> bool {
    let numbered = name.strip_prefix("toc").or_else(|| name.strip_prefix("目录"));
    numbered.is_some_and(|n| n.trim().is_empty() || n.trim().parse::<u32>().is_ok())
        || matches!(name, "toc heading" | "table of figures" | "图表目录")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let text = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:styles>"
        );
        Styles::read(&text, &Limits::default()).unwrap()
    }

    #[test]
    fn levels_come_through_chains_and_by_name() {
        let styles = styles(
            "<w:style w:type='paragraph' w:default='1' w:styleId='n'><w:name w:val='Normal'/></w:style>
             <w:style w:styleId='a'><w:name w:val='章'/><w:basedOn w:val='b'/></w:style>
             <w:style w:styleId='b'><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:basedOn w:val='c'/></w:style>
             <w:style w:styleId='c'><w:name w:val='Heading 5'/><w:basedOn w:val='a'/></w:style>
             <w:style w:styleId='d'><w:name w:val='标题 3'/></w:style>
             <w:style w:styleId='e'><w:name w:val='toc 2'/></w:style>
             <w:style w:styleId='f'><w:name w:val='Title'/></w:style>",
        );
        let level = |id| styles.paragraph(Some(id)).outline;
        assert_eq!((level("a"), level("b"), level("c"), level("d")), (Some(1), Some(1), Some(4), Some(2)));
        assert_eq!((level("f"), level("n"), level("absent")), (Some(0), None, None));
        assert!(styles.paragraph(Some("e")).contents);
    }

    #[test]
    fn what_a_change_replaced_does_not_count() {
        let styles = styles(
            "<w:style w:styleId='a'><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange></w:pPr>
             <w:rPr><w:vanish/></w:rPr></w:style>",
        );
        let style = styles.run("a").unwrap();
        assert_eq!((style.outline, style.hidden), (None, Some(true)));
    }
}
