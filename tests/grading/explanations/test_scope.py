"""Where alone a mistake shows: told of one member, argument or mode, and silent where unsure."""

from __future__ import annotations

import pytest

from grader.grading.explanations.components import Component
from grader.grading.explanations.scope import scope_of

PARAMETERS = ("x", "mean", "b")


def value(name, regime="", kind="value"):
    return Component("f", kind, name, regime)


MEAN, VAR = value("mean"), value("var")
TRAINING, EVALUATION = value("out", "training=True"), value("out", "training=False")


@pytest.mark.parametrize(
    ("matches", "right", "told"),
    [
        ({VAR}, {MEAN}, "Only in var: "),
        ({VAR, value("out")}, {MEAN}, "Only in out and var: "),
        ({EVALUATION}, {TRAINING}, "Only with training=False: "),
        ({value("out", "2=None")}, {value("out", "")}, "Only with b=None: "),
        ({value("1", "", "argument")}, {value("0", "", "argument")}, "Only in mean: "),
        ({value("mean", "", "kept")}, {value("var", "", "kept")}, "Only in mean: "),
        ({value("out", "a=True,b=1")}, {value("out", "a=True,b=2")}, "Only with b=1: "),
    ],
)
def test_part_in_which_alone_a_mistake_shows_is_named(matches, right, told):
    assert scope_of(matches, right, PARAMETERS) == told


@pytest.mark.parametrize(
    ("matches", "right"),
    [
        ({VAR}, set()),  # it shows wherever it would
        ({VAR}, {value("0", "", "argument")}),  # of another kind
        ({TRAINING, EVALUATION}, {value("out", "")}),  # nothing that both have, and only they
        ({value("spread", "", "draw")}, {value("mean", "", "draw")}),
        ({VAR, value("", "", "exception")}, {MEAN}),
        ({value("out", "")}, {TRAINING}),  # without the switch, for which there are no words
    ],
)
def test_scope_is_not_told_where_no_part_says_it(matches, right):
    assert scope_of(matches, right, PARAMETERS) == ""
