// Rows as CSV after RFC 4180 that Excel opens as it is, the way `csv = { excel = true }` of a
// pipeline writes it: a byte-order mark, and texts that a spreadsheet would run are made inert.

/** Whether a spreadsheet might take the text for a formula; a plain number is none. */
function isFormula(text) {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
}

/** A cell, in quotes where it needs them. */
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (isFormula(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/** A header and rows of cells. */
function csvText(header, rows) {
  const line = (cells) => cells.map(csvCell).join(",") + "\r\n";
  return "\uFEFF" + line(header) + rows.map(line).join("");
}
