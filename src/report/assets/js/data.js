// The rows that the page carries: columns of places in lists of texts, as src/report/explorer.rs
// writes them. Place 0 of `texts` is null. Nothing here touches the page.

const data = JSON.parse(document.getElementById("data").textContent);
const rows = data.rows;
const size = rows.id.length;

/** The text at a place, null for place 0. */
const textAt = (place) => (place === 0 ? null : data.texts[place]);

/** An entry of a list of [code, Chinese, English], in the language of the page. */
const named = (list, place) => (place < 0 ? null : data[list][place][language() === "en" ? 2 : 1]);

/** The code of such an entry. */
const codeAt = (list, place) => (place < 0 ? null : data[list][place][0]);

const language = () => document.documentElement.dataset.lang;

/** The words of the number in its sentence. */
const written = (row) => data.texts[rows.sentence[row]].substr(rows.start[row], rows.length[row]);

/** The number and its unit as written. */
const writtenWithUnit = (row) => written(row) + (textAt(rows.unit_text[row]) || "");

/** A decimal with a comma after every third digit of its whole part; its digits stay as they are. */
function grouped(decimal) {
  const [whole, fraction] = decimal.replace("-", "\u2212").split(".");
  const head = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? head : head + "." + fraction;
}

/** The value in the canonical unit, a range with both ends. */
function value(row) {
  const high = textAt(rows.value_high[row]);
  const low = grouped(data.texts[rows.value[row]]);
  return high === null ? low : low + "–" + grouped(high);
}

/** The unit of the value, a count without one. */
function unit(row) {
  const symbol = data.texts[rows.unit[row]];
  return symbol === "1" ? "" : symbol;
}

const floats = Float64Array.from(rows.value, (place) => Number(data.texts[place]));
const lastYear = (row) => (rows.period[row] < 0 ? null : data.periods[rows.period[row]][2]);
const period = (row) => (rows.period[row] < 0 ? null : data.periods[rows.period[row]][0]);
const document_ = (row) => data.documents[rows.document[row]];
const rowOf = new Map(rows.id.map((id, row) => [id, row]));

/** Everything of a row by the names of the contract, for the download. */
const CSV_COLUMNS = [
  ["observation_id", (r) => rows.id[r]],
  ["source", (r) => document_(r)[0]],
  ["title", (r) => document_(r)[1]],
  ["published", (r) => document_(r)[2]],
  ["section", (r) => textAt(rows.section[r])],
  ["block", (r) => rows.block[r]],
  ["page", (r) => rows.page[r] || null],
  ["sentence", (r) => textAt(rows.sentence[r])],
  ["char_start", (r) => rows.char_start[r]],
  ["value_text", written],
  ["unit_text", (r) => textAt(rows.unit_text[r])],
  ["indicator", (r) => codeAt("indicators", rows.indicator[r])],
  ["indicator_name", (r) => data.indicators[rows.indicator[r]][1]],
  ["indicator_text", (r) => textAt(rows.indicator_text[r])],
  ["subject", (r) => textAt(rows.subject[r])],
  ["measure", (r) => codeAt("measures", rows.measure[r])],
  ["status", (r) => codeAt("statuses", rows.status[r])],
  ["bound", (r) => codeAt("bounds", rows.bound[r])],
  ["value", (r) => data.texts[rows.value[r]]],
  ["value_high", (r) => textAt(rows.value_high[r])],
  ["unit", (r) => data.texts[rows.unit[r]]],
  ["period", period],
  ["per_year", (r) => (rows.per_year[r] ? "true" : "false")],
  ["baseline", (r) => textAt(rows.baseline[r])],
  ["region", (r) => codeAt("regions", rows.region[r])],
  ["region_name", (r) => (rows.region[r] < 0 ? null : data.regions[rows.region[r]][1])],
  ["confidence", (r) => rows.confidence[r] / 1000],
  ["rule", (r) => data.texts[rows.rule[r]]],
  ["flags", (r) => textAt(rows.flags[r])],
];
