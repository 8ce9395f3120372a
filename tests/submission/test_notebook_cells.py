"""Reading a notebook: its code in order, whoever wrote it; what is no notebook is refused."""

from __future__ import annotations

import json

import pytest

from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import MAX_CELLS, Cell, read_cells


def refusal(data, name="draft.ipynb"):
    with pytest.raises(UnreadableSubmission) as caught:
        read_cells(data, name)
    assert caught.value.exit_code == 3
    assert caught.value.what.startswith(f"{name} ")
    assert caught.value.remedy
    return caught.value.what


def with_language(as_notebook, **metadata):
    return as_notebook("x = 1", metadata=metadata)


# ------------------------------------------------------------------------------ what is read


def test_cells_are_the_code_in_order_without_blank_ones(as_notebook):
    found = read_cells(as_notebook("x = 1", " \n", "", "y = 2\nz = 3"), "a.ipynb")
    assert found == (Cell(1, "x = 1"), Cell(2, "y = 2\nz = 3"))


def test_markdown_and_raw_cells_do_not_count():
    cells = [{"cell_type": kind, "source": "x = 1"} for kind in ("markdown", "raw", "code")]
    data = json.dumps({"nbformat": 4, "cells": cells}).encode()
    assert read_cells(data, "a.ipynb") == (Cell(1, "x = 1"),)


def test_lines_may_be_a_list_and_end_as_windows_does():
    cell = {"cell_type": "code", "source": ["x = 1\r\n", "y = 2"]}
    data = json.dumps({"nbformat": 4, "cells": [cell]}).encode()
    assert read_cells(data, "a.ipynb")[0].source == "x = 1\ny = 2"


@pytest.mark.parametrize("minor", [0, 1, 4, 5, 99])
def test_every_minor_version_of_format_4_is_read(as_notebook, minor):
    assert read_cells(as_notebook("x = 1", nbformat_minor=minor), "a.ipynb")[0].source == "x = 1"


def test_format_3_is_read():
    cell = {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python"}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    assert read_cells(json.dumps(old).encode(), "a.ipynb") == (Cell(1, "x = 1\ny = 2"),)


def test_locked_cells_that_give_points_are_marked(as_notebook):
    data = json.loads(as_notebook("x = 1", "check('exercise01')"))
    data["cells"][1]["metadata"] = {"nbgrader": {"grade": True, "locked": True, "points": 10}}
    found = read_cells(json.dumps(data).encode(), "a.ipynb")
    assert [cell.is_check for cell in found] == [False, True]


@pytest.mark.parametrize(
    "metadata", [[], "x", None, 3, {"nbgrader": 7}, {"nbgrader": {"grade": 1}}]
)
def test_odd_metadata_is_no_reason_to_refuse(as_notebook, metadata):
    data = json.loads(as_notebook("x = 1", metadata=metadata))
    data["cells"][0]["metadata"] = metadata
    assert read_cells(json.dumps(data).encode(), "a.ipynb") == (Cell(1, "x = 1"),)


def test_duplicate_ids_are_no_reason_to_refuse(as_notebook):
    data = json.loads(as_notebook("x = 1", "y = 2"))
    data["cells"][1]["id"] = data["cells"][0]["id"]
    assert len(read_cells(json.dumps(data).encode(), "a.ipynb")) == 2


def test_numbers_that_json_does_not_know_are_read_over(as_notebook):
    data = json.loads(as_notebook("x = 'NaN, -Infinity'"))
    data["cells"][0]["outputs"] = [{"data": {"x": [float("nan"), float("-inf"), "NaN"]}}]
    text = json.dumps(data)
    assert "[NaN, -Infinity" in text
    assert read_cells(text.encode(), "a.ipynb")[0].source == "x = 'NaN, -Infinity'"


def test_byte_order_mark_is_read_over(as_notebook):
    assert read_cells(b"\xef\xbb\xbf" + as_notebook("x = 1"), "a.ipynb")


def test_outputs_of_many_megabytes_cost_next_to_nothing(as_notebook):
    import tracemalloc

    data = json.loads(as_notebook("x = 1"))
    data["cells"][0]["outputs"] = [{"text": ["y" * 9] * 500_000}]
    text = json.dumps(data).encode()
    tracemalloc.start()
    read_cells(text, "a.ipynb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20 < len(text)


# ------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "data", [b"", b"x = 1\n", b'{"cells": [', b"\xff\xfe{}", b'{"nbformat": 4} x']
)
def test_file_that_is_not_json_is_refused(data):
    assert "is not valid JSON" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"null",
        b"{}",
        b'{"nbformat": "4"}',
        b'{"nbformat": 4, "cells": {}}',
        b'{"nbformat": 4, "cells": [1]}',
        b'{"nbformat": 4, "cells": [{"source": "x"}]}',
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}',
    ],
)
def test_json_that_is_no_notebook_is_refused(data):
    assert "is not a notebook: " in refusal(data)


def test_quotes_that_no_one_closes_take_no_longer_than_they_should():
    assert "is not valid JSON" in refusal(b'{"nbformat": 4, "x": NaN, ' + b'\\"' * 10**6)


def test_deep_nesting_is_refused():
    nested = b"[" * 100_000 + b"]" * 100_000
    data = b'{"nbformat": 4, "metadata": ' + nested + b', "cells": []}'
    assert "nested too deeply" in refusal(data)


@pytest.mark.parametrize("version", [1, 2, 5, -1, 10**9])
def test_unknown_format_is_refused(as_notebook, version):
    assert f"format {version}" in refusal(as_notebook("x = 1", nbformat=version))


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language_info": {"name": "R"}}, "R"),
        ({"kernelspec": {"name": "julia-1.11", "language": "julia"}}, "julia"),
        ({"kernelspec": {"name": "bash"}, "language_info": {"name": "bash"}}, "bash"),
    ],
)
def test_notebook_for_another_language_is_refused(as_notebook, metadata, language):
    assert f"is a notebook for {language}, not" in refusal(with_language(as_notebook, **metadata))


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        {"kernelspec": {"name": "my-env", "language": "python"}},
        {"language_info": {"name": "python", "version": "3.13"}, "colab": {"provenance": []}},
        {"kernelspec": {"language": "Python"}},
    ],
)
def test_python_goes_by_many_names(as_notebook, metadata):
    assert read_cells(with_language(as_notebook, **metadata), "a.ipynb")


def test_more_cells_than_anyone_writes_are_refused(as_notebook):
    assert len(read_cells(as_notebook(*["1"] * MAX_CELLS), "a.ipynb")) == MAX_CELLS
    assert f"{MAX_CELLS + 1:,} code cells" in refusal(as_notebook(*["1"] * (MAX_CELLS + 1)))


@pytest.mark.parametrize(
    "metadata", [b'{"kernelspec": {"language": "\xae"}}', b'{"\xae": 1}', b'[[["\xae"]]]']
)
def test_metadata_that_is_no_text_is_no_reason_to_refuse_the_code(metadata):
    cell = b'{"cell_type": "code", "source": "x = 1", "metadata": %s}' % metadata
    data = b'{"nbformat": 4, "metadata": %s, "cells": [%s]}' % (metadata, cell)
    assert [cell.source for cell in read_cells(data, "exercise03.ipynb")] == ["x = 1"]
