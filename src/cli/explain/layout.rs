//! An account as text for a person and as JSON for a program.

use std::fmt::Write;

use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Account, Outcome, Read, Slot};
use super::spots::chars;
use crate::model::Span;

/// Columns of text where standard output is no terminal.
const WIDTH: u16 = 120;

/// An account as text.
pub(super) fn text(account: &Account, color: bool) -> String {
    let (bold, dim, off) = if color { ("\x1b[1m", "\x1b[2m", "\x1b[0m") } else { ("", "", "") };
    let (start, end) = account.offsets;
    let section = account.section.map(|s| format!(", under {s}")).unwrap_or_default();
    let marked = marked(account, bold, off);
    // Writing to a string cannot fail.
    let mut out = format!("{dim}{}, characters {start} to {end}{section}{off}\n\n  {marked}\n\n", account.source);
    let number = account.whole.of(account.text);
    let number = number.split_whitespace().collect::<String>();
    match &account.outcome {
        Outcome::Left(code, about) => {
            let _ = writeln!(out, "  {bold}{number}{off}  left out ({code}): {about}");
        }
        Outcome::Read(read) => {
            let _ = writeln!(out, "  {bold}{number}{off} → {bold}{}{off}\n", value(read));
            out.push_str(&slots(account, read, color));
            closing(&mut out, read);
        }
    }
    out
}

/// The sentence on one line, with the number between marks.
fn marked(account: &Account, bold: &str, off: &str) -> String {
    let (sentence, whole) = (account.sentence, account.whole);
    let part = |span: Span| span.of(account.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let before = part(Span { start: sentence.start.min(whole.start), end: whole.start });
    let after = part(Span { start: whole.end, end: sentence.end.max(whole.end) });
    format!("{before}{bold}【{}】{off}{after}", part(whole))
}

fn value(read: &Read) -> String {
    let high = read.value.1.map(|h| format!(" to {}", grouped(h))).unwrap_or_default();
    let unit = if read.unit == "1" { String::new() } else { format!(" {}", read.unit) };
    format!("{}{high}{unit}", grouped(read.value.0))
}

/// A decimal with its integer digits in threes.
fn grouped(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn slots(account: &Account, read: &Read, color: bool) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    let head = ["slot", "value", "words", "found in"];
    table.set_header(head.map(|h| if color { Cell::new(h).add_attribute(Attribute::Dim) } else { Cell::new(h) }));
    for slot in &read.slots {
        let words = slot.words.map(|w| quoted(w.of(account.text))).unwrap_or_default();
        let value = slot.value.clone().unwrap_or_else(|| "—".to_owned());
        table.add_row([slot.name.to_owned(), value, words, slot.found.clone().unwrap_or_default()]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(16)));
    }
    let lines = table.to_string();
    lines.lines().fold(String::new(), |out, line| out + " " + line.trim_end() + "\n")
}

fn quoted(words: &str) -> String {
    format!("“{}”", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn closing(out: &mut String, read: &Read) {
    out.push('\n');
    if let Some((offset, words)) = &read.belongs_to {
        let _ = writeln!(out, "  belongs to the value {words} at {offset}");
    }
    if let Some(rule) = &read.rule {
        let _ = writeln!(out, "  rule {}: {}", rule.name, rule.about);
    }
    for (code, about) in &read.flags {
        let _ = writeln!(out, "  flag {code}: {about}");
    }
}

/// An account as one line of JSON.
pub(super) fn json(account: &Account) -> String {
    let (start, end) = account.offsets;
    let mut object = json!({
        "source": account.source,
        "char_start": start,
        "char_end": end,
        "value_text": account.number.of(account.text),
        "text": account.whole.of(account.text),
        "section": account.section,
        "sentence": account.sentence.of(account.text),
    });
    match &account.outcome {
        Outcome::Left(code, about) => object["left_out"] = json!({ "code": code, "about": about }),
        Outcome::Read(read) => {
            let slots = read.slots.iter().map(|s| (s.name.to_owned(), slot_json(account, s)));
            object["value_decimal"] = json!(read.value.0.normalize().to_string());
            object["value_high_decimal"] = json!(read.value.1.map(|h| h.normalize().to_string()));
            object["unit"] = json!(read.unit);
            object["slots"] = Value::Object(slots.collect());
            object["belongs_to"] = json!(read.belongs_to.as_ref().map(|(at, text)| json!({ "at": at, "text": text })));
            object["rule"] = json!(read.rule.map(|r| json!({ "name": r.name, "about": r.about })));
            object["flags"] = json!(read.flags.iter().map(|f| f.0).collect::<Vec<_>>());
        }
    }
    object.to_string() + "\n"
}

fn slot_json(account: &Account, slot: &Slot) -> Value {
    let words = slot.words.map(|w| {
        let (start, end) = (chars(account.text, w.start), chars(account.text, w.end));
        json!({ "text": w.of(account.text), "start": start, "end": end })
    });
    json!({ "value": slot.value, "words": words, "found": slot.found })
}
