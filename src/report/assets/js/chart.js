// Charts: one stop of the Tab key each; the arrow keys go from point to point, and the number of the
// point under pointer or focus is told.

function setUpChart(svg) {
  const points = [...svg.querySelectorAll("a.point")];
  const only = (chosen) => points.forEach((point) => point.setAttribute("tabindex", point === chosen ? "0" : "-1"));
  only(points[points.length - 1]);
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -points.length, End: points.length }[event.key];
    const at = points.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = points[Math.min(Math.max(at + step, 0), points.length - 1)];
    only(next);
    next.focus();
  });
  for (const point of points) {
    point.addEventListener("mouseenter", () => showTip(point));
    point.addEventListener("focus", () => showTip(point));
    point.addEventListener("mouseleave", hideTip);
    point.addEventListener("blur", hideTip);
  }
}

function showTip(point) {
  const tip = byId("tip");
  tip.textContent = point.dataset[language()];
  tip.hidden = false;
  const [at, own] = [point.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.min(Math.max(4, at.left + at.width / 2 - own.width / 2), document.documentElement.clientWidth - own.width - 4);
  const above = at.top - own.height - 6;
  tip.style.left = left + window.scrollX + "px";
  tip.style.top = (above < 0 ? at.bottom + 6 : above) + window.scrollY + "px";
}

function hideTip() {
  byId("tip").hidden = true;
}
