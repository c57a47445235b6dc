//! The accuracy gate: figures on the labelled documents do not fall below tests/accuracy.toml.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cli_support::{project, stdout, zhibiao};
use crate::house_support::{any_python, output_of, shared, text_of};

const TIERS: [&str; 4] = ["quantity", "observation", "full", "headline"];

/// The figures of `zhibiao eval` on the labels beside the project.
fn figures() -> Option<Value> {
    let (gold, corpus) = (shared("gold/dev")?, shared("corpus")?);
    Some(eval(&gold, &[corpus.join("seeds"), corpus.join("labelled")]))
}

/// Those on the passages of the corpus that are labelled in tests/gold.
fn passages() -> Option<Value> {
    Some(eval(&project().join("tests/gold"), &[shared("corpus")?]))
}

fn eval(gold: &Path, texts: &[PathBuf]) -> Value {
    let mut eval = zhibiao();
    eval.arg("eval").arg("--json").arg("--gold").arg(gold);
    for folder in texts {
        eval.arg("--texts").arg(folder);
    }
    serde_json::from_str(&stdout(&eval.assert().success())).expect("JSON")
}

/// The F1 of a tier.
fn f1(figures: &Value, tier: &str) -> f64 {
    figures[tier]["f1"].as_f64().unwrap_or_else(|| panic!("{tier} in {figures}"))
}

/// Floors are written with three decimals, so figures are cut to three before they are compared.
fn cut(f1: f64) -> f64 {
    (f1 * 1000.0 + 1e-9).floor() / 1000.0
}

#[test]
fn no_figure_falls_below_its_floor() {
    let (Some(dev), Some(passages)) = (figures(), passages()) else { return };
    let floors: toml::Table = text_of("tests/accuracy.toml").parse().expect("TOML");
    let mut below = Vec::new();
    for (set, figures, tier) in TIERS.iter().flat_map(|t| [("dev", &dev, t), ("passages", &passages, t)]) {
        let floor = floors[set][tier].as_float().expect("a floor for every tier");
        let found = cut(f1(figures, tier));
        println!("{set:9} {tier:12} F1 {found:.3}, floor {floor:.3}");
        if found + 1e-9 < floor {
            below.push(format!("{set}: {tier} {found:.3} is below its floor of {floor:.3}"));
        }
    }
    assert!(below.is_empty(), "{below:#?}\nwhere a fall is meant, lower the floor in tests/accuracy.toml and say why");
}

/// The figures are not ours alone: the script beside the labels gives the same on rows that
/// `zhibiao extract` prints.
#[test]
fn score_py_gives_the_same_figures() {
    let (Some(figures), Some(python), Some(gold)) = (figures(), any_python(), shared("gold")) else { return };
    let mut files = Vec::new();
    for folder in ["seeds", "labelled"] {
        let entries = std::fs::read_dir(project().join("../shared/corpus").join(folder)).expect("the corpus");
        files.extend(entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")));
    }
    files.sort();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = folder.path().join("observations.jsonl");
    let extract = zhibiao().arg("extract").args(&files).args(["--format", "jsonl"]).assert().success();
    std::fs::write(&rows, &extract.get_output().stdout).expect("a temporary folder takes files");
    let mut score = Command::new(python);
    score.arg(gold.join("score.py")).arg("--gold").arg(gold.join("dev")).arg("--observations").arg(rows).arg("--json");
    let theirs: Value = serde_json::from_str(&output_of(&mut score)).expect("JSON");
    for tier in TIERS {
        assert!((f1(&figures, tier) - f1(&theirs, tier)).abs() < 1e-9, "{tier}: {figures}\n{theirs}");
    }
}
