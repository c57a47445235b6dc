//! Web pages: those of the corpus, pages broken in every place, and pages made to keep a reader busy.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkdir::WalkDir;
use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::Laid;
use zhibiao::ingest::formats::html::read;
use zhibiao::model::PartKind;

use crate::house_support::shared;

/// The pages of the corpus, by their path in it.
fn pages() -> BTreeMap<String, PathBuf> {
    let Some(corpus) = shared("corpus") else { return BTreeMap::new() };
    let files = WalkDir::new(&corpus).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let pages = files.filter(|p| p.extension().is_some_and(|e| e == "html"));
    let name = |p: &Path| p.strip_prefix(&corpus).expect("in the corpus").to_string_lossy().into_owned();
    pages.map(|p| (name(&p), p)).collect()
}

fn laid(path: &Path) -> Result<Laid, zhibiao::ingest::DecodeError> {
    read(&std::fs::read(path).expect("a page"), &Limits::default(), None)
}

/// The lines of a text that are read.
fn article(laid: &Laid) -> String {
    let parts = laid.layout.parts.iter().filter(|p| p.kind != PartKind::Furniture);
    parts.map(|p| p.span.of(&laid.text)).collect::<Vec<_>>().join("\n")
}

#[test]
fn pages_of_the_corpus_are_read_but_for_those_without_an_article() {
    let mut absent = Vec::new();
    for (name, path) in pages() {
        match laid(&path) {
            Ok(laid) => holds_together(&name, &laid),
            Err(error) => {
                assert_eq!(error.code, "no_article", "{name}: {}", error.reason);
                absent.push((name, error.reason));
            }
        }
    }
    let instead = ["a PDF", "a link to a file", "pictures"];
    assert!(absent.is_empty() || absent.len() == instead.len(), "{absent:?}");
    for ((name, reason), instead) in absent.iter().zip(instead) {
        assert!(reason.contains(instead), "{name}: {reason}");
    }
}

/// What every text that a reader writes must keep.
fn holds_together(name: &str, laid: &Laid) {
    let mut at = 0;
    for part in &laid.layout.parts {
        assert!(part.span.start >= at && part.span.end > part.span.start, "{name}: parts stand in order");
        assert!(!part.span.of(&laid.text).contains('\n'), "{name}: a part is a line");
        at = part.span.end;
    }
    for cell in laid.layout.tables.iter().flat_map(|t| &t.cells) {
        assert!(laid.text.get(cell.span.start as usize..cell.span.end as usize).is_some(), "{name}: cells have words");
    }
    assert!(!laid.text.contains('\u{fffd}') && !laid.text.contains('\u{fdd0}'), "{name}: no character is made up");
}

#[test]
fn pages_of_the_corpus_say_who_published_what_when() {
    let facts = [
        ("bulletins/chengdu", "2025年成都市国民经济和社会发展统计公报", "成都市统计局", "2026-04-20"),
        ("bulletins/suzhou", "2025年苏州市国民经济和社会发展统计公报", "苏州市统计局", "2026-05-22"),
        ("bulletins/wuhai", "乌海市2025年国民经济和社会发展统计公报", "乌海市统计局", "2026-04-30"),
        ("bulletins/zhengzhou", "2025年郑州市国民经济和社会发展统计公报", "统计局综合处", "2026-04-24"),
        ("bulletins/huaihua", "怀化市2025年国民经济与社会发展统计公报", "湖南省统计局", "2026-05-12"),
        ("budgets/nanyang", "关于南阳市2019年预算执行情况和2020年市级预算草案的报告", "南阳市财政局", "2020-05-25"),
    ];
    let pages = pages();
    for (start, title, publisher, published) in facts {
        let Some((name, path)) = pages.iter().find(|(name, _)| name.starts_with(start)) else { continue };
        let head = laid(path).expect("a page with an article").head;
        assert_eq!(head.title.as_deref(), Some(title), "{name}");
        assert_eq!(head.publisher.as_deref(), Some(publisher), "{name}");
        assert_eq!(head.published.map(|d| d.to_string()).as_deref(), Some(published), "{name}");
    }
    let numbered = pages.iter().filter(|(name, _)| name.starts_with("policy/"));
    for (name, path) in numbered {
        let head = laid(path).expect("a page with an article").head;
        assert!(head.number.is_some_and(|n| n.starts_with("国") && n.ends_with('号')), "{name}");
        assert!(head.index_number.is_some_and(|n| n.starts_with("000014349/")), "{name}");
    }
}

#[test]
fn the_truth_about_a_page_stands_in_its_text() {
    let Some(corpus) = shared("corpus") else { return };
    let truth = std::fs::read_to_string(corpus.join("truth/documents.tsv")).expect("the truth");
    let pages = pages();
    let (mut found, mut missing) = (0, Vec::new());
    for row in truth.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (name, field, value) = (columns[0], columns[4], columns[5]);
        let Some(laid) = pages.get(name).and_then(|path| laid(path).ok()) else { continue };
        if numbers(&article(&laid)).contains(plain(value)) {
            found += 1;
        } else {
            missing.push(format!("{name} {field} {value}"));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found >= 71, "{found}");
}

/// The numbers of a text, as [`plain`] writes them.
fn numbers(text: &str) -> HashSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    text.split(|c| !is_part(c)).map(|n| plain(n).to_owned()).collect()
}

/// A number without zeros behind its point: 4770.90 may be written 4770.9, and 4.00 as 4.0.
fn plain(number: &str) -> &str {
    let number = number.trim_matches('.');
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// Reads hostile bytes: whatever comes of it, it comes soon and holds together.
fn survives(about: &str, bytes: &[u8], limits: &Limits) -> &'static str {
    let start = Instant::now();
    let outcome = read(bytes, limits, None);
    // Debug builds on a machine that is shared: a hang takes minutes, not seconds.
    assert!(start.elapsed() < Duration::from_secs(20), "{about}: {:?}", start.elapsed());
    match outcome {
        Ok(laid) => {
            holds_together(about, &laid);
            "read"
        }
        Err(error) => {
            let codes = ["no_article", "undecodable", "binary", "too_large", "empty"];
            assert!(codes.contains(&error.code) && error.reason.len() > 20, "{about}: {error:?}");
            error.code
        }
    }
}

/// A few pages of different kinds.
fn some_pages() -> Vec<(String, Vec<u8>)> {
    let wanted = ["chengdu", "kashgar", "zhengzhou", "农业机械化", "大庆市主要", "huaihua"];
    let some = pages().into_iter().filter(|(name, _)| wanted.iter().any(|w| name.contains(w)));
    some.map(|(name, path)| (name, std::fs::read(path).expect("a page"))).collect()
}

#[test]
fn pages_cut_off_anywhere_are_read_or_refused() {
    for (name, bytes) in some_pages() {
        for end in (0..bytes.len()).step_by(1024) {
            survives(&format!("{name} to {end}"), &bytes[..end], &Limits::default());
        }
    }
}

#[test]
fn pages_with_flipped_bits_are_read_or_refused() {
    // A linear congruential generator with a fixed seed.
    let mut state = 20_240_301_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for (name, bytes) in some_pages() {
        for round in 0..40 {
            let mut broken = bytes.clone();
            for _ in 0..=round * 4 {
                let (at, bit) = (next(broken.len()), next(8));
                broken[at] ^= 1 << bit;
            }
            survives(&format!("{name} round {round}"), &broken, &Limits::default());
        }
    }
}

const SENTENCE: &str = "全年完成增加值12.5亿元，比上年增长6.1%，好于年初的安排，其中工业占四成。";

#[test]
fn pages_made_to_keep_a_reader_busy_do_not() {
    let many = |piece: &str, times: usize| piece.repeat(times) + SENTENCE;
    let numbered = |piece: &dyn Fn(usize) -> String| (0..60_000).map(piece).collect::<String>() + SENTENCE;
    let cases = [
        ("deep", many("<div>", 400_000), "too_large"),
        ("deep behind end tags", many("<span><div></span>", 200_000), "too_large"),
        ("deep in tables", many("<table><tr><td></div>", 100_000), "too_large"),
        ("deep in links", many("<a><div></a>", 100_000), "too_large"),
        ("formatting that is never closed", numbered(&|i| format!("<font id={i}>x<p>")), "read"),
        ("links that are never closed", numbered(&|i| format!("<a id={i}>x<p>y")), "no_article"),
        ("paragraphs", many("<p>", 300_000), "read"),
        ("attributes", format!("<p {}>{SENTENCE}", numbered(&|i| format!("a{i} "))), "read"),
        ("a tag that never ends", format!("{SENTENCE}<p {}", "a=\"b\" ".repeat(300_000)), "read"),
        ("comments that never end", many("<!-- -- >", 1) + &"<!--".repeat(200_000), "no_article"),
        ("scripts", many("<script></scrip></script>", 100_000), "read"),
        ("controls that are never closed", many("<select><button><svg>", 100_000), "read"),
        ("signs that begin nothing", many("<", 500_000), "read"),
        ("end tags", many("</div></p></table></a></x>", 100_000), "read"),
        ("lists", many("<ol reversed><li>", 200) + &"<li>".repeat(50_000), "read"),
        ("quotes", many("<p class='", 100_000), "no_article"),
        ("colons", many("来源:", 100_000), "read"),
    ];
    for (about, page, outcome) in cases {
        assert_eq!(survives(about, page.as_bytes(), &Limits::default()), outcome, "{about}");
    }
}

#[test]
fn tables_made_to_take_all_memory_do_not() {
    let cell = "<td>1<td colspan=1000 rowspan=65534>1";
    let cases = [
        ("wide", format!("<table><tr>{}</table>", cell.repeat(100)), "too_large"),
        ("high", format!("<table>{}</table>", format!("<tr>{cell}").repeat(2_000)), "too_large"),
        ("many cells", format!("<table>{}</table>", "<tr><td>1<td>2".repeat(50_000)), "too_large"),
        ("huge numbers", "<table><tr><td colspan=99999999999>1<td>2<tr><td>3<td>4</table>".to_owned(), "read"),
        ("many tables", "<table><tr><td>1<td>2<tr><td>3<td>4</table>".repeat(9_000), "read"),
    ];
    let limits = Limits { max_cells: 90_000, ..Limits::default() };
    for (about, table, outcome) in cases {
        let page = format!("<p>{SENTENCE}</p>{table}<p>{SENTENCE}</p>");
        assert_eq!(survives(about, page.as_bytes(), &limits), outcome, "{about}");
    }
}

#[test]
fn limits_of_bytes_and_characters_hold() {
    let page = format!("<p>{SENTENCE}");
    let limits = Limits { max_bytes: 50, ..Limits::default() };
    assert_eq!(survives("bytes", page.as_bytes(), &limits), "too_large");
    let limits = Limits { max_chars: 20, ..Limits::default() };
    assert_eq!(survives("characters", page.as_bytes(), &limits), "too_large");
}
