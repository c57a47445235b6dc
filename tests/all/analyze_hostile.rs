//! Texts of documents that a spreadsheet or a terminal would obey do no harm in what the analytical
//! commands write.

use zhibiao::analyze::panel::{Dimension, Panel, PanelOptions};
use zhibiao::analyze::{Release, Rows, query};
use zhibiao::model::{Lexicon, Measure, Status};
use zhibiao::publish::{ReleaseInfo, ReleaseWriter, escape_directions};
use zhibiao::segment::Segments;

use crate::cli_support::{stdout, zhibiao};
use crate::publish_csv::HOSTILE;
use crate::publish_support::reading;

/// A release in which subjects are hostile texts.
fn release() -> tempfile::TempDir {
    let (folder, lexicon) = (tempfile::tempdir().expect("a temporary folder"), Lexicon::builtin());
    let mut reading = reading("=1+1.txt", HOSTILE.len(), &lexicon);
    reading.document.meta.title = Some("@SUM(1+1)".to_owned());
    for (o, text) in reading.observations.iter_mut().zip(HOSTILE) {
        o.subject = Some(text.to_owned());
        o.indicator_text = format!("试验{}", text.len());
        (o.status, o.measure) = (Status::Actual, Measure::Level);
        o.period = Some(zhibiao::model::Period::year(2021));
        o.region = zhibiao::model::RegionCode::parse("430400");
        o.per_year = false;
    }
    let text = reading.document.text.clone();
    let segments = Segments { sections: reading.sections.clone(), ..Segments::default() };
    zhibiao::standardize::fill_series(&text, &segments, &mut reading.observations, &lexicon);
    let mut writer =
        ReleaseWriter::create(folder.path(), &lexicon, ReleaseInfo::new("hostile", "0")).expect("a folder to write to");
    writer.push(&reading).expect("rows that keep the contract");
    writer.finish().expect("files");
    folder
}

fn harmless(cell: &str) -> bool {
    let live = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let turns = escape_directions(cell) != cell;
    (!live || cell.parse::<f64>().is_ok()) && !turns
}

#[test]
fn a_spreadsheet_runs_nothing_of_a_panel_or_a_query() {
    let folder = release();
    let release = Release::open(folder.path()).expect("a release");
    let options = PanelOptions {
        rows: vec![Dimension::Region, Dimension::Subject],
        columns: vec![Dimension::Series],
        all_series: true,
        ..PanelOptions::default()
    };
    let panel = Panel::of(&release, options).expect("a panel");
    assert!(panel.rows.len() >= 30, "{}", panel.rows.len());
    let written = query(&release, "SELECT title, subject, indicator_text, sentence FROM observations").expect("rows");
    assert!(written.height() >= HOSTILE.len());
    let frames =
        [written, panel.frame().expect("a table"), panel.twin(&release).expect("a twin"), panel.sdmx().expect("rows")];
    for frame in frames {
        let mut out = Vec::new();
        Rows::of(&frame).write_csv_for_excel(&mut out).expect("memory");
        let text = out.strip_prefix(b"\xEF\xBB\xBF").expect("a byte-order mark");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let width = frame.width();
        for record in reader.records() {
            let record = record.expect("RFC 4180");
            assert_eq!(record.len(), width, "no cell breaks out of its row");
            for cell in &record {
                assert!(harmless(cell), "{cell:?}");
            }
        }
    }
}

#[test]
fn a_terminal_is_not_steered() {
    let folder = release();
    let columns = ["--rows", "region,subject", "--columns", "indicator", "--all-series", "--format", "table"];
    let command = zhibiao().arg("panel").args(columns).arg("--release").arg(folder.path()).assert();
    let table = stdout(&command.success());
    let steers = |c: char| (c.is_control() && c != '\n') || escape_directions(&c.to_string()) != c.to_string();
    assert!(!table.contains(steers), "{table:?}");
}
