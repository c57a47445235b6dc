//! `zhibiao eval` gives the figures of `gold/score.py`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::cli_support::{House, project, stderr, stdout, zhibiao};

/// The folder of labels and score.py, where this machine has it.
fn gold() -> Option<std::path::PathBuf> {
    let gold = project().join("../shared/gold");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    (python && gold.join("score.py").is_file()).then_some(gold)
}

fn labels(folder: &Path) -> Vec<(String, Vec<Value>)> {
    let mut files: Vec<_> = fs::read_dir(folder).expect("labels").flatten().map(|e| e.path()).collect();
    files.sort();
    let read = |file: &Path| {
        let text = fs::read_to_string(file).expect("labels");
        let stem = file.file_name().expect("a name").to_string_lossy().replace(".gold.jsonl", "");
        (stem, text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect())
    };
    files.iter().filter(|f| f.to_string_lossy().ends_with(".gold.jsonl")).map(|f| read(f)).collect()
}

fn first(value: &Value) -> Value {
    value.as_array().map_or_else(|| value.clone(), |all| all[0].clone())
}

/// Predictions made of the labels, wrong in every way that the figures tell apart.
fn predictions(labels: &[(String, Vec<Value>)]) -> Vec<Value> {
    let mut rows = Vec::new();
    for (stem, labels) in labels {
        for (i, label) in labels.iter().enumerate() {
            let (start, end) = (label["start"].as_i64().unwrap_or(0), label["end"].as_i64().unwrap_or(0));
            if i % 11 == 0 || label["kind"] == "none" && i % 5 != 0 {
                continue;
            }
            let mut row = json!({
                "source": format!("some/folder/{stem}.txt"), "char_start": start, "char_end": end + i64::from(i % 4 == 0),
                "value_text": label["text"], "value": first(&label["value"]), "value_high": first(&label["value_high"]),
            });
            for field in ["unit", "bound", "indicator", "measure", "status", "period", "region", "indicator_text"] {
                row[field] = first(&label[field]);
            }
            match i % 9 {
                1 => row["value"] = json!(7),
                2 => row["indicator"] = json!("investment.industry"),
                3 => row["status"] = json!("target"),
                4 => row["period"] = Value::Null,
                5 => row["region"] = json!("000000"),
                6 => row["indicator_text"] = json!("地区生产总值"),
                7 => row["bound"] = json!("approx"),
                _ => {}
            }
            rows.push(row);
        }
    }
    rows
}

fn csv(rows: &[Value]) -> String {
    let keys: Vec<&String> = rows[0].as_object().expect("an object").keys().collect();
    let mut out = keys.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(",") + "\n";
    for row in rows {
        let cell = |v: &Value| match v {
            Value::Null => String::new(),
            Value::String(s) => format!("\"{}\"", s.replace('"', "\"\"")),
            other => other.to_string(),
        };
        let cells: Vec<String> = keys.iter().map(|k| cell(&row[k.as_str()])).collect();
        let _ = writeln!(out, "{}", cells.join(","));
    }
    out
}

#[test]
fn the_figures_are_those_of_score_py() {
    let Some(gold) = gold() else { return };
    let house = House::of_docs("");
    let rows = predictions(&labels(&gold.join("dev")));
    house.write("rows.csv", csv(&rows));
    house.write("rows.jsonl", rows.iter().map(|r| r.to_string() + "\n").collect::<String>());
    for name in ["rows.csv", "rows.jsonl"] {
        let file = house.path(name);
        let python = |more: &[&str]| {
            let mut command = Command::new("python3");
            command.arg(gold.join("score.py")).arg("--gold").arg(gold.join("dev")).arg("--observations").arg(&file);
            String::from_utf8(command.args(more).output().expect("python runs").stdout).expect("UTF-8")
        };
        let ours = |more: &[&str]| {
            let mut command = zhibiao();
            command.args(["eval", "--gold"]).arg(gold.join("dev")).arg("--observations").arg(&file).args(more);
            stdout(&command.assert().success())
        };
        let parse = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
        assert_eq!(parse(ours(&["--json"])), parse(python(&["--json"])), "{name}");
        assert_eq!(ours(&[]), python(&[]), "{name}");
        let places = |text: String| -> Vec<String> {
            text.lines().filter_map(|l| l.split_once(" — ")).map(|(place, _)| place.to_owned()).collect()
        };
        let (mine, theirs) = (places(ours(&["--errors", "50"])), places(python(&["--errors", "50"])));
        assert!(mine.len() >= 50 && mine == theirs, "{mine:#?}\n{theirs:#?}");
    }
}

#[test]
fn labelled_documents_are_found_and_read() {
    let gold = project().join("pipelines/samples/gold");
    let texts = project().join("pipelines/samples");
    let assert = zhibiao().args(["eval", "--gold"]).arg(&gold).arg("--texts").arg(&texts).assert().success();
    assert!(stdout(&assert).starts_with("3 documents, "), "{}", stdout(&assert));
    let none = tempfile::tempdir().expect("a temporary folder");
    let assert = zhibiao().args(["eval", "--gold"]).arg(&gold).arg("--texts").arg(none.path()).assert().code(2);
    assert!(stderr(&assert).contains("[text-missing]"), "{}", stderr(&assert));
    zhibiao().args(["eval", "--gold"]).arg(none.path()).assert().code(2);
}
