//! What holds of segment for every text.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use zhibiao::segment::{BlockKind, is_white, segment_text};

/// White space as segment sees it, escaped no-break spaces included.
fn blanked(text: &str) -> String {
    text.replace("<U+00A0>", "        ").replace(is_white, " ")
}

/// Where the text has characters that must be covered. A character can be white at the ends of a
/// span only, so whatever `blanked` leaves is not white.
fn check(text: &str) {
    let segments = segment_text(text);
    let mut end = 0;
    let mut outside = String::new();
    for block in &segments.blocks {
        let (start, stop) = (block.span.start as usize, block.span.end as usize);
        assert!(end <= start && start < stop && text.get(start..stop).is_some(), "block {block:?} of {text:?}");
        assert!(block.section.is_none_or(|s| (s as usize) < segments.sections.len()));
        outside.push_str(&text[end..start]);
        outside.push(' ');
        end = stop;
    }
    outside.push_str(&text[end..]);
    assert_eq!(blanked(&outside).trim(), "", "left out of blocks in {text:?}");
    sentences(text, &segments);
}

fn sentences(text: &str, segments: &zhibiao::segment::Segments) {
    let mut rest = segments.sentences.iter().peekable();
    for (index, block) in segments.blocks.iter().enumerate() {
        let mut end = block.span.start as usize;
        let mut outside = String::new();
        let mut count = 0;
        while let Some(sentence) = rest.next_if(|s| s.block as usize == index) {
            assert!(block.span.contains(sentence.span) && end <= sentence.span.start as usize);
            let words = &text[sentence.span.start as usize..sentence.span.end as usize];
            assert!(!words.is_empty() && !words.starts_with(is_white) && !words.ends_with(is_white), "{words:?}");
            outside.push_str(&text[end..sentence.span.start as usize]);
            outside.push(' ');
            end = sentence.span.end as usize;
            count += 1;
        }
        if block.kind == BlockKind::Furniture {
            assert_eq!(count, 0);
        } else {
            outside.push_str(&text[end..block.span.end as usize]);
            assert_eq!(blanked(&outside).trim(), "", "left out of sentences in {text:?}");
        }
    }
    assert!(rest.next().is_none(), "sentences out of order in {text:?}");
}

/// Texts of the pieces that decisions hang on.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "　　",
        "  ",
        "\t",
        "\u{a0}",
        "\u{200b}",
        "<U+00A0>",
        "<U+00",
        "|",
        "<!--",
        "-->",
        "一、",
        "（一）",
        "（",
        "）",
        "(1)",
        "1.",
        "1.5",
        "３．",
        "①",
        "第一章",
        "第二节",
        "——",
        "●",
        "目标:",
        "措施一：",
        "关键词 ",
        "一是",
        "二、三产",
        "。",
        "；",
        "！",
        "？",
        ";",
        "!",
        "?",
        "：",
        "，",
        "、",
        "“",
        "”",
        "《",
        "》",
        "……",
        "工业增加值增长",
        "12.5%",
        "亿元",
        "2021年",
        "当前位置：首页 > ",
        "版权所有",
        "打印",
        "上一篇：",
        "大",
        "中",
        "小",
        "首页",
        "持平",
        "-3.2",
        "各位代表：",
        "着力推动产业结构持续优化和不断提升园区发展的水平",
        "𠀀",
        "é",
        "\u{0}",
        "A.",
        "- 3 -",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_of_the_genre(text in pieces()) {
        check(&text);
    }
}

#[test]
fn time_is_linear() {
    let texts = [
        "工业增加值增长百分之八，".repeat(300_000),
        "\n".repeat(1_000_000),
        "（".repeat(3_000_000),
        "“（".repeat(1_000_000),
        "一、甲\n（一）乙\n".repeat(100_000),
        "3.2\n".repeat(500_000),
        "甲  乙  3\n丙\n".repeat(100_000),
        "首页\n".repeat(300_000),
        "上半年税收\n".repeat(300_000),
        "<!--\n".repeat(300_000),
        "<U+00A0>".repeat(500_000),
        "争创全国先进水平，不断提升园区发展水平，着力推动产业结构调整\n国\n".repeat(100_000),
    ];
    for text in texts {
        let begun = Instant::now();
        let segments = segment_text(&text);
        assert!(begun.elapsed() < Duration::from_secs(20), "{} bytes, {} blocks", text.len(), segments.blocks.len());
    }
}
