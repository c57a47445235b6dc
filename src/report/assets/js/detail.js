// One number in its sentence: opened by a click or Enter, walked through with the arrow keys.

const detail = { row: -1, back: null };

/** Opens the detail of a row; what had the focus gets it back afterwards. */
function openRow(row) {
  const dialog = byId("detail");
  if (!dialog.open) detail.back = document.activeElement;
  detail.row = row;
  fillDetail();
  if (!dialog.open) dialog.showModal();
  byId("detail-number").focus();
}

/** Opens the row with this id, wherever in the page the link to it stands. */
function openId(id) {
  const row = rowOf.get(id);
  if (row !== undefined) return openRow(row);
  byId("notice").textContent = say().gone;
  byId("notice").hidden = false;
  setTimeout(() => (byId("notice").hidden = true), 6000);
}

/** The sentence with its number marked. */
function sentenceElement(row) {
  const [text, start, length] = [data.texts[rows.sentence[row]], rows.start[row], rows.length[row]];
  const unit_text = textAt(rows.unit_text[row]) || "";
  const end = start + length;
  const after = text.startsWith(unit_text, end) ? unit_text : "";
  return [text.slice(0, start), el("mark", { id: "marked" }, text.slice(start, end) + after), text.slice(end + after.length)];
}

function fillDetail() {
  const row = detail.row;
  const [source, title, published, kind] = document_(row);
  byId("detail-number").textContent = writtenWithUnit(row);
  byId("detail-sentence").replaceChildren(...sentenceElement(row));
  byId("detail-section").textContent = textAt(rows.section[row]) || "";
  byId("detail-title").textContent = title || source;
  byId("detail-source").textContent = source;
  const page = rows.page[row] ? (language() === "en" ? `page ${rows.page[row]}` : `第 ${rows.page[row]} 页`) : null;
  byId("detail-about").textContent = [data.kinds[kind][language() === "en" ? 2 : 1], published, page].filter(Boolean).join(" · ");
  const fields = FIELDS.map(([zh, en, read]) => [language() === "en" ? en : zh, read(row)]).filter(([, text]) => text !== null && text !== "");
  byId("detail-fields").replaceChildren(...fields.map(([name, text]) => el("div", {}, el("dt", {}, name), el("dd", {}, el("bdi", {}, text)))));
  const at = view.found.indexOf(row);
  byId("detail-position").textContent = at < 0 ? "" : say().position(thousands(at + 1), thousands(view.found.length));
  byId("detail-previous").disabled = at <= 0;
  byId("detail-next").disabled = at < 0 || at >= view.found.length - 1;
  byId("detail-sentence").scrollTop = 0;
  // A button that was just disabled has lost the focus, and with it the arrow keys.
  if (byId("detail").open && !byId("detail").contains(document.activeElement)) byId("detail-number").focus();
}

/** Goes to the row before or after among those found, turning the page of the table with it. */
function step(by) {
  const at = view.found.indexOf(detail.row) + by;
  if (detail.row < 0 || at < 0 || at >= view.found.length || at - by < 0) return;
  detail.row = view.found[at];
  const page = Math.floor(at / PAGE_ROWS);
  if (page !== view.page) {
    view.page = page;
    draw();
  }
  fillDetail();
}

/** Gives the focus back, to the number of the row that was looked at last where it is in sight. */
function closed() {
  const button = document.querySelector(`button.number[data-row="${detail.row}"]`);
  const back = detail.back && detail.back.isConnected && !detail.back.matches("button.number") ? detail.back : button;
  if (back) back.focus();
  if (location.hash.startsWith("#o-")) history.replaceState(null, "", location.pathname + location.search);
  detail.row = -1;
}
