"""The terminal or file in which a report is read."""

from __future__ import annotations

from msgspec import Struct

NARROWEST, WIDEST = 40, 100  # below, nothing lines up; above, the eye loses the line

# What must be read is in the terminal's own colour, bold where it leads. A palette colour, which
# some themes make unreadable, decorates labels alone.
_CODES = {"good": "32", "bad": "31;1", "wait": "33", "plot": "36", "strong": "1", "quiet": "2"}


class Console(Struct, frozen=True):
    """A terminal, as far as a report cares. Formats for programs ignore it.

    Attributes:
        verbose: show everything, however long.
        color: add colours; they never say anything that the words do not.
        unicode: use characters outside ASCII, the student's included.
        width: columns, kept between 40 and 100; 80 suits a pipe.
    """

    verbose: bool = False
    color: bool = False
    unicode: bool = True
    width: int = 80

    @property
    def columns(self) -> int:
        """The columns that a report uses."""
        return min(max(self.width, NARROWEST), WIDEST)

    @property
    def ellipsis(self) -> str:
        """The mark where something was cut."""
        return "…" if self.unicode else "..."

    def paint(self, text: str, style: str) -> str:
        """The text in a colour, where colours are wanted. Measure before you paint."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text
