// What the script itself says, in both languages. What the page says is in its templates, twice,
// and the style sheet shows one of the two.

const SAID = {
  zh: {
    all: "全部", none: "未说明", of: (a, b) => `${b} 条中的 ${a} 条`, page: (a, b) => `第 ${a} / ${b} 页`,
    gone: "这一条没有收入本页，请看发布文件夹中的 observations 表。", empty: "没有符合条件的数字。",
    position: (a, b) => `第 ${a} 条，共 ${b} 条`, show: (n) => `查看出处：${n}`,
    confidence: [["", "不限"], [950, "0.95 以上"], [900, "0.9 以上"], [800, "0.8 以上"], [600, "0.6 以上"]],
    yes: "是", file: "筛选结果",
  },
  en: {
    all: "All", none: "not stated", of: (a, b) => `${a} of ${b} figures`, page: (a, b) => `Page ${a} of ${b}`,
    gone: "This row is not in the page; see the table observations in the folder of the release.",
    empty: "No figure matches.", position: (a, b) => `${a} of ${b}`, show: (n) => `Show the source of ${n}`,
    confidence: [["", "Any"], [950, "0.95 and more"], [900, "0.9 and more"], [800, "0.8 and more"], [600, "0.6 and more"]],
    yes: "yes", file: "filtered",
  },
};

const say = () => SAID[language()];
const thousands = (n) => grouped(String(n));

/** The names of the fields in the detail, in the order in which they are shown. */
const FIELDS = [
  ["指标", "Indicator", (r) => `${named("indicators", rows.indicator[r])} · ${codeAt("indicators", rows.indicator[r])}`],
  ["原文名称", "As named", (r) => textAt(rows.indicator_text[r])],
  ["主体", "Subject", (r) => textAt(rows.subject[r])],
  ["地区", "Region", (r) => (rows.region[r] < 0 ? null : `${named("regions", rows.region[r])} · ${codeAt("regions", rows.region[r])}`)],
  ["时期", "Period", (r) => period(r)],
  ["每年", "Each year", (r) => (rows.per_year[r] ? say().yes : null)],
  ["规范数值", "Value", (r) => `${value(r)} ${unit(r)}`.trim()],
  ["类型", "Measure", (r) => named("measures", rows.measure[r])],
  ["性质", "Status", (r) => named("statuses", rows.status[r])],
  ["精度", "Bound", (r) => named("bounds", rows.bound[r])],
  ["比较基准", "Baseline", (r) => baseline(textAt(rows.baseline[r]))],
  ["置信度", "Confidence", (r) => (rows.confidence[r] / 1000).toFixed(2)],
  ["识别规则", "Rule", (r) => data.texts[rows.rule[r]]],
  ["核查发现", "Findings", (r) => flags(textAt(rows.flags[r]))],
];

/** Names of the findings on a row. */
function flags(codes) {
  if (codes === null) return null;
  const words = new Map(data.checks.map((c) => [c[0], c[language() === "en" ? 2 : 1]]));
  return codes.split("|").map((code) => words.get(code) || code).join(language() === "en" ? "; " : "；");
}

/** A code of the contract in words; periods and regions stand for themselves. */
function baseline(code) {
  if (code !== "previous_year") return code;
  return language() === "en" ? "previous year" : "上年";
}
