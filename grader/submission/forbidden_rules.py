"""The names that an exercise forbids, and the names on the way to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

# Beside what an exercise forbids: the inside of torch, where all of it is there under other names.
INSIDE = ("torch._*", "functorch", "sys.modules")
# An exercise that forbids .backward means these, too.
IMPLIED = {"backward": ("grad_fn", "requires_grad_")}
GRADIENTS = "requires_grad"  # to ask for them is no shortcut yet; to want them is


class ForbiddenRules:
    """Answers which names are forbidden, or lead to one that is.

    Attributes:
        methods: attributes that are forbidden on anything.
        implied: names that the exercise means, and does not name.
    """

    def __init__(self, forbidden: Collection[str]) -> None:
        self.methods = {entry[1:] for entry in forbidden if entry.startswith(".")}
        self.implied = {name for method in self.methods for name in IMPLIED.get(method, ())} | (
            {GRADIENTS} if self.methods & IMPLIED.keys() else set()
        )
        self.methods |= self.implied - {GRADIENTS}
        forbidden = (*forbidden, *INSIDE)
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._dotted = [entry for entry in forbidden if not entry.startswith(".")]
        self._leading = {"getattr", "__import__", "importlib", "importlib.import_module"}
        for entry in self._dotted:
            parts = entry.split(".")
            self._leading |= {".".join(parts[:end]) for end in range(1, len(parts))}

    def forbid(self, name: str) -> bool:
        """True if a dotted name is forbidden."""
        return any(
            name.startswith(entry[:-1]) if entry[-1] == "*" else f"{name}.".startswith(f"{entry}.")
            for entry in self._dotted
        )

    def first_forbidden(self, names: Iterable[str]) -> str | None:
        """The first of the names, by the alphabet, that is forbidden."""
        return min(filter(self.forbid, names), default=None)

    def relevant(self, names: Iterable[str]) -> frozenset[str]:
        """The names that lead to something forbidden, and at most one that is forbidden."""
        names = frozenset(names)
        if names not in self._known:
            forbidden = self.first_forbidden(names)
            found = names & self._leading | ({forbidden} if forbidden else frozenset())
            self._known[names] = found
        return self._known[names]
