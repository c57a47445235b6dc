"""Holds the tasks of `zhibiao review export` against Label Studio's own rules.

    python label_studio.py labels.xml tasks.json export.json

needs label-studio-sdk. The configuration must be valid, every task and every prediction must fit it, and
the converter of the SDK must find every span of the annotated export.
"""

import json
import sys
import tempfile

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface


def main(config_file, tasks_file, export_file):
    config = open(config_file, encoding="utf-8").read()
    tasks = json.load(open(tasks_file, encoding="utf-8"))
    interface = LabelInterface(config)
    interface.validate()
    spans = 0
    for task in tasks:
        # With predictions, `validate_task` of 2.1.2 calls `validate_prediction` without its argument.
        assert interface.validate_task({"data": task["data"]}) is True, task["data"]["text"]
        for prediction in task["predictions"]:
            errors = interface.validate_prediction(prediction, return_errors=True)
            assert not errors, errors
            spans += sum(r["type"] == "labels" for r in prediction["result"])
    with tempfile.TemporaryDirectory() as folder:
        Converter(config, project_dir=folder).convert_to_json_min(export_file, folder + "/out", is_dir=False)
        converted = json.load(open(folder + "/out/result.json", encoding="utf-8"))
    found = sum(len(task["number"]) for task in converted)
    assert found == spans > 0, (found, spans)
    for task in converted:
        for span in task["number"]:
            assert task["text"][span["start"] : span["end"]] == span["text"], span
    print(f"{len(tasks)} tasks, {spans} spans")


if __name__ == "__main__":
    main(*sys.argv[1:])
