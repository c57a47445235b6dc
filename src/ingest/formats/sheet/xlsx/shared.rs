//! What the sheets of a workbook share: texts and formats.

use std::collections::HashMap;

use super::{Limits, show};
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Item, Xml};

/// The texts that cells name by their number.
pub(super) fn strings(text: &str, limits: &Limits) -> Result<Vec<String>, Unread> {
    let mut xml = Xml::new(text, "sharedStrings.xml", limits);
    let mut strings: Vec<String> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => {
                if element.name() == "si" {
                    strings.push(String::new());
                }
                path.push(element.name().to_owned());
            }
            Item::End => drop(path.pop()),
            // `rPh` is the reading beside characters.
            Item::Text(text) if path.last().is_some_and(|p| p == "t") && !path.iter().any(|p| p == "rPh") => {
                strings.iter_mut().rev().take(1).for_each(|s| s.push_str(&text));
            }
            Item::Text(_) => {}
        }
    }
    strings.iter_mut().filter(|s| s.contains("_x")).for_each(|s| *s = unescape(s));
    Ok(strings)
}

/// The format of numbers of each style.
pub(super) fn formats(text: &str, limits: &Limits) -> Result<Vec<String>, Unread> {
    let mut xml = Xml::new(text, "styles.xml", limits);
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut styles: Vec<u32> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => {
                let id = element.attr("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                match (path.last().map(String::as_str), element.name()) {
                    (Some("numFmts"), "numFmt") => {
                        codes.insert(id, element.attr("formatCode").unwrap_or_default());
                    }
                    (Some("cellXfs"), "xf") => styles.push(id),
                    _ => {}
                }
                path.push(element.name().to_owned());
            }
            Item::End => drop(path.pop()),
            Item::Text(_) => {}
        }
    }
    let code = |id: u32| codes.get(&id).cloned().unwrap_or_else(|| show::built_in(id).to_owned());
    Ok(styles.into_iter().map(code).collect())
}

/// Characters that Excel writes as `_x000D_`.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let known = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        let read = if known.is_some() { 7 } else { 2 };
        out.extend(known);
        out.push_str(if known.is_some() { "" } else { "_x" });
        rest = from.get(read..).unwrap_or_default();
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_whole_and_without_readings() {
        let text = "<sst><si><t>甲</t></si><si><r><t>5_x000D_</t></r><r><t xml:space='preserve'> 亿</t></r><rPh><t>yi</t></rPh></si><si/></sst>";
        assert_eq!(strings(text, &Limits::default()).unwrap(), ["甲", "5\r 亿", ""]);
        assert_eq!(unescape("a_x_xZZZZ__x4E00_"), "a_x_xZZZZ_一");
    }

    #[test]
    fn formats_by_style() {
        let text = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0%'/></numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>
            <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='10'/></cellXfs></styleSheet>";
        assert_eq!(formats(text, &Limits::default()).unwrap(), ["", "0.0%", "0.00%"]);
    }
}
