//! Hostile web pages.

use super::cases::{Case, cut, flipped, numbered};

const REPORT: &str = "<p>2023年，全县地区生产总值412.6亿元，增长6.1%。</p>";

pub(crate) fn all() -> Vec<Case> {
    [
        cut("html", "a.html", &[30, 60, 90], sound),
        flipped("html", "a.html", &[1, 2, 8], sound),
        shapes(),
        tables(),
        heads(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn page(body: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>公报</title></head><body>{body}</body></html>")
        .into_bytes()
}

fn sound() -> Vec<u8> {
    page(&REPORT.repeat(8))
}

/// The report, then so many times these words.
fn then(words: &'static str, times: usize) -> impl Fn() -> Vec<u8> + Send + Sync + 'static {
    move || page(&format!("{REPORT}{}", words.repeat(times)))
}

fn shapes() -> Vec<Case> {
    vec![
        Case::of("html_deep", "a.html", then("<div>", 1_000_000)),
        Case::of("html_deep_inline", "a.html", then("<b><i>", 20_000)),
        Case::of("html_tables_that_go_on", "a.html", || {
            page(&(REPORT.repeat(8) + &"<table><tr><td>5<td>6</table>".repeat(40_000)))
        }),
        Case::of("html_deep_lists", "a.html", then("<ul><li>", 20_000)),
        Case::of("html_paragraphs_not_closed", "a.html", then("<p>1%", 20_000)),
        Case::of("html_not_closed", "a.html", then("<", 100_000)),
        Case::of("html_comment_not_closed", "a.html", then("<!--", 50_000)),
        Case::of("html_script_only", "a.html", || page("<script>let x = '412.6亿元';</script><style>p{}</style>")),
        Case::of("html_no_words", "a.html", || page("<div></div>")),
        Case::of("html_empty_file", "a.html", Vec::new),
        Case::of("html_attributes", "a.html", || {
            let attributes = numbered(20_000, " a#=1");
            page(&format!("<div{attributes}>{REPORT}</div>"))
        }),
        Case::of("html_entities", "a.html", then("&nbsp;&#x110000;&#0;&#xd800;&nosuch;&", 10_000)),
        Case::of("html_formatting_misnested", "a.html", then("<a><b></a><p><table><a></p>", 500)),
    ]
}

fn tables() -> Vec<Case> {
    vec![
        Case::of(
            "html_wide_cell",
            "a.html",
            then("<table><tr><td colspan=999999999>5亿元</td><td>1</td></tr></table>", 1),
        ),
        Case::of(
            "html_high_cell",
            "a.html",
            then("<table><tr><td rowspan=999999999>5亿元</td><td>1</td></tr></table>", 1),
        ),
        Case::of("html_spans_of_spans", "a.html", || {
            let row = "<tr><td colspan=1000 rowspan=65534>1</td></tr>".repeat(3_000);
            page(&format!("{REPORT}<table>{row}</table>"))
        }),
        Case::of(
            "html_negative_span",
            "a.html",
            then("<table><tr><td colspan=-5 rowspan=-1>5亿元</td></tr></table>", 1),
        ),
        Case::of("html_deep_tables", "a.html", then("<table><tr><td>", 2_000)),
        Case::of("html_cells_without_end", "a.html", || {
            page(&format!("<table>{}</table>", format!("<tr>{}</tr>", "<td>".repeat(300)).repeat(500)))
        }),
    ]
}

fn heads() -> Vec<Case> {
    vec![
        Case::of("html_says_gb18030_and_is_not", "a.html", || {
            let page = String::from_utf8(sound()).expect("UTF-8");
            [page.replace("utf-8", "gb18030").into_bytes(), b"\xff\xff\xff".to_vec()].concat()
        }),
        Case::of("html_unknown_charset", "a.html", || {
            String::from_utf8(sound()).expect("UTF-8").replace("utf-8", "x-nosuch").into_bytes()
        }),
        Case::of("html_broken_utf8", "a.html", || [sound(), b"\xc0\xaf".to_vec()].concat()),
        Case::of("html_that_is_binary", "a.html", || super::cases::Random(11).bytes(50_000)),
        Case::of("html_title_without_end", "a.html", || {
            format!("<html><head><title>{}", "公报".repeat(200_000)).into_bytes()
        }),
    ]
}
