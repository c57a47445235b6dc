//! What is read from small PDFs, from the bytes to the text.

use super::samples::{file, named_font, pages, rule, shown, stream, words};
use super::*;
use crate::model::PartKind::{self, Furniture, Paragraph};

fn read_ok(bytes: &[u8]) -> Laid {
    read(bytes, &Limits::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

fn code_of(bytes: &[u8]) -> &'static str {
    read(bytes, &Limits::default()).expect_err("a refusal").code
}

fn gbk(contents: &[String]) -> Laid {
    read_ok(&pages(&named_font("GBK-EUC-H"), &[], contents))
}

fn parts(laid: &Laid) -> Vec<(PartKind, &str)> {
    laid.layout.parts.iter().map(|p| (p.kind, p.span.of(&laid.text))).collect()
}

const LINE: &str = "全县经济运行平稳，项目建设提速，农业生产丰收，民生继续改善。";

/// Lines of running text below one another: an indented first line, full ones, a short last one.
fn paragraph(mut y: f64, lines: usize) -> String {
    let mut content = words(122.0, y, 16.0, &LINE.chars().take(24).collect::<String>());
    for i in 1..lines {
        y -= 28.0;
        let count = if i + 1 == lines { 9 } else { 26 };
        content += &words(90.0, y, 16.0, &LINE.chars().take(count).collect::<String>());
    }
    content
}

#[test]
fn maps_known_by_name_are_read_through_their_encodings() {
    let text = "地区生产总值412.6亿元，增长6.1%";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    for (map, codes) in [
        ("GBK-EUC-H", &*gbk),
        ("GBKp-EUC-H", &*gbk),
        ("GB-EUC-H", &*gbk),
        ("GBK2K-H", &*gbk),
        ("UniGB-UCS2-H", &utf16),
        ("UniGB-UTF16-H", &utf16),
        ("UniGB-UTF8-H", text.as_bytes()),
    ] {
        let laid = read_ok(&pages(&named_font(map), &[], &[shown(90.0, 700.0, 16.0, codes)]));
        assert_eq!(laid.text, format!("{text}\n"), "{map}");
    }
}

#[test]
fn glyphs_of_the_collection_are_read_without_a_map() {
    // 中 and the proportional digits 1 and 2 in Adobe-GB1.
    let codes = [0x11, 0xcf, 0, 18, 0, 19];
    let content = shown(90.0, 700.0, 16.0, &codes);
    assert_eq!(read_ok(&pages(&named_font("Identity-H"), &[], std::slice::from_ref(&content))).text, "中12\n");
    let unknown = named_font("Identity-H").replace("(GB1)", "(Identity)");
    let refused = read(&pages(&unknown, &[], &[content]), &Limits::default()).unwrap_err();
    assert_eq!(refused.code, "undecodable");
    assert!(refused.reason.contains("3 of 3") && refused.reason.contains("page 1"), "{}", refused.reason);
}

#[test]
fn the_file_says_what_its_codes_mean() {
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange \
               2 beginbfchar <0001> <589E957F> <0002> <FF05> endbfchar \
               1 beginbfrange <0010> <0019> <0030> endbfrange";
    let font = named_font("Identity-H").replace("(GB1)", "(Identity)").replacen(">>", ">> ", 1);
    let font = format!("{} /ToUnicode 4 0 R >>", font.trim_end().trim_end_matches(">>"));
    let content = shown(90.0, 700.0, 16.0, &[0, 1, 0, 0x16, 0, 2]);
    assert_eq!(read_ok(&pages(&font, &[stream("", map)], &[content])).text, "增长6％\n");
}

#[test]
fn simple_fonts_are_read_by_encoding_and_glyph_names() {
    let simple = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /FirstChar 32 /Widths [250]";
    let plain = format!("{simple} /Encoding /WinAnsiEncoding >>");
    let content = "BT /F1 12 Tf 90 700 Td (GDP 1\\2262) Tj ( +6.1%) Tj ET".to_owned();
    assert_eq!(read_ok(&pages(&plain, &[], &[content])).text, "GDP 1–2 +6.1%\n");
    let named = format!("{simple} /Encoding << /Differences [1 /one /percent /uni4E2D] >> >>");
    let content = "BT /F1 12 Tf 90 700 Td <010203> Tj ET".to_owned();
    assert_eq!(read_ok(&pages(&named, &[], &[content])).text, "1%中\n");
}

#[test]
fn a_figure_that_cannot_be_read_is_never_left_out() {
    let simple = "<< /Type /Font /Subtype /Type1 /BaseFont /Odd /Encoding << /Differences [1 /g7] >> >>";
    let digits = "1234567890".repeat(8);
    let lines = format!("0 -12 Td ({digits}) Tj ").repeat(40);
    let read_with = |last: &str| {
        let content = format!("BT /F1 8 Tf 90 700 Td {lines} ({last}) Tj ET");
        read(&pages(simple, &[], &[content]), &Limits::default()).map_err(|e| e.code)
    };
    assert!(read_with("").is_ok());
    assert_eq!(read_with("\\001").map(|l| l.text), Err("undecodable"));
}

#[test]
fn lines_make_paragraphs_and_paragraphs_go_on_over_pages() {
    let numbered = |n: usize, text: String| text + &words(270.0, 40.0, 14.0, &format!("— {n} —"));
    // The first page ends within a paragraph, which ends in the fourth line of the second.
    let first =
        numbered(1, paragraph(700.0, 4) + &words(122.0, 588.0, 16.0, &LINE.chars().take(24).collect::<String>()));
    let rest: String = LINE.chars().take(26).collect();
    let second = words(90.0, 760.0, 16.0, &rest) + &words(90.0, 732.0, 16.0, "到此为止。") + &paragraph(704.0, 3);
    let laid = gbk(&[first, numbered(2, second)]);
    let kinds: Vec<PartKind> = parts(&laid).iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [Paragraph, Paragraph, Furniture, Paragraph, Furniture], "{}", laid.text);
    let found = parts(&laid);
    assert!(found[1].1.ends_with("到此为止。") && found[1].1.chars().count() == 24 + 26 + 5);
    assert_eq!(found[2].1, "—1—");
    let page_of = |i: usize| laid.layout.page(laid.layout.parts[i].span.start);
    assert_eq!([page_of(0), page_of(1), page_of(3)], [Some(1), Some(1), Some(2)]);
    assert_eq!(laid.layout.pages.len(), 2);
}

#[test]
fn titles_of_two_lines_are_one() {
    let title =
        words(140.0, 760.0, 22.0, "关于某县二〇二三年预算执行") + &words(200.0, 724.0, 22.0, "情况的报告（草案）");
    let laid = gbk(&[title + &paragraph(640.0, 6)]);
    assert_eq!(parts(&laid)[0], (PartKind::Heading(1), "关于某县二〇二三年预算执行情况的报告（草案）"));
}

/// A grid from the upper left corner, with the columns' edges and a number of rows.
fn grid(xs: &[f64], top: f64, rows: usize) -> String {
    let bottom = top - 30.0 * rows as f64;
    let across = (0..=rows).map(|i| rule(xs[0], top - 30.0 * i as f64, xs[xs.len() - 1], top - 30.0 * i as f64));
    across.chain(xs.iter().map(|x| rule(*x, top, *x, bottom))).collect()
}

#[test]
fn rules_make_tables_and_missing_rules_merge_cells() {
    let mut content = grid(&[90.0, 200.0, 300.0, 400.0], 700.0, 2);
    // A head over two columns: its lower rule is whole, the upright between them is not there.
    content += &rule(90.0, 730.0, 400.0, 730.0);
    content += &[90.0, 200.0, 400.0].map(|x| rule(x, 730.0, x, 700.0)).concat();
    content += &words(120.0, 710.0, 12.0, "产品");
    content += &words(270.0, 710.0, 12.0, "2023年");
    content += &words(95.0, 680.0, 12.0, "水泥");
    content += &words(95.0, 650.0, 12.0, "电力、燃气及");
    content += &words(220.0, 680.0, 12.0, "31.2");
    content += &words(320.0, 680.0, 12.0, "-4.5");
    content += &words(320.0, 650.0, 12.0, "8.0");
    let laid = gbk(&[paragraph(800.0, 2) + &content]);
    let table = &laid.layout.tables[0];
    let cells: Vec<_> = table.cells.iter().map(|c| (c.row, c.column, c.columns, c.span.of(&laid.text))).collect();
    assert_eq!(
        cells,
        [
            (0, 0, 1, "产品"),
            (0, 1, 2, "2023年"),
            (1, 0, 1, "水泥"),
            (1, 1, 1, "31.2"),
            (1, 2, 1, "-4.5"),
            (2, 0, 1, "电力、燃气及"),
            (2, 1, 1, ""),
            (2, 2, 1, "8.0")
        ]
    );
}

#[test]
fn rows_without_rules_part_where_a_column_has_a_number_below_the_other() {
    let mut content = [700.0, 670.0, 600.0].map(|y| rule(90.0, y, 400.0, y)).concat();
    content += &[200.0].map(|x| rule(x, 700.0, x, 600.0)).concat();
    for (i, (name, value)) in [("粮食", "31.2"), ("油料", "4.5"), ("蔬菜", "120")].iter().enumerate() {
        let y = 655.0 - 20.0 * i as f64;
        content += &(words(95.0, y, 12.0, name) + &words(250.0, y, 12.0, value));
    }
    content += &(words(95.0, 680.0, 12.0, "产品") + &words(250.0, 680.0, 12.0, "产量"));
    let laid = gbk(&[content]);
    assert_eq!(laid.text, "产品\t产量\n粮食\t31.2\n油料\t4.5\n蔬菜\t120\n");
}

#[test]
fn a_table_goes_on_over_pages() {
    let row = |y: f64, name: &str, value: &str| words(95.0, y, 12.0, name) + &words(220.0, y, 12.0, value);
    let first = grid(&[90.0, 200.0, 300.0], 700.0, 2) + &row(680.0, "产品", "产量") + &row(650.0, "水泥", "31");
    let second = grid(&[90.0, 200.0, 300.0], 800.0, 1) + &row(780.0, "钢材", "42");
    let laid = gbk(&[first + &words(270.0, 40.0, 12.0, "- 1 -"), second + &words(270.0, 40.0, 12.0, "- 2 -")]);
    assert_eq!(laid.layout.tables.len(), 1);
    assert_eq!(laid.text, "产品\t产量\n水泥\t31\n钢材\t42\n- 1 -\n- 2 -\n");
    assert_eq!(laid.layout.page(laid.text.find("钢材").unwrap() as u32), Some(2));
}

#[test]
fn words_in_columns_are_a_table_without_rules() {
    let mut content = String::new();
    for (i, row) in
        [["指标", "单位", "2023年"], ["工业增加值", "亿元", "120.4"], ["粮食", "万吨", "31.2"]].iter().enumerate()
    {
        for (word, x) in row.iter().zip([90.0, 250.0, 350.0]) {
            content += &words(x, 700.0 - 24.0 * i as f64, 14.0, word);
        }
    }
    let laid = gbk(&[content]);
    assert_eq!(laid.text, "指标\t单位\t2023年\n工业增加值\t亿元\t120.4\n粮食\t万吨\t31.2\n");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let column = |x: f64, first: &str| {
        let line = |i: usize| if i == 0 { first.to_owned() } else { LINE.chars().take(20).collect() };
        (0..8).map(|i| words(x, 700.0 - 18.0 * i as f64, 10.0, &line(i))).collect::<String>()
    };
    let left = column(70.0, "左栏从这里开始，写满这一行的二十个字。");
    let laid = gbk(&[left + &column(310.0, "右栏从这里开始，写满这一行的二十个字。")]);
    let (left, right) = (laid.text.find("左栏").unwrap(), laid.text.find("右栏").unwrap());
    assert!(left == 0 && right > 7 * 20 * 3, "{}", laid.text);
}

#[test]
fn what_is_drawn_twice_or_raised_is_read_once_and_in_place() {
    let bold = words(90.0, 700.0, 16.0, "增长6.11%") + &words(90.4, 700.0, 16.0, "增长6.11%");
    let raised = words(90.0 + 16.0 * 2.0 + 8.0 * 5.0, 708.0, 8.0, "[2]");
    let after = words(90.0 + 16.0 * 2.0 + 8.0 * 5.0 + 12.0, 700.0, 16.0, "，下同");
    assert_eq!(gbk(&[bold + &raised + &after]).text, "增长6.11%[2]，下同\n");
}

#[test]
fn turned_pages_and_lines_are_read_upright() {
    let upright = words(90.0, 700.0, 16.0, "增长6.1%");
    let turned = format!("q 0 1 -1 0 500 0 cm {} Q", words(90.0, 100.0, 16.0, "横排2023年"));
    assert_eq!(
        gbk(&[upright.clone() + &upright.replace("700", "660") + &turned]).text.lines().last(),
        Some("横排2023年")
    );
    let whole = String::from_utf8(pages(&named_font("GBK-EUC-H"), &[], &[upright])).unwrap();
    let text = whole.replace("/Type /Page ", "/Rotate 90  ");
    assert_eq!(read_ok(text.as_bytes()).text, "增长6.1%\n");
}

#[test]
fn forms_are_followed_and_loops_of_forms_are_refused() {
    let form = |content: &str| stream("/Type /XObject /Subtype /Form /Matrix [1 0 0 1 0 -100]", content);
    let font = named_font("GBK-EUC-H");
    let inside = form(&words(90.0, 700.0, 16.0, "表内文字"));
    assert_eq!(read_ok(&pages(&font, &[inside], &["/X1 Do".to_owned()])).text, "表内文字\n");
    let looping = pages(&font, &[form("/X1 Do /X1 Do")], &["/X1 Do".to_owned()]);
    assert_eq!(code_of(&looping), "damaged");
}

#[test]
fn what_is_filled_into_forms_is_read() {
    let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", &words(0.0, 5.0, 12.0, "填入31.5"));
    let whole =
        String::from_utf8(pages(&named_font("GBK-EUC-H"), &[form], &[words(90.0, 700.0, 12.0, "产量")])).unwrap();
    // The page's entry makes room for the annotation; a file without a table of places is read all the same.
    let note = "/Annots [<< /Subtype /Widget /Rect [200 695 300 715] /AP << /N 4 0 R >> >>] /Type /Page ";
    let text = whole.replace("/Type /Page ", note).replace("startxref", "start");
    assert_eq!(read_ok(text.as_bytes()).text, "产量 填入31.5\n");
    let hidden = text.replace("/Subtype /Widget", "/Subtype /Widget /F 2");
    assert_eq!(read_ok(hidden.as_bytes()).text, "产量\n");
}

#[test]
fn protected_files_open_without_a_password_where_readers_do() {
    let plain = pages(&named_font("GBK-EUC-H"), &[], &[words(90.0, 700.0, 12.0, LINE)]);
    let encrypted = |user: &str| {
        let mut document = lopdf::Document::load_mem(&plain).unwrap();
        let id = lopdf::Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", lopdf::Object::Array(vec![id.clone(), id]));
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read_ok(&encrypted("")).text, format!("{LINE}\n"));
    assert_eq!(code_of(&encrypted("secret")), "encrypted");
}

#[test]
fn chinese_in_fonts_that_say_they_are_latin_is_refused() {
    let simple = "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding >>";
    assert_eq!(code_of(&pages(simple, &[], &[words(90.0, 700.0, 12.0, LINE)])), "undecodable");
}

#[test]
fn pictures_without_text_are_scanned_pages() {
    let picture =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "0");
    let scanned =
        pages(&named_font("GBK-EUC-H"), std::slice::from_ref(&picture), &["/X1 Do".to_owned(), "/X1 Do".to_owned()]);
    let refused = read(&scanned, &Limits::default()).unwrap_err();
    assert_eq!(refused.code, "no_text_layer");
    assert!(refused.reason.contains("2 of 2"), "{}", refused.reason);
    // An invisible layer of text over the scan is a layer of text.
    let layer = format!("/X1 Do 3 Tr {}", words(90.0, 700.0, 12.0, LINE));
    assert_eq!(read_ok(&pages(&named_font("GBK-EUC-H"), &[picture], &[layer])).text, format!("{LINE}\n"));
    assert_eq!(code_of(&pages(&named_font("GBK-EUC-H"), &[], &["0 0 m 9 9 l S".to_owned()])), "empty");
}

#[test]
fn a_tree_of_pages_that_contains_itself_ends() {
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let tree = "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 9 >>".to_owned();
    let inner = "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>".to_owned();
    assert_eq!(code_of(&file(&[catalog, tree, inner])), "damaged");
}

#[test]
fn an_array_without_end_takes_no_longer_than_its_bytes() {
    let content = words(90.0, 700.0, 16.0, LINE) + "[ " + &"1 ".repeat(300_000) + &"w ".repeat(300_000);
    assert_eq!(parts(&gbk(&[content])), [(Paragraph, LINE)]);
}

#[test]
fn limits_hold() {
    let two = pages(&named_font("GBK-EUC-H"), &[], &[words(90.0, 700.0, 12.0, LINE), words(90.0, 700.0, 12.0, LINE)]);
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        read(&two, &limits).map_err(|e| e.code)
    };
    assert_eq!(limits(|l| l.max_pages = 1), Err("too_large"));
    assert_eq!(limits(|l| l.max_chars = 10), Err("too_large"));
    assert!(limits(|l| l.max_pages = 2).is_ok());
}
