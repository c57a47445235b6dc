#!/usr/bin/env python3
"""Opens every table of a release with pyarrow, polars, pandas and DuckDB and compares them.

    python tests/python/readback.py RELEASE_DIR

Row counts, column names, types, nulls, sums of numbers and lengths of texts must agree among the
four readers of the Parquet file and with the CSV file, and all of them with datapackage.json, which
`frictionless` must find valid. Exits 1 with one line a difference.
"""

import csv
import decimal
import json
import math
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet as pq
from frictionless import validate

# What each type of the contract is called by pyarrow, polars and DuckDB.
TYPES = {
    "string": ("string", "String", "VARCHAR"),
    "uint32": ("uint32", "UInt32", "UINTEGER"),
    "uint64": ("uint64", "UInt64", "UBIGINT"),
    "int8": ("int8", "Int8", "TINYINT"),
    "int16": ("int16", "Int16", "SMALLINT"),
    "float": ("float", "Float32", "FLOAT"),
    "double": ("double", "Float64", "DOUBLE"),
    "bool": ("bool", "Boolean", "BOOLEAN"),
    "date32[day]": ("date32[day]", "Date", "DATE"),
    "decimal128(38, 9)": ("decimal128(38, 9)", "Decimal(precision=38, scale=9)", "DECIMAL(38,9)"),
    "list<element: string not null>": ("list<element: string not null>", "List(String)", "VARCHAR[]"),
}

decimal.getcontext().prec = 80
problems = []


def expect(what, found, expected):
    if found != expected:
        problems.append(f"{what}: {found!r}, expected {expected!r}")


def near(what, found, expected):
    if not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9):
        problems.append(f"{what}: {found!r}, expected {expected!r}")


def split_list(cell):
    """The elements of a list in a CSV cell: joined by |, with \\ before | and \\ inside."""
    if cell == "":
        return []
    elements, escaped = [""], False
    for char in cell:
        if escaped or char not in "\\|":
            elements[-1] += char
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            elements.append("")
    return elements


def parse(cell, kind):
    """A CSV cell as the value that pyarrow gives for this type."""
    if kind.startswith("list"):
        return split_list(cell)
    if cell == "":
        return None
    if kind == "string":
        return cell
    if kind == "bool":
        return {"true": True, "false": False}[cell]
    if kind.startswith("decimal"):
        return decimal.Decimal(cell)
    if kind.startswith("date"):
        import datetime

        return datetime.date.fromisoformat(cell)
    if kind == "float":
        return pyarrow.scalar(float(cell), pyarrow.float32()).as_py()
    return float(cell) if kind == "double" else int(cell)


def check_csv(table, path, excel):
    """Every cell of the CSV file against the Parquet file."""
    text = path.read_bytes()
    expect(f"{path.name} line ends", text.count(b"\r\n") > 0, True)
    expect(f"{path.name} has a byte-order mark", text.startswith(b"\xef\xbb\xbf"), excel)
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        expect(f"{path.name} columns", next(rows), table.column_names)
        rows = list(rows)
    expect(f"{path.name} rows", len(rows), table.num_rows)
    for i, field in enumerate(table.schema):
        kind = str(field.type)
        found = [parse(row[i], kind) for row in rows]
        expected = table.column(i).to_pylist()
        if excel and kind in ("string",) or excel and kind.startswith("list"):
            continue  # Cells that look like formulas carry an apostrophe.
        for at, (a, b) in enumerate(zip(found, expected)):
            if a != b:
                problems.append(f"{path.name} row {at} {field.name}: {a!r}, expected {b!r}")
                break


def check_readers(name, path):
    """The Parquet file in polars, pandas and DuckDB against pyarrow."""
    table = pq.read_table(path)
    frame = polars.read_parquet(path)
    panda = pandas.read_parquet(path)
    relation = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    for reader, rows in (("polars", frame.height), ("pandas", len(panda)), ("duckdb", relation.aggregate("count(*)").fetchall()[0][0])):
        expect(f"{name} rows in {reader}", rows, table.num_rows)
    for reader, names in (("polars", frame.columns), ("pandas", list(panda.columns)), ("duckdb", relation.columns)):
        expect(f"{name} columns in {reader}", names, table.column_names)
    for field, polars_type, duckdb_type in zip(table.schema, frame.dtypes, relation.types):
        what = f"{name}.{field.name}"
        if str(field.type) not in TYPES:
            problems.append(f"{what}: type {field.type} is not of the contract")
            continue
        _, polars_name, duckdb_name = TYPES[str(field.type)]
        expect(f"{what} type in polars", str(polars_type), polars_name)
        expect(f"{what} type in duckdb", str(duckdb_type), duckdb_name)
        check_column(what, field, table, frame, panda, relation)
        expect(f"{what} description", b"description" in (field.metadata or {}), True)
    return table


def check_column(what, field, table, frame, panda, relation):
    column, name = table.column(field.name), field.name
    sql = lambda expression: relation.aggregate(expression).fetchall()[0][0]
    nulls = column.null_count
    expect(f"{what} nulls in polars", frame[name].null_count(), nulls)
    expect(f"{what} nulls in pandas", int(panda[name].isna().sum()), nulls)
    expect(f"{what} nulls in duckdb", sql(f'count(*) - count("{name}")'), nulls)
    if nulls == table.num_rows:
        return
    kind = str(field.type)
    if kind == "string":
        total = pc.sum(pc.utf8_length(column)).as_py()
        expect(f"{what} characters in polars", frame[name].str.len_chars().sum(), total)
        expect(f"{what} characters in pandas", int(panda[name].dropna().map(len).sum()), total)
        # DuckDB's length() counts scalar values, as pyarrow and polars do.
        expect(f"{what} characters in duckdb", sql(f'sum(length("{name}"))'), total)
        expect(f"{what} has empty strings", pc.any(pc.equal(column, "")).as_py(), False)
    elif kind.startswith("list"):
        total = pc.sum(pc.list_value_length(column)).as_py()
        expect(f"{what} elements in polars", frame[name].list.len().sum(), total)
        expect(f"{what} elements in pandas", int(panda[name].map(len).sum()), total)
        expect(f"{what} elements in duckdb", sql(f'sum(len("{name}"))'), total)
    elif kind.startswith("decimal"):
        total = sum(v for v in column.to_pylist() if v is not None)
        expect(f"{what} sum in polars", sum(v for v in frame[name].to_list() if v is not None), total)
        expect(f"{what} sum in pandas", sum(panda[name].dropna()), total)
        expect(f"{what} sum in duckdb", sql(f'sum("{name}")'), total)
    elif kind.startswith("date"):
        last = pc.max(column).as_py()
        expect(f"{what} last in polars", frame[name].max(), last)
        expect(f"{what} last in pandas", panda[name].dropna().max(), last)
        expect(f"{what} last in duckdb", sql(f'max("{name}")'), last)
    elif kind == "bool":
        total = pc.sum(column).as_py()
        expect(f"{what} true in polars", frame[name].sum(), total)
        expect(f"{what} true in pandas", int(panda[name].sum()), total)
        expect(f"{what} true in duckdb", sql(f'count(*) FILTER ("{name}")'), total)
    else:
        total = math.fsum(v for v in column.to_pylist() if v is not None)
        near(f"{what} sum in polars", math.fsum(frame[name].drop_nulls().to_list()), total)
        near(f"{what} sum in pandas", math.fsum(panda[name].dropna().tolist()), total)
        near(f"{what} sum in duckdb", sql(f'fsum("{name}"::DOUBLE)'), total)


def check_package(folder):
    report = validate(str(folder / "datapackage.json"))
    for task in report.tasks:
        for error in task.errors[:5]:
            problems.append(f"frictionless: {task.name}: {error.message}")
    for error in report.errors[:5]:
        problems.append(f"frictionless: {error.message}")


def check_offsets(tables):
    """Every number stands in its document's text at its offsets."""
    texts = dict(zip(tables["documents"]["source"].to_pylist(), tables["documents"]["text"].to_pylist()))
    names = ("source", "char_start", "char_end", "value_text")
    for source, start, end, words in zip(*(tables["observations"][n].to_pylist() for n in names)):
        if texts[source][start:end] != words:
            problems.append(f"observations: {source} {start}..{end} is {texts[source][start:end]!r}, not {words!r}")
            return


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    rows = {f["name"]: f.get("rows") for f in manifest["files"]}
    tables = {}
    for path in sorted(folder.glob("*.parquet")):
        tables[path.stem] = check_readers(path.stem, path)
        expect(f"{path.name} rows in manifest.json", rows.get(path.name), tables[path.stem].num_rows)
        plain = path.with_suffix(".csv")
        if plain.exists():
            with plain.open("rb") as file:
                excel = file.read(3) == b"\xef\xbb\xbf"
            check_csv(tables[path.stem], plain, excel)
    expect("tables", sorted(tables), ["documents", "findings", "observations", "rejects", "series"])
    check_offsets(tables)
    check_package(folder)
    counts = manifest["counts"]
    expect("found", counts["found"], counts["published"] + counts["rejected"])
    if problems:
        sys.exit("\n".join(problems))
    total = sum(t.num_rows for t in tables.values())
    print(f"{folder}: {len(tables)} tables, {total} rows, the same in pyarrow, polars, pandas, DuckDB and CSV")


if __name__ == "__main__":
    main()
