"""Names as examples: three letters of context, and the letter that follows them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from grader.errors import GraderError

BLOCK_SIZE = 3  # letters of context
VOCAB_SIZE = 27  # "." which ends a name, and a to z
SPLIT_SEED = 42  # of the shuffle before the split, the lecture's


@dataclass(frozen=True)
class Examples:
    """The data of training: rows of context and the letter to predict.

    Attributes:
        contexts: (rows, 3) int64, from 0 for "." to 26 for "z".
        targets: (rows,) int64.
    """

    contexts: Tensor
    targets: Tensor

    def __len__(self) -> int:
        return len(self.targets)

    def to(self, device: torch.device) -> Examples:
        """The same examples on another device."""
        return Examples(self.contexts.to(device), self.targets.to(device))

    def first(self, rows: int) -> Examples:
        """The first `rows` examples, or all where there are fewer."""
        return Examples(self.contexts[:rows], self.targets[:rows])

    def spread(self, rows: int) -> Examples:
        """At most `rows` examples, taken at equal distances."""
        kept = torch.linspace(0, len(self) - 1, min(rows, len(self))).round().long()
        kept = kept.to(self.targets.device)
        return Examples(self.contexts[kept], self.targets[kept])


@dataclass(frozen=True)
class Splits:
    """The examples to learn from, to choose by, and to report once."""

    train: Examples
    val: Examples
    test: Examples

    def to(self, device: torch.device) -> Splits:
        """The same splits on another device."""
        return Splits(self.train.to(device), self.val.to(device), self.test.to(device))


def read_names(path: Path) -> tuple[str, ...]:
    """The names of a file, one a line, in its order; blank lines are left out.

    Raises:
        GraderError: the file cannot be read, holds no name, or a line is not `a` to `z`.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise GraderError(
            f"The names in {path} cannot be read: {error.strerror}.", "Check --names."
        ) from error
    except UnicodeDecodeError as error:
        raise GraderError(f"{path} is not a text file.", "Give --names a list of names.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip() and not re.fullmatch("[a-z]+", line.strip()):
            raise GraderError(
                f"{path}:{number} is {line.strip()[:40]!r}; a name here is letters from a to z.",
                "Write one name a line, in lower case, without accents.",
            )
    names = tuple(line.strip() for line in lines if line.strip())
    if not names:
        raise GraderError(f"There is no name in {path}.", "Write one name a line.")
    return names


def split_names(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The names shuffled as in the lecture, and cut into 80, 10 and 10 per cent.

    Raises:
        GraderError: there are so few that a part would be empty.
    """
    shuffled = list(names)
    random.Random(SPLIT_SEED).shuffle(shuffled)
    first, second = int(0.8 * len(shuffled)), int(0.9 * len(shuffled))
    parts = shuffled[:first], shuffled[first:second], shuffled[second:]
    if not all(parts):
        raise GraderError(
            f"{len(names)} names are too few to be split into train, val and test.",
            "Give at least 10.",
        )
    return tuple(map(tuple, parts))


def as_examples(names: Sequence[str]) -> Examples:
    """Every letter of every name, and its end, with the three letters before it."""
    dots = "." * BLOCK_SIZE
    text = (dots + dots.join(names) + ".").replace(".", "`")  # "`" stands just before "a"
    codes = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - ord("`")
    windows = np.lib.stride_tricks.sliding_window_view(codes, BLOCK_SIZE + 1)
    # Between two names stand three dots; only the first of them is the end of a name.
    is_example = (windows[:, -1] > 0) | (windows[:, -2] > 0)
    rows = torch.from_numpy(windows[is_example].copy())
    return Examples(rows[:, :-1].contiguous(), rows[:, -1].contiguous())


def load_splits(names: Sequence[str]) -> Splits:
    """The three splits of a list of names.

    Raises:
        GraderError: there are too few names.
    """
    return Splits(*map(as_examples, split_names(names)))


def repeated_share(names: Sequence[str]) -> float:
    """The fraction of the validation names that also stand among the training names."""
    train, val, _ = split_names(names)
    known = set(train)
    return sum(name in known for name in val) / len(val)
