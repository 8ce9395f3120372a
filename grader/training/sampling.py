"""Names that a network invents, letter by letter, as the lecture lets it."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Generator, Tensor

from grader.training.dataset import BLOCK_SIZE
from grader.training.functions import Diverged

LETTERS = ".abcdefghijklmnopqrstuvwxyz"
SEED_OFFSET = 10  # the lecture draws its names from a generator with the seed 2147483647 + 10
MOST_LETTERS = 30  # an untrained network ends a name by chance alone; here it is cut off


def invent_names(infer: Callable[[Tensor], Tensor], count: int, seed: int) -> tuple[str, ...]:
    """`count` names from a network; at most `MOST_LETTERS` letters of each.

    The generator is its own, so that training draws the same numbers with and without this.

    Args:
        infer: gives the logits (rows, 27) of contexts (rows, 3), in evaluation.
        count: how many names.
        seed: of the training; the same network and seed invent the same names.

    Raises:
        Diverged: the network's numbers are nan or infinite, so that there is no probability.
    """
    generator = Generator().manual_seed(seed + SEED_OFFSET)
    contexts = torch.zeros(count, BLOCK_SIZE, dtype=torch.int64)
    letters = torch.zeros(count, MOST_LETTERS, dtype=torch.int64)
    for place in range(MOST_LETTERS):
        probabilities = torch.softmax(infer(contexts).double().cpu(), 1)
        if not torch.isfinite(probabilities).all():
            raise Diverged(
                "The network has diverged: no name can be sampled from nan or infinity.",
                "Try another recipe, or --sample 0.",
            )
        drawn = torch.multinomial(probabilities, 1, generator=generator)
        letters[:, place] = drawn[:, 0]
        contexts = torch.cat((contexts[:, 1:], drawn), 1)
    return tuple(map(_as_name, letters.tolist()))


def _as_name(letters: list[int]) -> str:
    """The letters up to the first ".", which is 0."""
    end = letters.index(0) if 0 in letters else len(letters)
    return "".join(LETTERS[letter] for letter in letters[:end])
