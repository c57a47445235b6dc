"""Seeds for the fuzz targets, into corpus/<target>/: samples that ship, tables of the lexicon, and files made here.

    python3 fuzz/seeds.py [FOLDER]

Nothing of what it writes is tracked. Layouts of the targets' bytes are in src/made.rs.
"""

import gzip
import io
import pathlib
import struct
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CORPUS = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "corpus"
TEXT = "一、工业\n2023年，全县地区生产总值412.6亿元，增长5.2%左右；力争2025年达到500亿元以上。\n"
WORDS = [
    "2024年1-9月，规模以上工业增加值同比增长7.3%，比上年提高1.2个百分点。",
    "“十四五”期间年均增长6.5%左右，到2025年达到1.5万亿元。",
    "三次产业结构调整为14.2:43.5:42.3，三分之一以上的村，百分之七十五。",
    "负债率下降0.3个百分点，零下5℃，３，２０１．５万元，一千二百三十四万人，数十家，十几个。",
    "截至2023年底，累计完成投资86.2、312.6亿元，翻一番，增加3倍，排名全省第2位。",
    "衡政发〔2020〕17号 第三条 PM2.5浓度35微克/立方米 1 9 9 3年 8．8% 1/3 1e5",
    "上半年前三季度一季度去年同期年末近三年今后五年目前全年12月份2020年以来2016—2020年",
]


def put(target, name, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts:
            z.writestr(name, data)
    return out.getvalue()


def texts():
    samples = sorted((ROOT / "pipelines/samples").rglob("*.txt"))
    pieces = [TEXT, *WORDS]
    for sample in samples:
        try:
            text = sample.read_bytes().decode()
        except UnicodeDecodeError:
            put("decode", sample.stem, sample.read_bytes()[:2000])
            continue
        lines = text.splitlines(keepends=True)
        pieces += ["".join(lines[:12])[:900], "".join(lines[len(lines) // 2 :][:8])[:900], "".join(lines[-6:])[:500]]
    table = "表1 主要指标\n指标\t单位\t2023年\t增长（%）\n地区生产总值\t亿元\t412.6\t5.2\n粮食产量\t万吨\t38.5\t-1.4\n"
    for i, piece in enumerate([*pieces, table, table.replace("\t", "　　")]):
        for target in ["segment", "numbers", "periods", "units", "recognize", "decode"]:
            put(target, f"text{i}", piece)
        put("extract", f"text{i}", "t" + piece)
        put("metadata", f"text{i}", "2023年某市政府工作报告\0" + piece)
    for encoding in ["gb18030", "utf-16-le", "utf-16-be", "big5", "utf-8-sig", "utf-16"]:
        put("decode", encoding, TEXT.encode(encoding, "replace"))
    put("decode", "utf-8-damaged", TEXT.encode()[:80] + b"\xff" + TEXT.encode()[80:])
    put("extract", "gbk", b"t" + TEXT.encode("gb18030"))
    put("extract", "table", "v" + table)
    put("extract", "comma", "c" + table.replace("\t", ","))
    put("sheet", "tsv", "\t" + table)
    put("sheet", "csv", "," + table.replace("\t", ",").replace("粮食产量", '"粮食\n""产量"""'))
    put("sheet", "csv-gbk", b"," + table.replace("\t", ",").encode("gb18030"))


def html():
    body = "".join(f"<p>{w}</p>" for w in WORDS)
    grid = (
        "<table border=1><caption>表1</caption><tr><th rowspan=2>指标<th colspan=2>2023年</tr><tr><th>绝对数<th>增长"
        "<tr><td>生产总值<td>412.6<td>5.2%</table>"
    )
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><meta name='ArticleTitle' content='某县2023年统计公报'>"
        "<meta name='PubDate' content='2024-03-12 09:00'><title>某县</title><style>p{}</style></head><body>"
        "<div class=nav><ul><li><a href=/>首页</a><li><a href=/x>政务公开</a></ul></div><table class=xxgk><tr><td>索引号"
        "<td>000/2024-001<td>发布机构<td>某县统计局</table><div id=zoom><h1>某县2023年统计公报</h1>"
        f"<p>发布时间：2024年3月12日</p>{body}{grid}<ol><li>一&nbsp;二<li hidden>三</ol><!-- x --></div>"
        "<script>var a='</p>'</script><div class=footer>版权所有</div></body></html>"
    )
    put("html", "page", page)
    put("html", "gbk", page.replace("utf-8", "gbk").encode("gbk"))
    put("html", "bare", f"<p>{TEXT}{body}")
    put("html", "area", f"<body><textarea>&lt;p&gt;{body.replace('<', '&lt;')}</textarea>")
    put("html", "grid", f"<div>{TEXT}{grid}{body}</div>")
    put("extract", "html", "h" + page)
    put("extract", "html-grid", f"h<div>{TEXT}{grid}{body}</div>")


def docx():
    p = "<w:p><w:pPr>{}</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    level = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/>"
        "<w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>"
        "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>"
        "<w:startOverride w:val='3'/></w:lvlOverride></w:num>"
    )
    styles = (
        "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='0'/><w:pPr>"
        "<w:outlineLvl w:val='0'/></w:pPr></w:style><w:style w:type='paragraph' w:styleId='0'><w:name w:val='Normal'/></w:style>"
    )
    notes = "<w:footnote w:id='2'>" + p.format("", "初步核算数") + "</w:footnote>"
    cell = "<w:tc><w:tcPr>{}</w:tcPr>" + p.format("", "{}") + "</w:tc>"
    table = (
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell.format("<w:vMerge w:val='restart'/>", "指标")
        + cell.format("<w:gridSpan w:val='2'/>", "2023年")
        + "</w:tr><w:tr>"
        + cell.format("<w:vMerge/>", "")
        + cell.format("", "412.6亿元")
        + "</w:tr></w:tbl>"
    )
    more = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType='separate'/>"
        "<w:t>5</w:t><w:fldChar w:fldCharType='end'/></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>减"
        "</w:delText></w:r></w:del><w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:tab/><w:br/><w:footnoteReference w:id='2'/>"
        "</w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>"
        "<w:txbxContent>" + p.format("", "框") + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback/></mc:AlternateContent></w:p>"
    )
    num = "<w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr>"
    body = p.format("<w:pStyle w:val='1'/>" + num.format(0), "工业") + p.format(num.format(1), WORDS[0]) + table + more
    whole = "\0".join([body, level, styles, notes])
    put("docx", "whole", whole)
    put("docx", "body", p.format("", WORDS[1]) + more)
    put("docx", "table", table)
    put("extract", "docx", "d" + whole)
    word = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    inner = f"<w:document {word}><w:body>{p.format('', WORDS[0])}{table}</w:body></w:document>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    top = f"<Relationships><Relationship Id='a' Type='{kind}' Target='word/document.xml'/></Relationships>"
    raw = package([("_rels/.rels", top), ("word/document.xml", inner)])
    put("docx", "raw", raw)
    put("extract", "docx-raw", b"D" + raw)
    put("archive", "docx", b"Z" + raw)


def record(kind, *data):
    data = b"".join(data)
    return struct.pack("<HH", kind, len(data)) + data


def workbook():
    """An old workbook with one sheet: strings, numbers, a formula's answer, merged cells."""
    wide = lambda s: s.encode("utf-16-le")
    begin = record(0x809, bytes([0, 6, 5, 0]), bytes(12))
    style = record(0xE0, bytes(20)) + record(0xE0, bytes([0, 0, 170, 0]), bytes(16))
    form = record(0x41E, struct.pack("<HH", 170, 4), b"\0", b"0.0%")
    strings = record(0xFC, struct.pack("<II", 2, 2), b"\2\0\1", wide("指标"), b"\5\0\1", wide("2024年"))
    sheet = (
        begin
        + record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
        + record(0xFD, struct.pack("<HHHI", 0, 1, 0, 1))
        + record(0x203, struct.pack("<HHHd", 1, 1, 1, 0.0491))
        + record(0xBD, struct.pack("<HHHIHIH", 1, 2, 0, (1234 << 2) | 3, 1, 0x3FC00000, 3))
        + record(0x06, struct.pack("<HHH", 2, 0, 0), bytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), bytes(8))
        + record(0x207, b"\2\0\1", wide("甲乙"))
        + record(0x205, struct.pack("<HHHBB", 2, 2, 0, 0x17, 1))
        + record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 1, 2))
        + record(0x0A)
    )
    head = lambda at: begin + form + style + record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 1), wide("表")) + strings + record(0x0A)
    return head(len(head(0))) + sheet


def sheets():
    sheet = (
        "<dimension ref='A1:C3'/><cols><col min='1' max='1' hidden='1'/></cols><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>"
        "<c r='B1' t='inlineStr'><is><t>2023年</t></is></c></row><row r='2'><c r='A2' t='str'><f>A1</f><v>产值</v></c>"
        "<c r='B2' s='1'><v>0.0491</v></c><c r='C2' s='3'><v>45292</v></c></row><row><c><v>1.5E3</v></c><c t='b'><v>1</v></c>"
        "<c t='e'><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref='B1:C1'/></mergeCells>"
    )
    strings = "<si><t>指标</t></si><si><r><t xml:space='preserve'> 增 </t></r><rPh sb='0' eb='1'><t>ni</t></rPh></si>"
    codes = ["0.0%", "#,##0.00_);[Red]\\(#,##0.00\\)", "yyyy&quot;年&quot;m&quot;月&quot;", "[&gt;=10000]0!.0,&quot;万&quot;;General", "# ?/?", "[h]:mm:ss.0", "0.00E+00", "@"]
    forms = "".join(f"<numFmt numFmtId='{170 + i}' formatCode='{c}'/>" for i, c in enumerate(codes))
    styles = f"<numFmts>{forms}</numFmts><cellXfs><xf numFmtId='0'/>" + "".join(f"<xf numFmtId='{170 + i}'/>" for i in range(8)) + "</cellXfs>"
    book = "<workbookPr date1904='1'/><sheets><sheet name='表' sheetId='1' r:id='r1'/><sheet name='藏' state='hidden' r:id='r1'/></sheets>"
    whole = "\0".join([sheet, strings, styles])
    put("sheet", "xlsx", "x" + whole)
    put("sheet", "xlsx-book", "x" + whole + "\0" + book)
    put("sheet", "xlsx-sheet", "x" + sheet)
    put("extract", "xlsx", "x" + whole)
    cell = "<table:table-cell o:value-type='{}' {}><text:p>{}</text:p></table:table-cell>"
    rows = (
        cell.format("string", "table:number-columns-spanned='2'", "指标<text:s text:c='3'/>一览")
        + "<table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated='2'>"
        + cell.format("percentage", "o:value='0.123'", "12.3%")
        + cell.format("date", "o:date-value='2024-05-01'", "05/01")
        + cell.format("string", "", "甲<o:annotation><text:p>批</text:p></o:annotation>")
    )
    ods = f"<table:table table:name='表' table:style-name='h'><table:table-row>{rows}</table:table-row></table:table>"
    style = "<style:style style:name='h'><style:table-properties table:display='true'/></style:style>"
    put("sheet", "ods", f"o{ods}\0{style}")
    put("extract", "ods", f"o{ods}\0{style}")
    put("sheet", "xls", b"l" + workbook())
    put("extract", "xls", b"l" + workbook())


def pdf():
    gbk = lambda s: s.encode("gbk").hex()
    lines = "".join(f"BT /F1 12 Tf 1 0 0 1 72 {700 - 20 * i} Tm <{gbk(w.replace('—', '-').replace('℃', '度'))}> Tj ET\n" for i, w in enumerate(WORDS))
    grid = "".join(f"{72 + 90 * i} 400 m {72 + 90 * i} 460 l S\n72 {400 + 20 * i} m 342 {400 + 20 * i} l S\n" for i in range(4))
    grid += "".join(f"BT /F1 10 Tf {75 + 90 * (i % 3)} {405 + 20 * (i // 3)} Td <{gbk(w)}> Tj ET\n" for i, w in enumerate(["指标", "2023年", "增长", "产值", "412.6", "5.2%"]))
    state = "q 1 0 0 1 0 0 cm /X1 Do Q BT /F1 9 Tf 14 TL 100 200 Td [<b2fa> -250 <d6b5>] TJ T* (12) ' 1 2 (ab) \" ET 10 10 50 20 re f /Span <</ActualText <FEFF7532>>> BDC EMC\n"
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        "2 beginbfrange <B2FA> <B2FB> <4EA7> <0030> <0032> [<0030> <0031> <0032>] endbfrange\n"
        "1 beginbfchar <D6B5> <503C> endbfchar endcmap end\n"
    )
    simple = "/Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 32 /LastChar 34 /Widths [250 300 500] /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /one /two /uni4E00] >>"
    form = f"BT /F1 12 Tf 72 740 Td <{gbk('某县统计公报')}> Tj ET"
    for name, parts in {"lines": [lines], "grid": [lines + grid], "state": [lines + state, cmap, "", form], "simple": [lines + "BT /F1 12 Tf 72 300 Td (ABC 12.5%) Tj ET", "", simple]}.items():
        put("pdf", name, "\0".join(parts))
        put("extract", f"pdf-{name}", "p" + "\0".join(parts))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(lines)} >>\nstream\n{lines}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /GBK-EUC-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>",
    ]
    out, places = "%PDF-1.7\n", []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += f"{i + 1} 0 obj\n{o}\nendobj\n"
    xref = f"xref\n0 6\n0000000000 65535 f \n" + "".join(f"{p:010} 00000 n \n" for p in places)
    raw = out + xref + f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    put("pdf", "raw", raw)
    put("extract", "pdf-raw", "P" + raw)


def archives():
    named = "\0".join(["公报/2023年.txt", TEXT, "b.html", "<p>" + WORDS[0], "../bad.txt", "x", "c.txt", TEXT, "c.txt", "y", ""])
    for kind in "zsty":
        put("archive", f"named-{kind}", kind + named)
    put("archive", "linked", "t" + "\0".join(["!1a.txt", "x", "!5folder", "", "!La", "long/" * 30, "b.txt", TEXT, "!xh", "30 mtime=1\n19 path=甲.txt\n", "d.txt", "z", ""]))
    inner = package([("甲.txt", TEXT), ("乙/丙.csv", "a,b\n1,2\n"), (".hidden", "x")])
    outer = package([("内.zip", inner), ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0))])
    put("archive", "zip", b"Z" + inner)
    put("archive", "nested", b"Z" + outer)
    put("archive", "gz", "g" + TEXT)
    put("archive", "gz-raw", b"G" + gzip.compress(TEXT.encode(), mtime=0))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in [("报告" * 40 + ".txt", TEXT.encode()), ("b.zip", inner)]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    put("archive", "tar", b"T" + out.getvalue())
    put("archive", "tgz", b"Y" + out.getvalue())


def tables():
    for i, part in enumerate(["indicators", "indicator_terms", "units", "cues", "regions", "industries"]):
        lines = (ROOT / f"pipelines/lexicon/{part}.csv").read_text().splitlines(keepends=True)
        # The target takes the first byte modulo 6: B to G stand in, f to k add.
        for first in (chr(next(c for c in range(65, 91) if c % 6 == i)), chr(next(c for c in range(97, 123) if c % 6 == i))):
            put("lexicon", f"{part}-{first}", first + "".join(lines[:12]))
            put("lexicon", f"{part}-{first}-more", first + lines[0] + "".join(lines[40:60:4]))
    for path in sorted((ROOT / "pipelines").glob("*.toml")):
        put("pipeline", path.stem, path.read_text())
    put(
        "pipeline",
        "whole",
        "name = \"试验\"\nduplicates = \"exact\"\n[[source]]\npaths = [\"a\", \"b/*.txt\"]\ninclude = [\"*.{txt,md}\"]\nexclude = [\"[a-c]?\"]\n"
        "title = \"甲\"\nregion = \"430400\"\npublished = 2021-04-30\nyear = 2020\nkind = \"bulletin\"\n[output]\nfolder = \"o\"\nexcel = true\n"
        "[limits]\nmax_bytes = 1000\nmax_depth = 2\nmax_seconds = 5\n[fail]\nrejects = 0.05\nfindings = \"error\"\n",
    )
    put(
        "pipeline",
        "tests",
        "name=\"a\"\n[[source]]\npaths=[\"a\"]\n[[test]]\ntext=\"2020年全县生产总值412.6亿元，增长5%。\"\ndocument_date=\"2021-03-01\"\nregion=\"湖南省\"\n"
        "expect=[{text=\"412.6亿\",value=\"41260000000\",unit=\"CNY\",indicator=\"gdp\",status=\"actual\",period=\"2020\"}]\nreject=[\"2020\"]\n",
    )


for make in [texts, html, docx, sheets, pdf, archives, tables]:
    make()
