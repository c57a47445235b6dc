//! `numbering.xml`: the automatic numbers before paragraphs, counted as Word counts them.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::numerals;
use crate::ingest::Limits;
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Element, Item, Space, Xml};

/// Levels of a list.
const LEVELS: usize = 9;
/// Most characters of a level's text; Word's own limit.
const LONGEST_TEXT: usize = 255;

/// How a level of a list is numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    form: String,
    /// `%1` stands for the number of the first level.
    text: String,
    /// The level, from 1, after which this one begins anew; 0 for never.
    restart: Option<u32>,
    /// What stands between number and text: `tab`, `space` or `nothing`.
    suffix: Option<String>,
    /// Whether all levels are shown as decimal digits.
    legal: bool,
    /// The style whose paragraphs have this level.
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Outline {
    levels: HashMap<usize, Level>,
    /// The numbering style whose list stands for this one.
    link: Option<String>,
    /// The numbering style that this list is the list of.
    linked_by: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    outline: u32,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// The number before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Label {
    /// The number with what belongs to it: `（一）`; empty for bullets, which are no words.
    pub(super) text: String,
    /// Whether a gap parts it from the text.
    pub(super) gap: bool,
    /// Whether it is counted in Chinese or names a part (`第1章`), as headings are.
    pub(super) heads: bool,
}

/// The lists of a document and where each stands.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    outlines: HashMap<u32, Outline>,
    lists: HashMap<u32, List>,
    /// Numbers reached, by outline: lists of one outline count on from one another.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

impl Numbering {
    /// Reads the part.
    ///
    /// # Errors
    /// Those of the XML.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Unread> {
        let mut xml = Xml::new(text, "numbering.xml", limits);
        let mut numbering = Self::default();
        while let Some(item) = xml.next()? {
            let Item::Start(element) = item else { continue };
            match (element.space, element.name()) {
                (Space::Word, "abstractNum") => {
                    let outline = read_outline(&mut xml)?;
                    if let Some(id) = number(&element, "abstractNumId") {
                        numbering.outlines.insert(id, outline);
                    }
                }
                (Space::Word, "num") => {
                    let list = read_list(&mut xml)?;
                    if let Some(id) = number(&element, "numId") {
                        numbering.lists.insert(id, list);
                    }
                }
                _ => {}
            }
        }
        numbering.follow_links();
        Ok(numbering)
    }

    /// The level of `list` whose paragraphs have the style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<u32> {
        let outline = self.outlines.get(&self.lists.get(&list)?.outline)?;
        outline.levels.iter().find(|(_, l)| l.style.as_deref() == Some(style)).map(|(&level, _)| level as u32)
    }

    /// Counts one paragraph of the list at the level and gives its number.
    pub(super) fn next(&mut self, list_id: u32, level: u32) -> Option<Label> {
        let at = level as usize;
        let list = self.lists.get(&list_id)?;
        let outline = self.outlines.get(&list.outline)?;
        let of = |level: usize| list.levels.get(&level).or_else(|| outline.levels.get(&level));
        let start = |level: usize| list.starts.get(&level).copied().or(of(level).map(|l| l.start)).unwrap_or(1);
        let this = of(at)?;
        let counts = self.counts.entry(list.outline).or_default();
        if self.begun.insert(list_id) {
            // Levels with a start of their own are counted from it when they are next used.
            let anew = counts.iter_mut().enumerate().filter(|(level, _)| list.starts.contains_key(level));
            anew.for_each(|(_, count)| *count = None);
        }
        for (level, count) in counts.iter_mut().enumerate() {
            let restart = of(level).and_then(|l| l.restart).unwrap_or(level as u32);
            match level.cmp(&at) {
                // A level that was passed over counts as begun.
                Ordering::Less => *count = count.or(Some(start(level))),
                Ordering::Equal => *count = Some(count.map_or_else(|| start(level), |n| n.saturating_add(1))),
                Ordering::Greater if (at as u32) < restart => *count = None,
                Ordering::Greater => {}
            }
        }
        let form = |level| if this.legal { "decimal" } else { of(level).map_or("decimal", |l| l.form.as_str()) };
        let value = |level: usize| counts.get(level).copied().flatten().unwrap_or_else(|| start(level));
        Some(label(this, |level| numerals::write(value(level), form(level))))
    }

    /// Gives outlines that only point to a numbering style the levels of the outline that has it.
    fn follow_links(&mut self) {
        let owners: HashMap<String, HashMap<usize, Level>> = self
            .outlines
            .values()
            .filter(|o| !o.levels.is_empty())
            .filter_map(|o| Some((o.linked_by.clone()?, o.levels.clone())))
            .collect();
        for outline in self.outlines.values_mut().filter(|o| o.levels.is_empty()) {
            if let Some(levels) = outline.link.as_ref().and_then(|link| owners.get(link)) {
                outline.levels.clone_from(levels);
            }
        }
    }
}

/// The text of a level with the numbers put in.
fn label(level: &Level, number: impl Fn(usize) -> String) -> Label {
    if level.form == "bullet" {
        return Label::default();
    }
    let mut text = String::new();
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().and_then(|d| d.to_digit(10)).filter(|&d| c == '%' && d > 0) {
            Some(digit) => {
                chars.next();
                text.push_str(&number(digit as usize - 1));
            }
            None => text.push(c),
        }
    }
    let chinese = ["chinese", "japanese", "taiwanese", "ideograph"].iter().any(|p| level.form.starts_with(p));
    let heads = chinese || level.text.starts_with('第');
    Label { gap: level.suffix.as_deref() != Some("nothing"), text: text.trim().to_owned(), heads }
}

fn number(element: &Element<'_>, attribute: &str) -> Option<u32> {
    element.attr(attribute)?.trim().parse().ok()
}

/// Reads to the end of the `w:abstractNum` that was just started.
fn read_outline(xml: &mut Xml<'_>) -> Result<Outline, Unread> {
    let mut outline = Outline::default();
    let mut depth = 0;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) if element.space == Space::Word && element.name() == "lvl" => {
                let at = number(&element, "ilvl");
                let level = read_level(xml)?;
                at.filter(|&at| (at as usize) < LEVELS).map(|at| outline.levels.insert(at as usize, level));
            }
            Item::Start(element) => {
                depth += 1;
                match element.name() {
                    "numStyleLink" => outline.link = element.val(),
                    "styleLink" => outline.linked_by = element.val(),
                    _ => {}
                }
            }
            Item::End if depth == 0 => break,
            Item::End => depth -= 1,
            Item::Text(_) => {}
        }
    }
    Ok(outline)
}

/// Reads to the end of the `w:num` that was just started.
fn read_list(xml: &mut Xml<'_>) -> Result<List, Unread> {
    let mut list = List::default();
    let (mut depth, mut at) = (0, 0);
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) if element.name() == "lvl" => {
                let level = read_level(xml)?;
                list.levels.insert(at, level);
            }
            Item::Start(element) => {
                depth += 1;
                match element.name() {
                    "abstractNumId" => list.outline = number(&element, "val").unwrap_or_default(),
                    "lvlOverride" => at = number(&element, "ilvl").unwrap_or_default() as usize,
                    "startOverride" => {
                        number(&element, "val").map(|start| list.starts.insert(at, start));
                    }
                    _ => {}
                }
            }
            Item::End if depth == 0 => break,
            Item::End => depth -= 1,
            Item::Text(_) => {}
        }
    }
    Ok(list)
}

/// Reads to the end of the `w:lvl` that was just started.
fn read_level(xml: &mut Xml<'_>) -> Result<Level, Unread> {
    let mut level = Level { form: "decimal".to_owned(), ..Level::default() };
    let mut depth = 0;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => {
                depth += 1;
                match element.name() {
                    "start" => level.start = number(&element, "val").unwrap_or_default(),
                    "numFmt" => level.form = element.val().unwrap_or_default(),
                    "lvlText" => level.text = element.val().unwrap_or_default().chars().take(LONGEST_TEXT).collect(),
                    "lvlRestart" => level.restart = number(&element, "val"),
                    "suff" => level.suffix = element.val(),
                    "isLgl" => level.legal = element.is_on(),
                    "pStyle" => level.style = element.val(),
                    _ => {}
                }
            }
            Item::End if depth == 0 => break,
            Item::End => depth -= 1,
            Item::Text(_) => {}
        }
    }
    Ok(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inner: &str) -> Numbering {
        let text = format!(
            "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:numbering>"
        );
        Numbering::read(&text, &Limits::default()).unwrap()
    }

    fn level(at: u32, form: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    fn shown(numbering: &mut Numbering, list: u32, levels: &[u32]) -> Vec<String> {
        levels.iter().map(|&l| numbering.next(list, l).unwrap().text).collect()
    }

    #[test]
    fn levels_begin_anew_below_their_heads() {
        let levels = level(0, "chineseCounting", "%1、", "")
            + &level(1, "chineseCountingThousand", "（%2）", "")
            + &level(2, "decimal", "%3.", "<w:lvlRestart w:val='0'/>")
            + &level(3, "decimal", "%1.%3.%4", "<w:isLgl/>");
        let mut n = read(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num>"
        ));
        assert_eq!(
            shown(&mut n, 5, &[0, 1, 2, 1, 2, 3, 0, 1, 2]),
            ["一、", "（一）", "1.", "（二）", "2.", "1.2.1", "二、", "（一）", "3."]
        );
        assert!(n.next(6, 0).is_none() && n.next(5, 8).is_none() && n.next(5, 99).is_none());
    }

    #[test]
    fn lists_of_one_outline_count_on_unless_they_say_otherwise() {
        let mut n = read(&format!(
            "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
             <w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>
             <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>
             <w:num w:numId='4'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>{}</w:lvlOverride></w:num>",
            level(0, "decimal", "%1)", "<w:suff w:val='nothing'/>"),
            level(0, "upperRoman", "%1.", "")
        ));
        assert_eq!(shown(&mut n, 1, &[0, 0]), ["1)", "2)"]);
        assert_eq!(shown(&mut n, 2, &[0]), ["3)"]);
        assert_eq!(shown(&mut n, 3, &[0, 0]), ["7)", "8)"]);
        assert_eq!(shown(&mut n, 4, &[0]), ["IX."]);
    }

    #[test]
    fn levels_that_are_passed_over_count_as_begun() {
        let levels = level(0, "decimal", "%1", "") + &level(1, "decimal", "%1.%2", "");
        let mut n = read(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        ));
        assert_eq!(shown(&mut n, 1, &[1, 0, 1, 1]), ["1.1", "2", "2.1", "2.2"]);
    }

    #[test]
    fn bullets_are_no_words_and_links_lead_to_the_list() {
        let mut n = read(&format!(
            "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='s'/></w:abstractNum>
             <w:abstractNum w:abstractNumId='1'><w:styleLink w:val='s'/>{}</w:abstractNum>
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            level(0, "bullet", "\u{f0b7}", "<w:pStyle w:val='p'/>") + &level(1, "decimal", "第%2章", "")
        ));
        assert_eq!(n.next(1, 0), Some(Label::default()));
        assert_eq!(n.next(1, 1), Some(Label { text: "第1章".into(), gap: true, heads: true }));
        assert_eq!(n.level_of_style(1, "p"), Some(0));
    }
}
