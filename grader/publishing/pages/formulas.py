"""Formulas of a lesson as MathML, which browsers show without any script.

Knows as much of LaTeX as the lessons use. A formula with anything else in it is left as its
author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_SPACES = {r"\,": "0.17em", r"\;": "0.28em", r"\ ": "0.3em", r"\quad": "1em", r"\qquad": "2em"}
_NAMES = ("ln", "log", "tanh", "exp", "max", "min", "sin", "cos")
_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "top": "⊤", "infty": "∞",
}  # fmt: skip
_OPERATORS = {
    "cdot": "⋅", "times": "×", "approx": "≈", "leq": "≤", "geq": "≥", "neq": "≠", "partial": "∂",
    "odot": "⊙", "pm": "±", "to": "→", "in": "∈", "sum": "∑", "{": "{", "}": "}", "ldots": "…",
}  # fmt: skip
_SIZES = re.compile(r"(left|right|[bB]igg?)[lr]?")


class _Unknown(Exception):
    """Something that is not known here."""


def as_mathml(formula: str, *, display: bool) -> str:
    """A formula in LaTeX as MathML; where it holds anything unknown, as code."""
    try:
        inner = _Reader(formula).everything()
    except (_Unknown, StopIteration):
        return f"<code>{escape(formula)}</code>"
    style = ' display="block"' if display else ""
    return f"<math{style}><mrow>{inner}</mrow></math>"


class _Reader:
    """Reads one formula from its start to its end."""

    def __init__(self, formula: str) -> None:
        tokens = (match[0] for match in _TOKEN.finditer(formula))
        self._tokens = [token for token in tokens if not token.isspace()]
        self._texts: Iterator[str] = iter(re.findall(r"\\text\{([^}]*)\}", formula))
        self._at = 0

    def everything(self) -> str:
        row = self._row(())
        if self._at != len(self._tokens):
            raise _Unknown
        return row

    def _row(self, ends: tuple[str, ...]) -> str:
        """Atoms with what is raised or lowered on them, until one of the ends."""
        atoms: list[str] = []
        while self._at < len(self._tokens) and self._tokens[self._at] not in ends:
            token = self._next()
            if token in ("^", "_"):
                if not atoms:
                    raise _Unknown
                atoms.append(self._scripts(atoms.pop(), token))
            elif token == "'":
                base = atoms.pop() if atoms else "<mrow></mrow>"
                atoms.append(f"<msup>{base}<mo>′</mo></msup>")
            else:
                atoms.append(self._atom(token))
        return "".join(atoms)

    def _scripts(self, base: str, sign: str) -> str:
        scripts = {sign: self._argument()}
        other = {"^": "_", "_": "^"}[sign]
        if self._at < len(self._tokens) and self._tokens[self._at] == other:
            self._next()
            scripts[other] = self._argument()
        tags = ("munder", "mover", "munderover") if "∑" in base else ("msub", "msup", "msubsup")
        if len(scripts) == 2:
            return f"<{tags[2]}>{base}{scripts['_']}{scripts['^']}</{tags[2]}>"
        tag = tags[0] if sign == "_" else tags[1]
        return f"<{tag}>{base}{scripts[sign]}</{tag}>"

    def _argument(self) -> str:
        return self._atom(self._next())

    def _atom(self, token: str) -> str:
        if token == "{":
            row = self._row(("}",))
            self._expect("}")
            return f"<mrow>{row}</mrow>"
        if token.startswith("\\"):
            return self._command(token)
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token.isalpha():
            return f"<mi>{token}</mi>"
        if token in "}&$":
            raise _Unknown
        return f"<mo>{escape(token.replace('-', '−'))}</mo>"

    def _command(self, token: str) -> str:
        name = token[1:]
        if token in _SPACES:
            return f'<mspace width="{_SPACES[token]}"></mspace>'
        if name in _NAMES:
            return f"<mi>{name}</mi>"
        if name in _SIGNS:
            return f"<mi>{_SIGNS[name]}</mi>"
        if name in _OPERATORS:
            return f"<mo>{_OPERATORS[name]}</mo>"
        if _SIZES.fullmatch(name):
            return self._argument()
        return self._construction(name)

    def _construction(self, name: str) -> str:
        if name in ("frac", "tfrac"):
            return f"<mfrac>{self._argument()}{self._argument()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self._argument()}</msqrt>"
        if name in ("hat", "bar"):
            sign = {"hat": "^", "bar": "¯"}[name]
            return f'<mover accent="true">{self._argument()}<mo>{sign}</mo></mover>'
        if name == "text":
            self._atom(self._next())  # in words again, with the spaces between them
            return f"<mtext>{escape(next(self._texts))}</mtext>"
        if name == "begin" and self._group() == "pmatrix":
            return self._matrix()
        raise _Unknown

    def _matrix(self) -> str:
        rows: list[list[str]] = [[]]
        ends = ("&", r"\\", r"\end")
        while True:
            rows[-1].append(f"<mtd>{self._row(ends)}</mtd>")
            token = self._next()
            if token == r"\end":
                break
            if token == r"\\":
                rows.append([])
        if self._group() != "pmatrix":
            raise _Unknown
        table = "".join(f"<mtr>{''.join(row)}</mtr>" for row in rows)
        return f"<mrow><mo>(</mo><mtable>{table}</mtable><mo>)</mo></mrow>"

    def _group(self) -> str:
        """The letters in the braces that follow."""
        self._expect("{")
        letters = ""
        while self._tokens[self._at : self._at + 1] not in ([], ["}"]):
            letters += self._next()
        self._expect("}")
        return letters

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise _Unknown

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise _Unknown
        self._at += 1
        return self._tokens[self._at - 1]
