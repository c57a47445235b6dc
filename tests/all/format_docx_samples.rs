//! What Word documents can hold, in small ones made by code.

use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::Laid;
use zhibiao::ingest::formats::docx::read;

use crate::format_office::{STRICT, cells, docx, docx_in, para, parts};

fn laid(body: &str, more: &[(&str, &str)]) -> Laid {
    read(&docx(body, more), &Limits::default()).expect("a sound document")
}

fn lines(body: &str) -> Vec<String> {
    laid(body, &[]).text.lines().map(str::to_owned).collect()
}

fn level(at: u32, form: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
    )
}

#[test]
fn automatic_numbers_stand_in_the_text() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>
         <w:abstractNum w:abstractNumId='1'>{}</w:abstractNum>
         <w:abstractNum w:abstractNumId='2'>{}</w:abstractNum>
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
         <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>
         <w:num w:numId='3'><w:abstractNumId w:val='2'/></w:num>",
        level(0, "chineseCounting", "%1、", "<w:suff w:val='nothing'/><w:pStyle w:val='h1'/>"),
        level(1, "japaneseCounting", "（%2）", "<w:suff w:val='nothing'/>"),
        level(2, "decimal", "%3.", "<w:suff w:val='space'/>"),
        level(0, "decimalEnclosedCircle", "%1", "<w:suff w:val='nothing'/>"),
        level(0, "bullet", "\u{f06c}", ""),
    );
    let styles = "<w:style w:type='paragraph' w:styleId='h1'><w:name w:val='heading 1'/>
        <w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style>";
    let list = |list: u32, level: u32| format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>");
    let body = [
        para("<w:pStyle w:val='h1'/>", "回顾"),
        para(&list(1, 1), "工业"),
        para(&list(1, 2), "2024年产值增长5%。"),
        para(&list(1, 2), "利润增长6%。"),
        para(&list(1, 1), "农业"),
        para(&list(1, 2), "粮食增产。"),
        para("<w:pStyle w:val='h1'/>", "安排"),
        para(&list(1, 1), "项目"),
        para(&list(2, 0), "第一项"),
        para(&list(2, 0), "2项合并"),
        para(&list(3, 0), "要点"),
        para("<w:pStyle w:val='h1'/><w:numPr><w:numId w:val='0'/></w:numPr>", "附录"),
    ];
    let laid = laid(&body.concat(), &[("styles", styles), ("numbering", &numbering)]);
    let expected = [
        "Heading(1) 一、回顾",
        "Paragraph （一）工业",
        "ListItem 1. 2024年产值增长5%。",
        "ListItem 2. 利润增长6%。",
        "Paragraph （二）农业",
        "ListItem 1. 粮食增产。",
        "Heading(1) 二、安排",
        "Paragraph （一）项目",
        "ListItem ①第一项",
        "ListItem ② 2项合并",
        "ListItem 要点",
        "Heading(1) 附录",
    ];
    assert_eq!(parts(&laid), expected);
}

fn tc(props: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>")
}

#[test]
fn merged_cells_take_their_rows_and_columns() {
    let cell = |props: &str, text: &str| tc(props, &para("", text));
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "指标"),
        cell("<w:gridSpan w:val='2'/>", "2024年"),
        tc("<w:vMerge/>", "<w:p/>"),
        cell("", "总量"),
        tc("", &(para("", "增长") + &para("", "（%）"))),
        cell("", "1.5"),
        cell("", "-2.5"),
    );
    let laid = laid(&body, &[]);
    assert_eq!(laid.text, "指标\t2024年\n\t总量\t增长 （%）\n\t1.5\t-2.5\n");
    let expected = [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "2024年"),
        (1, 1, 1, 1, "总量"),
        (1, 2, 1, 1, "增长 （%）"),
        (2, 1, 1, 1, "1.5"),
        (2, 2, 1, 1, "-2.5"),
    ];
    assert_eq!(cells(&laid, 0), expected);
    assert!(laid.layout.tables[0].cells[0].header && !laid.layout.tables[0].cells[2].header);
}

#[test]
fn tables_in_tables_are_words_of_their_cell_or_tables_of_the_page() {
    let cell = |inner: &str| tc("", inner);
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(&para("", "甲")),
        cell(&para("", "1")),
        cell(&para("", "乙")),
        cell(&para("", "2"))
    );
    let words = laid(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&inner), cell(&para("", "注"))), &[]);
    assert_eq!(words.text, "甲 1 乙 2\t注\n");
    let page = format!("<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>", cell(&para("", "题")), cell(&inner));
    let page = laid(&page, &[]);
    assert_eq!(page.text, "题\n甲\t1\n乙\t2\n");
    assert_eq!(page.layout.tables.len(), 1);
}

#[test]
fn tracked_changes_are_accepted() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:ins w:id='1'>{}</w:ins><w:del w:id='2'><w:r><w:delText>5.0</w:delText></w:r></w:del>\
         <w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>{}</w:p><w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange></w:pPr>{}</w:p>\
         <w:tbl><w:tr><w:trPr><w:del w:id='4'/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        run("增长"),
        run("5.5"),
        run("去"),
        run("%来"),
        run("前半，"),
        run("后半。"),
        tc("", &para("", "旧")),
        tc("", &para("", "9")),
        tc("", &para("", "新")),
        tc("", &para("", "8")),
    );
    assert_eq!(parts(&laid(&body, &[])), ["Paragraph 增长5.5%来", "Paragraph 前半，后半。", "Row 新\t8"]);
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let boxed = "<w:txbxContent><w:p><w:r><w:t>框中 3.5%</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>\
         <mc:Choice Requires='wps'><w:drawing><wps:txbx>{boxed}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>后</w:t></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice Requires='new'><new:x/></mc:Choice><mc:Fallback><w:t>旧式</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:p><w:r><w:pict><v:shape><v:textpath string='县政府文件'/></v:shape></w:pict></w:r></w:p>"
    );
    assert_eq!(lines(&body), ["前后", "框中 3.5%", "旧式", "县政府文件"]);
}

#[test]
fn notes_stand_at_the_end_and_their_marks_stay_apart() {
    let body = "<w:p><w:r><w:t>产值499.8</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteReference w:id='7'/></w:r>\
        <w:r><w:t>亿元</w:t></w:r><w:r><w:endnoteReference w:id='2'/></w:r><w:r><w:footnoteReference w:id='5'/></w:r></w:p><w:p><w:r><w:t>末段</w:t></w:r></w:p>";
    let note = |kind: &str, id: i32, text: &str| format!("<w:{kind} w:id='{id}'>{}</w:{kind}>", para("", text));
    let foot = format!(
        "<w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>{}{}{}",
        note("footnote", 5, "乙注"),
        note("footnote", 7, "甲注"),
        note("footnote", 9, "不引")
    );
    let laid = laid(body, &[("footnotes", &foot), ("endnotes", &note("endnote", 2, "尾注"))]);
    assert_eq!(laid.text, "产值499.8[1]亿元[1][2]\n末段\n[1] 甲注\n[2] 乙注\n[1] 尾注\n");
}

#[test]
fn marks_typed_by_hand_are_not_counted() {
    let mark = |id: u32, more: &str| format!("<w:r><w:footnoteReference w:id='{id}' {more}/></w:r>");
    let body = format!(
        "<w:p><w:r><w:t>甲</w:t></w:r>{}<w:r><w:t>*乙</w:t></w:r>{}<w:r><w:t>丙</w:t></w:r></w:p>",
        mark(1, "w:customMarkFollows='1'"),
        mark(2, "")
    );
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let notes =
        format!("<w:footnote w:id='1'>{}</w:footnote><w:footnote w:id='2'>{table}</w:footnote>", para("", "*手注"));
    assert_eq!(laid(&body, &[("footnotes", &notes)]).text, "甲*乙[1]丙\n*手注\n[1]\n一\t5\n");
}

#[test]
fn fields_show_their_results_only() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{b}<w:r><w:instrText> TOC \\o \"1-3\" </w:instrText></w:r>{s}{}</w:p><w:p>{}{e}</w:p>\
         <w:p>{}{b}<w:r><w:instrText> = 1+1 </w:instrText></w:r>{}{s}{}{e}</w:p>\
         <w:p>{b}{}</w:p><w:p>{}</w:p>",
        run("一、回顾 1"),
        run("二、安排 9"),
        run("共"),
        run("甲"),
        run("2项"),
        run("残缺的域 5%"),
        run("完"),
        b = mark("begin"),
        s = mark("separate"),
        e = mark("end"),
    );
    let expected =
        ["Furniture 一、回顾 1", "Furniture 二、安排 9", "Paragraph 共2项", "Paragraph 残缺的域 5%", "Paragraph 完"];
    assert_eq!(parts(&laid(&body, &[])), expected);
}

#[test]
fn what_is_shown_of_a_run_is_read() {
    let styles = "<w:style w:type='character' w:styleId='secret'><w:rPr><w:vanish/></w:rPr></w:style>";
    let body = "<w:p><w:r><w:t xml:space='preserve'>甲 </w:t></w:r><w:r><w:t> 乙 </w:t></w:r><w:r><w:tab/><w:t>丙</w:t><w:br/><w:t>丁</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>戊</w:t></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val='secret'/></w:rPr><w:t>密</w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F082'/></w:r></w:p>\
        <w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>签</w:t></w:r></w:smartTag>\
        <w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>\
        <w:r><w:ruby><w:rt><w:r><w:t>zhi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>指</w:t></w:r></w:rubyBase></w:ruby></w:r>\
        <w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>8</w:t></w:r></w:p>\
        <w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>";
    let laid = laid(body, &[("styles", styles)]);
    assert_eq!(laid.text, "甲 乙 丙\n丁-戊显②\n链签控指10⁸\n1/2\n");
}

#[test]
fn strict_files_and_other_prefixes_are_read_alike() {
    let body = para("<w:outlineLvl w:val='2'/>", "工业");
    let strict = read(&docx_in(STRICT, &body, &[]), &Limits::default()).expect("a strict document");
    assert_eq!(parts(&strict), ["Heading(3) 工业"]);
    let foreign = docx_in("urn:other", &body, &[]);
    assert_eq!(read(&foreign, &Limits::default()).unwrap_err().code, "unsupported_format");
}

#[test]
fn a_document_of_pictures_only_is_empty() {
    assert_eq!(read(&docx("<w:p><w:r><w:drawing/></w:r></w:p>", &[]), &Limits::default()).unwrap_err().code, "empty");
}

#[test]
fn a_document_around_another_is_refused_rather_than_read_in_part() {
    let body = para("", "前言") + "<w:altChunk w:id='x'/>";
    let error = read(&docx(&body, &[]), &Limits::default()).unwrap_err();
    assert!(error.code == "unsupported_format" && error.reason.contains("save it again"), "{}", error.reason);
}
