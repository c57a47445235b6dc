// The table of the explorer: one page of rows at a time, so that 20,000 are as quick as 20.

const PAGE_ROWS = 100;
const view = { found: [], page: 0, column: null, direction: 1 };

/** The filters as the form has them. */
function wanted() {
  const form = byId("filters").elements;
  return {
    region: form.region.value, indicator: form.indicator.value, year: form.year.value, status: form.status.value,
    measure: form.measure.value, confidence: form.confidence.value, text: form.text.value, flagged: form.flagged.checked,
  };
}

/** Filters anew and shows the first page. */
function refresh() {
  view.found = sorted(filtered(wanted()), view.column, view.direction);
  view.page = 0;
  draw();
}

const pages = () => Math.max(1, Math.ceil(view.found.length / PAGE_ROWS));

function draw() {
  const body = byId("rows");
  const shown = view.found.slice(view.page * PAGE_ROWS, (view.page + 1) * PAGE_ROWS);
  body.replaceChildren(...shown.map(rowElement));
  if (shown.length === 0) body.append(el("tr", {}, el("td", { colspan: 8, class: "empty" }, say().empty)));
  byId("count").textContent = say().of(thousands(view.found.length), thousands(size));
  byId("pages").textContent = say().page(thousands(view.page + 1), thousands(pages()));
  byId("first").disabled = byId("previous").disabled = view.page === 0;
  byId("last").disabled = byId("next").disabled = view.page >= pages() - 1;
  byId("download").disabled = view.found.length === 0;
}

/** The words that name what is measured: those of the document, and what the lexicon calls it. */
function indicatorCell(row) {
  const [name, words] = [named("indicators", rows.indicator[row]), textAt(rows.indicator_text[row])];
  const subject = textAt(rows.subject[row]);
  const aside = [words === name ? null : words, subject].filter(Boolean).join(" · ");
  return el("td", { class: "what" }, el("span", {}, name), aside ? el("span", { class: "aside" }, aside) : null);
}

function rowElement(row) {
  const document_title = document_(row)[1] || document_(row)[0];
  const number = writtenWithUnit(row);
  const button = el("button", { type: "button", class: "number", "data-row": row, title: say().show(number) }, el("bdi", {}, number));
  return el(
    "tr", rows.flags[row] === 0 ? {} : { class: "flagged" },
    el("td", { class: "where" }, named("regions", rows.region[row]) || say().none),
    indicatorCell(row),
    el("td", { class: "when" }, period(row) || say().none),
    el("td", { class: "right" }, button),
    el("td", { class: "right wide" }, value(row), " ", el("span", { class: "unit" }, unit(row))),
    el("td", { class: "mid" }, named("measures", rows.measure[row]), el("span", { class: "status s-" + codeAt("statuses", rows.status[row]) }, named("statuses", rows.status[row]))),
    el("td", { class: "right wide" }, (rows.confidence[row] / 1000).toFixed(2)),
    el("td", { class: "from wide" }, el("bdi", {}, document_title)),
  );
}

/** Turns to a page and brings the head of the table back into sight. */
function turn(page) {
  view.page = Math.min(Math.max(page, 0), pages() - 1);
  draw();
  byId("explorer-table").scrollIntoView({ block: "start" });
}

/** Sorts by a column, the other way round when it is sorted already. */
function sortBy(header) {
  const column = header.dataset.sort;
  view.direction = view.column === column ? -view.direction : 1;
  view.column = column;
  for (const other of document.querySelectorAll("th[data-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", view.direction > 0 ? "ascending" : "descending");
  refresh();
}

/** Sends the rows that are found, all pages of them, as a file. */
function download() {
  const cells = view.found.map((row) => CSV_COLUMNS.map(([, cell]) => cell(row)));
  const text = csvText(CSV_COLUMNS.map(([name]) => name), cells);
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `${data.pipeline}-${say().file}.csv` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Fills the lists of the form, in the language of the page, keeping what is chosen. */
function fillChoices() {
  const form = byId("filters").elements;
  const fill = (name, choices) => {
    const kept = form[name].value;
    form[name].replaceChildren(el("option", { value: "" }, say().all), ...choices.map(([value, label]) => el("option", { value }, label)));
    form[name].value = kept;
  };
  const counted = (name, list) => {
    const counts = new Array(data[list].length).fill(0);
    for (const place of rows[name]) if (place >= 0) counts[place]++;
    return counts.map((n, place) => [place, `${named(list, place)} (${thousands(n)})`, n]).filter((c) => c[2] > 0);
  };
  fill("region", counted("region", "regions"));
  fill("indicator", counted("indicator", "indicators").sort((a, b) => b[2] - a[2]));
  fill("status", counted("status", "statuses"));
  fill("measure", counted("measure", "measures"));
  fill("year", data.years.map((year) => [year, String(year)]));
  const kept = form.confidence.value;
  form.confidence.replaceChildren(...say().confidence.map(([value, label]) => el("option", { value }, label)));
  form.confidence.value = kept;
}
