"""Source text in which the nodes of its tree are found, and given other texts."""

from __future__ import annotations

import ast
from collections.abc import Mapping


class Text:
    """Source text in which nodes of its tree can be found."""

    def __init__(self, source: str) -> None:
        self._data = source.replace("\r\n", "\n").replace("\r", "\n").encode()
        lines = self._data.split(b"\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """The first and last byte of a node."""
        start = self._starts[node.lineno - 1] + node.col_offset
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self._data[start:end].decode()

    def with_choices(
        self, function: ast.FunctionDef, choices: Mapping[tuple[int, int], str]
    ) -> str:
        """The text of a function, spans replaced; `{}` in a choice is the original expression."""
        start, end = self.span(function)
        for decorator in function.decorator_list:
            start = min(start, self.span(decorator)[0] - 1)
        spans = sorted(
            (span for span in choices if start <= span[0] and span[1] <= end),
            key=lambda span: (span[0], -span[1]),
        )
        return self._rendered(start, end, spans, choices) + "\n"

    def _rendered(
        self,
        start: int,
        end: int,
        spans: list[tuple[int, int]],
        choices: Mapping[tuple[int, int], str],
    ) -> str:
        """Text of [start, end), where `spans` are in order, an outer one before those in it."""
        parts, at = [], start
        while spans and spans[0][1] <= end:
            first, last = spans.pop(0)
            parts.append(self._data[at:first].decode())
            own = self._rendered(first, last, spans, choices)
            before, _, after = choices[first, last].partition("{}")
            parts.append(before + own + after)
            at = last
        return "".join(parts) + self._data[at:end].decode()
