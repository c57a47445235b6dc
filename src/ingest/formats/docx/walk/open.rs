//! What the start of an element does to the walk.

use super::{Mark, NoteKind, Open, Sink, Walk};
use crate::ingest::formats::docx::para::Para;
use crate::ingest::formats::docx::symbols;
use crate::ingest::formats::docx::table::{Draft, DraftCell, DraftRow, Merge};
use crate::ingest::formats::opc::{Element, Space, Xml};

impl Walk<'_> {
    /// Opens an element; `None` when it is left out with all that stands in it.
    pub(super) fn start(&mut self, element: &Element<'_>, xml: &Xml<'_>) -> Option<Open> {
        match element.space {
            Space::Word => self.start_word(element),
            Space::Compat => self.start_compat(element, xml),
            Space::Math => Some(self.start_math(element.name())),
            Space::Vml if element.name() == "textpath" => {
                // Lettering drawn along a path, as letterheads have it.
                element.attr("string").into_iter().for_each(|text| self.show(&text));
                Some(Open::Other)
            }
            _ => Some(Open::Other),
        }
    }

    fn start_word(&mut self, element: &Element<'_>) -> Option<Open> {
        let name = element.name();
        if is_aside(name) {
            return None;
        }
        // Alternatives stand for what they are chosen from.
        let mut above = self.path.iter().rev().filter(|o| !matches!(o, Open::Alternatives | Open::Branch));
        let open = match (above.next().unwrap_or(&Open::Other), name) {
            (Open::MarkProps, "del" | "moveFrom") => {
                self.para(|p| p.goes_on = true);
                Open::Other
            }
            (Open::RowProps, "del") => {
                self.row(|r| r.deleted = true);
                Open::Other
            }
            (_, "del" | "moveFrom") => return None,
            (Open::ParaProps | Open::ListProps, _) => self.para_property(element),
            (Open::RunProps, _) => self.run_property(element),
            (Open::RowProps | Open::CellProps, _) => self.cell_property(element),
            (Open::Run, _) => self.in_run(element),
            (Open::Para, "pPr") => Open::ParaProps,
            (Open::Row, "trPr") => Open::RowProps,
            (Open::Cell, "tcPr") => Open::CellProps,
            _ => self.container(element),
        };
        Some(open)
    }

    fn container(&mut self, element: &Element<'_>) -> Open {
        match element.name() {
            "p" => {
                self.paras.push((Para::begin(self.fields.len()), Vec::new()));
                Open::Para
            }
            "r" => {
                self.looks.push(self.look_of_para());
                Open::Run
            }
            "tbl" => {
                self.tables.push(Draft::default());
                Open::Table
            }
            "tr" if self.tables.last_mut().map(|t| t.rows.push(DraftRow::default())).is_some() => Open::Row,
            "tc" if self.row(|r| r.cells.push(DraftCell::default())) => {
                self.sinks.push(Sink::default());
                Open::Cell
            }
            "txbxContent" => {
                self.sinks.push(Sink::default());
                Open::TextBox
            }
            "sdt" => {
                self.controls.push(false);
                Open::Control
            }
            "docPartGallery" => {
                let contents = element.val().is_some_and(|v| v.eq_ignore_ascii_case("Table of Contents"));
                self.controls.iter_mut().rev().take(1).for_each(|c| *c |= contents);
                Open::Other
            }
            "altChunk" => {
                self.holds_other = true;
                Open::Other
            }
            "footnote" | "endnote" => {
                self.sinks.push(Sink::default());
                Open::Note(element.attr("id").unwrap_or_default())
            }
            _ => Open::Other,
        }
    }

    /// What stands in a run: text and what is a character in the guise of an element.
    fn in_run(&mut self, element: &Element<'_>) -> Open {
        match element.name() {
            "rPr" => return Open::RunProps,
            "t" => return Open::Text(element.attr("space").is_some_and(|s| s == "preserve")),
            "instrText" => return Open::Instruction,
            "tab" | "ptab" => self.show("\t"),
            "br" | "cr" => self.show("\n"),
            "noBreakHyphen" => self.show("-"),
            "sym" => {
                let (font, code) = (element.attr("font").unwrap_or_default(), element.attr("char"));
                if let Some(c) = code.and_then(|code| symbols::character(&font, &code)) {
                    self.show(c.encode_utf8(&mut [0; 4]));
                }
            }
            "fldChar" => self.fields.mark(&element.attr("fldCharType").unwrap_or_default()),
            "footnoteReference" => self.mark(NoteKind::Foot, element),
            "endnoteReference" => self.mark(NoteKind::End, element),
            _ => return self.container(element),
        }
        Open::Other
    }

    /// The mark of a note. It stands in brackets: as a digit alone it would be one of the figure
    /// before it.
    fn mark(&mut self, kind: NoteKind, element: &Element<'_>) {
        let own = element.attr("customMarkFollows").is_some_and(|v| matches!(v.as_str(), "1" | "true" | "on"));
        let Some(id) = element.attr("id").filter(|_| !self.is_hidden()) else { return };
        let marks = self.marks.entry(kind).or_default();
        // Marks that are typed by hand are not counted.
        let number = marks.last().map_or(0, |m| m.number) + usize::from(!own);
        marks.push(Mark { id, number, own });
        if !own {
            self.show(&format!("[{number}]"));
        }
    }

    fn start_compat(&mut self, element: &Element<'_>, xml: &Xml<'_>) -> Option<Open> {
        let taken = self.alternatives.last().copied().unwrap_or(false);
        let take = match element.name() {
            "AlternateContent" => {
                self.alternatives.push(false);
                return Some(Open::Alternatives);
            }
            "Choice" => !taken && element.attr("Requires").is_none_or(|needs| xml.knows(&needs)),
            "Fallback" => !taken,
            _ => return Some(Open::Other),
        };
        self.alternatives.iter_mut().rev().take(1).for_each(|t| *t |= take);
        take.then_some(Open::Branch)
    }

    fn start_math(&mut self, name: &str) -> Open {
        match name {
            "t" => Open::Text(true),
            "den" => {
                self.show("/");
                Open::Other
            }
            "sup" => {
                self.raised += 1;
                Open::Raised
            }
            _ => Open::Other,
        }
    }

    fn para_property(&mut self, element: &Element<'_>) -> Open {
        let number = || element.val().and_then(|v| v.trim().parse().ok());
        match element.name() {
            "rPr" => return Open::MarkProps,
            "numPr" => return Open::ListProps,
            "pStyle" => self.para(|p| p.style = element.val()),
            "outlineLvl" => self.para(|p| p.outline = number()),
            "numId" => self.para(|p| p.list = number()),
            "ilvl" => self.para(|p| p.list_level = number()),
            _ => false,
        };
        Open::Other
    }

    fn run_property(&mut self, element: &Element<'_>) -> Open {
        let style = element.val().filter(|_| element.name() == "rStyle").and_then(|id| self.styles.run(&id));
        if let Some(look) = self.looks.last_mut() {
            match element.name() {
                "rStyle" => {
                    look.hidden = style.and_then(|s| s.hidden).unwrap_or(look.hidden);
                    look.raised = style.and_then(|s| s.raised).unwrap_or(look.raised);
                }
                "vanish" => look.hidden = element.is_on(),
                "vertAlign" => look.raised = element.val().is_some_and(|v| v == "superscript"),
                _ => {}
            }
        }
        Open::Other
    }

    fn cell_property(&mut self, element: &Element<'_>) -> Open {
        let number = || element.val().and_then(|v| v.trim().parse().ok());
        let merge = || Merge::of(element.val().as_deref());
        match element.name() {
            "gridBefore" => self.row(|r| r.before = number().unwrap_or_default()),
            "tblHeader" => self.row(|r| r.header = element.is_on()),
            "gridSpan" => self.cell(|c| c.span = number().unwrap_or(1)),
            "vMerge" => self.cell(|c| c.down = merge()),
            "hMerge" => self.cell(|c| c.across = merge()),
            _ => false,
        };
        Open::Other
    }
}

/// Elements of Word whose content is not text of the document: what a tracked change replaced or
/// took away, the reading beside a character, settings of sections.
fn is_aside(name: &str) -> bool {
    name.ends_with("Change") || matches!(name, "delText" | "delInstrText" | "rt" | "sectPr")
}
