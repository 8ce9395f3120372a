"""The syntax of notebooks that is not Python: magics, shell commands, requests for help."""

from __future__ import annotations

import re

from msgspec import Struct

# The rest of such a cell is Python that runs in the notebook's own namespace.
CELLS_OF_PYTHON = ("%%time", "%%capture", "%%prun")
QUOTES = ("'", '"')

# Every pattern here takes time in proportion to its text, whatever a submission makes of that.
_MAGIC = re.compile(
    r"""
    [%!?]                        # %matplotlib inline, !ls, ?help
    | [\w.%\[\]]+ \?{1,2} $      # torch.tanh?
    | [\w.,\s\[\]]+ = \s* [%!]   # files = !ls
    """,
    re.VERBOSE,
)
# Enough of Python's words to know whether a line begins within a string or a bracket.
_WORD = re.compile(
    r"""
    \#.*
    | (?P<long>\"{3}|'{3})
    | "(?: \\. | [^"\\] )*" | '(?: \\. | [^'\\] )*'
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | [^\#"'()\[\]{}]+ | .
    """,
    re.VERBOSE,
)
# A backslash begins an escape and is nothing else: with two ways to read each, time would double.
_END_OF_LONG = {
    quotes: re.compile(rf"(?:\\.|(?!{quotes})[^\\])*+{quotes}") for quotes in ('"""', "'''")
}


class Cleaned(Struct, frozen=True):
    """A cell as Python, line for line.

    Attributes:
        left_out: what is not there any more, each with its line.
    """

    source: str
    left_out: tuple[tuple[int, str], ...] = ()


def without_magics(source: str) -> Cleaned:
    """Leave out what only a notebook understands; every other line stays on its number.

    A cell that another program runs (`%%bash`) goes as a whole; of `%%time` only the first line.
    """
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    head = lines[first].split()[0] if lines[first].strip() else ""
    if head.startswith("%%") and head not in CELLS_OF_PYTHON:
        return Cleaned("\n" * (len(lines) - 1), ((first + 1, lines[first].strip()),))
    kept: list[str] = []
    left_out: list[tuple[int, str]] = []
    scanner, in_magic = _Scanner(), False
    for number, line in enumerate(lines, start=1):
        if in_magic:
            kept.append("")
        elif scanner.begins_statement and _MAGIC.match(line.strip()):
            left_out.append((number, line.strip()))
            kept.append(f"{line[: len(line) - len(line.lstrip())]}pass")
            in_magic = True
        else:
            scanner.feed(line)
            kept.append(line)
        in_magic = in_magic and line.endswith("\\")
    return Cleaned("\n".join(kept), tuple(left_out))


class _Scanner:
    """Knows, line by line, whether the next one begins a statement."""

    def __init__(self) -> None:
        self._depth = 0  # of brackets
        self._quotes = ""  # of a string that is still open
        self._continued = False

    @property
    def begins_statement(self) -> bool:
        return not (self._depth or self._quotes or self._continued)

    def feed(self, line: str) -> None:
        position, in_comment = 0, False
        if self._quotes:
            position = self._after_string(line, 0)
        while not self._quotes and (word := _WORD.match(line, position)):
            position = word.end()
            if word[0] in QUOTES:  # a string that does not end: this is no Python
                break
            if word["long"]:
                self._quotes = word["long"]
                position = self._after_string(line, position)
            self._depth += bool(word["open"]) - bool(word["close"])
            in_comment = word[0].startswith("#")
        self._depth = max(self._depth, 0)
        self._continued = line.endswith("\\") and not in_comment

    def _after_string(self, line: str, position: int) -> int:
        """The end of the open string in this line; it stays open where there is none."""
        end = _END_OF_LONG[self._quotes].match(line, position)
        if end is None:
            return len(line)
        self._quotes = ""
        return end.end()
