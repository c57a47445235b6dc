// Opens a report from a file path in the machine's Chromium and uses it as a reader would.
//
//   node report.mjs REPORT.html OUT [read|harmful]
//
// `harmful` is for a release in whose cells stands what should not run: only that nothing does is
// looked at. `ZHIBIAO_NODE` is the folder with node_modules/. In OUT are left the PDF, the screenshots and the
// rows that were downloaded. What is expected of the content is in the file itself: the checks hold
// for the report of any release that has rows. The last line is `N passed, 0 failed`.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(resolve(process.env.ZHIBIAO_NODE), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [report, out] = process.argv.slice(2, 4).map((path) => resolve(path));
const harmful = process.argv[4] === "harmful";
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.ZHIBIAO_CHROMIUM || "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const url = pathToFileURL(report).href;
const said = [];
const asked = [];

/** A page in which everything said on the console and asked of a network is noted. */
async function open(width, height) {
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true, offline: true });
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("dialog", (dialog) => said.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => request.url() !== url && !/^(blob|data):/.test(request.url()) && asked.push(request.url()));
  await page.goto(url);
  await page.waitForSelector("#rows tr");
  return page;
}

const tests = {
  async "the numbers balance"(page) {
    const sums = (await page.locator(".sums dd").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
    assert.equal(sums[0], sums[1] + sums[2]);
  },

  async "a filter leaves the rows that pass it"(page) {
    const all = await shown(page);
    await page.selectOption("#status", { index: 1 });
    const status = await page.locator("#status option:checked").textContent();
    const some = await shown(page);
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    assert.ok(status.includes(`(${some.toLocaleString("en")})`), status);
    const badges = new Set(await page.locator("#rows .status").allTextContents());
    assert.deepEqual([...badges], [status.split(" (")[0]]);
    const words = (await page.locator("#rows .what span").first().textContent()).slice(0, 3);
    await page.fill("#text", words);
    await page.waitForTimeout(300);
    assert.ok((await shown(page)) <= some && (await shown(page)) > 0);
    await page.fill("#text", "没有这样的词语");
    await page.waitForTimeout(300);
    assert.equal(await shown(page), 0);
    assert.ok(await page.locator("#rows .empty").isVisible());
    await page.click("button[type=reset]");
    await page.waitForTimeout(100);
    assert.equal(await shown(page), all);
  },

  async "a column sorts both ways"(page) {
    const header = page.locator('th[data-sort="confidence"]');
    await header.locator("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    const low = Number(await page.locator("#rows tr:first-child td:nth-child(7)").textContent());
    await header.locator("button").click();
    assert.equal(await header.getAttribute("aria-sort"), "descending");
    const high = Number(await page.locator("#rows tr:first-child td:nth-child(7)").textContent());
    assert.ok(low < high, `${low} ${high}`);
  },

  async "a number that is clicked is marked in its sentence"(page) {
    const number = page.locator("#rows button.number").first();
    const text = await number.textContent();
    await number.click();
    assert.ok(await page.locator("#detail").isVisible());
    assert.equal(await page.locator("#detail mark").textContent(), text);
    assert.ok((await page.locator("#detail-sentence").textContent()).includes(text));
    assert.ok((await page.locator("#detail-source").textContent()).length > 0);
    assert.ok((await page.locator("#detail-fields div").count()) >= 6);
    const first = await page.locator("#detail-sentence").textContent();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.ok((await page.locator("#detail-position").textContent()).includes("3"));
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.locator("#detail-sentence").textContent(), first);
    await page.screenshot({ path: join(out, "detail.png") });
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#detail").isVisible()));
    const back = await page.evaluate(() => document.activeElement.className);
    assert.equal(back, "number");
  },

  async "Enter on a number opens it too"(page) {
    await page.locator("#rows button.number").nth(1).focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("#detail mark").isVisible());
    await page.keyboard.press("Escape");
  },

  async "every number in the page has its sentence, and its words in it"(page) {
    const wrong = await page.evaluate(() => {
      const { rows, texts } = JSON.parse(document.getElementById("data").textContent);
      const bad = [];
      rows.id.forEach((id, i) => {
        const sentence = texts[rows.sentence[i]];
        const number = sentence.substr(rows.start[i], rows.length[i]);
        if (number === "" || !/[0-9０-９零〇一二三四五六七八九十百千万亿两半壹贰叁]/.test(number)) bad.push(id);
      });
      return bad.length / rows.id.length;
    });
    assert.ok(wrong < 0.001, `${wrong}`);
  },

  async "a link to a number opens it"(page) {
    const link = page.locator('main a[href^="#o-"]:visible').first();
    if ((await link.count()) === 0) return;
    await link.click();
    assert.ok(await page.locator("#detail mark").isVisible());
    await page.keyboard.press("Escape");
  },

  async "charts are walked through with the arrow keys"(page) {
    const chart = page.locator("svg.chart").first();
    if ((await chart.count()) === 0) return;
    const stops = await chart.locator('a[tabindex="0"]').count();
    assert.equal(stops, 1);
    await chart.locator('a[tabindex="0"]').focus();
    const last = await page.locator("#tip").textContent();
    assert.ok(await page.locator("#tip").isVisible());
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await page.locator("#tip").textContent(), last);
  },

  async "the language is switched, and back"(page) {
    await page.click('[data-speak="en"]');
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.ok(await page.getByRole("heading", { name: "Explorer" }).isVisible());
    assert.ok(!(await page.getByText("数据浏览", { exact: true }).first().isVisible()));
    assert.match(await page.title(), /Indicator report/);
    assert.match(await page.locator("#count").textContent(), /figures/);
    await page.screenshot({ path: join(out, "en.png") });
    await page.click('[data-speak="zh"]');
    assert.ok(await page.getByRole("heading", { name: "数据浏览" }).isVisible());
  },

  async "rows are downloaded, and nothing in them runs"(page) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
    const path = join(out, "rows.csv");
    await download.saveAs(path);
    const text = readFileSync(path, "utf8");
    assert.equal(text[0], "\uFEFF");
    const cells = parse(text.slice(1));
    assert.equal(cells.length - 1, await shown(page));
    assert.ok(cells.every((row) => row.length === cells[0].length));
    const live = cells.flat().filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell));
    assert.deepEqual(live, []);
  },

  async "filtering is quick"(page) {
    const rows = await shown(page);
    const milliseconds = await page.evaluate(() => {
      const text = document.getElementById("text");
      text.value = "增长";
      const begun = performance.now();
      document.getElementById("filters").dispatchEvent(new Event("change", { bubbles: true }));
      const took = performance.now() - begun;
      text.value = "";
      document.getElementById("filters").dispatchEvent(new Event("change", { bubbles: true }));
      return took;
    });
    console.log(`filtering ${rows} rows by a word took ${milliseconds.toFixed(0)} ms`);
    assert.ok(milliseconds < 1500, `${milliseconds} ms`);
  },

  async "it prints"(page) {
    const path = join(out, "report.pdf");
    await page.pdf({ path, format: "A4", printBackground: true });
    assert.ok(existsSync(path) && statSync(path).size > 10_000);
    await page.screenshot({ path: join(out, "1440.png") });
    await page.screenshot({ path: join(out, "1440-full.png"), fullPage: true });
  },

  async "axe finds nothing serious, in either language, with the detail open and closed"(page) {
    for (const language of ["zh", "en"]) {
      await page.click(`[data-speak="${language}"]`);
      await violations(page, language);
    }
    await page.click('[data-speak="zh"]');
    await page.locator("#rows button.number").first().click();
    await violations(page, "detail");
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
    await violations(page, "everything open");
  },

  async "a telephone shows it without scrolling sideways"() {
    const page = await open(390, 844);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${wide} px`);
    await page.screenshot({ path: join(out, "390.png") });
    await page.screenshot({ path: join(out, "390-full.png"), fullPage: true });
    await violations(page, "390 px");
    await page.locator("#rows button.number").first().click();
    assert.ok(await page.locator("#detail mark").isVisible());
    await page.screenshot({ path: join(out, "390-detail.png") });
    await page.context().close();
  },

  async "it said nothing and asked for nothing"() {
    assert.deepEqual(said, []);
    assert.deepEqual(asked, []);
  },
};

/** How many rows the explorer says there are. */
async function shown(page) {
  return Number((await page.locator("#count").textContent()).match(/([\d,]+)\s*\D*$/)[1].replaceAll(",", ""));
}

/** Fails with what axe finds that is serious or critical. */
async function violations(page, where) {
  // The page's policy lets no script in; a test comes in by the debugger instead.
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
    return violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  });
  const serious = found.filter((violation) => /^(serious|critical)/.test(violation));
  found.filter((violation) => !serious.includes(violation)).forEach((violation) => console.log(`axe, ${where}: ${violation}`));
  assert.deepEqual(serious, [], where);
}

/** The cells of a CSV after RFC 4180. */
function parse(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  while (pattern.lastIndex < text.length) {
    const [, cell, end] = pattern.exec(text);
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** What is looked at where the content is made to do harm. */
const HARMFUL = {
  async "every row is opened, and nothing happens"(page) {
    const numbers = page.locator("#rows button.number");
    const count = await numbers.count();
    assert.ok(count >= 40, `${count}`);
    for (let i = 0; i < count; i++) {
      await numbers.nth(i).evaluate((button) => button.click());
      assert.ok(await page.locator("#detail").isVisible());
      await page.keyboard.press("Escape");
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
    await page.waitForTimeout(200);
    assert.equal(await page.locator("main img, iframe, form:not(#filters), object, embed").count(), 0);
  },
  "rows are downloaded, and nothing in them runs": tests["rows are downloaded, and nothing in them runs"],
  "it said nothing and asked for nothing": tests["it said nothing and asked for nothing"],
};

let failed = 0;
const chosen = harmful ? HARMFUL : tests;
const page = await open(1440, 900);
for (const [name, test] of Object.entries(chosen)) {
  try {
    await test(page);
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
    await page.keyboard.press("Escape");
  }
}
await browser.close();
console.log(`${Object.keys(chosen).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
