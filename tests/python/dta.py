#!/usr/bin/env python3
"""Opens a Stata file with pandas and compares it with the same rows as CSV.

Numbers are doubles in Stata's form: the nearest to what the CSV has exactly; true and false are 1 and 0.
"""

import csv
import sys

import pandas


def main(dta: str, table: str) -> None:
    """Raises where a name, label or cell differs."""
    with pandas.io.stata.StataReader(dta) as reader:
        frame, labels = reader.read(), reader.variable_labels()
    with open(table, encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    assert list(labels.values()) == names, (labels, names)
    assert len(frame) == len(rows), (len(frame), len(rows))
    for place, column in enumerate(frame.columns):
        for cell, row in zip(frame[column], rows):
            wanted = row[place]
            if pandas.api.types.is_datetime64_any_dtype(frame[column]):
                cell = "" if pandas.isna(cell) else str(cell.date())
            if pandas.api.types.is_numeric_dtype(frame[column]):
                wanted = {"true": "1", "false": "0"}.get(wanted, wanted)
                assert pandas.isna(cell) if wanted == "" else cell == float(wanted), (column, cell, wanted)
            else:
                assert cell == wanted, (column, cell, wanted)
    print(f"{len(rows)} rows and {len(names)} columns read back by pandas {pandas.__version__}")


if __name__ == "__main__":
    main(*sys.argv[1:])
