//! `zhibiao review`: doubtful rows out with their sentences, decisions back as corrections and labels.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use assert_cmd::assert::Assert;
use serde_json::{Value, json};

use crate::cli_support::{House, project, stderr, stdout, zhibiao};

const REPORT: &str = "2024年桃源县政府工作报告\n\n一、2023年工作回顾\n全县地区生产总值达到499.8亿元，增长4.9%。\n\
    𠮷林镇新增企业12家，其中工业企业5家。推进“3315”计划，落实奖补7.5万元。税收占比达到120%，进出口完成73.45。\n";

fn house() -> House {
    let house = House::of_docs("corrections = [\"corrections.csv\"]");
    house.write("docs/a.txt", REPORT);
    house.write("pipelines/corrections.csv", "source,observation_id,column,expected,value,reason,who,when\n");
    house.run(&[]).success();
    house
}

/// Tasks with every row of the release.
fn exported(house: &House, format: &str) -> String {
    let mut command = zhibiao();
    command.args(["review", "export"]).arg(house.path("pipelines/p.toml"));
    stdout(&command.args(["--below", "1", "--format", format]).assert().success())
}

fn import(house: &House, content: &str, more: &[&str]) -> Assert {
    house.write("decisions", content);
    let gold = house.path("gold");
    let mut command = zhibiao();
    command.args(["review", "import"]).arg(house.path("decisions")).arg("--gold").arg(gold).args(more).assert()
}

/// The lines of corrections: column, expected, value, reason, who, when.
fn lines(assert: &Assert) -> Vec<[String; 6]> {
    let text = stdout(assert);
    let reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |r: csv::StringRecord| [6, 7, 8, 9, 10, 11].map(|i| r[i].to_owned());
    reader.into_records().map(|r| cells(r.expect("a line"))).collect()
}

fn gold(house: &House) -> Vec<Value> {
    let text = fs::read_to_string(house.path("gold/a.gold.jsonl")).expect("labels");
    text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

/// Labels stand where they say in the document.
fn stands(labels: &[Value]) {
    let text: Vec<char> = REPORT.chars().collect();
    for label in labels.iter().filter(|l| l["kind"] != "passage") {
        let at = |key: &str| label[key].as_u64().expect("a place") as usize;
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(label["text"], words.as_str());
    }
}

/// The tasks of Label Studio as they come back when nothing was changed: predictions made annotations.
fn accepted(tasks: &str) -> Vec<Value> {
    let mut tasks: Vec<Value> = serde_json::from_str(tasks).expect("JSON");
    for (i, task) in tasks.iter_mut().enumerate() {
        task["id"] = json!(i + 1);
        let result = task["predictions"][0]["result"].clone();
        let about = json!({
            "result": result, "was_cancelled": false, "ground_truth": false,
            "completed_by": { "id": 7, "email": "li@example.org" }, "updated_at": "2024-03-02T08:00:00.123456Z",
        });
        task["annotations"] = json!([{ "result": [], "was_cancelled": true }, about]);
    }
    tasks
}

/// The results on the row with this number.
fn of_row<'a>(tasks: &'a mut [Value], number: &str) -> (&'a mut Vec<Value>, String) {
    for task in tasks {
        let results = task["annotations"][1]["result"].as_array_mut().expect("results");
        let id =
            results.iter().find(|r| r["type"] == "labels" && r["value"]["text"] == number).map(|r| r["id"].clone());
        if let Some(Value::String(id)) = id {
            return (results, id);
        }
    }
    panic!("no span {number}")
}

fn run_with(house: &House, corrections: &str) -> Vec<String> {
    house.write("pipelines/corrections.csv", corrections);
    house.run(&[]).success();
    house.table("observations")
}

#[test]
fn tasks_have_sentences_with_spans_relative_to_them() {
    let house = house();
    let tasks: Vec<Value> = serde_json::from_str(&exported(&house, "label-studio")).expect("JSON");
    let text: Vec<char> = REPORT.chars().collect();
    let mut spans = 0;
    for task in &tasks {
        let data = &task["data"];
        let sentence: Vec<char> = data["text"].as_str().expect("a text").chars().collect();
        let at = data["char_start"].as_u64().expect("a place") as usize;
        assert_eq!(text[at..at + sentence.len()], sentence[..], "the sentence stands where it says");
        for result in task["predictions"][0]["result"].as_array().expect("results") {
            let (start, end) = (&result["value"]["start"], &result["value"]["end"]);
            let [start, end] = [start, end].map(|v| v.as_u64().expect("a place") as usize);
            let words: String = sentence[start..end].iter().collect();
            if result["type"] == "labels" {
                spans += 1;
                assert_eq!(result["value"]["text"], words.as_str());
            }
            let row = data["rows"].as_array().expect("rows").iter().find(|r| r["observation_id"] == result["id"]);
            assert_eq!(row.expect("its row")["value_text"], words.as_str());
        }
    }
    assert_eq!(spans, house.table("observations").len() - 1, "every row has a span");
}

#[test]
fn what_goes_out_is_what_was_asked_for() {
    let house = house();
    let asked = |arguments: &[&str]| {
        let mut command = zhibiao();
        command.args(["review", "export", "--format", "jsonl"]).arg(house.path("pipelines/p.toml"));
        let text = stdout(&command.args(arguments).assert().success());
        let tasks: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        let rows = tasks.iter().flat_map(|t| t["rows"].as_array().expect("rows").clone());
        rows.filter(|r| r["asked"] == true).collect::<Vec<_>>()
    };
    assert_eq!(asked(&["--below", "0"]), Vec::<Value>::new());
    let doubtful = asked(&["--below", "0.9"]);
    assert!(doubtful.iter().all(|r| r["confidence"].as_f64().expect("a number") < 0.9));
    let found = asked(&["--findings"]);
    assert!(
        !found.is_empty() && found.iter().all(|r| r["findings"].as_array().is_some_and(|f| !f.is_empty())),
        "{found:?}"
    );
    assert!(asked(&["--below", "1", "--limit", "1"]).len() < asked(&["--below", "1"]).len());
    zhibiao().args(["review", "export", "--below", "2"]).arg(house.path("pipelines/p.toml")).assert().code(2);
    zhibiao().args(["review", "export"]).assert().code(2);
}

#[test]
fn the_configuration_has_a_control_for_every_result() {
    let house = house();
    let config = stdout(&zhibiao().args(["review", "export", "--config"]).assert().success());
    let tasks: Vec<Value> = serde_json::from_str(&exported(&house, "label-studio")).expect("JSON");
    for result in tasks.iter().flat_map(|t| t["predictions"][0]["result"].as_array().expect("results")) {
        let (tag, key) = match result["type"].as_str().expect("a type") {
            "labels" => ("Labels", "labels"),
            "choices" => ("Choices", "choices"),
            "textarea" => ("TextArea", "text"),
            other => panic!("{other}"),
        };
        let name = result["from_name"].as_str().expect("a name");
        assert!(config.contains(&format!("<{tag} name=\"{name}\" toName=\"text\"")), "{tag} {name}");
        assert_eq!(result["to_name"], "text");
        let values = result["value"][key].as_array().expect("a list");
        for value in values.iter().filter(|_| tag != "TextArea") {
            assert!(config.contains(&format!("value=\"{}\"", value.as_str().expect("a text"))), "{value}");
        }
    }
}

#[test]
fn accepted_as_it_is_everything_becomes_labels_and_nothing_a_correction() {
    let house = house();
    let tasks = accepted(&exported(&house, "label-studio"));
    let assert = import(&house, &json!(tasks).to_string(), &[]).success();
    assert_eq!(lines(&assert), Vec::<[String; 6]>::new());
    assert!(stderr(&assert).contains(" accepted, 0 corrected, 0 rejected"), "{}", stderr(&assert));
    let labels = gold(&house);
    stands(&labels);
    assert_eq!(labels.iter().filter(|l| l["kind"] == "quantity").count(), house.table("observations").len() - 1);
    assert_eq!(labels.iter().filter(|l| l["kind"] == "passage").count(), tasks.len());
    let gdp = labels.iter().find(|l| l["text"] == "499.8亿").expect("a label");
    assert_eq!(
        (&gdp["value"], &gdp["unit"], &gdp["value_high"]),
        (&json!(49_980_000_000_u64), &json!("CNY"), &Value::Null)
    );

    // What was labelled is what `eval` scores against.
    let eval =
        zhibiao().args(["eval", "--gold"]).arg(house.path("gold")).arg("--texts").arg(house.path("docs")).assert();
    assert!(stdout(&eval.success()).contains("1.000"));
    let again = import(&house, &json!(tasks).to_string(), &[]).code(2);
    assert!(stderr(&again).contains("gold-overlaps"), "{}", stderr(&again));
}

#[test]
fn decisions_of_label_studio_become_corrections_and_labels() {
    let house = house();
    let before = house.table("observations").len();
    let mut tasks = accepted(&exported(&house, "label-studio"));
    let (results, id) = of_row(&mut tasks, "4.9");
    let value = results.iter_mut().find(|r| r["id"] == *id && r["from_name"] == "value").expect("its value");
    value["value"]["text"] = json!(["5.9"]);
    results.push(json!({ "id": "r1", "from_name": "reason", "to_name": "text", "type": "textarea", "value": { "text": ["与公报不符"] } }));
    // A span that was removed, one with the label `none`, and a number that reading missed.
    let (results, id) = of_row(&mut tasks, "7.5万");
    results.retain(|r| r["id"] != *id);
    let (results, id) = of_row(&mut tasks, "5");
    let label = results.iter_mut().find(|r| r["id"] == *id && r["type"] == "labels").expect("its label");
    label["value"]["labels"] = json!(["none"]);
    let added = |task: &Value| {
        let units: Vec<u16> = task["data"]["text"].as_str().expect("a text").encode_utf16().collect();
        let place = units.windows(4).position(|w| String::from_utf16_lossy(w) == "3315");
        place.map(|at| {
            json!({ "id": "new", "from_name": "number", "to_name": "text", "type": "labels",
            "value": { "start": at, "end": at + 4, "text": "3315", "labels": ["ignore"] } })
        })
    };
    let (at, span) = tasks.iter().enumerate().find_map(|(i, t)| added(t).map(|s| (i, s))).expect("3315");
    tasks[at]["annotations"][1]["result"].as_array_mut().expect("results").push(span);

    let assert = import(&house, &json!(tasks).to_string(), &[]).success();
    let mut found = lines(&assert);
    found.sort();
    let who = ["li@example.org", "2024-03-02"];
    let line = |cells: [&str; 4]| [&cells[..], &who].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let expected = [
        line(["kind", "quantity", "none", "人工审核"]),
        line(["kind", "quantity", "none", "人工审核"]),
        line(["value", "4.9", "5.9", "与公报不符"]),
    ];
    assert_eq!(found.iter().map(|l| l.to_vec()).collect::<Vec<_>>(), expected);
    let labels = gold(&house);
    stands(&labels);
    let kind = |text: &str| labels.iter().find(|l| l["text"] == text).map(|l| l["kind"].clone());
    assert_eq!([kind("7.5万"), kind("5"), kind("3315")], ["none", "none", "ignore"].map(|k| Some(json!(k))));
    let growth = labels.iter().find(|l| l["text"] == "4.9").expect("a label");
    assert_eq!(growth["value"], json!(5.9));

    let after = run_with(&house, &stdout(&assert));
    assert_eq!(after.len(), before - 2);
    assert!(after.iter().any(|l| l.contains(",5.9,")), "{after:?}");
    // A row that a person corrected is asked for no more, and goes out with its sentence for the sake of others.
    let tasks: Vec<Value> = exported(&house, "jsonl").lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let rows = tasks.iter().flat_map(|t| t["rows"].as_array().expect("rows"));
    let asked: Vec<_> = rows.filter(|r| r["value_text"] == "4.9").map(|r| &r["asked"]).collect();
    assert_eq!(asked, [&json!(false)]);
}

#[test]
fn a_task_that_was_handed_in_without_a_span_is_undecided() {
    let house = house();
    let mut tasks = accepted(&exported(&house, "label-studio"));
    for task in &mut tasks {
        task["annotations"][1]["result"] = json!([]);
    }
    let assert = import(&house, &json!(tasks).to_string(), &[]).success();
    assert_eq!(lines(&assert), Vec::<[String; 6]>::new());
    let undecided = format!(" 0 rejected, 0 ignored, {} undecided", house.table("observations").len() - 1);
    assert!(stderr(&assert).contains(&undecided), "{}", stderr(&assert));
    assert!(!house.path("gold/a.gold.jsonl").exists(), "nothing was labelled");
}

#[test]
fn words_that_a_spreadsheet_would_run_come_back_as_they_were_read() {
    let house = house();
    house.write("docs/a.txt", "2024年桃源县政府工作报告\n\n一、2023年工作回顾\n=甲组份产量达到45.2万吨。\n");
    house.run(&[]).success();
    let mut tasks = accepted(&exported(&house, "label-studio"));
    let assert = import(&house, &json!(tasks).to_string(), &[]).success();
    assert_eq!(lines(&assert), Vec::<[String; 6]>::new(), "what was left as it was is no edit");
    fs::remove_dir_all(house.path("gold")).expect("a folder");
    let (results, id) = of_row(&mut tasks, "45.2万");
    let subject = results.iter_mut().find(|r| r["id"] == *id && r["from_name"] == "subject").expect("its subject");
    assert_eq!(subject["value"]["text"], json!(["=甲组份"]));
    subject["value"]["text"] = json!(["甲组份"]);
    let assert = import(&house, &json!(tasks).to_string(), &[]).success();
    assert_eq!(lines(&assert)[0][..3], ["subject", "=甲组份", "甲组份"]);
    assert!(run_with(&house, &stdout(&assert)).iter().any(|l| l.contains(",甲组份,")));
}

#[test]
fn decisions_in_json_lines_do_the_same() {
    let house = house();
    let mut tasks: Vec<Value> =
        exported(&house, "jsonl").lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    for task in &mut tasks {
        for row in task["rows"].as_array_mut().expect("rows") {
            let number = row["value_text"].as_str().expect("a number").to_owned();
            match number.as_str() {
                "499.8亿" => {
                    row["decision"] = json!("corrected");
                    row["corrected"] = json!({ "indicator": "other", "period": "2022", "baseline": null });
                    row["reason"] = json!("口径不同");
                }
                "7.5万" => row["decision"] = json!("rejected"),
                "12" => {}
                _ => row["decision"] = json!("accepted"),
            }
        }
    }
    let text = |tasks: &[Value]| tasks.iter().fold(String::new(), |all, task| all + &task.to_string() + "\n");
    let said = stderr(&import(&house, &text(&tasks), &[]).code(2));
    assert!(said.contains("it is not known who decided") && said.contains("--who"), "{said}");
    let assert = import(&house, &text(&tasks), &["--who", "张三"]).success();
    let columns: Vec<_> =
        lines(&assert).iter().map(|l| [&*l[0], &*l[1], &*l[2], &*l[3], &*l[4]].map(str::to_owned)).collect();
    let expected = [
        ["indicator", "gdp", "other", "口径不同", "张三"],
        ["period", "2023", "2022", "口径不同", "张三"],
        ["kind", "quantity", "none", "人工审核", "张三"],
    ];
    assert_eq!(columns, expected.map(|l| l.map(str::to_owned)));
    assert!(stderr(&assert).contains("1 undecided"), "{}", stderr(&assert));
    let labels = gold(&house);
    stands(&labels);
    assert!(
        labels.iter().all(|l| l["text"] != "12" && l["text"] != "5"),
        "a sentence without all decisions is no passage"
    );
    run_with(&house, &stdout(&assert));
}

#[test]
fn decisions_that_make_no_sense_are_refused_with_their_place() {
    let house = house();
    let line = exported(&house, "jsonl").lines().next().expect("a task").to_owned();
    let edited = |decision: Value, corrected: Value| {
        let mut task: Value = serde_json::from_str(&line).expect("JSON");
        task["rows"][0]["decision"] = decision;
        task["rows"][0]["corrected"] = corrected;
        format!("{task}\n")
    };
    let moved = |key: &str, place: u32| {
        let mut task: Value = serde_json::from_str(&line).expect("JSON");
        let holder = if key.starts_with("char") { &mut task } else { &mut task["rows"][0] };
        holder[key] = json!(place);
        format!("{task}\n")
    };
    let accepted = edited(json!("accepted"), json!({}));
    for (content, why) in [
        (moved("char_start", u32::MAX), "are no places in its text"),
        (moved("char_end", 1), "are no places in its text"),
        (moved("start", u32::MAX), "are no places in its text"),
        (moved("end", u32::MAX), "are no places in its text"),
        (accepted.repeat(2), "line 1 has decisions on the same sentence"),
        (edited(json!("corrected"), json!({})), "no value says how"),
        (edited(json!("accepted"), json!({ "value": "1" })), "has corrected values"),
        (edited(Value::Null, json!({ "value": "1" })), "no decision"),
        (edited(json!("maybe"), json!({})), "is no decision"),
        (edited(json!("corrected"), json!({ "sentence": "x" })), "`sentence` cannot be corrected"),
        (edited(json!("corrected"), json!({ "value": "=1+1" })), "is no decimal number"),
        ("{}\n".to_owned(), "not a task"),
        ("[{\"data\": {}}]".to_owned(), "none of `zhibiao review export`"),
        ("[{".to_owned(), "not tasks in JSON"),
    ] {
        let said = stderr(&import(&house, &content, &["--who", "张三"]).code(2));
        assert!(said.contains(why) && said.contains("decisions"), "{why}: {said}");
    }
}

/// A Python that has `label-studio-sdk`, which is no part of CI: it brings half a gigabyte with it.
fn python_with_sdk() -> Option<PathBuf> {
    let python = std::env::var_os("ZHIBIAO_LABEL_STUDIO_PYTHON").map(PathBuf::from);
    if python.is_none() {
        eprintln!("skipped: ZHIBIAO_LABEL_STUDIO_PYTHON names no Python with label-studio-sdk");
    }
    python
}

#[test]
fn label_studio_itself_takes_the_tasks_and_the_configuration() {
    let Some(python) = python_with_sdk() else { return };
    let house = house();
    house.write("labels.xml", stdout(&zhibiao().args(["review", "export", "--config"]).assert().success()));
    let tasks = exported(&house, "label-studio");
    house.write("export.json", json!(accepted(&tasks)).to_string());
    house.write("tasks.json", tasks);
    let files = ["labels.xml", "tasks.json", "export.json"].map(|f| house.path(f));
    let output = Command::new(python).arg(project().join("tests/python/label_studio.py")).args(files).output();
    let output = output.expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
