//! Segmentation of text: blocks and sentences cover all that is not white, in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::segment::{BlockKind, is_white, segment_text};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let segments = segment_text(&text);
    let blank = |s: &str| s.replace("<U+00A0>", " ").chars().all(is_white);
    let (mut end, mut next) = (0, 0);
    for (index, block) in segments.blocks.iter().enumerate() {
        let (start, stop) = (block.span.start as usize, block.span.end as usize);
        assert!(end <= start && start < stop, "blocks stand in order");
        assert!(blank(&text[end..start]), "words outside of blocks: {:?}", &text[end..start]);
        assert!(block.section.is_none_or(|s| (s as usize) < segments.sections.len()));
        end = stop;
        let mut inner = start;
        while let Some(sentence) = segments.sentences.get(next).filter(|s| s.block as usize == index) {
            assert!(block.kind != BlockKind::Furniture, "furniture has no sentences");
            assert!(block.span.contains(sentence.span) && inner <= sentence.span.start as usize);
            assert!(blank(&text[inner..sentence.span.start as usize]), "words outside of sentences");
            assert!(!sentence.span.is_empty());
            inner = sentence.span.end as usize;
            next += 1;
        }
        assert!(block.kind == BlockKind::Furniture || blank(&text[inner..stop]), "words outside of sentences");
    }
    assert!(blank(&text[end..]), "words outside of blocks");
    assert_eq!(next, segments.sentences.len(), "sentences stand in the order of their blocks");
});
