// Which rows are shown, and in which order. 20,000 rows are filtered and sorted between two frames:
// everything compared is a small number, but for the free text, which is searched once a sentence.

/** What rows are searched for: the words beside the sentence, in lower case. */
let haystacks = null;

function haystack(place) {
  haystacks = haystacks || data.texts.map((text) => (text || "").toLowerCase());
  return haystacks[place];
}

/** Whether all of the words stand in the row. Equal texts have one place, so each is searched once. */
function textMatcher(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const titles = data.documents.map((d) => ((d[1] || "") + "\n" + d[0]).toLowerCase());
  const indicators = data.indicators.map((i) => i.join("\n").toLowerCase());
  const regions = data.regions.map((r) => r.join("\n").toLowerCase());
  const matchers = words.map((word) => {
    const seen = new Map();
    const inText = (place) => {
      if (!seen.has(place)) seen.set(place, haystack(place).includes(word));
      return seen.get(place);
    };
    const documents = titles.map((t) => t.includes(word));
    const named = indicators.map((t) => t.includes(word));
    const placed = regions.map((t) => t.includes(word));
    return (r) =>
      inText(rows.sentence[r]) || inText(rows.indicator_text[r]) || inText(rows.subject[r]) ||
      documents[rows.document[r]] || named[rows.indicator[r]] || (rows.region[r] >= 0 && placed[rows.region[r]]);
  });
  return (row) => matchers.every((matches) => matches(row));
}

/** The rows that pass the filters, in the order of the release. */
function filtered(wanted) {
  const tests = [];
  for (const name of ["region", "indicator", "status", "measure"]) {
    if (wanted[name] !== "") {
      const place = Number(wanted[name]);
      tests.push((r) => rows[name][r] === place);
    }
  }
  if (wanted.year !== "") {
    const year = Number(wanted.year);
    tests.push((r) => {
      const span = rows.period[r] < 0 ? null : data.periods[rows.period[r]];
      return span !== null && span[1] !== null && span[1] <= year && year <= span[2];
    });
  }
  if (wanted.confidence !== "") {
    const least = Number(wanted.confidence);
    tests.push((r) => rows.confidence[r] >= least);
  }
  if (wanted.flagged) tests.push((r) => rows.flags[r] !== 0);
  if (wanted.text.trim() !== "") tests.push(textMatcher(wanted.text));
  const found = [];
  for (let row = 0; row < size; row++) {
    if (tests.every((passes) => passes(row))) found.push(row);
  }
  return found;
}

const collator = new Intl.Collator("zh-Hans", { numeric: true });

/** What each column is sorted by: a number or a text of a row. */
const SORT_KEYS = {
  region: (r) => (rows.region[r] < 0 ? null : data.regions[rows.region[r]][0]),
  indicator: (r) => named("indicators", rows.indicator[r]),
  period: (r) => (rows.period[r] < 0 ? null : data.periods[rows.period[r]][3]),
  written: (r) => floats[r],
  value: (r) => floats[r],
  measure: (r) => rows.measure[r] * 8 + rows.status[r],
  confidence: (r) => rows.confidence[r],
  document: (r) => document_(r)[1] || document_(r)[0],
};

/** Sorts rows by a column; what has no value stands last, and ties keep the order of the release. */
function sorted(found, column, direction) {
  if (!column) return found;
  const key = SORT_KEYS[column];
  const keys = new Map(found.map((row) => [row, key(row)]));
  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
  return found.slice().sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    return compare(x, y) * direction || a - b;
  });
}
