"""Names that a network invents."""

from __future__ import annotations

import pytest
import torch

from grader.training import Config, Diverged, Functions, Trainer, sample, short_run
from grader.training.sampling import MOST_LETTERS, invent_names

# Of the network of `short_run`, 16 hidden units: before training, and after 1,000 steps.
GIBBERISH = (
    "cpxbqfmxhkcsjhnpy",
    "bzqjvkrqthakrnfwhvenmpmiuhpbpn",
    "rhthuwptyksezbqscgirutzvsghmof",
)
NAMES = ("cxlmacjlyqlcdn", "aqrrtarfhhney", "aailyn", "mih", "ariienne", "hlilletrarivimiie")


def spelling(word):
    """A network that is certain: it writes one word, and the word's letters are all different."""
    letters = [0, *(ord(letter) - ord("`") for letter in word)]
    following = dict(zip(letters, [*letters[1:], 0], strict=True))

    def infer(contexts):
        rows = [following[letter] for letter in contexts[:, -1].tolist()]
        return 1000.0 * torch.eye(27)[rows]

    return infer


def test_a_name_ends_at_the_dot():
    assert invent_names(spelling("emily"), 2, seed=1) == ("emily", "emily")


def test_a_name_without_an_end_is_cut_off():
    logits = torch.full((27,), -1000.0).index_fill(0, torch.tensor(1), 0.0)
    names = invent_names(lambda rows: logits.expand(len(rows), -1), 1, seed=1)
    assert names == ("a" * MOST_LETTERS,)


def test_letters_come_as_often_as_the_network_says():
    logits = torch.full((27,), -1000.0)
    logits[0], logits[1] = 0.0, torch.log(torch.tensor(3.0))
    names = invent_names(lambda rows: logits.expand(len(rows), -1), 4000, seed=1)
    empty = sum(not name for name in names) / len(names)
    assert empty == pytest.approx(1 / 4, abs=0.03)


def test_names_of_a_seed_are_always_the_same():
    trained = short_run(steps=1000)
    assert short_run(steps=0).invent(3) == GIBBERISH
    assert trained.invent(6) == NAMES


def test_the_students_batchnorm_invents_the_names():
    def flattens(x, _gamma, _beta, running_mean, running_var, **_):
        return torch.zeros_like(x), running_mean, running_var

    plain = short_run(recipe="batchnorm", network="deep")
    own = Functions(batchnorm_forward=flattens)
    other = short_run(own, recipe="batchnorm", network="deep", steps=0)
    assert plain.invent(5) != other.invent(5)
    # Logits of 0 for every letter: what is drawn is even.
    even = invent_names(lambda rows: torch.zeros(len(rows), 27), 5, other.config.seed)
    assert other.invent(5) == even


def test_a_network_that_diverged_says_so():
    trainer = Trainer(Config(steps=1, hidden=8), sample())
    trainer.model.parameters["W1"].fill_(torch.nan)
    with pytest.raises(Diverged, match="no name can be sampled from nan"):
        trainer.invent(1)
