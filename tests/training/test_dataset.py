"""From a list of names to rows of three letters and the one that follows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from grader.errors import GraderError
from grader.training import as_examples, load_splits, read_names, repeated_share, sample
from grader.training.dataset import split_names

NAMES = Path(__file__).parents[2] / "data" / "names.txt"
ALPHABET = ".abcdefghijklmnopqrstuvwxyz"


def rows(examples):
    contexts = ["".join(ALPHABET[i] for i in row) for row in examples.contexts.tolist()]
    return list(zip(contexts, (ALPHABET[i] for i in examples.targets.tolist()), strict=True))


def test_every_letter_and_the_end_of_a_name_is_an_example():
    assert rows(as_examples(["emma", "al"])) == [
        ("...", "e"), ("..e", "m"), (".em", "m"), ("emm", "a"), ("mma", "."),
        ("...", "a"), ("..a", "l"), (".al", "."),
    ]  # fmt: skip


def test_examples_are_those_of_the_lecture_on_the_whole_list():
    names = read_names(NAMES)
    random.seed(42)
    shuffled = list(names)
    random.shuffle(shuffled)
    wanted = []
    for name in shuffled[int(0.8 * len(names)) : int(0.9 * len(names))]:
        context = "..."
        for letter in f"{name}.":
            wanted.append((context, letter))
            context = context[1:] + letter
    assert rows(load_splits(names).val) == wanted


def test_splits_share_out_every_name_once():
    names = read_names(NAMES)
    assert sorted(name for part in split_names(names) for name in part) == sorted(names)
    assert [len(part) for part in split_names(names)] == [25742, 3218, 3218]


def test_targets_have_the_entropy_of_letters_in_names():
    splits = load_splits(read_names(NAMES))
    share = torch.bincount(splits.train.targets, minlength=27) / len(splits.train)
    assert float(-(share * share.log()).sum()) == pytest.approx(2.82, abs=0.01)


def test_repeated_share_counts_rows_that_stand_in_train():
    assert repeated_share(["ann"] * 10) == 1.0
    assert repeated_share(list("abcdefghij")) == 0.0
    assert repeated_share(read_names(NAMES)) == pytest.approx(0.13, abs=0.005)


def test_sample_is_the_first_names_of_the_data():
    wanted = as_examples(read_names(NAMES)[:200])
    assert torch.equal(sample().contexts, wanted.contexts)
    assert torch.equal(sample().targets, wanted.targets)
    assert len(sample()) == 1390


def test_spread_takes_rows_from_first_to_last():
    taken = sample().spread(10)
    assert len(taken) == 10
    assert rows(taken)[0] == rows(sample())[0]
    assert rows(taken)[-1] == rows(sample())[-1]
    assert len(sample().spread(10**6)) == len(sample())


def test_read_names_leaves_out_blank_lines_and_takes_a_byte_order_mark(tmp_path):
    path = tmp_path / "names.txt"
    path.write_bytes(b"\xef\xbb\xbfemma\r\n\n olivia \n")
    assert read_names(path) == ("emma", "olivia")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "There is no name in {path}."),
        (b"\n \n", "There is no name in {path}."),
        ("emma\nzoë\n".encode(), "{path}:2 is 'zoë'; a name here is letters from a to z."),
        (b"Emma\n", "{path}:1 is 'Emma'; a name here is letters from a to z."),
        (b"\xff\xfe\x00", "{path} is not a text file."),
    ],
)
def test_read_names_says_what_is_wrong_with_a_file(tmp_path, content, what):
    path = tmp_path / "names.txt"
    path.write_bytes(content)
    with pytest.raises(GraderError) as raised:
        read_names(path)
    assert raised.value.what == what.format(path=path)
    assert raised.value.exit_code == 2


def test_read_names_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(GraderError, match=r"cannot be read: No such file or directory\."):
        read_names(tmp_path / "names.txt")


def test_too_few_names_are_refused():
    with pytest.raises(GraderError, match=r"^2 names are too few"):
        load_splits(["emma", "olivia"])
