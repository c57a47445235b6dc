// Ties the page together.

/** Everything in the language: what is in the page twice, attributes, and what the script wrote. */
function speak(lang) {
  const root = document.documentElement;
  root.dataset.lang = lang;
  root.lang = lang === "en" ? "en" : "zh-Hans";
  for (const element of document.querySelectorAll("[data-label-zh]")) {
    element.setAttribute("aria-label", element.dataset[lang === "en" ? "labelEn" : "labelZh"]);
  }
  for (const element of document.querySelectorAll("a.point")) element.setAttribute("aria-label", element.dataset[lang]);
  document.title = document.querySelector("title").dataset[lang];
  byId("text").placeholder = byId("text").dataset[lang];
  for (const button of document.querySelectorAll("[data-speak]")) {
    button.setAttribute("aria-pressed", String(button.dataset.speak === lang));
  }
  fillChoices();
  draw();
  if (byId("detail").open) fillDetail();
}

/** A function that runs when nothing has called it for a moment. */
function later(run, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}

function openHash() {
  if (location.hash.startsWith("#o-")) openId(location.hash.slice(3));
}

/** One listener for clicks, wherever they come from. */
function clicked(event) {
  const speaker = event.target.closest("[data-speak]");
  if (speaker) return speak(speaker.dataset.speak);
  const number = event.target.closest("button.number");
  if (number) return openRow(Number(number.dataset.row));
  const link = event.target.closest('a[href^="#o-"]');
  if (link) {
    event.preventDefault();
    return openId(link.getAttribute("href").slice(3));
  }
  const header = event.target.closest("th[data-sort] button");
  if (header) sortBy(header.closest("th"));
}

function setUp() {
  document.addEventListener("click", clicked);
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", refresh);
  form.addEventListener("input", later(refresh, 120));
  form.addEventListener("reset", () => setTimeout(refresh));
  byId("download").addEventListener("click", download);
  const turns = { first: () => 0, previous: () => view.page - 1, next: () => view.page + 1, last: () => pages() - 1 };
  for (const [id, page] of Object.entries(turns)) byId(id).addEventListener("click", () => turn(page()));
  const dialog = byId("detail");
  dialog.addEventListener("close", closed);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  byId("detail-close").addEventListener("click", () => dialog.close());
  byId("detail-previous").addEventListener("click", () => step(-1));
  byId("detail-next").addEventListener("click", () => step(1));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  document.querySelectorAll("svg.chart").forEach(setUpChart);
  addEventListener("hashchange", openHash);
  view.found = filtered(wanted());
  speak("zh");
  byId("explorer-tools").hidden = false;
  openHash();
}

setUp();
