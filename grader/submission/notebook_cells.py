"""A notebook as the code that is in it. What was printed or drawn there is never looked at.

Read with msgspec alone, which skips what it is not asked for: outputs of many megabytes cost
neither memory nor trust, and nothing of them is kept.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from grader.errors import UnreadableSubmission

MAX_CELLS = 2_000
LANGUAGES = ("", "python", "python3", "ipython", "ipython3")
KNOWN_FORMATS = (3, 4)  # since 2013

# Of a string, nothing; of a number that JSON does not know, the name. Old tools wrote them. That a
# string may lack its end keeps the time in proportion to the text, and that nothing is tried twice
# the memory.
_NOT_A_NUMBER = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|(-?Infinity|NaN)\b', re.DOTALL)
_SAVE_ANEW = "Open it in Jupyter and save it again, or submit the .py file."


class Cell(Struct, frozen=True):
    """A code cell that is not blank.

    Attributes:
        number: counted from 1; what Jupyter shows as [1] after "Restart and run all".
        is_check: whether it is a locked cell of nbgrader's that gives the points.
    """

    number: int
    source: str
    is_check: bool = False


class _Nbgrader(Struct, frozen=True):
    grade: bool = False
    locked: bool = False


class _CellFacts(Struct, frozen=True):
    nbgrader: _Nbgrader = _Nbgrader()


class _Language(Struct, frozen=True):
    name: str = ""
    language: str = ""


class _Facts(Struct, frozen=True):
    kernelspec: _Language = _Language()
    language_info: _Language = _Language()


class _Cell(Struct, frozen=True):
    cell_type: str
    source: str | list[str] = ""
    input: str | list[str] = ""  # the name of `source` in format 3
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _Worksheet(Struct, frozen=True):
    cells: list[_Cell] = []


class _Notebook(Struct, frozen=True):
    nbformat: int
    cells: list[_Cell] = []
    worksheets: list[_Worksheet] = []  # where format 3 has its cells
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


def read_cells(data: bytes, name: str) -> tuple[Cell, ...]:
    """The code cells of a notebook in their order; `name` is what messages call it.

    Raises:
        UnreadableSubmission: it is no notebook, not for Python, or too large.
    """
    notebook = _decoded(data.removeprefix(b"\xef\xbb\xbf"), name)
    if notebook.nbformat not in KNOWN_FORMATS:
        raise UnreadableSubmission(
            f"{name} is a notebook of format {notebook.nbformat}, which is not known here.",
            "Save it as format 4.",
        )
    language = _language(notebook)
    if language.lower() not in LANGUAGES:
        raise UnreadableSubmission(
            f"{name} is a notebook for {language}, not for Python.", "Choose a Python kernel."
        )
    found = [cell for sheet in notebook.worksheets for cell in sheet.cells]
    sources = [(cell, _joined(cell)) for cell in (*notebook.cells, *found)]
    code = [pair for pair in sources if pair[0].cell_type == "code" and pair[1].strip()]
    if len(code) > MAX_CELLS:
        raise UnreadableSubmission(
            f"{name} has {len(code):,} code cells; {MAX_CELLS:,} are read.",
            "Submit the exercise alone.",
        )
    return tuple(
        Cell(number, source, _is_check(cell)) for number, (cell, source) in enumerate(code, start=1)
    )


def _decoded(data: bytes, name: str) -> _Notebook:
    try:
        try:
            return msgspec.json.decode(data, type=_Notebook)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            if b"NaN" not in data and b"Infinity" not in data:
                raise
            return msgspec.json.decode(_with_numbers(data), type=_Notebook)
    except RecursionError as error:
        raise UnreadableSubmission(
            f"{name} cannot be read: it is nested too deeply.", _SAVE_ANEW
        ) from error
    except msgspec.ValidationError as error:
        raise UnreadableSubmission(
            f"{name} is not a notebook: {_as_reason(error)}.", _SAVE_ANEW
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableSubmission(
            f"{name} is not a notebook: it is not valid JSON ({_as_reason(error)}).", _SAVE_ANEW
        ) from error


def _with_numbers(data: bytes) -> bytearray:
    """The text with a number of the same length in the place of each that JSON does not know."""
    plain = bytearray(data)
    for found in _NOT_A_NUMBER.finditer(data):
        if found[1]:
            plain[found.start() : found.end()] = b"0".ljust(len(found[1]))
    return plain


def _as_reason(error: Exception) -> str:
    return str(error).removeprefix("JSON is malformed: ")[:200]


def _language(notebook: _Notebook) -> str:
    try:
        facts = msgspec.json.decode(notebook.metadata, type=_Facts)
    except (msgspec.DecodeError, UnicodeDecodeError):  # odd metadata is no reason to refuse code
        return ""
    return facts.language_info.name or facts.kernelspec.language


def _is_check(cell: _Cell) -> bool:
    try:
        facts = msgspec.json.decode(cell.metadata, type=_CellFacts).nbgrader
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return facts.grade and facts.locked


def _joined(cell: _Cell) -> str:
    """The text of a cell; lines end in a bare newline, as Python counts them."""
    text = cell.source or cell.input
    joined = text if isinstance(text, str) else "".join(text)
    return joined.replace("\r\n", "\n").replace("\r", "\n")
