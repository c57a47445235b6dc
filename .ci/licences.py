#!/usr/bin/env python3
"""Holds every dependency against deny.toml, for machines without cargo-deny.

    python3 .ci/licences.py

Checks what `cargo deny check licenses bans sources` would of our own deny.toml: the licence of
each crate, the crates that are banned by name and version, and where crates come from. Reads
`cargo metadata`, so it sees every feature and every platform. Exits 1 with one line a problem.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def permitted(expression, allowed):
    """Whether an SPDX expression can be met with `allowed`; `/` is the old way to write OR."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either():
        ok = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            ok = both() or ok
        return ok

    def both():
        ok = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            ok = one() and ok
        return ok

    def one():
        name = tokens.pop(0)
        if name == "(":
            ok = either()
            tokens.pop(0)
            return ok
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            name = f"{name} WITH {tokens.pop(0)}"
        return name in allowed

    return either()


def version(text):
    return tuple(int(n) for n in re.findall(r"\d+", text.split("-")[0].split("+")[0]))


def parents(metadata):
    """Package id to the names of the packages that depend on it."""
    names = {p["id"]: p["name"] for p in metadata["packages"]}
    found = {}
    for node in metadata["resolve"]["nodes"]:
        for dependency in node["dependencies"]:
            found.setdefault(dependency, set()).add(names[node["id"]])
    return found


def banned(package, bans, users):
    """The ban that meets this package, as it is written."""
    for ban in bans:
        name, _, bound = ban["crate"].partition(":")
        if name != package["name"] or "wrappers" in ban and users <= set(ban["wrappers"]):
            continue
        found, limit = version(package["version"]), version(bound)
        if not bound or bound.startswith("<") and found < limit or bound.startswith(">=") and found >= limit:
            return ban["crate"]
    return None


def main():
    rules = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    metadata = json.loads(subprocess.check_output(command, cwd=ROOT))
    packages, users = metadata["packages"], parents(metadata)
    allowed, sources = set(rules["licenses"]["allow"]), rules["sources"]["allow-registry"]
    problems = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if not package["license"] or not permitted(package["license"], allowed):
            problems.append(f"{name}: licence {package['license']!r} is not in deny.toml")
        if ban := banned(package, rules["bans"]["deny"], users.get(package["id"], set())):
            problems.append(f"{name}: banned as {ban!r}")
        if package["source"] and package["source"].removeprefix("registry+") not in sources:
            problems.append(f"{name}: comes from {package['source']}")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(packages)} packages: licences, bans and sources as deny.toml has them")


if __name__ == "__main__":
    main()
