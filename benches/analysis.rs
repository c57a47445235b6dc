//! Not a timing of parts: `diff years` and `panel` over a release of two million invented observations, each
//! in a process of its own, with its time, its processor time and its largest memory (from `/proc/self`).
//! `cargo bench --bench analysis [-- --observations N]`.

#[cfg(feature = "analysis")]
mod measured {
    use std::fmt::Write as _;
    use std::path::Path;
    use std::process::Command;
    use std::time::Instant;

    use rust_decimal::Decimal;
    use zhibiao::analyze::panel::{Dimension, Panel, PanelOptions};
    use zhibiao::analyze::years::{Years, YearsOptions};
    use zhibiao::analyze::{Release, Rows};
    use zhibiao::model::lexicon::IndicatorId;
    use zhibiao::model::{
        Bound, Document, DocumentId, DocumentKind, Layout, Lexicon, Measure, Metadata, Observation, Period, Reading,
        RegionCode, Span, StageCounts, Status, Terms,
    };
    use zhibiao::publish::{Format, ReleaseInfo, ReleaseWriter};
    use zhibiao::segment::Segments;

    /// Observations of a document: half of them levels, half growth rates.
    const ROWS: usize = 1000;
    /// Years that every place has documents of.
    const YEARS: usize = 20;
    /// Of a second, in `/proc/self/stat`.
    const TICKS: f64 = 100.0;
    /// The questions that are asked.
    const QUESTIONS: [&str; 3] = ["years", "panel", "panel of series"];

    pub(crate) fn main() {
        let arguments: Vec<String> = std::env::args().collect();
        let after = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1));
        if let (Some(question), Some(folder)) = (after("--ask"), after("--folder")) {
            return ask(question, Path::new(folder));
        }
        // `cargo test --benches` starts every benchmark without this; a run of minutes is no test.
        if !arguments.iter().any(|a| a == "--bench") {
            return;
        }
        let rows: usize = after("--observations").and_then(|n| n.parse().ok()).unwrap_or(2_000_000);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Instant::now();
        write(folder.path(), rows / ROWS);
        println!("{rows} observations written in {:.1} s", clock.elapsed().as_secs_f64());
        for question in QUESTIONS {
            let program = std::env::current_exe().expect("this program");
            let child = Command::new(program).args(["--ask", question, "--folder"]).arg(folder.path()).status();
            assert!(child.expect("a process").success(), "{question} ends well");
        }
    }

    /// Answers a question and tells what it took.
    fn ask(question: &str, folder: &Path) {
        let clock = Instant::now();
        let release = Release::open(folder).expect("a release");
        let mut bytes = Vec::new();
        let told = match question {
            "years" => {
                let years = Years::compare(&release, &YearsOptions::default()).expect("two years");
                let frame = years.frame(&release, Some(1000)).expect("a table");
                Rows::of(&frame).write_csv(&mut bytes).expect("memory");
                format!("{} pairs", years.pairs.len())
            }
            "panel" => panel(&release, PanelOptions::default(), &mut bytes),
            _ => {
                let columns = vec![Dimension::Series];
                let rows = vec![Dimension::Year];
                panel(&release, PanelOptions { rows, columns, all_series: true, ..PanelOptions::default() }, &mut bytes)
            }
        };
        let seconds = clock.elapsed().as_secs_f64();
        let (processor, peak, bytes) = (processor(), peak(), bytes.len());
        println!(
            "{question}: {seconds:.1} s, {processor} of processor time, peak memory {peak}, {told}, {bytes} bytes of CSV"
        );
    }

    fn panel(release: &Release, options: PanelOptions, out: &mut Vec<u8>) -> String {
        let panel = Panel::of(release, options).expect("a panel");
        Rows::of(&panel.frame().expect("a table")).write_csv(out).expect("memory");
        format!("{} cells", panel.cells.len())
    }

    /// What this process took of the processors so far, which other programs on the machine hardly change.
    fn processor() -> String {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        // The name of the program, which may hold spaces, ends with the last parenthesis.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
        let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|ticks| ticks.parse().ok()).collect();
        if ticks.len() == 2 { format!("{:.1} s", (ticks[0] + ticks[1]) / TICKS) } else { "unknown".to_owned() }
    }

    /// The largest memory of this process so far.
    fn peak() -> String {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        line.map_or_else(|| "unknown".to_owned(), |l| l.trim().to_owned())
    }

    /// A release of so many documents: places in turn, a year each.
    fn write(folder: &Path, documents: usize) {
        let lexicon = Lexicon::builtin();
        let info = ReleaseInfo { formats: vec![Format::Parquet], ..ReleaseInfo::new("bench", "0") };
        let mut writer = ReleaseWriter::create(folder, &lexicon, info).expect("a folder to write to");
        let places: Vec<RegionCode> =
            lexicon.regions.all.iter().filter(|r| r.valid_to.is_none()).map(|r| r.code).collect();
        for document in 0..documents {
            let place = places[(document / YEARS) % places.len()];
            writer.push(&reading(document, place, 2005 + (document % YEARS) as i16, &lexicon)).expect("rows");
        }
        writer.finish().expect("files");
    }

    /// A bulletin of a place and a year.
    fn reading(document: usize, place: RegionCode, year: i16, lexicon: &Lexicon) -> Reading {
        let (mut text, mut observations, mut chars) = (String::new(), Vec::with_capacity(ROWS), 0);
        let units = ["CNY", "%"].map(|u| lexicon.units.find(u).expect("a unit"));
        let codes = lexicon.indicators.codes.len() - 1;
        for i in 0..ROWS / 2 {
            let start = text.len();
            let name = &lexicon.indicators.codes[i % codes].name;
            // The first of a code is called as the code is, the others have a name of their own.
            let words = if i < codes { name.clone() } else { format!("{name}{i}") };
            let value = Decimal::new((1000 + i as i64) * (90 + i64::from(year) % 40 + (i as i64 * 7) % 13), 1);
            let growth = Decimal::new((i as i64 * 13 + i64::from(year)) % 150 - 20, 1);
            let _ = writeln!(text, "{year}年，全市{words}完成{value}亿元，比上年增长{growth}%。");
            let sentence = Span::new(start, text.len() - 1);
            for (measure, written, unit) in
                [(Measure::Level, value.to_string(), units[0]), (Measure::GrowthRate, growth.to_string(), units[1])]
            {
                let at = start + text[start..].find(&written).expect("it was written");
                let before = chars + text[start..at].chars().count() as u32;
                let span = Span::new(at, at + written.len());
                let digits = written.len() as u32;
                let value = if measure == Measure::Level { value * Decimal::from(100_000_000) } else { growth };
                observations.push(Observation {
                    span,
                    char_start: before,
                    char_end: before + digits,
                    unit_span: Span::empty(span.end as usize),
                    sentence,
                    section: None,
                    block: i as u32 + 1,
                    page: None,
                    indicator: IndicatorId((i % codes) as u16),
                    indicator_text: words.clone(),
                    subject: None,
                    industry: None,
                    measure,
                    status: Status::Actual,
                    bound: Bound::Exact,
                    value,
                    value_high: None,
                    decimals: 1,
                    unit,
                    period: Some(Period::year(year)),
                    per_year: false,
                    baseline: (measure == Measure::GrowthRate).then(|| "previous_year".to_owned()),
                    region: Some(place),
                    terms: Terms::default(),
                    series: None,
                    confidence: 0.9,
                    rule: 0,
                    flags: Vec::new(),
                });
            }
            chars += text[start..].chars().count() as u32;
        }
        zhibiao::standardize::fill_series(&text, &Segments::default(), &mut observations, lexicon);
        let meta = Metadata {
            title: Some(format!("{year}年统计公报")),
            published: jiff::civil::Date::new(year + 1, 3, 1).ok(),
            year: Some(year),
            region: Some(place),
            kind: DocumentKind::Bulletin,
            ..Metadata::default()
        };
        let document = Document {
            id: DocumentId::of(text.as_bytes()),
            source: format!("{document:07}.txt"),
            bytes: text.len() as u64,
            text,
            encoding: "UTF-8".into(),
            format: "text".into(),
            layout: Layout::default(),
            meta,
        };
        let counts = StageCounts { observations: observations.len() as u64, ..StageCounts::default() };
        Reading { document, sections: Vec::new(), observations, findings: Vec::new(), counts }
    }
}

#[cfg(feature = "analysis")]
fn main() {
    measured::main();
}

#[cfg(not(feature = "analysis"))]
fn main() {}
