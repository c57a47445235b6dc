"""Holds files of OpenLineage events against the project's own JSON schemas.

Usage: openlineage_events.py FILE...: prints a line for each file, and ends with 1 at the first event that
is none.
"""

import json
import sys
import uuid
from datetime import datetime
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

SCHEMAS = [json.loads(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "openlineage").glob("*.json"))]
REGISTRY = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS)


def validator(url: str) -> Draft202012Validator:
    """The validator of a schema by its URL; one that is not among ours is an error."""
    base, _, fragment = url.partition("#")
    assert any(schema["$id"] == base for schema in SCHEMAS), f"no schema {url}"
    return Draft202012Validator({"$ref": f"{base}#{fragment}"}, registry=REGISTRY)


def facets(event: dict):
    """Every facet of an event."""
    for owner in (event["run"], event["job"]):
        yield from owner.get("facets", {}).values()
    for dataset in event["inputs"] + event["outputs"]:
        for kind in ("facets", "inputFacets", "outputFacets"):
            yield from dataset.get(kind, {}).values()


def check(path: str) -> None:
    events = json.loads(Path(path).read_text("utf-8"))
    kinds = [event["eventType"] for event in events]
    assert kinds[0] == "START" and len(kinds) <= 2, kinds
    assert all(kind in ("COMPLETE", "FAIL", "ABORT") for kind in kinds[1:]), kinds
    assert len({event["run"]["runId"] for event in events}) == 1, "one run"
    for event in events:
        validator(event["schemaURL"]).validate(event)
        uuid.UUID(event["run"]["runId"])
        datetime.fromisoformat(event["eventTime"])
        found = list(facets(event))
        assert found, "an event has facets"
        for facet in found:
            validator(facet["_schemaURL"]).validate(facet)
    print(f"{Path(path).name}: {' '.join(kinds)}, {len(list(facets(events[-1])))} facets in the last")


for name in sys.argv[1:]:
    check(name)
