//! Stage 2 on documents in the genre: `tests/cases/segment.toml`.

use serde::Deserialize;
use zhibiao::segment::{Block, BlockKind, Segments, segment_text};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    blocks: Vec<String>,
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Head => "head".to_owned(),
        BlockKind::Heading(level) => format!("heading{level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem => "list".to_owned(),
        BlockKind::TableRow => "row".to_owned(),
        BlockKind::Furniture => "furniture".to_owned(),
    }
}

fn written(text: &str, segments: &Segments, block: &Block) -> String {
    let words = block.span.of(text).replace('\n', "⏎");
    let section = block.section.map_or("", |s| &segments.sections[s as usize]);
    format!("{} | {words} | {section}", kind(block.kind))
}

#[test]
fn documents() -> Result<(), Box<dyn std::error::Error>> {
    let cases: Cases = toml::from_str(include_str!("../cases/segment.toml"))?;
    for case in cases.case {
        let segments = segment_text(&case.text);
        let found: Vec<_> = segments.blocks.iter().map(|b| written(&case.text, &segments, b)).collect();
        assert_eq!(found, case.blocks, "{}", case.name);
        let windows = case.text.replace('\n', "\r\n");
        let again = segment_text(&windows);
        let kinds = |s: &Segments| s.blocks.iter().map(|b| kind(b.kind)).collect::<Vec<_>>();
        assert_eq!(kinds(&again), kinds(&segments), "{} with CR LF", case.name);
    }
    Ok(())
}
