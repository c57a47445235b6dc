//! What is made of pages: small ones, written for these tests.

use encoding_rs::{BIG5, Encoding, GB18030};

use super::super::{Laid, Limits, Unread};
use super::read;
use crate::model::PartKind::{self, Furniture, Heading, Paragraph};

const OPENING: &str = "初步核算，全县完成增加值12.5亿元，比上年增长6.1%，好于年初的安排；其中工业占四成。";

fn laid(page: &str) -> Laid {
    read(page.as_bytes(), &Limits::default(), None).unwrap()
}

fn refused(page: &[u8]) -> Unread {
    read(page, &Limits::default(), None).unwrap_err()
}

/// The article of a page whose article is `inner` behind an opening sentence, as lines.
fn lines(inner: &str) -> Vec<String> {
    let laid = laid(&format!("<div class=content><p>{OPENING}</p>{inner}</div>"));
    let said = laid.layout.parts.iter().map(|p| match p.kind {
        PartKind::Paragraph => p.span.of(&laid.text).to_owned(),
        kind => format!("{kind:?} {}", p.span.of(&laid.text)),
    });
    said.skip(1).collect()
}

#[test]
fn lines_are_what_a_reader_sees_as_lines() {
    assert_eq!(lines("<p><span>1</span><b>2</b>.<font>5</font>亿元</p>"), ["12.5亿元"]);
    assert_eq!(lines("甲<br>乙<div>丙<div>丁</div>戊</div>"), ["甲", "乙", "丙", "丁", "戊"]);
    assert_eq!(lines("<h2>一、工业</h2><p>增加\n  值</p>"), ["Heading(2) 一、工业", "增加值"]);
    assert_eq!(lines("<h3>全年用电量三亿千瓦时。</h3>"), ["全年用电量三亿千瓦时。"]);
    assert_eq!(lines("<pre>甲\n乙</pre><p style='white-space: pre-wrap'>丙\n丁</p>"), ["甲", "乙", "丙", "丁"]);
    assert_eq!(lines("<p>增长4.5<sup>2</sup>%，见注<sup>[1]</sup></p>"), ["增长4.5²%，见注[1]"]);
    assert_eq!(lines("<p>&lt;1&nbsp;&#20159;元 &amp; 2 < 3</p>"), ["<1\u{a0}亿元 & 2 < 3"]);
}

#[test]
fn what_does_not_show_is_not_there() {
    assert_eq!(lines("<p>甲<script>9</script><!-- 8 --><span style='display:none'>7</span>乙</p>"), ["甲乙"]);
    assert_eq!(lines("<p hidden>6</p><select><option>5</select><input value=4><button>3</button>"), [""; 0]);
    assert_eq!(lines("<p>甲</p><p>【打印】【关闭窗口】</p>"), ["甲", "Furniture 【打印】【关闭窗口】"]);
}

#[test]
fn items_of_lists_have_the_numbers_that_a_browser_shows() {
    let list = "<ol start=3><li>甲<li value=7>乙<ul><li>丙</ul><li><p>丁</p><p>戊</p></ol>";
    assert_eq!(lines(list), ["ListItem 3. 甲", "ListItem 7. 乙", "ListItem 丙", "ListItem 8. 丁", "戊"]);
    assert_eq!(lines("<ol type=A reversed><li>甲<li>乙</ol>"), ["ListItem B. 甲", "ListItem A. 乙"]);
    assert_eq!(
        lines("<ol type=I start=-1><li>甲<li>乙<li>丙</ol>"),
        ["ListItem -1. 甲", "ListItem 0. 乙", "ListItem I. 丙"]
    );
    assert_eq!(lines("<ol><li>1、甲<li>（二）乙</ol>"), ["ListItem 1、甲", "ListItem （二）乙"]);
    assert_eq!(lines("<ol style='list-style: none'><li>甲</ol>"), ["ListItem 甲"]);
}

#[test]
fn tables_of_figures_are_rows_and_tables_of_layout_are_not() {
    let table = "<table><caption>表1</caption><tr><th rowspan=2>产品<th colspan='2'>2024年<tr><td>产量<td>增长<br>（%）\
                 <tr><td>原煤<td>1.5<td>-2.0</table>";
    assert_eq!(lines(table), ["表1", "Row 产品\t2024年", "Row \t产量\t增长 （%）", "Row 原煤\t1.5\t-2.0"]);
    let laid = laid(&format!("<p>{OPENING}</p>{table}"));
    let cells = laid.layout.tables[0].cells.iter().map(|c| (c.row, c.column, c.rows, c.columns, c.header));
    assert_eq!(
        cells.collect::<Vec<_>>()[..4],
        [(0, 0, 2, 1, true), (0, 1, 1, 2, true), (1, 1, 1, 1, false), (1, 2, 1, 1, false)]
    );
    let long = OPENING.repeat(8);
    assert_eq!(lines(&format!("<table><tr><td>甲<td><p>{long}</p><p>乙</p></table>")), ["甲", &long, "乙"]);
    let nested = "<table><tr><td>甲<td><table><tr><td>1<td>2</table></table>";
    assert_eq!(lines(nested), ["甲", "Row 1\t2"]);
    assert_eq!(lines("<table><tr><td>某县统计局<tr><td>2024年3月1日</table>"), ["某县统计局", "2024年3月1日"]);
}

#[test]
fn a_cell_that_takes_all_rows_and_no_number_of_rows() {
    assert_eq!(
        lines("<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>"),
        ["Row 甲\t1", "Row \t2", "Row \t3"]
    );
    assert_eq!(lines("<table><tr><td rowspan=x>甲<td colspan=-1>1<tr><td>乙<td>2</table>"), ["Row 甲\t1", "Row 乙\t2"]);
}

const MENU: &str = "<ul class=nav><li><a>首页</a><li><a>政务公开</a><li><a>统计数据，公报、月报</a></ul>";
const FOOT: &str = "<div class=foot>主办单位：某县人民政府办公室，地址：某县某路1号，邮编100000。</div>";

#[test]
fn the_article_is_found_with_its_title_and_nothing_around_it() {
    let page = format!(
        "<title>2024年统计公报_某县统计局</title><body>{MENU}<div>位置：<a>首页</a> > <a>公报</a></div><div><h1>2024年统计公报</h1>\
         <p>来源：某县统计局　发布时间：2025-03-02 09:00</p><div><p>{OPENING}</p><p>（附表略）</p></div></div>\
         <div><h3>相关阅读</h3><ul><li><a>另一篇公报，去年的</a></ul></div>{FOOT}"
    );
    let laid = laid(&page);
    let kinds: Vec<_> = laid.layout.parts.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [Heading(1), Furniture, Paragraph, Paragraph], "{}", laid.text);
    assert!(laid.text.starts_with("2024年统计公报\n来源") && laid.text.ends_with("（附表略）\n"), "{}", laid.text);
    assert_eq!(laid.head.title.as_deref(), Some("2024年统计公报"));
    assert_eq!(laid.head.publisher.as_deref(), Some("某县统计局"));
    assert_eq!(laid.head.published.unwrap().to_string(), "2025-03-02");
}

#[test]
fn the_box_of_disclosure_and_meta_elements_say_what_a_document_is() {
    let page = format!(
        "<meta name=ArticleTitle content='关于稳定增长的通知'><meta name=PubDate content='2024-05-09 10:00'>\
         <table><tr><td>索 引 号：<td>AB1/2024-7<td>发文机关：<td>某县人民政府<tr><td>发文字号：<td>某政发〔2024〕3号<td>成文日期：\
         <td>2024年5月6日</table>{MENU}<div id=zoom><p>关于稳定</p><p>增长的通知</p><p>{OPENING}</p></div>"
    );
    let laid = laid(&page);
    assert_eq!(laid.head.index_number.as_deref(), Some("AB1/2024-7"));
    assert_eq!(laid.head.number.as_deref(), Some("某政发〔2024〕3号"));
    assert_eq!(laid.head.publisher.as_deref(), Some("某县人民政府"));
    assert_eq!(laid.head.title.as_deref(), Some("关于稳定增长的通知"));
    assert_eq!(laid.head.published.unwrap().to_string(), "2024-05-06");
    assert!(laid.layout.tables.is_empty());
    let kinds: Vec<_> = laid.layout.parts.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [Furniture, Furniture, Heading(1), Heading(1), Paragraph], "{}", laid.text);
}

#[test]
fn a_table_with_heads_that_are_labels_too_is_no_box() {
    let table = "<table><tr><td>名称<td>时间<td>投资<tr><td>某厂<td>2024年<td>1.5</table>";
    assert_eq!(lines(table), ["Row 名称\t时间\t投资", "Row 某厂\t2024年\t1.5"]);
    let boxed = "<table><tr><td>来源<td>某局<td>日期<td>2024-03-01</table>";
    assert_eq!(lines(boxed), ["来源 某局 日期 2024-03-01"]);
}

#[test]
fn pages_without_an_article_say_what_they_have() {
    let cases = [
        ("<a href='f/公报.docx'>公报</a>", "f/公报.docx"),
        ("<iframe src='/v.html?file=/a.pdf'></iframe>", "/a.pdf"),
        ("<img><img><img>", "pictures"),
        ("<iframe src='/b.html'></iframe>", "/b.html"),
        ("", "no article"),
    ];
    for (inner, has) in cases {
        let error = refused(format!("<html>{MENU}{inner}{FOOT}").as_bytes());
        assert_eq!(error.code, "no_article", "{inner}");
        assert!(error.reason.contains(has), "{inner}: {}", error.reason);
    }
    assert_eq!(refused(b" \n").code, "empty");
}

#[test]
fn an_article_that_waits_for_a_script_is_read_from_where_it_waits() {
    let hidden = format!("{MENU}<div id=zoom style='display:none'><p>{OPENING}</p></div>");
    assert!(laid(&hidden).text.contains(OPENING));
    let area = format!("{MENU}<textarea>&lt;p&gt;{OPENING}&lt;/p&gt;<p>{}</p></textarea>", OPENING.repeat(3));
    assert_eq!(laid(&area).layout.parts.len(), 2);
}

#[test]
fn encodings_are_found_and_named() {
    let encoded = |encoding: &'static Encoding, head: &str| {
        let page = format!("{head}<p>{OPENING}</p>");
        let (bytes, _, lost) = encoding.encode(&page);
        assert!(!lost);
        bytes.into_owned()
    };
    let name = |bytes: &[u8], declared: Option<&str>| read(bytes, &Limits::default(), declared).unwrap().encoding;
    assert_eq!(name(&encoded(GB18030, "<meta charset=gb2312>"), None), "gb18030");
    assert_eq!(name(&encoded(GB18030, "<meta charset=utf-8>"), Some("utf-8")), "gb18030");
    assert_eq!(name(OPENING.as_bytes(), Some("gbk")), "UTF-8");
    let big5 = BIG5.encode("<meta http-equiv=a content='text/html; charset=big5'><p>全縣生產總值十二億元，比上年成長，其中工業佔四成，好於年初的安排，農業平穩。</p>");
    assert_eq!(name(&big5.0, None), "Big5");
    let utf16: Vec<u8> = format!("\u{feff}<p>{OPENING}</p>").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(name(&utf16, None), "UTF-16LE");
}

#[test]
fn bytes_that_cannot_be_read_matter_in_the_article_only() {
    let mut menu = b"<title>a\xe5\x85</title><p>".to_vec();
    menu.extend(OPENING.repeat(4).as_bytes());
    assert_eq!(read(&menu, &Limits::default(), None).unwrap().text.trim(), OPENING.repeat(4));
    let mut article = format!("<p>{OPENING}").into_bytes();
    let at = article.len();
    article.extend(b"\xe5\x85<p>");
    article.extend(OPENING.as_bytes());
    let error = refused(&article);
    assert_eq!((error.code, error.position), ("undecodable", Some(at as u64)));
    assert_eq!(refused(format!("<p>{OPENING}&#0;").as_bytes()).code, "undecodable");
    assert_eq!(refused(format!("<p>{OPENING}\0").as_bytes()).code, "undecodable");
}
