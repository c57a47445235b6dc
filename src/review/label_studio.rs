//! Tasks of Label Studio (<https://labelstud.io/guide/task_format>): a sentence, with a prediction for each
//! of its rows: a span with the label `quantity`, and the fields of the row on that span.
//!
//! Spans count characters of the task's text. Releases of Label Studio differ in whether characters beyond
//! the basic plane count once or twice; on the way back a span is taken in the way in which it has the text
//! that it says it has. A span that was added is a number that no row stands for, one that was removed or
//! has the label `none` is no quantity. A field that was emptied on a span that has others is a null. Where
//! there is no span at all nothing was decided: a task that was looked at and handed in as it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::decide::{Missed, Reviewed, Verdict};
use super::gold::IGNORE;
use super::misplaced;
use super::task::{FIELDS, Task, TaskRow};
use crate::correct::{Column, NONE, QUANTITY};
use crate::model::{Bound, Error, Measure, Result, Status};

/// Names in the labelling configuration.
const TEXT: &str = "text";
const NUMBER: &str = "number";
const REASON: &str = "reason";

/// The codes that a field is chosen from; other fields are written.
fn choices(column: Column) -> Option<Vec<&'static str>> {
    match column {
        Column::Measure => Some(Measure::ALL.iter().map(|c| c.as_str()).collect()),
        Column::Status => Some(Status::ALL.iter().map(|c| c.as_str()).collect()),
        Column::Bound => Some(Bound::ALL.iter().map(|c| c.as_str()).collect()),
        Column::PerYear => Some(vec!["true", "false"]),
        _ => None,
    }
}

/// The labelling configuration that the tasks are made for, in XML.
#[must_use]
pub fn config() -> String {
    let mut xml = String::from(
        "<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>\n  <Header value=\"$source\" size=\"5\"/>\n  \
         <Labels name=\"number\" toName=\"text\">\n    <Label value=\"quantity\" background=\"#2e7d32\"/>\n    \
         <Label value=\"none\" background=\"#9e9e9e\"/>\n    <Label value=\"ignore\" background=\"#f9a825\"/>\n  \
         </Labels>\n  <Text name=\"text\" value=\"$text\" granularity=\"symbol\" saveTextResult=\"yes\"/>\n  \
         <View visibleWhen=\"region-selected\">\n",
    );
    for column in FIELDS {
        // Writing to a string cannot fail.
        let _ = writeln!(xml, "    <Header value=\"{column}\" size=\"6\"/>");
        let _ = match choices(column) {
            Some(codes) => {
                let codes = codes.iter().fold(String::new(), |xml, c| xml + "<Choice value=\"" + c + "\"/>");
                writeln!(
                    xml,
                    "    <Choices name=\"{column}\" toName=\"text\" perRegion=\"true\" choice=\"single\" \
                     showInline=\"true\">{codes}</Choices>"
                )
            }
            None => writeln!(
                xml,
                "    <TextArea name=\"{column}\" toName=\"text\" perRegion=\"true\" editable=\"true\" rows=\"1\" \
                 maxSubmissions=\"1\"/>"
            ),
        };
    }
    xml.push_str(
        "  </View>\n  <Header value=\"reason\" size=\"6\"/>\n  <TextArea name=\"reason\" toName=\"text\" \
         editable=\"true\" rows=\"1\" maxSubmissions=\"1\"/>\n</View>\n",
    );
    xml
}

pub(super) fn write(tasks: &[Task]) -> serde_json::Result<String> {
    let tasks: Vec<Json> = tasks.iter().map(task).collect::<serde_json::Result<_>>()?;
    Ok(serde_json::to_string_pretty(&tasks)? + "\n")
}

fn task(task: &Task) -> serde_json::Result<Json> {
    let mut data = serde_json::to_value(task)?;
    for row in data["rows"].as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
        for key in ["decision", "corrected", "reason"] {
            row.remove(key);
        }
    }
    let score = task.rows.iter().filter(|r| r.asked).map(|r| r.confidence).fold(1.0_f32, f32::min);
    let result: Vec<Json> = task.rows.iter().flat_map(results).collect();
    let model = concat!("zhibiao ", env!("CARGO_PKG_VERSION"));
    Ok(json!({ "data": data, "predictions": [{ "model_version": model, "score": shown(score), "result": result }] }))
}

/// A float as it is written with the fewest digits.
fn shown(value: f32) -> Json {
    value.to_string().parse::<f64>().map_or(Json::Null, Json::from)
}

/// The span of a row, and its fields on that span.
fn results(row: &TaskRow) -> Vec<Json> {
    let result = |name: &str, kind: &str, key: &str, content: Json| {
        json!({
            "id": row.observation_id,
            "from_name": name,
            "to_name": TEXT,
            "type": kind,
            "value": { "start": row.start, "end": row.end, key: content },
        })
    };
    let mut span = result(NUMBER, "labels", "labels", json!([QUANTITY]));
    span["value"]["text"] = row.value_text.as_str().into();
    span["score"] = shown(row.confidence);
    let fields = FIELDS.iter().filter(|c| !row.cell(**c).is_empty()).map(|column| {
        let cell = json!([row.cell(*column)]);
        match choices(*column) {
            Some(_) => result(column.as_str(), "choices", "choices", cell),
            None => result(column.as_str(), "textarea", "text", cell),
        }
    });
    std::iter::once(span).chain(fields).collect()
}

pub(super) fn read(text: &str, file: &Path) -> Result<Vec<Reviewed>> {
    let wrong = |why: String| {
        Error::usage("review-syntax", why).at_file(file).hint("export the project from Label Studio as JSON")
    };
    let tasks: Vec<Json> = serde_json::from_str(text).map_err(|e| wrong(format!("not tasks in JSON: {e}")))?;
    let mut all = Vec::new();
    for (i, json) in tasks.into_iter().enumerate() {
        let place =
            json["id"].as_u64().map_or_else(|| format!("task {} of the file", i + 1), |id| format!("task {id}"));
        let task: Task = serde_json::from_value(json["data"].clone())
            .map_err(|e| wrong(format!("{place} is none of `zhibiao review export`: {e}")))?;
        if !task.has_places() {
            return Err(misplaced(&place).at_file(file));
        }
        let Some(annotation) = annotation(&json) else { continue };
        all.push(reviewed(task, annotation, place).map_err(|e| e.at_file(file))?);
    }
    Ok(all)
}

/// The annotation that counts: the ground truth, else the last one that was not skipped.
fn annotation(task: &Json) -> Option<&Json> {
    let all = task["annotations"].as_array()?;
    let held = || all.iter().filter(|a| a["was_cancelled"] != Json::Bool(true));
    held().rfind(|a| a["ground_truth"] == Json::Bool(true)).or_else(|| held().next_back())
}

/// A span with what the annotator said of it.
#[derive(Default)]
struct Region {
    span: Option<(u32, u32)>,
    label: Option<String>,
    fields: BTreeMap<Column, String>,
}

fn reviewed(task: Task, annotation: &Json, place: String) -> Result<Reviewed> {
    let (mut regions, mut reason) = (BTreeMap::<String, Region>::new(), None);
    for result in annotation["result"].as_array().into_iter().flatten() {
        let (name, value) = (result["from_name"].as_str().unwrap_or_default(), &result["value"]);
        if name == REASON {
            reason = first_text(value, "text");
            continue;
        }
        let region = regions.entry(result["id"].as_str().unwrap_or_default().to_owned()).or_default();
        if let Some(span) = span_of(value, &task.text) {
            region.span.get_or_insert(span);
        }
        if name == NUMBER {
            region.label = first_text(value, "labels");
            region.span = span_of(value, &task.text);
        } else if let Some(column) = Column::find(name) {
            let key = if choices(column).is_some() { "choices" } else { "text" };
            region.fields.insert(column, first_text(value, key).unwrap_or_default());
        }
    }
    let mut verdicts = vec![None; task.rows.len()];
    let mut missed = Vec::new();
    let is_blank = regions.is_empty();
    for (id, region) in regions {
        let Some((start, end)) = region.span else {
            return Err(Error::usage("review-value", format!("{place}: the span {id} has other text than the task")));
        };
        let free = |i: &usize| verdicts[*i].is_none();
        let by_id = (0..task.rows.len()).find(|i| task.rows[*i].observation_id == id);
        let by_span =
            || (0..task.rows.len()).filter(free).find(|i| (task.rows[*i].start, task.rows[*i].end) == (start, end));
        let row = by_id.filter(|i| (task.rows[*i].start, task.rows[*i].end) == (start, end)).or_else(by_span);
        let verdict = |read: Option<&TaskRow>| match region.label.as_deref() {
            Some(NONE) => Verdict::Reject,
            Some(IGNORE) => Verdict::Ignore,
            _ => Verdict::Keep(fields(&region, read)),
        };
        match row {
            Some(row) => verdicts[row] = Some(verdict(Some(&task.rows[row]))),
            None => missed.push(Missed { start, end, verdict: verdict(None) }),
        }
    }
    // A prediction that is not among the spans was removed.
    let removed = Some(Verdict::Reject).filter(|_| !is_blank);
    let verdicts = verdicts.into_iter().map(|v| v.or_else(|| removed.clone())).collect();
    let reasons = vec![reason; task.rows.len()];
    let (who, when) = (who(annotation), when(annotation));
    Ok(Reviewed { place, task, verdicts, reasons, missed, who, when })
}

/// The fields of a span. One that is not there was emptied, unless the span has no fields at all.
fn fields(region: &Region, read: Option<&TaskRow>) -> BTreeMap<Column, String> {
    let mut fields = region.fields.clone();
    if let Some(read) = read.filter(|_| !region.fields.is_empty()) {
        for column in FIELDS.into_iter().filter(|c| !read.cell(*c).is_empty()) {
            fields.entry(column).or_default();
        }
    }
    fields
}

/// A list of texts, of which the first counts, or a text.
fn first_text(value: &Json, key: &str) -> Option<String> {
    let text = value[key].as_str().or_else(|| value[key][0].as_str());
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// The span in characters.
fn span_of(value: &Json, text: &str) -> Option<(u32, u32)> {
    let at = |key: &str| value[key].as_u64().and_then(|v| u32::try_from(v).ok());
    let (start, end) = (at("start")?, at("end")?);
    let words = value["text"].as_str();
    let slice =
        |(a, b): (u32, u32)| -> String { text.chars().skip(a as usize).take(b.saturating_sub(a) as usize).collect() };
    let fits = |span: &(u32, u32)| span.0 < span.1 && words.is_none_or(|w| slice(*span) == w);
    let inside = (end as usize <= text.chars().count()).then_some((start, end));
    inside.filter(fits).or_else(|| Some((of_utf16(text, start)?, of_utf16(text, end)?)).filter(fits))
}

/// The place in characters of a place in UTF-16 code units.
fn of_utf16(text: &str, units: u32) -> Option<u32> {
    let mut seen = 0;
    for (i, c) in (0_u32..).zip(text.chars()) {
        if seen == units {
            return Some(i);
        }
        seen += c.len_utf16() as u32;
    }
    (seen == units).then(|| text.chars().count() as u32)
}

/// Who annotated: a number, or an object with the address.
fn who(annotation: &Json) -> Option<String> {
    let by = &annotation["completed_by"];
    let named = by["email"].as_str().or_else(|| by.as_str()).map(str::to_owned);
    named.or_else(|| by.as_u64().or_else(|| by["id"].as_u64()).map(|id| format!("Label Studio user {id}")))
}

/// The day on which it was annotated last.
fn when(annotation: &Json) -> Option<Date> {
    let time = annotation["updated_at"].as_str().or_else(|| annotation["created_at"].as_str())?;
    time.get(..10)?.parse().ok()
}
