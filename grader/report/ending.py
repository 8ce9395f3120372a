"""The lines below a report that passed, where the course is at hand."""

from __future__ import annotations

from msgspec import Struct


class Ending(Struct, frozen=True):
    """The purpose of an exercise, and where to go from here.

    Attributes:
        sentences: each a paragraph of its own.
        steps: commands, each perhaps with its reason in brackets.
    """

    sentences: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
