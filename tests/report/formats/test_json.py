from __future__ import annotations

import json
import math
from importlib import resources
from typing import get_args

import jsonschema
import msgspec
import pytest

from grader import model
from grader.report.formats import render

RECORDS = {
    record.__name__: record
    for record in (
        model.Report,
        model.GraderFacts,
        model.SubmissionFacts,
        model.CheckResult,
        model.Comparison,
        model.Explanation,
        model.RecognisedMistake,
        model.Location,
    )
}


@pytest.fixture(scope="module")
def schema():
    return json.loads(resources.files("grader").joinpath("report.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def validator(schema):
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema)


def test_json_is_what_the_schema_describes(any_report, validator):
    validator.validate(json.loads(render(any_report[1], "json")))


def test_json_reads_back_as_the_same_report(any_report):
    text = render(any_report[1], "json")
    assert msgspec.json.decode(text, type=model.RedactedReport) == any_report[1]


def test_json_ends_in_one_newline_and_is_indented_by_two(reports):
    text = render(reports["passed"], "json")
    assert text.startswith('{\n  "schema": "unsaturated/report/2",\n')
    assert text.endswith("}\n")


def test_json_has_every_key_where_there_is_nothing(reports):
    check = json.loads(render(reports["passed"], "json"))["checks"][0]
    assert list(check) == list(model.CheckResult.__struct_fields__)
    assert check["mistake"] is check["location"] is check["call"] is None


def test_json_keeps_the_students_text_but_in_ascii(report):
    printed = 'é √2 😀 \x1b[2J \u202e \x9b "\\" \x00'
    text = render(report("failed", output=printed), "json")
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["output"] == printed


def test_json_replaces_half_a_surrogate_pair(report):
    submission = model.SubmissionFacts("caf\udce9.py", None)
    text = render(report("failed", submission=submission), "json")
    assert json.loads(text)["submission"]["path"] == "caf\ufffd.py"


def test_json_refuses_a_number_that_is_not_finite(report):
    with pytest.raises(ValueError, match="JSON compliant"):
        render(report("failed", seconds=math.nan), "json")


def test_json_of_feedback_below_full_fits_the_schema(report, validator):
    grader = model.GraderFacts("0.1.0", "3.11.7", None, None, "cpu", "landlock", True)
    validator.validate(json.loads(render(report("failed", grader=grader, output=None), "json")))


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"status": "verified"},
        {"points": -1},
        {"points": 1.5},
        {"exercise": "3"},
        {"seconds": None},
        {"submission": {"path": "x", "sha256": "abc"}},
    ],
    ids=str,
)
def test_schema_refuses_what_is_no_report(change, reports, validator):
    instance = json.loads(render(reports["failed"], "json"))
    assert validator.is_valid(instance)
    assert not validator.is_valid(instance | change)


@pytest.mark.parametrize("part", ["grader", "submission"])
def test_schema_refuses_a_missing_or_further_key(part, reports, validator):
    instance = json.loads(render(reports["failed"], "json"))
    for key in instance[part]:
        without = {name: value for name, value in instance[part].items() if name != key}
        assert not validator.is_valid(instance | {part: without})
    assert not validator.is_valid(instance | {part: instance[part] | {"extra": 1}})


def is_unset(field):
    return field.default is msgspec.UNSET


@pytest.mark.parametrize("name", RECORDS)
def test_schema_has_the_fields_of_the_record(name, schema):
    described = schema["$defs"][name]
    assert tuple(described["properties"]) == RECORDS[name].__struct_fields__
    optional = {field.name for field in msgspec.structs.fields(RECORDS[name]) if is_unset(field)}
    assert optional == ({"refused_calls"} if name == "Report" else set())
    assert [*described["required"], *optional] == [*RECORDS[name].__struct_fields__]
    assert described["additionalProperties"] is False


@pytest.mark.parametrize("name", ["Status", "Outcome", "Visibility", "Isolation", "Reason"])
def test_schema_lists_the_words_of_the_model(name, schema):
    assert tuple(schema["$defs"][name]["enum"]) == get_args(getattr(model, name))


def test_schema_names_the_version_of_the_report(schema):
    assert schema["$defs"]["Report"]["properties"]["schema"] == {"const": model.REPORT_SCHEMA}
